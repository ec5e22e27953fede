"""jiyao bench seed: a large house whose every row is accounted for; never beside real papers."""

import shutil
import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import func, select

from api import documents
from flows.stock import fill
from flows.stock.letters import Plan
from flows.stock.opening import NoRoom, NotEmpty, open_house
from gateways import anchor_file
from gateways.clock import now
from models import heads, outbox
from models.anchors import Tally
from models.database import engine, reading
from models.document import Document, peek_number
from models.invariants import invariants
from models.outbox import Topic
from models.people import find_uid, me
from models.proof import looking_at
from models.sought import Sought
from models.stages import Stage
from models.verify import verify
from tests.cli.conftest import Run
from tests.databases import SQLITE_ONLY
from tests.personas import Cast

MANY, SEED = 130, 7


@pytest.mark.slow
def test_every_row_is_accounted_for(no_tables: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fill, "LOT", 50)  # several transactions
    heard: list[int] = []
    plan = open_house(MANY, SEED, at=now(), told=heard.append)
    assert heard == [50, 50, 30]
    with looking_at(engine().url.render_as_string(hide_password=False)) as connection:
        report = verify(connection, anchor_file.lines(), heads.public_key())
    assert (report.findings, report.documents) == ([], MANY)
    with reading() as session:
        broken = {one.name: list(one.look(session)) for one in invariants(now())}
        stages = Counter(session.exec(select(Document.stage)))
        assert peek_number(session, "document") == MANY + 1
        assert not session.exec(select(Tally).where(Tally.version > Tally.anchored)).first()
        assert not outbox.is_due(session, list(Topic), at=now() + timedelta(days=1))
    assert not any(broken.values()), broken
    assert stages == {Stage.ARCHIVED: MANY - plan.waiting, Stage.REGISTERED: plan.waiting}
    each_is_found(plan)


def each_is_found(plan: Plan) -> None:
    """By its number and by its title, which are read as the secretary reads them."""
    with reading() as session:
        lin = find_uid(session, "lin")
        assert lin
        for letter in plan.letters(now()):
            for sought in (letter.doc_number, letter.number, letter.title):
                found = session.exec(documents.found(session, Sought(q=sought), me(session, lin))).all()
                assert letter.title in {one.title for one in found}, sought


def test_the_same_seed_draws_the_same_letters() -> None:
    at, plan = now(), Plan(30, SEED, waiting=3, known=5)
    assert list(plan.letters(at)) == list(plan.letters(at))
    assert plan.newest(4, at) == list(plan.letters(at))[:-5:-1]
    assert [one.id for one in plan.letters(at)] != [one.id for one in Plan(30, SEED + 1).letters(at)]


def test_numbers_begin_anew_each_year(monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    monkeypatch.setattr("flows.stock.letters.A_YEAR", 4)
    monkeypatch.setattr("flows.stock.letters.YEARS", 9)
    drawn = [(one.year - at.year, one.sequence) for one in Plan(10, SEED).letters(at)]
    assert drawn == [(-2, 1), (-2, 2), *((ago, n) for ago in (-1, 0) for n in (1, 2, 3, 4))]


@pytest.mark.slow
@SQLITE_ONLY
def test_the_command_fills_the_folder_that_it_is_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "large"
    assert run("bench", "seed", "--documents", "5", "--data", str(folder)).exit_code == 0
    with sqlite3.connect(folder / "jiyao.db") as connection:
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (5,)


@SQLITE_ONLY
def test_a_house_where_somebody_works_is_left_alone(
    run: Run, cast: Cast, capfd: pytest.CaptureFixture[str]
) -> None:
    told = run(
        "bench", "seed", "--documents", "5", "--data", str(engine().url.database).removesuffix("/jiyao.db")
    )
    assert told.exit_code == 1
    assert capfd.readouterr().err.strip() == str(NotEmpty())
    with reading() as session:
        assert session.exec(select(func.count()).select_from(Document)).one() == 0


@SQLITE_ONLY
def test_what_does_not_fit_is_not_begun(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=3e9))
    with pytest.raises(NoRoom, match=r"12\.0 GB.*3\.0 GB"):
        open_house(1_000_000, SEED, at=now(), told=lambda _many: None)
