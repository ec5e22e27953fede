"""The yardstick: FastAPI and SQLAlchemy with nothing in between.  ``uvicorn --factory bench.bare:build``.

One post updates one row, inserts one task and one audit row, in one transaction that is on the disk when it answers.
"""

import os
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import FastAPI, Form
from fastapi.responses import RedirectResponse
from sqlalchemy import Engine, ForeignKey, create_engine, event, insert, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

URL = "BENCH_BARE_URL"


class Base(DeclarativeBase):
    pass


class Paper(Base):
    __tablename__ = "paper"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    stage: Mapped[str] = mapped_column(default="registered")
    opinion: Mapped[str] = mapped_column(default="")


class Task(Base):
    __tablename__ = "task"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), index=True)
    opened_at: Mapped[datetime]


class Audit(Base):
    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[str]


def connect(url: str) -> Engine:
    engine = create_engine(url, pool_size=10, max_overflow=30)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_safe)
    return engine


def _make_safe(connection: object, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 10000"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def furnish(url: str, count: int) -> list[UUID]:
    """The tables, and ``count`` papers to act on."""
    engine, ids = connect(url), [uuid4() for _ in range(count)]
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(Paper), [{"id": id} for id in ids])
    engine.dispose()
    return ids


def build() -> FastAPI:
    app, engine = FastAPI(), connect(os.environ[URL])

    @app.post("/papers/{paper_id}/opinion")
    def opinion(paper_id: UUID, words: Annotated[str, Form()]) -> RedirectResponse:
        at = datetime.now(UTC)
        with Session(engine) as session, session.begin():
            session.execute(update(Paper).where(Paper.id == paper_id).values(stage="approved", opinion=words))
            session.add(Task(paper_id=paper_id, opened_at=at))
            session.add(Audit(paper_id=paper_id, at=at, words=words))
        return RedirectResponse(f"/papers/{paper_id}", status_code=303)

    return app
