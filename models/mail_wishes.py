"""邮件偏好: which harmless mails somebody does without.  Deadlines, urgings and account matters are not among them."""

from uuid import UUID

from sqlmodel import Field, Session, col, select

from models.database import Table

NEWS, TOLD = "news", "told"


class MailWish(Table, table=True):
    """``news``: what is new without being urgent; ``told``: how a case ended.  No row: everything."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    news: bool = True
    told: bool = True


def of(session: Session, person_id: UUID) -> MailWish:
    return session.get(MailWish, person_id) or MailWish(person_id=person_id)


def wish(session: Session, person_id: UUID, *, news: bool, told: bool) -> None:
    """From the next mail on."""
    session.merge(MailWish(person_id=person_id, news=news, told=told))


def without(session: Session, kind: str) -> set[UUID]:
    """Who does without mails of this kind."""
    column = col(MailWish.news) if kind == NEWS else col(MailWish.told)
    return set(session.exec(select(MailWish.person_id).where(column.is_(False))))
