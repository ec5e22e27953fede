"""D1, D2, D5: the right password of the one account, and nothing else, whatever is typed."""

import random
import unicodedata
from collections.abc import Iterator
from itertools import product

import pytest
from sqlmodel import select

from gateways.ldap import lookup, proof
from gateways.ldap.schema import Entry
from models import attempts
from models.attempts import Attempts, fold
from models.database import reading
from tests.databases import SQLITE_ONLY
from tests.directory.certificates import Authority
from tests.directory.conftest import Points
from tests.directory.fake_ldap import Fake
from tests.directory.house import active_directory, enrols, password, signs_in
from tests.directory.slapd import Slapd
from tests.personas import Cast

PAIRS = 10_000
TRIED = 60  # of them reach the server; the others must not
LI, QIAN = password("li"), password("qian")
NO_NAMES = ["", " ", "\t", "\u3000", "\0", "li\0", "\0li", "x" * 300, "*", "li*", "l?", "li)(uid=*", "(li)"]
NO_NAMES += [
    "li mei",
    "li,ou=x",
    "li=1",
    "li\n",
    "li\r\nx",
    "\ud800",
    "li\\2a",
    "&",
    "|",
    "!",
    "uid=li",
    "#li",
    "+",
]
NO_PASSWORDS = ["", " ", "\t\n", "\u3000", "\0", f"{LI}\0", f"\0{LI}", "\ud800", "x" * 257, LI * 20]
NEARLY = [
    LI + " ",
    " " + LI,
    LI[:-1],
    LI + "x",
    LI.upper(),
    LI[::-1],
    QIAN,
    "None",
    "null",
    "*",
    "李梅",
    "li",
]
NEARLY += [
    unicodedata.normalize("NFD", LI + "é"),
    LI.replace("8", "８"),
    LI.replace("-", "‐"),
    LI.replace(" ", "\xa0"),
]


