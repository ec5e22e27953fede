"""密封栏: plain in Python, ciphertext in the database; what cannot be opened is said, and never a 500 (A8, N2)."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy import insert as pour
from sqlalchemy.exc import StatementError
from sqlmodel import Session, select

from gateways.clock import now
from models import content_keys, keyring, ledger, sealing, tables
from models.content_keys import ContentKey
from models.conversation import Remark
from models.database import engine, reading, unit_of_work
from models.document import Document
from models.rounds import Seat
from models.sealed import GONE, LOST, CannotBeKept, Sealed
from models.sealing import MARK, Unopened
from models.values import Level
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People

ROOT = Path(__file__).parents[2]
TITLE = "关于鹮鸠防治工作的通知"


def stored(letter: Letter, table: str, column: str) -> list[str]:
    """As they lie in the database, those that say something."""
    with engine().connect() as connection:
        key = letter.id.hex if connection.dialect.name == "sqlite" else letter.id
        whose = "id" if table == "document" else "document_id"
        asked = text(f"SELECT {column} FROM {table} WHERE {whose} = :id AND {column} <> ''")
        return list(connection.execute(asked, {"id": key}).scalars())


def overwrite(statement: str, **said: Any) -> None:
    with engine().begin() as connection:
        connection.execute(text(statement), said)


@pytest.fixture
def signed(cast: Cast) -> Letter:
    letter = Letter(cast).arrives(remarks="鹮鸠备注")
    letter.is_registered(title=TITLE, addressees=["鹮鸠办"], attachments=["鹮鸠名单"])
    letter.is_proposed(words="鹮鸠拟办。")
    letter.is_signed("wang", words="鹮鸠批示。")
    return letter


def test_what_is_said_lies_sealed_and_reads_plain(signed: Letter) -> None:
    places = {
        "document": ("title", "addressees", "attachments"),
        "receipt": ("remarks",),
        "proposal": ("words",),
        "seat": ("words",),
        "entry": ("why",),
    }
    for table, columns in places.items():
        for column in columns:
            assert (found := stored(signed, table, column)), (table, column)
            assert all(one.startswith(MARK) and "鹮" not in one for one in found), (table, column)
    assert (signed.now.title, signed.now.addressees, signed.now.attachments) == (
        TITLE,
        ["鹮鸠办"],
        ["鹮鸠名单"],
    )
    with reading() as session:
        said = [seat.words for seat in session.exec(select(Seat).where(Seat.document_id == signed.id))]
    assert sorted(said) == ["", "鹮鸠批示。"]


def test_the_same_words_twice_lie_there_differently() -> None:
    secret, place = keyring.new_key(), "seat.words|1|2"
    assert sealing.seal(secret, place, "同意。") != sealing.seal(secret, place, "同意。")


@pytest.mark.parametrize("place", ["seat.words|1|3", "seat.words|2|2", "remark.words|1|2"])
def test_a_sealed_value_opens_only_where_it_was_sealed(place: str) -> None:
    secret = keyring.new_key()
    raw = sealing.seal(secret, "seat.words|1|2", "同意。")
    assert sealing.unseal(secret, "seat.words|1|2", raw) == "同意。"
    with pytest.raises(Unopened):
        sealing.unseal(secret, place, raw)
    for bad in (
        raw[:-8],
        raw[:9] + ("A" if raw[9] != "A" else "B") + raw[10:],
        MARK,
        MARK + "密",
        f"{MARK}AAAA",
    ):
        with pytest.raises(Unopened):
            sealing.unseal(secret, "seat.words|1|2", bad)


def test_a_public_title_is_no_secret_and_changes_with_the_level(signed: Letter) -> None:
    with unit_of_work() as session:
        document = session.get_one(Document, signed.id)
        keyring.change_level(session, document, Level.PUBLIC, at=now())
    assert stored(signed, "document", "title") == [signed.now.title] == [TITLE]
    with unit_of_work() as session:
        document = session.get_one(Document, signed.id)
        keyring.change_level(session, document, Level.INTERNAL, at=now())
    assert stored(signed, "document", "title")[0].startswith(MARK)
    assert (signed.now.title, signed.now.attachments) == (TITLE, ["鹮鸠名单"])


def test_plain_text_cannot_reach_a_sealed_column(signed: Letter) -> None:
    row = {"document_id": signed.id, "by": signed.who("lin").id, "at": now(), "words": "鹮鸠"}
    with pytest.raises(StatementError, match="takes no plain text"), engine().begin() as connection:
        connection.execute(pour(Remark.__table__), [row])  # type: ignore[attr-defined]
    with pytest.raises(StatementError, match="takes no plain text"), reading() as session:
        session.exec(select(Document).where(Document.title == TITLE)).all()


def test_no_code_selects_a_sealed_column_without_its_row() -> None:
    sealed = {(one.__name__, name) for one in Sealed.__subclasses__() for name in one.sealed_columns}
    assert len(sealed) >= 36
    for folder in ("api", "bench", "flows", "gateways", "models"):
        for path in (ROOT / folder).rglob("*.py"):
            assert set(selected(path.read_text("utf-8"))).isdisjoint(sealed), path
    assert list(selected("select(Seat.id, col(Seat.words))")) == [("Seat", "id"), ("Seat", "words")]


def selected(source: str) -> Iterator[tuple[str, str]]:
    """``Class.attribute`` within the brackets of a select()."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "select":
            for part in (part for argument in call.args for part in ast.walk(argument)):
                if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                    yield part.value.id, part.attr


