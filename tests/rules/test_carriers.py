"""涉密载体: refused as a document; with the 保密工作机构's consent its outside is registered, and who holds it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from config import policy as rulebook
from config import settings
from gateways.clock import now
from models import carriers, consents, custody, leavings
from models.audit import Event
from models.audit_words import Act
from models.carriers import Carrier, Gone, Outside
from models.ceiling import NO_STATE_SECRETS
from models.consents import NoConsent, SwitchedOff
from models.database import reading, unit_of_work
from models.errors import Malformed, NotFound
from models.kinds import Level
from models.leavings import NotProposed, StillOut, Way, Wish
from models.people import NotYourRole, Person, Role, grant
from models.search import Gram
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People


@pytest.fixture
def register_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A hospital that has chosen to register carriers."""
    text = rulebook.SHIPPED.read_text().replace('mode = "off"', 'mode = "register_only"')
    (tmp_path / "policy.toml").write_text(text)
    monkeypatch.setenv("JIYAO_POLICY", str(tmp_path / "policy.toml"))
    settings.settings.cache_clear()
    rulebook.policy.cache_clear()
    yield
    monkeypatch.undo()
    settings.settings.cache_clear()
    rulebook.policy.cache_clear()


@pytest.fixture
def office(register_only: None, cast: Cast) -> Cast:
    """邓洁 is 安全保密管理员; 林晓梅, 陈志远 and 王建国 are cleared up to 机密, 周明华 for 绝密."""
    with unit_of_work() as session:
        deng = Person(uid="deng", name="邓洁", office_code="XXZ")
        session.add(deng)
        session.flush()
        grant(session, deng, Role.SECURITY_ADMIN)
        for uid in ("lin", "chen", "wang"):
            session.get_one(Person, cast.id(uid)).clearance = Level.HIGHLY_SECRET
        session.get_one(Person, cast.id("zhou")).clearance = Level.TOP_SECRET
    return cast


@pytest.fixture
def consented(office: Cast) -> Cast:
    with unit_of_work() as session:
        noted = consents.note(
            session, "院保密办", "院密办〔2026〕3号", date(2026, 11, 2), by=office.deng, at=now()
        )
        consents.confirm(session, noted.id, by=office.chen, at=now())
    return office


def outside(**said: object) -> Outside:
    seen = {
        "level": Level.HIGHLY_SECRET,
        "issuer": "江州市卫生健康委员会",
        "received_at": now(),
        "location": "3号柜2格",
    }
    return Outside(**seen | {"term": "20年", "copies": 2} | said)


def entered(cast: Cast, **said: object) -> Carrier:
    with unit_of_work() as session:
        return carriers.enter(session, outside(**said), by=cast.lin, at=now())


def test_switched_off_there_is_no_such_register(cast: Cast, browser: People) -> None:
    with unit_of_work() as session, pytest.raises(SwitchedOff, match="严禁存储、处理、传输国家秘密"):
        carriers.enter(session, outside(), by=cast.lin, at=now())
    assert NO_STATE_SECRETS in browser("lin").opens("/carriers", 409)
    assert "/carriers" not in browser("lin").opens("/")


@pytest.mark.parametrize("level", Level.of_carriers())
def test_no_document_bears_the_level_of_a_state_secret(cast: Cast, level: Level) -> None:
    letter = Letter(cast).arrives()
    with pytest.raises(Malformed, match="严禁存储、处理、传输国家秘密"):
        letter.is_registered(level=level)


def test_the_register_rests_on_a_consent_that_two_have_seen(office: Cast) -> None:
    with unit_of_work() as session, pytest.raises(NoConsent):
        carriers.enter(session, outside(), by=office.lin, at=now())
    with unit_of_work() as session:
        noted = consents.note(
            session, "院保密办", "院密办〔2026〕3号", date(2026, 11, 2), by=office.deng, at=now()
        )
    with unit_of_work() as session, pytest.raises(NotYourRole):
        consents.confirm(session, noted.id, by=office.deng, at=now())
    with unit_of_work() as session, pytest.raises(NoConsent):
        carriers.enter(session, outside(), by=office.lin, at=now())
    with unit_of_work() as session:
        consents.confirm(session, noted.id, by=office.chen, at=now())
    assert entered(office).alias == f"机密件 {now().year}-密-0001"
    with unit_of_work() as session:
        consents.revoke(session, noted.id, by=office.chen, at=now())
    with unit_of_work() as session, pytest.raises(NoConsent):
        carriers.enter(session, outside(), by=office.lin, at=now())


