"""How a paper of the scripted day begins: it comes in, is entered, proposed and signed, each field with its mark."""

from collections.abc import Iterator

from tests.leaks.papers import word_file
from tests.leaks.person import People
from tests.personas import in_days
from tests.stages.test_receive import receipt
from tests.stages.test_register import entry

Story = Iterator[None]
LATER = f"{in_days(40):%Y-%m-%d}"


def comes_in(people: People, name: str, **said: str) -> str:
    """签收; the page of the paper."""
    of, files = people.marks.of, word_file(people.marks) if name == "first" else None
    envelope = receipt(
        received_from=of(f"{name}: sender"),
        remarks=of(f"{name}: remarks"),
        paper_location=of(f"{name}: place"),
    )
    return people["lin"].posts("/documents", files=files, **envelope | said)


def is_entered(people: People, place: str, name: str, **said: str) -> None:
    of = people.marks.of
    told = {
        "title": of(f"{name}: title"), "issuer": of(f"{name}: issuer"), "doc_number": of(f"{name}: number"),
        "addressees": of(f"{name}: addressee"), "attachments": of(f"{name}: attachment"),
    }  # fmt: skip
    people["lin"].posts(f"{place}/registration", **entry(**told | said))


def is_proposed(people: People, place: str, name: str, **said: object) -> None:
    plan = {
        "words": people.marks.of(name), "lead": "YWB", "assistants": "YGK", "due_date": f"{in_days(20):%Y-%m-%d}",
        "leaders": [people.id("wang"), people.id("zhou")],
    }  # fmt: skip
    people["chen"].posts(f"{place}/proposal", **plan | said)


def is_signed(people: People, place: str, uid: str, name: str) -> None:
    people[uid].posts(f"{place}/opinion", decision="instruct", words=people.marks.of(name))
