"""规则版本: drafted by one, released by another, in force from a day on; two at once make one."""

from datetime import timedelta
from uuid import UUID

import pytest

from config.policy import policy
from gateways.clock import now
from models import revise, rule_text, rulebooks
from models.database import reading, unit_of_work
from models.errors import Malformed, NotFound
from models.people import NotYourRole, Person
from models.rulebooks import Rulebook
from tests.office import Letter
from tests.personas import Cast
from tests.rules.rulebooks import TEXT, drafted, released, today, with_changes
from tests.together import together
from tests.untouched import untouched

NEXT = with_changes(("days = 5", "days = 3"))


def in_force() -> Rulebook:
    with reading() as session:
        return rulebooks.in_force(session, at=now())


def book(book_id: UUID) -> Rulebook:
    with reading() as session:
        return session.get_one(Rulebook, book_id)


def is_released(cast: Cast, book_id: UUID, by: str = "zhou", in_days: int = 0) -> None:
    with unit_of_work() as session:
        day = today() + timedelta(days=in_days)
        revise.release(session, session.get_one(Rulebook, book_id), day, by=getattr(cast, by), at=now())


def is_withdrawn(cast: Cast, book_id: UUID, by: str = "chen") -> None:
    with unit_of_work() as session:
        revise.withdraw(session, session.get_one(Rulebook, book_id), by=getattr(cast, by), at=now())


def test_the_first_version_is_what_the_policy_says_and_is_written_down_once(cast: Cast) -> None:
    assert (in_force().number, in_force().rules.routes) == (1, policy().routes)
    assert in_force().rules == policy().rules
    for doc_number in ("江卫〔2026〕17号", "江卫〔2026〕18号"):
        letter = Letter(cast).arrives()
        assert letter.now.rules_version == 0
        letter.is_registered(doc_number=doc_number)
        assert letter.now.rules_version == 1
    with reading() as session:
        [first] = rulebooks.books(session, at=now())
    assert (first.number, first.draft, first.drafted_by, first.released_by) == (1, 1, None, None)


def test_two_who_register_first_write_the_first_version_once(cast: Cast) -> None:
    letters = [Letter(cast).arrives() for _ in range(2)]
    acts = [
        lambda letter=letter, n=n: letter.is_registered(doc_number=f"江卫〔2026〕{n}号")
        for n, letter in enumerate(letters, start=1)
    ]
    together(*acts)
    assert [letter.now.rules_version for letter in letters] == [1, 1]


def test_a_draft_changes_nothing_until_a_second_person_releases_it(cast: Cast) -> None:
    draft = drafted(cast)
    assert (book(draft).label, in_force().number) == ("草案2", 1)
    with untouched(), pytest.raises(revise.NotTheSecond, match="起草人不得发布自己的草案"):
        is_released(cast, draft, by="chen")
    is_released(cast, draft, by="zhou")
    kept = book(draft)
    assert (kept.number, kept.label, kept.text) == (2, "第2版", TEXT.strip())
    assert (kept.drafted_by, kept.released_by) == (cast.id("chen"), cast.id("zhou"))
    assert (kept.effective_from, in_force().number) == (today(), 2)


@pytest.mark.parametrize("uid", ["zhao", "he", "sun", "wang", "gu"])
def test_only_the_office_head_and_the_secretaries_draft(cast: Cast, uid: str) -> None:
    with untouched(), pytest.raises(NotYourRole, match="此事由办公室主任或机要秘书办理"):
        drafted(cast, by=uid)


@pytest.mark.parametrize("uid", ["lin", "zhao", "he", "gu"])
def test_only_the_office_head_and_the_leaders_release(cast: Cast, uid: str) -> None:
    draft = drafted(cast, by="xu")
    with untouched(), pytest.raises(NotYourRole, match="此事由办公室主任或院领导办理"):
        is_released(cast, draft, by=uid)