def test_every_sealed_table_knows_whose_it_is() -> None:
    for one in Sealed.__subclasses__():
        columns = tables.metadata.tables[str(one.__tablename__)].columns
        assert not columns[one.sealed_under].nullable, one


def test_a_list_asks_for_its_keys_together(cast: Cast) -> None:
    for n in range(12):
        Letter(cast).arrives().is_registered(title=f"第{n}件", doc_number="")
    with reading() as session, asked_for("content_key") as questions:
        titles = {document.title for document in session.exec(select(Document))}
    assert titles == {f"第{n}件" for n in range(12)}
    assert len(questions) == 1


@contextmanager
def asked_for(table: str) -> Iterator[list[str]]:
    questions: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if f"FROM {table}" in statement:
            questions.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    try:
        yield questions
    finally:
        event.remove(engine(), "before_cursor_execute", note)


def test_words_moved_to_another_row_are_not_believed(cast: Cast, browser: People, signed: Letter) -> None:
    other = Letter(cast).arrives()
    other.is_registered(title="另一件", doc_number="")
    for letter in (signed, other):
        letter.act(lambda s, d: s.add(Remark(document_id=d.id, by=cast.id("lin"), at=now(), words="在办。")))
    overwrite("UPDATE remark SET words = (SELECT min(words) FROM remark)")
    overwrite("UPDATE document SET title = (SELECT min(title) FROM document)")
    shown = [browser("lin").opens(f"/documents/{letter.id}") for letter in (signed, other)]
    assert sum(page.count(LOST) > 0 for page in shown) >= 1
    assert [LOST in (one.now.title, said(one)) for one in (signed, other)].count(True) >= 1
    for place in ("/", "/documents", "/documents?q=通知"):
        browser("lin").opens(place)


def said(letter: Letter) -> str:
    with reading() as session:
        return session.exec(select(Remark).where(Remark.document_id == letter.id)).one().words


def test_a_damaged_key_spoils_one_document_and_no_page(signed: Letter, browser: People) -> None:
    overwrite("UPDATE content_key SET wrapped = :broken", broken=b"\0" * 60)
    for who, place in (("zhou", "/"), ("lin", "/documents"), ("lin", f"/documents/{signed.id}")):
        assert LOST in browser(who).opens(place)
    with pytest.raises(CannotBeKept):
        signed.act(fills_in_what_it_shows)
    assert signed.now.title == LOST


def fills_in_what_it_shows(session: Session, document: Document) -> None:
    document.title = document.title
    session.flush()


def test_without_a_key_the_ledger_still_proves_itself(signed: Letter, browser: People) -> None:
    with unit_of_work() as session:
        assert content_keys.erase(session, signed.id)
    assert signed.ledger_holds()
    with reading() as session:
        assert session.get(ContentKey, signed.id) is None
        lines = ledger.lines_of(session, signed.id)
        assert {line.why for line in lines} <= {"", GONE}
    assert GONE in browser("lin").opens(f"/documents/{signed.id}")


def test_a_line_that_was_written_in_clear_by_an_earlier_release_still_holds(signed: Letter) -> None:
    with unit_of_work() as session:
        document, mac = session.get_one(Document, signed.id), ""
        lines = ledger.lines_of(session, signed.id)
        for line in lines:
            told = {"why": "旧版本的明文", "document_id": signed.id, "line": line.line}
            session.connection().execute(
                text("UPDATE entry SET why = :why WHERE line = :line"), {k: told[k] for k in ("why", "line")}
            )
            session.refresh(line)
            mac = ledger.seal(line, mac)
            session.connection().execute(
                text("UPDATE entry SET mac = :mac WHERE line = :line"), {"mac": mac, "line": line.line}
            )
        session.connection().execute(text("UPDATE document SET seal = :mac"), {"mac": mac})
        session.refresh(document)
    assert signed.ledger_holds()
    assert {line.why for line in lines} == {"旧版本的明文"}
