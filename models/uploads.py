"""上传量: how much a person may hand in on one day, counted whether it is taken or not."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Date, Uuid, bindparam, text
from sqlmodel import Field, Session

from config.language import _
from config.policy import policy
from models.database import Table
from models.errors import NotNow
from models.people import Me
from models.values import local_day


class UploadDay(Table, table=True):
    """Bytes handed in by one person on one day of the office's calendar."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    day: date = Field(sa_type=Date, primary_key=True)
    size: int = Field(default=0, sa_type=BigInteger)


class DayIsFull(NotNow):
    def __init__(self) -> None:
        super().__init__(
            _(
                "您今天上传的文件已达到每人每天 {person_day_mb} MB 的限额，请明天再传。",
                person_day_mb=policy().uploads.person_day_mb,
            )
        )


def count(session: Session, me: Me, size: int, *, at: datetime) -> None:
    """Of two at the same time the database lets only as many bytes pass as there is room for.  Raises DayIsFull."""
    who = bindparam("who", me.id, Uuid()), bindparam("day", local_day(at), Date())
    begin = text(
        "INSERT INTO upload_day (person_id, day, size) VALUES (:who, :day, 0) ON CONFLICT (person_id, day) DO NOTHING"
    )
    session.connection().execute(begin.bindparams(*who))
    add = text(
        "UPDATE upload_day SET size = size + :size "
        "WHERE person_id = :who AND day = :day AND size + :size <= :most"
    ).bindparams(*who, size=size, most=policy().uploads.person_day_mb << 20)
    if session.connection().execute(add).rowcount == 0:
        raise DayIsFull()
