"""What else may happen to a case at any time: put off, closed, opened again, lent, copied, sent out, asked about."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import col, select

from gateways.clock import now
from models import copies, delegate, distribute, paper_opinions
from models import instruct_anew as anew
from models.database import reading, unit_of_work
from models.delegate import Wish
from models.delegations import Absence, Delegation
from models.errors import DomainError
from models.people import to_person
from models.rounds import Decision
from models.stages import Stage
from tests.personas import PEOPLE
from tests.rules.crowd import AnySequence, anybody
from tests.standing_in import clerk_changes_over

LEADING = ("wang", "zhou", "zhao", "qian", "ma")


class Steering(AnySequence):
    """The crowd of crowd.py, and those who steer."""

    @rule(by=st.sampled_from(["lin", "chen", "wang"]))
    def suspend(self, by: str) -> None:
        self.press(lambda: self.letter.is_suspended(by))

    @rule(by=st.sampled_from(["lin", "wang"]))
    def resume(self, by: str) -> None:
        self.press(lambda: self.letter.is_resumed(by))

    @rule(by=st.sampled_from(["chen", "lin"]), often=st.integers(0, 3))
    def close_specially(self, by: str, often: int) -> None:
        if not often:
            self.press(lambda: self.letter.is_closed_specially(by))

    @rule(by=st.sampled_from(["chen", "lin"]))
    def reopen(self, by: str) -> None:
        self.press(lambda: self.letter.is_reopened(by))

    @rule(by=st.sampled_from(["wang", "zhou", "lin"]), often=st.integers(0, 2), days=st.integers(-1, 9))
    def instruct_anew(self, by: str, often: int, days: int) -> None:
        due = now() + timedelta(days=days)
        if not often:
            self.press(
                lambda: self.letter.act(
                    lambda s, d: anew.instruct_anew(s, d, "请再核实。", due, by=self.who(by), at=now())
                )
            )

    @rule(by=st.sampled_from(["qian", "zhao"]))
    def assist(self, by: str) -> None:
        self.press(lambda: self.letter.is_assisted(by))

    @rule(by=st.sampled_from(["zhao", "lin"]), office=st.sampled_from(["XXZ", "YWB", "YGK"]))
    def hand_the_work_on(self, by: str, office: str) -> None:
        if self.letter.stage is Stage.CIRCULATED:
            self.press(lambda: self.letter.is_handed_on(by, office))

    @rule(
        by=st.sampled_from(["zhao", "li"]), uids=st.lists(st.sampled_from(["sun", "ma", "he"]), unique=True)
    )
    def ask_others(self, by: str, uids: list[str]) -> None:
        if self.letter.stage is Stage.CIRCULATED:
            self.press(lambda: self.letter.asks(*uids, by=by))

    @rule(by=st.sampled_from(["sun", "ma", "he"]), returned=st.booleans())
    def answer(self, by: str, returned: bool) -> None:
        if ("answer", by) in self.letter.waits_for:
            self.press(lambda: self.letter.is_answered_by(by, returned=returned))

    @rule(by=anybody, to=anybody)
    def copy_it(self, by: str, to: str) -> None:
        hats = [to_person(self.cast.id(to))]
        self.press(lambda: self.letter.act(self._now(copies.copy, by, hats, "请阅。")))

    @rule(by=anybody)
    def see(self, by: str) -> None:
        self.press(lambda: self.letter.act(self._now(copies.see, by)))

    @rule(by=st.sampled_from(["lin", "chen"]))
    def send_out(self, by: str) -> None:
        until = now() + timedelta(hours=3)
        self.press(
            lambda: self.letter.act(self._now(distribute.distribute, by, ["YGK", "XXZ"], until, "请签收。"))
        )

    @rule(by=st.sampled_from(["qian", "ma", "sun"]))
    def say_it_came(self, by: str) -> None:
        self.press(lambda: self.letter.act(self._now(distribute.receipt, by, "")))

    @rule(decision=st.sampled_from([Decision.NOTED, Decision.AGREED]), which=st.integers(0, 3))
    def key_in(self, decision: Decision, which: int) -> None:
        with reading() as session:
            open_ = paper_opinions.open_seats(session, self.letter.now)
        if not open_:
            return
        seat = open_[which % len(open_)][0].id

        self.press(lambda: self.letter.is_keyed_in("", decision, seat))

    @rule(by=st.sampled_from(LEADING))
    def confirm(self, by: str) -> None:
        self.press(lambda: self.letter.is_confirmed(by))

    @rule(principal=st.sampled_from(LEADING), substitute=anybody, whole=st.booleans())
    def lend(self, principal: str, substitute: str, whole: bool) -> None:
        at = now()
        hat = None if whole else to_person(self.cast.id(principal))
        ids = self.cast.id(principal), self.cast.id(substitute)
        wish = Wish(*ids, hat, at, at + timedelta(days=3), "外出。")
        self._quietly(lambda s: delegate.delegate(s, wish, by=self.who(principal), at=at))

    @rule(uid=st.sampled_from(LEADING))
    def go_away(self, uid: str) -> None:
        at = now()
        until = at + timedelta(days=3)
        self._quietly(
            lambda s: delegate.go_away(s, self.cast.id(uid), at, until, "外出。", by=self.who(uid), at=at)
        )

    @rule(kind=st.sampled_from([Delegation, Absence]))
    def all_are_back(self, kind: type[Delegation] | type[Absence]) -> None:
        with reading() as session:
            standing = session.exec(select(kind).where(col(kind.revoked_at).is_(None))).all()
        end = delegate.revoke if kind is Delegation else delegate.come_back
        for one in standing:
            owner = one.principal_id if isinstance(one, Delegation) else one.person_id
            by = next(self.who(uid) for uid in PEOPLE if self.cast.id(uid) == owner)
            self._quietly(lambda s, one=one, by=by: end(s, one.id, by=by, at=now()))

    def _now(self, verb: Any, by: str, *said: Any) -> Any:
        return lambda s, d: verb(s, d, *said, by=self.who(by), at=now())

    def _quietly(self, act: Any) -> None:
        with suppress(DomainError), unit_of_work() as session:
            act(session)
        clerk_changes_over()
        self.engine()
        self.changed = True
