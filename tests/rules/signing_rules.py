"""Every way a signature moves, pressed by anybody, mostly by somebody who has to sign now."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from models import recall, relocate
from models.database import reading
from models.document import Document
from models.people import ADMINISTRATORS, to_person
from models.rounds import Decision, Mode, PlannedStep, Purpose
from models.signers import Where
from models.stages import Stage
from models.values import ActionKind
from tests.office import Letter
from tests.personas import PEOPLE
from tests.rules.crowd import anybody
from tests.rules.steering_rules import Steering

WORKERS = [uid for uid, (*_, roles) in sorted(PEOPLE.items()) if not ADMINISTRATORS.intersection(roles)]
SIGNERS = ("wang", "zhou", "zhao", "qian", "sun", "ma", "li")

somebody = st.sampled_from(SIGNERS)
turn = st.integers(0, 3)


class Signing(Steering):
    """The crowd of steering_rules, and those who sign."""

    @initialize(
        on_paper=st.booleans(),
        action=st.sampled_from(ActionKind),
        leaders=st.permutations(["wang", "zhou"]),
        office=st.booleans(),
        mode=st.sampled_from(Mode),
    )
    def a_letter_arrives(
        self, on_paper: bool, action: ActionKind, leaders: list[str], office: bool, mode: Mode
    ) -> None:
        """Registered already: the routing begins where the other crowd would rarely get."""
        self.letter = Letter(self.cast).arrives(on_paper=on_paper)
        self.action, self.dated = action, date(2026, 11, 2)
        self.register("lin")
        self.propose_with_countersigns("chen", leaders, ["zhao", "sun", "ma"], mode, office, True)

    @precondition(lambda self: self.letter.stage not in (Stage.REGISTERED, Stage.APPROVED))
    @rule(leaders=st.permutations(["wang", "zhou"]), office=st.booleans(), mode=st.sampled_from(Mode))
    def the_next_letter(self, leaders: list[str], office: bool, mode: Mode) -> None:
        """The one before is beyond what this crowd is about."""
        self.carry_to_its_end()
        self.a_letter_arrives(False, ActionKind.ACT, leaders, office, mode)

    def asked(self, by: str, which: int) -> str:
        """Mostly somebody who has to sign now, else whoever it is."""
        signing = [who for kind, who in self.letter.waits_for if kind in ("sign", "countersign")]
        return signing[which % len(signing)] if signing and which else by

    @rule(
        by=anybody,
        leaders=st.lists(st.sampled_from(["wang", "zhou"]), min_size=1, max_size=2, unique=True),
        others=st.lists(somebody, min_size=1, max_size=4, unique=True),
        mode=st.sampled_from(Mode),
        office=st.booleans(),
        first=st.booleans(),
    )
    def propose_with_countersigns(
        self, by: str, leaders: list[str], others: list[str], mode: Mode, office: bool, first: bool
    ) -> None:
        hats = ["office:YWB"] if office else [to_person(self.cast.id(uid)) for uid in others]
        step = PlannedStep(hats, Purpose.COUNTERSIGN, mode, threshold=1 + len(hats) // 2)
        said: dict[str, Any] = {"countersigns" if first else "afterwards": [step]}
        said["leaders"] = [self.cast.id(uid) for uid in leaders]
        if self.action is not ActionKind.ACT:
            said |= {"lead": None, "due_at": None, "readers": [self.cast.id("sun")]}
        self.press(lambda: self.letter.is_proposed(by=by, **said))

    @rule(by=somebody, decision=st.sampled_from([Decision.AGREED, Decision.AGAINST]), which=turn)
    def countersign(self, by: str, which: int, decision: Decision) -> None:
        self.press(lambda: self.letter.is_countersigned(self.asked(by, which), decision=decision))

    @rule(by=somebody, to_rank=st.sampled_from([None, 1, 1]), which=turn)
    def return_it(self, by: str, which: int, to_rank: int | None) -> None:
        self.press(lambda: self.letter.goes_back(self.asked(by, which), to_rank=to_rank))

    @rule(by=somebody, who=somebody, where=st.sampled_from(Where), which=turn)
    def add_signer(self, by: str, which: int, who: str, where: Where) -> None:
        self.press(lambda: self.letter.gets_signers(self.asked(by, which), who, where=where))

    @rule(by=st.sampled_from(["chen", *SIGNERS]), which=st.integers(0, 5))
    def drop_signer(self, by: str, which: int) -> None:
        waiting = [one.partition(" ")[0] for one in self.letter.seats if one.endswith("待签")]
        people = [uid for uid in waiting if uid in PEOPLE]
        if people:
            self.press(lambda: self.letter.loses_signer(by, people[which % len(people)]))

    @rule(by=somebody, to=somebody, which=turn)
    def hand_over(self, by: str, which: int, to: str) -> None:
        self.press(lambda: self.letter.is_handed_over(self.asked(by, which), to))

    @rule(by=st.sampled_from(["zhao", "li", "sun"]))
    def claim(self, by: str) -> None:
        self.press(lambda: self.letter.is_claimed(by))

    @rule(by=st.sampled_from(["zhao", "li"]))
    def put_back(self, by: str) -> None:
        self.press(lambda: self.letter.is_put_back(by))

    @rule(which=st.integers(0, 7))
    def take_it_back(self, which: int) -> None:
        by = self.last_signer() if which else "chen"
        with reading() as session:
            document = session.get_one(Document, self.letter.id)
            offered = recall.can_recall(session, document, self.who(by))
        before = self.letter.now.line
        self.press(lambda: self.letter.is_recalled(by))
        assert not offered or self.letter.now.line > before, "what a page offers can be done"

    def last_signer(self) -> str:
        signed = [one.partition(" ")[0] for one in self.letter.seats if not one.endswith("待签")]
        return signed[-1] if signed and signed[-1] in PEOPLE else "wang"

    @rule(which=st.integers(0, 6), by=st.sampled_from(["chen", "chen", "wang"]))
    def relocate(self, which: int, by: str) -> None:
        with reading() as session:
            places = relocate.places(session, session.get_one(Document, self.letter.id))
        if places:
            self.press(lambda: self.letter.is_relocated(places[-1 - which % len(places)][0], by=by))
