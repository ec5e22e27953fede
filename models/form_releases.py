"""表单模板的版本: one administrator hands in an edited template, another releases it; each version is kept.

Before the first release of a form the template that came with the product is printed.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from config.language import _
from models import audit
from models.audit_words import Act
from models.database import Table, moment
from models.document import next_number
from models.errors import Malformed, NotFound, NotNow, NotYours
from models.papers import KINDS, Kind
from models.people import Me, Role
from models.values import words

PROPOSER, RELEASER = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN
KEEPERS = (PROPOSER, RELEASER)


class FormRelease(Table, table=True):
    """One template of one form: handed in, then released or withdrawn.

    number:  the version among those of its form, given at the release; None before.
    digest:  SHA-256 of the .docx; the file itself lies in the vault, owned by this row.
    """

    __table_args__ = (UniqueConstraint("kind", "number"),)
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    serial: int = Field(unique=True)
    kind: str = Field(max_length=40, index=True)
    number: int | None = None
    digest: str = Field(max_length=64)
    file_id: UUID
    why: str = Field(max_length=500)
    proposed_by: UUID = Field(foreign_key="person.id")
    proposed_at: datetime = moment()
    released_by: UUID | None = Field(default=None, foreign_key="person.id")
    released_at: datetime | None = moment(default=None)
    withdrawn_by: UUID | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = moment(default=None)

    @property
    def label(self) -> str:
        return f"{KINDS[self.kind].title}{f'第{self.number}版' if self.number else '待发布模板'}"

    @property
    def is_open(self) -> bool:
        return self.number is None and self.withdrawn_at is None


class OneWaits(NotNow):
    def __init__(self, kind: Kind) -> None:
        super().__init__(_("{kind}已有一份模板等待发布，请先发布或撤回。", kind=kind.title))


class NotOpen(NotNow):
    def __init__(self, release: FormRelease) -> None:
        super().__init__(
            _("这份模板已经{which}，不能再改动。", which=_("发布") if release.number else _("撤回"))
        )


class NotTheSecond(NotYours):
    def __init__(self) -> None:
        super().__init__(_("提交人不得发布自己的模板，请由安全保密管理员核对后发布。"))


def kind_named(word: str) -> Kind:
    """Raises Malformed."""
    if word not in KINDS:
        raise Malformed(_("请选择表单。"), "kind")
    return KINDS[word]


def in_force(session: Session, kind: Kind) -> FormRelease | None:
    """The last release of this form; None: the template that came with the product."""
    numbered = col(FormRelease.number).is_not(None)
    last = select(FormRelease).where(FormRelease.kind == kind.word, numbered)
    return session.exec(last.order_by(col(FormRelease.number).desc()).limit(1)).first()


def history(session: Session) -> list[FormRelease]:
    """Everything that was ever handed in, the newest first."""
    return list(session.exec(select(FormRelease).order_by(col(FormRelease.serial).desc())))


def find(session: Session, release_id: UUID, *, to_change: bool = False) -> FormRelease:
    """Raises NotFound."""
    query = select(FormRelease).where(FormRelease.id == release_id)
    found = session.exec(query.with_for_update() if to_change else query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def propose(
    session: Session, kind: Kind, digest: str, why: str, keep: Callable[[UUID], UUID], *, by: Me, at: datetime
) -> FormRelease:
    """提交, of a file that was checked.  ``keep`` seals it for an owner and tells its id.

    Raises NotYourRole, OneWaits, Malformed.
    """
    by.must_be(PROPOSER)
    serial = next_number(session, "form-release")  # from here on nobody else hands one in
    if any(one.is_open for one in history(session) if one.kind == kind.word):
        raise OneWaits(kind)
    why = words(why, 500, _("修改理由"), field="why")
    id = uuid4()
    release = FormRelease(
        id=id,
        serial=serial,
        kind=kind.word,
        digest=digest,
        file_id=keep(id),
        why=why,
        proposed_by=by.id,
        proposed_at=at,
    )
    session.add(release)
    _note(session, Act.FORM_PROPOSED, release, by, at)
    return release


def release(session: Session, one: FormRelease, *, by: Me, at: datetime) -> FormRelease:
    """发布: printed from now on.  Raises NotYourRole, NotTheSecond, NotOpen."""
    by.must_be(RELEASER)
    if by.id == one.proposed_by:
        raise NotTheSecond()
    if not one.is_open:
        raise NotOpen(one)
    last = in_force(session, KINDS[one.kind])
    one.number = (last.number or 0) + 1 if last else 1
    one.released_by, one.released_at = by.id, at
    session.add(one)
    _note(session, Act.FORM_RELEASED, one, by, at)
    return one


def withdraw(session: Session, one: FormRelease, *, by: Me, at: datetime) -> FormRelease:
    """撤回, by either of the two.  Raises NotYourRole, NotOpen."""
    by.must_be(*KEEPERS)
    if not one.is_open:
        raise NotOpen(one)
    one.withdrawn_by, one.withdrawn_at = by.id, at
    session.add(one)
    _note(session, Act.FORM_WITHDRAWN, one, by, at)
    return one


def _note(session: Session, act: Act, one: FormRelease, by: Me, at: datetime) -> None:
    audit.record(session, act, by=by, at=at, about=one.label, why=f"SHA-256 {one.digest}")
