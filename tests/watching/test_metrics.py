"""/metrics: true counts, nothing that names a paper or a person, and only for a watcher."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import col, func, select
from starlette.testclient import TestClient

from api.app import build
from config.settings import settings
from flows.timetable import beat
from gateways.clock import now
from gateways.proving import prove
from models import anchors, backups, leases
from models.backups import Backup
from models.database import unit_of_work
from models.document import Document
from models.outbox import Errand, Topic
from tests.office import Letter
from tests.personas import PEOPLE, Cast

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
TOKEN = "watcher_0123456789abcdef"
OURS = re.compile(r"\bjiyao_\w+")


def client(address: str = "127.0.0.1") -> TestClient:
    return TestClient(build(), client=(address, 40000))


def told(**headers: str) -> dict[tuple[str, ...], float]:
    """Every sample: its name and the values of its labels, in the order of their names."""
    answer = client().get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    families = text_string_to_metric_families(answer.text)
    return {
        (s.name, *dict(sorted(s.labels.items())).values()): s.value
        for family in families
        for s in family.samples
    }


@pytest.fixture
def busy(cast: Cast) -> Letter:
    """Something of everything: a case with tasks and mails, a clerk, a proof, an anchor, a backup."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    beat()
    prove(by=None)
    with unit_of_work() as session:
        anchors.make(session, at=now())
        leases.take_turn(session, "sweep", now(), at=now())
        copy = Backup(name="a.jybak", place="/mnt", made_at=now(), size=1, digest="d", documents=1, files=1)
        backups.note(session, copy)
    return letter


def test_what_is_told_is_what_is_there(busy: Letter) -> None:
    found = told()
    assert found["jiyao_documents", "registered"] == 1
    assert found["jiyao_tasks_open", "sign"] == 1
    print_owed = select(func.count()).where(Errand.topic == Topic.PRINT, col(Errand.done_at).is_(None))
    with unit_of_work() as session:
        waits = session.exec(print_owed).one()
    assert waits
    assert found["jiyao_errands", "due", "print"] + found["jiyao_errands", "later", "print"] == waits
    assert found["jiyao_audit_verified_ok",] == 1
    assert found["jiyao_prefect_up",] == 0
    assert found["jiyao_clock_doubted",] == 0
    assert 0 <= found["jiyao_backup_seconds",] < 60
    assert found["jiyao_disk_free_bytes",] <= found["jiyao_disk_bytes",]


def test_an_empty_house_has_no_ages(cast: Cast) -> None:
    found = told()
    assert ("jiyao_backup_seconds",) not in found
    assert found["jiyao_backup_overdue",] == 0
    assert found["jiyao_errands_oldest_due_seconds", "advance"] == 0


def test_no_paper_and_no_person_is_named(busy: Letter) -> None:
    page = client().get("/metrics").text
    names = [name for name, *_ in PEOPLE.values()]
    with unit_of_work() as session:
        document = session.get_one(Document, busy.id)
        paper = [
            document.title,
            document.number or "",
            document.doc_number,
            document.issuer,
            str(document.id),
        ]
    assert all(len(word) > 1 for word in paper)
    assert not [word for word in names + paper if word in page]
    assert "督〔" not in page


@pytest.mark.parametrize("file", ["grafana.json", "alerts.yml"])
def test_every_measure_that_a_picture_or_an_alert_names_is_told(busy: Letter, file: str) -> None:
    text = (DEPLOY / file).read_text("utf-8")
    json.loads(text) if file.endswith("json") else yaml.safe_load(text)
    named = set(OURS.findall(text))
    assert len(named) > 10
    assert not named - {name for name, *_ in told()}


def test_every_word_that_an_alert_looks_for_is_one_of_ours(busy: Letter) -> None:
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    wanted = re.findall(r'(jiyao_\w+)\{\w+="([^"]+)"', " ".join(rule["expr"] for rule in rules))
    client().get("/sign-in")
    known = {(sample[0], word) for sample in told() for word in sample[1:]}
    assert len(wanted) > 3
    assert {one for one in wanted if one[1] != "5xx"} <= known


def test_answers_are_counted_by_door_and_outcome(cast: Cast) -> None:
    before = told().get(("jiyao_answer_seconds_count", "page", "4xx"), 0)
    assert client().get("/no-such-page").status_code == 404
    assert told()["jiyao_answer_seconds_count", "page", "4xx"] == before + 1


def test_only_this_machine_without_a_token(cast: Cast) -> None:
    assert client("10.1.2.3").get("/metrics").status_code == 404
    assert client("").get("/metrics").status_code == 404
    assert client().get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 404
    assert client("::1").get("/metrics").status_code == 200


def test_behind_a_proxy_nobody_without_a_token(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIYAO_PUBLIC_URL", "https://jiyao.hospital.local")
    settings.cache_clear()
    assert client().get("/metrics").status_code == 404


def test_the_token_opens_from_anywhere_and_nothing_else_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIYAO_METRICS_TOKEN", TOKEN)
    settings.cache_clear()
    far, asked = client("10.1.2.3"), {"Authorization": f"Bearer {TOKEN}"}
    assert far.get("/metrics", headers=asked).status_code == 200
    assert far.get("/metrics", headers={"Authorization": f"Bearer {TOKEN[:-1]}"}).status_code == 404
    assert client().get("/metrics").status_code == 404