@pytest.mark.parametrize("uid", ["zhao", "he", "sun", "gu"])
def test_whoever_has_nothing_to_do_with_the_rules_finds_none(cast: Cast, uid: str) -> None:
    draft = drafted(cast)
    with reading() as session, pytest.raises(NotFound):
        rulebooks.find(session, draft, getattr(cast, uid), at=now())


def test_a_version_for_tomorrow_does_not_apply_today(cast: Cast) -> None:
    assert released(cast, in_days=1) == 2
    assert in_force().number == 1
    letter = Letter(cast).arrives()
    letter.is_registered()
    assert letter.now.rules_version == 1
    with reading() as session:
        assert rulebooks.in_force(session, at=now() + timedelta(days=1)).number == 2


def test_no_version_applies_from_a_day_that_is_past_or_before_the_one_it_follows(cast: Cast) -> None:
    draft = drafted(cast)
    with untouched(), pytest.raises(Malformed, match="生效日期不能早于"):
        is_released(cast, draft, in_days=-1)
    is_released(cast, draft, in_days=7)
    follower = drafted(cast, NEXT)
    with untouched(), pytest.raises(Malformed, match="生效日期不能早于"):
        is_released(cast, follower, in_days=6)
    is_released(cast, follower, in_days=7)
    assert book(follower).number == 3


def test_one_draft_waits_at_a_time_and_its_author_may_replace_it(cast: Cast) -> None:
    first = drafted(cast)
    with untouched(), pytest.raises(revise.DraftOpen, match="草案2还没有发布"):
        drafted(cast, NEXT, by="lin")
    second = drafted(cast, NEXT)
    assert (book(first).is_open, book(second).is_open) == (False, True)
    assert book(first).withdrawn_by == cast.id("chen")


def test_a_draft_is_withdrawn_by_its_author_or_the_office_head_and_stays_on_record(cast: Cast) -> None:
    draft = drafted(cast, by="lin")
    with untouched(), pytest.raises(revise.NotTheAuthor, match="草案由起草人或办公室主任撤回"):
        is_withdrawn(cast, draft, by="xu")
    is_withdrawn(cast, draft, by="chen")
    assert (book(draft).withdrawn_by, book(draft).text) == (cast.id("chen"), TEXT.strip())
    for again in (lambda: is_withdrawn(cast, draft), lambda: is_released(cast, draft)):
        with untouched(), pytest.raises(revise.NotOpen, match="草案2已经撤回，不能再改动"):
            again()


def test_a_released_version_is_neither_released_again_nor_withdrawn(cast: Cast) -> None:
    draft = drafted(cast)
    is_released(cast, draft)
    for again in (lambda: is_withdrawn(cast, draft), lambda: is_released(cast, draft, by="wang")):
        with untouched(), pytest.raises(revise.NotOpen, match="第2版已经发布，不能再改动"):
            again()


def test_two_who_release_the_same_draft_make_one_version(cast: Cast) -> None:
    draft = drafted(cast)

    def releases(uid: str) -> str:
        try:
            with unit_of_work() as session:
                found = rulebooks.find(session, draft, getattr(cast, uid), at=now(), to_change=True)
                return str(revise.release(session, found, today(), by=getattr(cast, uid), at=now()).number)
        except revise.NotOpen:
            return "late"

    assert sorted(together(lambda: releases("zhou"), lambda: releases("wang"))) == ["2", "late"]


def test_a_draft_that_changes_nothing_is_refused(cast: Cast) -> None:
    released(cast)
    with untouched(), pytest.raises(Malformed, match="与第2版相同，没有改动"):
        drafted(cast, "# 只加了一句说明\n" + TEXT)


def test_a_draft_that_names_somebody_who_has_left_since_is_not_released(cast: Cast) -> None:
    draft = drafted(
        cast, with_changes(('leaders = []\nreaders = ["sun"]', 'leaders = ["zhou"]\nreaders = []'))
    )
    with unit_of_work() as session:
        session.get_one(Person, cast.id("zhou")).active = False
    with untouched(), pytest.raises(rule_text.BadRules, match="周明华（zhou）已离任，岗位也没有写替代人"):
        is_released(cast, draft, by="wang")
