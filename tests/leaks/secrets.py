"""What nobody types on this day but somebody could find: keys, passwords, codes, tokens."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp

from config.settings import settings
from gateways import directory
from gateways.clock import now
from models import authenticators, masters, recovery_codes
from models.authenticators import Authenticator
from models.database import unit_of_work
from models.people import Person
from tests.leaks.person import People
from tests.provider import Provider
from tests.stepping_up import STEP, Phone, has_phone

CSRF = 'name="csrf" value="'


def keys(people: People) -> None:
    for file in settings().keys_folder.iterdir():
        people.marks.learns(f"key {file.name}", file.read_bytes().strip())


def signs_in_with_everything(people: People, uid: str) -> None:
    """By the right password, then a wrong code, then a recovery code."""
    phone = has_phone(people.cast, uid)
    people.marks.learns("secret of the phone", phone.secret)
    with unit_of_work() as session:
        codes = recovery_codes.make(session, people.cast.id(uid), at=now())
    for number, code in enumerate(codes):
        people.marks.learns(f"recovery code {number}", code)
    browser = has_typed_the_password(people, uid)
    wrong = _shows(browser, people.marks.of("wrong code"))
    assert wrong.status_code == 401
    right = _shows(browser, codes[0])
    assert right.status_code == 303, right.text


def signs_in_by_phone(people: People, uid: str) -> None:
    """Its digits of now, then the same once more, which is refused."""
    phone = shows_zeros(people, uid)
    people.marks.learns("secret of the other phone", phone.secret)
    code = people.marks.codes.setdefault("code that let in", phone.shows())
    right = _shows(has_typed_the_password(people, uid), code)
    assert right.status_code == 303, right.text
    again = _shows(has_typed_the_password(people, uid), code)
    assert again.status_code == 401


def signs_in_elsewhere(people: People, provider: Provider, uid: str) -> None:
    """统一登录, with everything that goes to and fro; and once with an answer that is none."""
    for right in (True, False):
        browser = people.stranger()
        place = browser.get("/oidc/start").headers["location"]
        brought = provider.approves(place, subject=people.marks.of("subject at the provider"), uid=uid)
        sent = {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}
        for name in ("state", "nonce"):
            people.marks.learns(f"OIDC {name} {right}", sent[name])
        people.marks.learns(f"OIDC code {right}", brought["code"])
        brought |= {} if right else {"code": people.marks.of("OIDC code that is none")}
        answer = browser.get("/oidc/callback", params=brought)
        assert answer.status_code == (303 if right else 401), answer.text
        for name in browser.cookies:
            people.marks.learns(f"cookie {name} {right}", browser.cookies[name])
    people.marks.learns("OIDC access token", provider.access_token)
    for token in provider.handed_out:
        people.marks.learns("OIDC id token", token)
        people.marks.learns("signature of the id token", token.rpartition(".")[2])


def shows_zeros(people: People, uid: str) -> Phone:
    """A phone whose digits begin with two zeros for this half minute and the next: they are seen among other numbers."""
    at, secret = now(), pyotp.random_base32()
    while not all(pyotp.TOTP(secret).at(one).startswith("00") for one in (at, at + STEP)):
        secret = pyotp.random_base32()
    person = people.cast.id(uid)
    with unit_of_work() as session:
        one = session.get_one(Authenticator, authenticators.add(session, person, "手机", at=at).id)
        wrapped = {"version": one.master_version, "algorithm": one.algorithm}
        one.sealed, one.proven_at = masters.wrap(secret.encode(), person.bytes, **wrapped), at
    return Phone(secret)


def has_typed_the_password(people: People, uid: str) -> httpx.Client:
    """A browser that is asked for a code now."""
    browser = people.stranger()
    answer = browser.post("/sign-in", data={"uid": uid, "password": has_password(people, uid)})
    assert answer.headers["location"] == "/sign-in/code", answer.text
    people.marks.learns("half a session", browser.cookies[next(iter(browser.cookies))])
    return browser


def has_password(people: People, uid: str) -> str:
    password = people.marks.of(f"right password of {uid}")
    with unit_of_work() as session:
        directory.set_password(session.get_one(Person, people.cast.id(uid)), password)
    return password


def _shows(browser: httpx.Client, code: str) -> httpx.Response:
    csrf = browser.get("/sign-in/code").text.partition(CSRF)[2].partition('"')[0]
    return browser.post("/sign-in/code", data={"code": code, "csrf": csrf})