def test_a_carrier_is_seen_by_keepers_cleared_for_it_and_by_nobody_else(consented: Cast) -> None:
    carrier = entered(consented)
    with reading() as session:
        assert carriers.find(session, carrier.id, consented.chen).number == carrier.number
        for uid in ("xu", "wang", "zhou", "deng", "gu", "he"):
            with pytest.raises(NotFound):
                carriers.find(session, carrier.id, getattr(consented, uid))
    with unit_of_work() as session, pytest.raises(NotFound, match="密级许可"):
        carriers.enter(session, outside(level=Level.TOP_SECRET, term=""), by=consented.lin, at=now())


def test_every_reader_stands_in_the_book_with_both_minutes(consented: Cast) -> None:
    carrier, wang = entered(consented), consented.id("wang")
    with unit_of_work() as session:
        out = custody.hand_out(session, carrier, wang, 1, by=consented.lin, at=now())
    with reading() as session:
        ((mine, held),) = custody.held_by(session, consented.wang)
        assert (mine.id, held.alias) == (out.id, carrier.alias)
        assert custody.out_now(session, carrier.id) == 1
    with unit_of_work() as session, pytest.raises(Malformed, match="在库1份"):
        custody.hand_out(session, carrier, wang, 2, by=consented.lin, at=now())
    with unit_of_work() as session, pytest.raises(Malformed, match="密级许可低于机密"):
        custody.hand_out(session, carrier, consented.id("zhao"), 1, by=consented.lin, at=now())
    with unit_of_work() as session, pytest.raises(Malformed, match="不能接触涉密载体"):
        custody.hand_out(session, carrier, consented.id("deng"), 1, by=consented.lin, at=now())
    back = now() + timedelta(hours=2)
    with unit_of_work() as session:
        custody.take_back(session, carrier, out.id, by=consented.lin, at=back)
    with unit_of_work() as session, pytest.raises(NotFound):
        custody.take_back(session, carrier, out.id, by=consented.lin, at=back)
    with reading() as session:
        (told,) = custody.handings(session, carrier.id)
        assert (told.holder_id, told.back_at, told.back_by) == (wang, back, consented.id("lin"))
        acts = list(session.exec(select(Event.act).where(Event.about == carrier.number).order_by(Event.line)))
    assert acts == [Act.CARRIER_ENTERED, Act.CARRIER_HANDED, Act.CARRIER_BACK]


def test_it_leaves_the_house_by_two_hands(consented: Cast) -> None:
    carrier = entered(consented, copies=1)
    away = Wish(
        Way.DESTROYED, "江州市国家秘密载体销毁中心", "销字0071", (consented.id("wang"), consented.id("lin"))
    )
    with unit_of_work() as session:
        out = custody.hand_out(session, carrier, consented.id("wang"), 1, by=consented.lin, at=now())
    with unit_of_work() as session, pytest.raises(StillOut):
        leavings.propose(session, carrier, away, by=consented.lin, at=now())
    with unit_of_work() as session:
        custody.take_back(session, carrier, out.id, by=consented.lin, at=now())
    alone = Wish(Way.DESTROYED, away.to_unit, away.receipt, (consented.id("wang"), consented.id("wang")))
    with unit_of_work() as session, pytest.raises(Malformed, match="两人押运和监销"):
        leavings.propose(session, carrier, alone, by=consented.lin, at=now())
    with unit_of_work() as session, pytest.raises(NotProposed):
        leavings.confirm(session, carrier, by=consented.chen, at=now())
    with unit_of_work() as session:
        leavings.propose(session, carrier, away, by=consented.lin, at=now())
    with unit_of_work() as session, pytest.raises(NotYourRole):
        leavings.confirm(session, carrier, by=consented.lin, at=now())
    with unit_of_work() as session:
        leavings.confirm(session, session.get_one(Carrier, carrier.id), by=consented.chen, at=now())
    with unit_of_work() as session, pytest.raises(Gone):
        custody.hand_out(
            session, session.get_one(Carrier, carrier.id), consented.id("wang"), 1, by=consented.lin, at=now()
        )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"level": Level.SECRET, "term": "20年"}, "秘密级的保密期限不超过10年"),
        ({"term": "很久"}, "保密期限应写作"),
        ({"level": Level.INTERNAL, "term": ""}, "应为秘密、机密或绝密"),
        ({"copies": 0}, "份数应为1至"),
        ({"pages": -1}, "页数应为0至"),
        ({"location": " "}, "请填写存放位置"),
        ({"issuer": ""}, "请填写来文单位"),
    ],
)
def test_what_cannot_stand_on_a_carrier_is_refused(
    consented: Cast, said: dict[str, object], why: str
) -> None:
    with unit_of_work() as session, pytest.raises(Malformed, match=why):
        carriers.enter(session, outside(**said), by=consented.lin, at=now())


