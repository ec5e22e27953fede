"""来文机关目录: learnt from the register, looked up while somebody types, kept by the office."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from models import keep_organs, organs
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.keep_organs import Wording
from models.organs import Organ, OrganKind, OrganKnown, OrganLevel
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast, in_days
from tests.this_year import YEAR

People = Callable[[str | None], Browser]

WJW = "江州市卫生健康委员会"


@pytest.fixture
def learnt(cast: Cast) -> str:
    """One letter of the 卫健委 has been registered."""
    letter = Letter(cast).arrives(received_from=WJW)
    letter.is_registered(issuer=WJW, doc_number="江卫〔2026〕7号")
    return WJW


def names(found: list[Organ]) -> list[str]:
    return [one.name for one in found]


def test_a_registration_teaches_name_and_code(learnt: str) -> None:
    with reading() as session:
        organ = organs.called(session, WJW)
        assert organ is not None
        assert (organ.code, organ.kind, organ.level) == ("江卫", OrganKind.HEALTH, OrganLevel.CITY)
        assert organ.learnt


@pytest.mark.parametrize("typed", ["卫生健康", "江卫", "jzswsjkwyh", "jzsws", "JZS", "江州市"])
def test_an_organ_is_found_by_name_code_or_initials(learnt: str, typed: str) -> None:
    with reading() as session:
        assert names(organs.matching(session, typed)) == [WJW]


@pytest.mark.parametrize("typed", ["卫健局", "wsjk", "%", "_", "' or 1=1"])
def test_what_fits_nothing_finds_nothing(learnt: str, typed: str) -> None:
    with reading() as session:
        assert organs.matching(session, typed) == []


def test_joint_issuers_are_two_organs_and_the_code_is_the_first_ones(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered(issuer="江州市医疗保障局、江州市财政局", doc_number="江医保〔2026〕3号")
    with reading() as session:
        found = {one.name: one.code for one in session.exec(select(Organ))}
    assert found == {"江州市医疗保障局": "江医保", "江州市财政局": ""}


def test_a_renamed_organ_is_found_under_its_former_name_and_may_take_it_back(cast: Cast, learnt: str) -> None:
    with unit_of_work() as session:
        organ = organs.called(session, WJW)
        assert organ is not None
        keep_organs.change(session, organ, Wording("江州市卫健委", code="江卫"), by=cast.lin, at=in_days(0))
    with unit_of_work() as session:
        again = organs.called(session, WJW)
        assert again is not None
        assert again.name == "江州市卫健委"
        assert organs.names_of(session, WJW) == ["江州市卫健委", WJW]
        keep_organs.change(session, again, Wording(WJW, code="江卫"), by=cast.lin, at=in_days(0))
        assert organs.names_of(session, WJW) == [WJW, "江州市卫健委"]


def test_of_a_merged_organ_every_name_leads_to_the_other_and_the_register_stays(
    cast: Cast, learnt: str, browser: People
) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered(issuer="市卫健委", doc_number="江卫〔2026〕8号")
    with unit_of_work() as session:
        merges(session, cast, "市卫健委", WJW)
        assert organs.names_of(session, "市卫健委") == [WJW, "市卫健委"]
        assert names(organs.matching(session, "市卫健委")) == [WJW]
    assert "市卫健委" in browser("lin").opens(f"/documents/{letter.id}")


def test_a_merged_name_and_its_organ_are_one_issuer_for_the_duplicate_warning(
    cast: Cast, learnt: str, browser: People
) -> None:
    Letter(cast).arrives().is_registered(issuer="市卫健委", doc_number="江卫〔2026〕8号")
    with unit_of_work() as session:
        merges(session, cast, "市卫健委", WJW)
    asked = f"/documents/likely-duplicates?issuer={WJW}&doc_number=江卫［2026］第08号"
    assert f"{YEAR}-普-0002" in browser("lin").client.get(asked).text


def merges(session: Session, cast: Cast, one: str, into: str) -> None:
    first, second = organs.called(session, one), organs.called(session, into)
    assert first is not None
    assert second is not None
    keep_organs.merge(session, first, second, by=cast.chen, at=in_days(0))


def test_a_retired_organ_is_offered_no_more_until_it_is_taken_back(
    cast: Cast, learnt: str, browser: People
) -> None:
    lin = browser("lin")
    place = next(one for one in lin.opens("/organs").split('"') if one.startswith("/organs/"))
    assert lin.posts(f"{place}/retirement").endswith("?done=organ-retired")
    assert lin.calls("GET", "/organs?q=江卫") == []
    lin.posts(f"{place}/retirement", expect=409)
    lin.posts(f"{place}/return")
    assert [one["code"] for one in lin.calls("GET", "/organs?q=江卫")] == ["江卫"]


def test_what_is_kept_by_hand_stands_in_the_journal(cast: Cast, browser: People) -> None:
    chen = browser("chen")
    place = chen.posts("/organs", name="江州市红十字会", code="江红", kind="society", level="city")
    assert "江州市红十字会" in chen.opens(place)
    chen.posts(
        place.partition("?")[0] + "/change", name="江州红会", code="江红", kind="society", level="city"
    )
    with reading() as session:
        acts = [Act.ORGAN_ADDED, Act.ORGAN_CHANGED]
        told = [(one.act, one.about, one.why) for one in session.exec(select(Event)) if one.act in acts]
    assert told == [
        (Act.ORGAN_ADDED, "江州市红十字会", ""),
        (Act.ORGAN_CHANGED, "江州红会", "原名江州市红十字会"),
    ]


def test_one_name_stands_once(cast: Cast, learnt: str, browser: People) -> None:
    page = browser("lin").posts("/organs", expect=409, name=WJW, area="江州")
    assert str(OrganKnown()) in page
    assert 'value="江州"' in page, "what was typed is kept"


def test_an_organ_is_not_merged_with_itself_or_a_retired_one(cast: Cast, learnt: str) -> None:
    lin = cast.lin
    with unit_of_work() as session:
        kept = keep_organs.add(session, Wording("江州市财政局"), by=lin, at=in_days(0))
        keep_organs.retire(session, kept, by=lin, at=in_days(0))
        organ = organs.called(session, WJW)
        assert organ is not None
        for into in (organ, kept):
            with pytest.raises(Exception, match=r"不能与自己合并|已停用"):
                keep_organs.merge(session, organ, into, by=lin, at=in_days(0))


@pytest.mark.parametrize("uid", ["wang", "he", "gu"])
def test_for_anybody_else_there_is_no_directory(cast: Cast, browser: People, uid: str) -> None:
    browser(uid).opens("/organs", expect=404)
