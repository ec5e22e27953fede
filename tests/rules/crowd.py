"""The crowd: every act, pressed by anybody at any time."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from gateways.clock import now
from models import archive, destroy, extend
from models.call_off import call_off
from models.rounds import Decision
from models.values import ActionKind, Retention
from tests.office import Letter
from tests.personas import PEOPLE
from tests.rules.pressed import Pressed

anybody = st.sampled_from(sorted(PEOPLE))


WEARERS = {
    "secretary": "lin",
    "office-head": "chen",
    "archivist": "he",
    "YWB": "zhao",
    "YGK": "qian",
    "XXZ": "ma",
}

AS_ASKED = {
    "register": "as_asked",
    "propose": "proposes",
    "sign": "signs",
    "hand-out": "hand_out",
    "read": "read",
    "take-back": "take_back",
    "accept": "accept",
    "complete": "complete",
    "decide-extension": "decides",
    "review": "close",
    "acknowledge": "acknowledge",
    "archive": "files",
    "appraise": "lists",
    "countersign": "signs_beside",
    "claim": "claims",
    "resume": "resume",
    "see": "see",
    "confirm": "confirm",
    "receipt": "say_it_came",
    "assist": "assist",
    "answer": "answers",
}


class AnySequence(Pressed):
    """Every act is pressed by anybody at any time."""

    @initialize(on_paper=st.booleans(), action=st.sampled_from(ActionKind), old=st.booleans())
    def a_letter_arrives(self, on_paper: bool, action: ActionKind, old: bool) -> None:
        self.letter = Letter(self.cast).arrives(on_paper=on_paper)
        self.action, self.dated = action, date(2010, 5, 4) if old else date(2026, 11, 2)

    @rule(by=anybody)
    def register(self, by: str) -> None:
        number = f"江卫〔2026〕{uuid4().int % 10**9}号"
        self.press(
            lambda: self.letter.is_registered(
                by=by, action=self.action, issue_date=self.dated, doc_number=number
            )
        )

    @rule(by=anybody, readers=st.lists(anybody, max_size=2, unique=True))
    def propose(self, by: str, readers: list[str]) -> None:
        acts = self.action is ActionKind.ACT
        said: dict[str, Any] = {"readers": [self.cast.id(uid) for uid in readers]}
        if not acts:
            said |= {"lead": None, "leaders": [], "due_at": None}
        self.press(lambda: self.letter.is_proposed(by=by, **said))

    @rule(by=anybody, decision=st.sampled_from([Decision.INSTRUCTED, Decision.NOTED]))
    def sign(self, by: str, decision: Decision) -> None:
        self.press(lambda: self.letter.is_signed(by, decision=decision))

    @rule(by=st.sampled_from(["wang", "zhou", "lin"]))
    def send_back(self, by: str) -> None:
        self.press(lambda: self.letter.is_sent_back(by))

    @rule(by=anybody)
    def hand_out(self, by: str) -> None:
        self.press_about("hand-out", lambda: self.letter.is_handed_out(by, copy=""))

    @rule(by=anybody)
    def read(self, by: str) -> None:
        self.press(lambda: self.letter.is_read(by))

    @rule(by=anybody)
    def take_back(self, by: str) -> None:
        self.press_about("take-back", lambda: self.letter.is_taken_back(by))

    @rule(by=anybody)
    def accept(self, by: str) -> None:
        self.press(lambda: self.letter.is_accepted(by))

    @rule(by=anybody, percent=st.integers(-5, 120))
    def report(self, by: str, percent: int) -> None:
        self.press(lambda: self.letter.is_reported(by, percent))

    @rule(by=anybody, days=st.integers(-3, 30))
    def ask_extension(self, by: str, days: int) -> None:
        until = now() + timedelta(days=days)
        self.press(
            lambda: self.letter.act(
                lambda s, d: extend.ask(s, d, until, "等候检测结果。", by=self.who(by), at=now())
            )
        )

    @rule(by=anybody, granted=st.booleans())
    def decide_extension(self, by: str, granted: bool) -> None:
        def decide() -> None:
            asked = self.letter.about("decide-extension")
            self.letter.act(
                lambda s, d: extend.decide(s, d, asked, granted, "请按期办理。", by=self.who(by), at=now())
            )

        self.press_about("decide-extension", decide)

    @rule(by=anybody)
    def complete(self, by: str) -> None:
        self.press(lambda: self.letter.is_completed(by))

    @rule(by=anybody)
    def redo(self, by: str) -> None:
        self.press(lambda: self.letter.is_redone(by))

    @rule(by=anybody)
    def close(self, by: str) -> None:
        self.press(lambda: self.letter.is_closed(by))

    @rule(by=anybody)
    def acknowledge(self, by: str) -> None:
        self.press(lambda: self.letter.is_acknowledged(by))

    @rule(by=anybody, retention=st.sampled_from(Retention))
    def file(self, by: str, retention: Retention) -> None:
        self.press(lambda: self.letter.is_filed(by, retention))

    @rule(by=anybody)
    def keep_on(self, by: str) -> None:
        self.press(
            lambda: self.letter.act(
                lambda s, d: archive.keep_on(s, d, Retention.YEARS10, "仍需查考。", by=self.who(by), at=now())
            )
        )

    @rule(by=anybody, witnesses=st.lists(anybody, min_size=1, max_size=3))
    def list_for_destruction(self, by: str, witnesses: list[str]) -> None:
        self.press(lambda: self.letter.is_listed(by, witnesses=tuple(witnesses)))

    @rule(by=anybody, approves=st.booleans())
    def decide_order(self, by: str, approves: bool) -> None:
        self.press_order(
            lambda s, o: (
                destroy.approve(s, o, by=self.who(by), at=now())
                if approves
                else destroy.refuse(s, o, "请再核对。", by=self.who(by), at=now())
            )
        )

    @rule(by=anybody)
    def call_off(self, by: str) -> None:
        self.press_order(lambda s, o: call_off(s, o, "另行鉴定。", by=self.who(by), at=now()))

    @rule(by=anybody, days=st.integers(0, 14))
    def watch(self, by: str, days: int) -> None:
        at = now() + timedelta(days=days)
        self.press_order(lambda s, o: destroy.witness(s, o, by=self.who(by), at=at))

    @rule(which=st.integers(0, 3))
    def somebody_does_what_is_asked(self, which: int) -> None:
        """Without this a random crowd would hardly ever get a document to the archive."""
        if waits := self.letter.waits_for:
            kind, who = waits[which % len(waits)]
            getattr(self, AS_ASKED[kind])(WEARERS.get(who, who))
        else:
            self.decide_order("zhou", which > 0)
            for uid in self.witnesses():
                self.watch(uid, 14)

    def teardown(self) -> None:
        """No sequence is a dead end: whoever is asked does it, and the document gets to its end."""
        for turn in range(60):  # what must wait for another comes again
            if self.letter.now.ends or self.rests():
                return
            self.somebody_does_what_is_asked(self.letter.now.line + turn)
        raise AssertionError(f"stuck: {self.letter.stage} waits for {self.letter.waits_for}")

    def as_asked(self, by: str) -> None:
        self.register(by)

    def proposes(self, by: str) -> None:
        self.propose(by, ["sun"])

    def signs(self, by: str) -> None:
        self.sign(by, Decision.INSTRUCTED)

    def decides(self, by: str) -> None:
        self.decide_extension(by, True)

    def files(self, by: str) -> None:
        self.file(by, Retention.YEARS10)

    def lists(self, by: str) -> None:
        self.list_for_destruction(by, ["sun", "ma"])
