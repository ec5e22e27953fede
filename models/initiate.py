"""立项: what was decided elsewhere (a meeting, a plan, a leader's word) becomes a case of its own, and is followed up."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, select

from config.language import _
from config.policy import policy
from models import access, keyring, ledger, outbox, register, relations, rulebooks, search
from models.approve import Proposal
from models.ceiling import refuse_level, refuse_marked
from models.database import moment, word
from models.document import Document, next_number
from models.errors import Malformed
from models.kinds import ActionKind, Book, Labelled, Level, Urgency
from models.people import Me, Office, Person, Role, holders, to_person, to_role
from models.receive import Receipt
from models.register import Registration
from models.relations import RelationKind
from models.sealed import Sealed, sealed
from models.stages import Move
from models.values import one_line, words

INITIATORS = (Role.SECRETARY, Role.OFFICE_HEAD)
BY_HAND = "立项"


class Source(Labelled):
    """督办事项的来源: where it was decided."""

    INSTRUCTION = "instruction", "领导批示"
    MEETING = "meeting", "会议决定"
    PLAN = "plan", "工作计划"
    SCHEDULE = "schedule", "定期报送"
    OTHER = "other", "其他交办"


class Initiation(Sealed, table=True):
    """Why there is this case: ``basis`` names the meeting, the plan or the instruction it rests on."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    source: Source = word(Source)
    basis: str = sealed(default="")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()


@dataclass(frozen=True)
class Matter:
    """What is to be done.  ``about``: the 收文编号 of the document it came from, if one is here."""

    title: str
    source: Source
    basis: str
    required: str
    leader: UUID
    lead: str
    due_at: datetime
    assistants: list[str] = field(default_factory=list)
    urgency: Urgency = Urgency.ROUTINE
    level: Level = Level.INTERNAL
    about: str = ""


def initiate(session: Session, matter: Matter, *, by: Me, at: datetime) -> Document:
    """立项·交办, in one act.  Raises NotYourRole, Malformed, StateSecretRefused, NoSuchCase."""
    by.must_be(*INITIATORS)
    check(session, matter, at)
    document, entry = _written(session, matter, by, at)
    ledger.move(session, document, Move.INITIATE, by=by, at=at, why=entry.number)
    if matter.about:
        about = relations.numbered(session, matter.about, by)
        relations.relate(session, about, entry.number, RelationKind.SUPERVISION, by=by, at=at)
    return document


def by_the_clock(session: Session, matter: Matter, *, set_by: Me, at: datetime) -> Document:
    """定期报送: whoever set it up once stands in the register; the ledger says that the clock did it.

    Raises what check() raises.
    """
    check(session, matter, at)
    document, entry = _written(session, matter, set_by, at)
    why = f"{entry.number}，{set_by.name}设置的定期报送"
    ledger.move(session, document, Move.INITIATE, by=ledger.ENGINE, at=at, why=why)
    outbox.owe(session, outbox.Topic.ADVANCE, document.id, at=at)
    return document


def initiation(session: Session, document_id: UUID) -> Initiation | None:
    """None for a document that came by post."""
    return session.get(Initiation, document_id)


def check(session: Session, matter: Matter, at: datetime) -> None:
    """Raises Malformed, StateSecretRefused; writes nothing."""
    for told, name in ((matter.title, "title"), (matter.basis, "basis"), (matter.required, "words")):
        refuse_marked(told, field=name)
    refuse_level(matter.level)
    leader = next((one for one in holders(session, Role.LEADER) if one.id == matter.leader), None)
    if leader is None:
        raise Malformed(_("交办领导须为在任院领导。"), "leader")
    _must_be_cleared(leader, matter.level)
    offices = set(session.exec(select(Office.code)))
    if not {matter.lead, *matter.assistants} <= offices:
        raise Malformed(_("主办、协办须为本院部门。"), "lead")
    if matter.lead in matter.assistants or len(set(matter.assistants)) < len(matter.assistants):
        raise Malformed(_("协办部门有重复，或者与主办部门相同。"), "assistants")
    if matter.due_at <= at:
        raise Malformed(_("办理时限应晚于现在。"), "due_date")


def _written(session: Session, matter: Matter, by: Me, at: datetime) -> tuple[Document, Registration]:
    document = _opened(session, matter, at)
    entry = register.enter(session, document, Book.SUPERVISION, by=by, at=at)
    session.add_all([_receipt(matter, document, by, at), _initiation(matter, document, by, at)])
    session.add(_proposal(matter, document, by, at))
    search.index(session, document)
    answering = (
        to_person(by.id),
        to_person(matter.leader),
        to_role(Role.OFFICE_HEAD),
    )  # whom what is late goes up to
    access.let_know(session, document.id, *answering, at=at)
    return document, entry


def _must_be_cleared(leader: Person, level: Level) -> None:
    if leader.clearance.rank < level.rank:
        raise Malformed(_("交办领导的密级许可低于此项的密级。"), "leader")


def _opened(session: Session, matter: Matter, at: datetime) -> Document:
    document = Document(
        serial=next_number(session, "document"),
        issuer=policy().hospital.name,
        urgency=matter.urgency,
        action=ActionKind.ACT,
        on_paper=False,
        due_at=matter.due_at,
        rules_version=rulebooks.number_for(session, at=at),
        received_at=at,
    )
    session.add(document)
    session.flush()
    keyring.change_level(session, document, matter.level, at=at)
    document.title = one_line(matter.title, policy().fields.title, _("督办事项"), field="title")
    return document


def _receipt(matter: Matter, document: Document, by: Me, at: datetime) -> Receipt:
    return Receipt(
        document_id=document.id, received_from=matter.source.label, carrier=BY_HAND, by=by.id, at=at
    )


def _initiation(matter: Matter, document: Document, by: Me, at: datetime) -> Initiation:
    basis = words(matter.basis, policy().fields.reason, _("立项依据"), field="basis")
    return Initiation(document_id=document.id, source=matter.source, basis=basis, by=by.id, at=at)


def _proposal(matter: Matter, document: Document, by: Me, at: datetime) -> Proposal:
    return Proposal(
        document_id=document.id,
        words=words(matter.required, 2000, _("办理要求"), field="words"),
        lead=matter.lead,
        assistants=matter.assistants,
        leader_id=matter.leader,
        by=by.id,
        behalf_of=by.behalf_of,
        at=at,
    )