def pairs() -> Iterator[tuple[str, str]]:
    """Names that are none with every password, passwords that are none with every name, and near misses."""
    chance = random.Random(8)
    for _ in range(PAIRS - TRIED):
        if chance.random() < 0.5:
            yield chance.choice(NO_NAMES), chance.choice([*NO_PASSWORDS, *NEARLY, LI, QIAN])
        else:
            yield chance.choice(["li", "LI", "qian", "nobody", *NO_NAMES]), chance.choice(NO_PASSWORDS)
    for number in range(TRIED):
        yield ["li", "qian", "nobody", "ＬＩ", "jiyao"][number % 5], NEARLY[number % len(NEARLY)]


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is locked out, so that every pair is really judged."""
    monkeypatch.setattr(attempts, "count", lambda *_, **__: None)


def wrong_successes() -> list[tuple[str, str]]:
    right = {("li", LI), ("qian", QIAN)}
    return [
        (uid, typed) for uid, typed in pairs() if signs_in(uid, typed) and (fold(uid), typed) not in right
    ]


@pytest.mark.timeout(240)
@SQLITE_ONLY
def test_ten_thousand_pairs_open_nothing_in_openldap(
    slapd: Slapd, points: Points, cast: Cast, unlimited: None
) -> None:
    """D1."""
    points(slapd.url)
    enrols()
    assert wrong_successes() == []
    assert (signs_in("li", LI), signs_in("ＱＩＡＮ ", QIAN)) == ("li", "qian")


@pytest.mark.timeout(240)
@SQLITE_ONLY
def test_ten_thousand_pairs_open_nothing_in_a_server_that_takes_an_empty_password(
    authority: Authority, points: Points, cast: Cast, unlimited: None
) -> None:
    """D1."""
    with Fake(active_directory(), authority.issues("ad").serving) as fake:
        points(fake.url, schema="active-directory")
        enrols()
        assert wrong_successes() == []
        assert (signs_in("li", LI), signs_in("QIAN", QIAN)) == ("li", "qian")


def test_being_taken_for_nobody_is_no_proof(authority: Authority, points: Points, cast: Cast) -> None:
    """D1: the server says yes to everything; who it takes us for is what counts."""
    with Fake(active_directory(), authority.issues("ad").serving) as fake:
        points(fake.url, schema="active-directory")
        enrols()
        fake.believes_all = True
        assert signs_in("li", LI) is None
        assert signs_in("li", "anything at all") is None


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("dn:uid=li,ou=医务部,dc=hospital,dc=cn", True),
        ("dn:UID=li,OU=\\E5\\8C\\BB务部,dc=hospital,dc=cn", True),
        ("u:HOSPITAL\\li", True),
        ("u:Li@hospital.cn", True),
        ("dn:uid=qian,ou=医务部,dc=hospital,dc=cn", False),
        ("dn:uid=li,ou=医务部,dc=hospital,dc=cn,dc=evil", False),
        ("dn:", False),
        ("u:", False),
        ("", False),
        ("li", False),
        ("u:HOSPITAL\\qian", False),
        ("dn:not a dn", False),
    ],
)
def test_the_server_must_take_us_for_whom_we_asked(
    points: Points, slapd: Slapd, said: str, right: bool
) -> None:
    points(slapd.url)
    entry = Entry("uid=li,ou=医务部,dc=hospital,dc=cn", {"uid": [b"li"]})
    assert proof._is(said, entry) is right


# -- D2 -----------------------------------------------------------------------------------------------------

HOSTILE = ["star*", "a)(uid=*", "back\\slash", "李梅(机要)", "amp&er", "semi;colon", "pl+us"]
HEADS = [
    "",
    "*",
    "li",
    "star",
    "star*",
    "a)(uid=*",
    "李梅",
    "back\\",
    "\\2a",
    "\\00",
    "a)",
    "(",
    "nobody",
    "\u202eli",
]
TAILS = [
    *(
        "",
        "*",
        ")",
        ")(uid=*",
        "*))(|(uid=*",
        "\\",
        "\\2a",
        "\\5c",
        "\n",
        "\r\n",
        "slash",
        "(机要)",
        "&",
        "|",
        "!",
        "#",
    ),
    *(
        "=",
        "<",
        ">",
        "~",
        "\t",
        " ",
        "\u3000",
        "＊",
        "\x7f",
        ";",
        ",",
        '"',
        "'",
        "%00",
        "%2a",
        "${x}",
        ")(cn=*",
        "e\u0301",
    ),
    *("*)(userPassword=*", ")(|(objectClass=*)"),
]


@pytest.fixture
def hostile_names(slapd: Slapd) -> Iterator[set[str]]:
    """People who are really called that."""
    slapd.changes("dn: ou=odd,dc=hospital,dc=cn\nchangetype: add\nobjectClass: organizationalUnit\nou: odd\n")
    made = [slapd.adds_odd(name) for name in HOSTILE]
    yield {*HOSTILE, "li", "qian", "meng"}
    slapd.removes(*made, "ou=odd,dc=hospital,dc=cn")


def test_five_hundred_payloads_are_looked_up_literally(
    slapd: Slapd, points: Points, hostile_names: set[str]
) -> None:
    """D2: what is found is the one entry of that very name, or nothing."""
    points(slapd.url)
    payloads = sorted({head + tail for head, tail in product(HEADS, TAILS)})
    assert len(payloads) >= 500 - 40
    spelt = {_spelt(name): name for name in hostile_names}
    with lookup.as_service() as line:
        for payload in payloads:
            found = lookup.by_account(line, payload) if payload else None
            expected = spelt.get(_spelt(payload))
            assert (found.first("uid") if found else None) == expected, ascii(payload)


def _spelt(name: str) -> str:
    """caseIgnoreMatch: compatible forms and case are one, and so are spaces at the ends (RFC 4518)."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def test_no_payload_signs_in(slapd: Slapd, points: Points, cast: Cast, unlimited: None) -> None:
    """D2."""
    points(slapd.url)
    enrols()
    for head, tail in product(HEADS, TAILS):
        if fold(head + tail) != "li":
            assert signs_in(head + tail, LI) is None, ascii(head + tail)


# -- D5 -----------------------------------------------------------------------------------------------------

CASES = ["li", "LI", "Li", "lI", "ｌｉ", "ＬＩ", "ｌi", "lｉ", "Ｌi", "lＩ"]
SPACES = [("", ""), (" ", ""), ("", " "), ("\u3000", ""), ("", "\u2003"), ("\t", "\n")]


def test_sixty_twins_are_one_account_with_one_counter(slapd: Slapd, points: Points, cast: Cast) -> None:
    """D5."""
    points(slapd.url)
    enrols()
    twins = [before + name + after for name, (before, after) in product(CASES, SPACES)]
    assert len(set(twins)) == 60
    assert {signs_in(twin, LI) for twin in twins[::6]} == {"li"}
    for twin in twins[::15]:
        assert signs_in(twin, "山重水复 no-way") is None
    with reading() as session:
        assert {one.name: one.number for one in session.exec(select(Attempts))} == {"li": 4}
    assert {fold(twin) for twin in twins} == {"li"}