def test_the_whole_life_on_its_pages(consented: Cast, browser: People) -> None:
    lin, chen, wang = browser("lin"), browser("chen"), browser("wang")
    minute = now().strftime("%Y-%m-%dT%H:%M")
    sent = {
        "level": "highly_secret",
        "issuer": "江州市卫生健康委员会",
        "received_at": minute,
        "cabinet": "3号柜2格",
    }
    refused = lin.posts("/carriers", 422, **sent, term="很久")
    assert "保密期限应写作" in refused
    assert "3号柜2格" in refused, "what was typed is not lost"
    place = lin.posts("/carriers", **sent, term="20年").partition("?")[0]
    assert "机密★20年" in lin.opens(place)
    wang.opens(place, 404)
    assert "请选择" in lin.posts(f"{place}/handing", 422)
    lin.posts(f"{place}/handing", person=str(consented.id("wang")))
    assert "在我手中" in wang.opens("/carriers")
    with reading() as session:
        handing = session.exec(select(custody.Handing)).one()
    lin.posts(f"{place}/coming-back", handing=str(handing.id))
    chen.posts(f"{place}/count", cabinet="3号柜3格", found="no")
    assert "24小时内报告" in lin.opens(place)
    lin.posts(f"{place}/count", cabinet="3号柜3格", found="yes")
    lin.posts(f"{place}/leaving", way="returned", to_unit="江州市卫生健康委员会", receipt="清字012")
    lin.posts(f"{place}/leaving-confirmation", 403)
    chen.posts(f"{place}/leaving-confirmation")
    assert "已办理去向" in lin.opens("/carriers")
    (told,) = lin.calls("GET", "/carriers")
    assert told["mark"] == "机密★20年"
    assert told["gone_at"]


def test_the_consent_on_its_page(office: Cast, browser: People) -> None:
    deng, chen = browser("deng"), browser("chen")
    assert 'href="/consents"' in deng.opens("/")
    assert 'href="/consents"' in chen.opens("/carriers")
    browser("lin").opens("/consents", 404)
    sent = {"authority": "院保密办", "paper": "院密办〔2026〕3号"}
    assert "请填写同意日期" in deng.posts("/consents", 422, **sent)
    deng.posts("/consents", **sent, given_on="2026-11-02")
    (noted,) = chen.calls("GET", "/consents")
    deng.posts(f"/consents/{noted['id']}/confirmation", 403)
    chen.posts(f"/consents/{noted['id']}/confirmation")
    assert "有效" in deng.opens("/consents")
    deng.posts(f"/consents/{noted['id']}/revocation")
    chen.posts(f"/consents/{noted['id']}/revocation", 409)


def test_no_search_list_or_mail_knows_of_a_carrier(consented: Cast, browser: People) -> None:
    carrier = entered(consented, issuer="江州市密不透风局")
    lin = browser("lin")
    for place in ("/", "/documents", f"/documents?q={carrier.number}", "/documents?q=密不透风", "/books"):
        assert "密不透风" not in lin.opens(place).replace("q=密不透风", "").replace('value="密不透风"', "")
        assert carrier.alias not in lin.opens(place)
    with reading() as session:
        assert session.exec(select(Gram)).first() is None
