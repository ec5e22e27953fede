"""G21: after fifty documents were destroyed nothing of what they were called or of what was said of them is left."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import inspect, text
from sqlmodel import select

from config.settings import settings
from gateways import vault
from gateways.clock import now
from models import conversation, sealing
from models.content_keys import ContentKey
from models.database import engine, reading, unit_of_work
from models.document import Document
from models.errors import DomainError
from models.files import FileRole
from models.keyring import key_to_open
from models.sealing import Unopened
from models.stages import Stage
from models.values import ActionKind, Level
from tests.lists import approves, is_listed, watches
from tests.office import Letter, prints_owed
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

MANY = 50
CANARY = "鹮鸠鹲"  # two of its characters never stand together anywhere else
PAIRS = [CANARY[:2], CANARY[1:]]
STAYS = "江州市龘靐局"


def destroyed_by_one_list(cast: Cast, many: int) -> list[Letter]:
    letters = [told_everywhere(cast, n) for n in range(many)]
    for one in letters:
        one.is_filed()
    order = is_listed(cast, *letters)
    prints_owed()
    approves(cast, order)
    watches(cast, order, "sun")
    watches(cast, order, "ma")
    prints_owed()
    return letters


def told_everywhere(cast: Cast, n: int) -> Letter:
    """One whose every field bears the canary."""
    letter = Letter(cast).arrives(on_paper=False, remarks=f"{CANARY}备注{n}")
    letter.is_registered(
        title=f"关于{CANARY}的通知（{n}）",
        issuer=STAYS,
        addressees=[f"{CANARY}办"],
        attachments=[f"{CANARY}表"],
        issue_date=date(2014, 3, 3),
        doc_number="",
        action=ActionKind.READ,
    )
    letter.act(
        lambda s, d: vault.seal(
            s,
            d.id,
            f"{CANARY}正文".encode(),
            name=f"{CANARY}{n}.txt",
            media_type="text/plain",
            role=FileRole.ORIGINAL,
            at=now(),
        )
    )
    letter.is_proposed(words=f"{CANARY}拟办", lead=None, leaders=[], readers=[cast.id("wang")], due_at=None)
    letter.act(lambda s, d: conversation.say(s, d, f"{CANARY}交流", by=cast.lin, at=now()))
    letter.is_read("wang", words=f"{CANARY}阅见")
    return letter


def left_of(*words: str) -> Iterator[str]:
    """Where one of the words still lies: in any file of this house, or in any row."""
    for path in settings().data_dir.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for word in words:
            if any(word.encode(code) in content for code in ("utf-8", "utf-16-le", "gb18030")):
                yield f"{path.name}: {word}"
    with engine().connect() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).all():
                yield from (f"{table}: {word}" for word in words if word in str(row))


@pytest.mark.parametrize("many", [3, pytest.param(MANY, marks=pytest.mark.slow)])
def test_nothing_is_left_of_what_they_were_called_or_of_what_was_said(
    cast: Cast, browser: People, many: int
) -> None:
    letters = destroyed_by_one_list(cast, many)
    assert {one.stage for one in letters} == {Stage.DESTROYED}
    assert list(left_of(*PAIRS)) == []
    assert list(left_of(STAYS)), "whoever looks finds what stays"
    assert opened_by_any_key() == {"order_line.title"}, "the list alone still knows, under its own key"
    lin, he = browser("lin"), browser("he")
    for place in ("/documents", f"/documents/{letters[0].id}", f"/documents?q={CANARY}"):
        assert CANARY not in found_on(lin, place)
    assert "题名见销毁清册销〔" in lin.opens(f"/documents?q={STAYS}")
    assert lin.calls("GET", f"/documents/{letters[0].id}")["title"].startswith("题名见销毁清册")
    assert CANARY not in he.opens("/destruction-orders")
    assert all(one.ledger_holds() for one in letters)


def found_on(browser: Browser, place: str) -> str:
    """Without what was asked, which the page repeats."""
    return browser.opens(place).replace(f'value="{CANARY}"', "")


def opened_by_any_key() -> set[str]:
    """Every sealed value tried with every key there is: the columns that open."""
    opened = set()
    with reading() as session:
        keys = {owner: key_to_open(session, owner) for owner in session.exec(select(ContentKey.owner))}
        for table in inspect(engine()).get_table_names():
            for row in session.connection().execute(text(f'SELECT * FROM "{table}"')).mappings():
                for column, value in row.items():
                    if isinstance(value, str) and sealing.is_sealed(value):
                        opened |= {
                            f"{table}.{column}" for key in keys.items() if opens(row, table, column, key)
                        }
    return {one for one in opened if not one.startswith(("destruction_order.", "stored_file."))}


def opens(row: object, table: str, column: str, key: tuple[UUID, bytes]) -> bool:
    told = dict(row)  # type: ignore[call-overload]
    names = inspect(engine()).get_pk_constraint(table)["constrained_columns"]
    parts = [UUID(str(told[name])) if "id" in name else told[name] for name in names]
    try:
        sealing.unseal(key[1], sealing.place_of(f"{table}.{column}", parts, key[0]), told[column])
    except Unopened:
        return False
    return True


def test_a_public_title_outlives_its_document(cast: Cast) -> None:
    letter = Letter(cast).arrives(on_paper=False)
    letter.is_registered(
        title="公开招聘公告", level=Level.PUBLIC, action=ActionKind.READ, issue_date=date(2014, 3, 3)
    )
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("wang")], due_at=None)
    letter.is_read("wang")
    letter.is_filed()
    order = is_listed(cast, letter)
    approves(cast, order)
    watches(cast, order, "sun")
    watches(cast, order, "ma")
    assert (letter.stage, letter.now.title) == (Stage.DESTROYED, "公开招聘公告")


def test_nobody_destroys_alone(cast: Cast) -> None:
    """A6: whoever proposes, approves and watches in one person, in every combination."""
    letter, uids = old_paper(cast), ("he", "zhou", "sun", "ma", "lin", "wang", "chen")
    tried = 0
    with untouched():
        for approver, *watchers in product(uids, repeat=3):
            if len({"he", approver, *watchers}) < 4:
                with pytest.raises(DomainError):
                    is_listed(
                        cast, letter, approver=cast.id(approver), witnesses=[cast.id(one) for one in watchers]
                    )
                tried += 1
    assert tried >= 200
    with unit_of_work() as session:
        assert session.get_one(Document, letter.id).stage is Stage.ARCHIVED
