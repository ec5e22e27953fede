"""名册: what the directory says of its people, held against the accounts here.  Plans, and changes nothing."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from models.attempts import fold
from models.errors import DomainError, Malformed, NotNow
from models.people import Person
from models.values import mail_address, one_line

LONGEST_UID = 64
FEW = 2  # so many may always leave at once: a small house is no mistake


@dataclass(frozen=True)
class Listed:
    """One person as the directory knows him or her; ``offices`` are the directory's own words."""

    id: str
    uid: str
    name: str
    mail: str = ""
    offices: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True)
class Known:
    """The same in our words: what an account would hold."""

    id: str
    uid: str
    name: str
    mail: str
    office: str


@dataclass(frozen=True)
class Change:
    """``what``: 姓名、部门 …, the words a person would use."""

    person_id: UUID
    known: Known
    what: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    uid: str
    why: str


@dataclass
class Plan:
    """What would be done.  ``adopted``: local accounts that become the directory's because somebody said so.

    ``moved``: whose department would only be proposed, for it decides what somebody sees.
    """

    new: list[Known] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    back: list[Change] = field(default_factory=list)
    adopted: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    gone: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    same: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.back or self.adopted or self.moved or self.gone)


class TooManyLeave(NotNow):
    def __init__(self, gone: int, of: int, percent: int) -> None:
        super().__init__(
            f"目录里一次少了{gone}人（共{of}人），超过{percent}%，疑为目录或设置有误，未作任何改动；"
            "核对属实的，请用 --force 再同步。"
        )


def plan(
    listed: Iterable[Listed],
    persons: Sequence[Person],
    offices: Mapping[str, str],
    *,
    adopt: Collection[str] = (),
    unclear: Collection[str] = (),
) -> Plan:
    """``offices``: whatever the directory may call a department → its code; ``unclear``: here, but unreadable."""
    made, seen, everybody = Plan(), set(unclear), sorted(listed, key=lambda one: (fold(one.uid), one.id))
    by_id = {one.directory_id: one for one in persons if one.directory_id}
    by_uid = {one.uid: one for one in persons}
    bearers = Counter(fold(one.uid) for one in everybody)
    for one in everybody:
        seen.add(one.id)
        if not one.enabled:
            _leaves(made, by_id.get(one.id))
            continue
        try:
            _must_be_alone(bearers[fold(one.uid)])
            known = _known(one, by_id.get(one.id), offices)
            _place(made, known, by_id, by_uid, {fold(uid) for uid in adopt})
        except DomainError as problem:
            made.problems.append(Problem(fold(one.uid), str(problem)))
    for id, person in by_id.items():
        if id not in seen:
            _leaves(made, person)
    return made


def must_be_likely(gone: int, of: int, percent: int) -> None:
    """Raises TooManyLeave: everybody leaving at once is a wrong base or an empty server, not a strike."""
    if gone and (gone == of > FEW or gone > max(FEW, of * percent / 100)):
        raise TooManyLeave(gone, of, percent)


def _leaves(made: Plan, person: Person | None) -> None:
    if person and person.active:
        made.gone.append(person)


def _place(
    made: Plan,
    known: Known,
    by_id: Mapping[str, Person],
    by_uid: Mapping[str, Person],
    adopt: Collection[str],
) -> None:
    """Raises Malformed where another account bears the name: whoever can name an entry must not inherit by it."""
    person, namesake = by_id.get(known.id), by_uid.get(known.uid)
    if namesake and namesake is not person:
        if person or known.uid not in adopt:
            raise Malformed(_taken(namesake))
        made.adopted.append(Change(namesake.id, known, ("来源",)))
    elif person is None:
        made.new.append(known)
    elif person.gone:
        made.back.append(Change(person.id, known, ()))
    elif what := tuple(_differences(person, known)):
        made.changed.append(Change(person.id, known, what))
    else:
        made.same += 1
    here = namesake or person
    if here and (here.active or here.gone) and here.office_code != known.office:
        made.moved.append(Change(here.id, known, ("部门",)))


def _must_be_alone(bearers: int) -> None:
    if bearers > 1:
        raise Malformed(f"目录中有{bearers}个条目用这个账号名，无法分辨。")


def _taken(namesake: Person) -> str:
    if namesake.directory_id:
        return "账号名原属目录中的另一人，不自动转给新人；确属同一人的，请加 --adopt 账号。"
    return "本系统已有同名的本地账号，不自动接管；确属同一人的，请加 --adopt 账号。"


def _known(one: Listed, person: Person | None, offices: Mapping[str, str]) -> Known:
    """Raises Malformed: no department of ours, a name no paper can print."""
    return Known(
        id=one.id,
        uid=fold(one_line(one.uid, LONGEST_UID, "账号")),
        name=one_line(one.name, 40, "姓名"),
        mail=mail_address(one.mail) if one.mail else "",
        office=_office(one, person, offices),
    )


def _office(one: Listed, person: Person | None, offices: Mapping[str, str]) -> str:
    """The first that we know; where the directory names none, somebody who is here already stays where he is."""
    code = next((offices[name] for name in one.offices if name in offices), "")
    if code or person:
        return code or (person.office_code if person else "")
    said = "、".join(f"“{name}”" for name in one.offices) or "（空）"
    raise Malformed(f"目录里的部门{said}没有对应的部门，请在 [directory.offices] 中写明。")


def _differences(person: Person, known: Known) -> Iterator[str]:
    pairs = {
        "账号": (person.uid, known.uid),
        "姓名": (person.name, known.name),
        "邮箱": (person.mail, known.mail),
    }
    yield from (word for word, (ours, theirs) in pairs.items() if ours != theirs)
