"""One letter and everybody who touches it, as verbs: what the tests of the stages are written in."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from config.policy import policy
from flows import lifecycle, papers
from gateways.clock import now
from models import (
    approve,
    archive,
    circulate,
    destroy,
    ledger,
    orders,
    receive,
    register,
    supervise,
    tasks,
)
from models.database import reading, unit_of_work
from models.document import Document
from models.orders import DestructionOrder
from models.outbox import Errand, Topic
from models.people import Me
from models.plans import Plan
from models.prints import PrintJob
from models.receive import Envelope
from models.register import Metadata
from models.rounds import Decision
from models.stages import Stage
from models.values import ActionKind, Book, DocKind, Retention
from tests.casework import Casework
from tests.personas import Cast
from tests.routing import Routing


def engine_runs() -> None:
    """What the clerk does, without the world: every owed hand-over, until none is owed."""
    while True:
        with unit_of_work() as session:
            owed = session.exec(
                select(Errand).where(Errand.done_at == None, Errand.topic.in_(["advance", "order"]))  # noqa: E711
            ).all()
            for errand in owed:
                errand.done_at = now()
        if not owed:
            return
        for errand in owed:
            (lifecycle.carry if errand.topic is Topic.ADVANCE else lifecycle.carry_order)(errand.subject)


def prints_owed() -> None:
    """What the clerk does for forms and previews: everything that is owed, once."""
    with unit_of_work() as session:
        owed = session.exec(select(PrintJob.id).where(PrintJob.printed_at == None)).all()  # noqa: E711
    for job in owed:
        papers.print_form(job)


@dataclass
class Letter(Routing, Casework):
    """One incoming document, handled through the verbs, each act in its own transaction."""

    cast: Cast
    id: UUID = field(default=UUID(int=0))

    def arrives(self, by: str = "lin", **said: Any) -> "Letter":
        envelope = Envelope(
            **{"received_from": "江州市卫生健康委", "received_at": now(), "carrier": "机要交通"} | said
        )
        with unit_of_work() as session:
            self.id = receive.receive(session, envelope, by=self.who(by), at=now()).id
        engine_runs()
        return self

    def is_registered(self, by: str = "lin", **said: Any) -> str:
        return self.act(lambda s, _: self.register_within(s, self.who(by), **said))

    def register_within(
        self,
        session: Session,
        by: Me,
        action: ActionKind = ActionKind.ACT,
        book: Book = Book.GENERAL,
        **said: Any,
    ) -> str:
        """登记 in the caller's transaction; the number."""
        metadata = Metadata(
            **{
                "title": "关于做好冬春季呼吸道传染病防治工作的通知",
                "issuer": "江州市卫生健康委员会",
                "doc_number": "江卫〔2026〕17号",
                "issue_date": date(2026, 11, 16),
                "doc_kind": DocKind.NOTICE,
            }
            | said
        )
        return register.register(
            session,
            session.get_one(Document, self.id),
            metadata,
            book=book,
            action=action,
            checks={point.id: True for point in policy().examination},
            due_at=None,
            by=by,
            at=now(),
        ).number

    def is_proposed(self, by: str = "chen", **said: Any) -> None:
        plan = Plan(
            **{
                "words": "拟请王副院长、周院长批示，医务部主办。",
                "lead": "YWB",
                "leaders": [self.cast.id("wang"), self.cast.id("zhou")],
                "due_at": now() + timedelta(days=7),
            }
            | said
        )
        self.act(lambda s, d: approve.propose(s, d, plan, by=self.who(by), at=now()))

    def is_signed(
        self, by: str, words: str = "同意拟办意见。", decision: Decision = Decision.INSTRUCTED
    ) -> None:
        self.act(lambda s, d: approve.sign(s, d, decision, words, by=self.who(by), at=now()))

    def is_sent_back(self, by: str, why: str = "主办部门应为院感科。") -> None:
        self.act(lambda s, d: approve.send_back(s, d, why, by=self.who(by), at=now()))

    def is_handed_out(self, by: str = "lin", copy: str = "000001") -> None:
        self.act(
            lambda s, d: circulate.hand_out(s, d, self.about("hand-out"), copy, by=self.who(by), at=now())
        )

    def is_read(self, by: str, words: str = "已阅。") -> None:
        self.act(lambda s, d: circulate.read(s, d, words, by=self.who(by), at=now()))

    def is_taken_back(self, by: str = "lin") -> None:
        self.act(lambda s, d: circulate.take_back(s, d, self.about("take-back"), by=self.who(by), at=now()))

    def is_accepted(self, by: str = "zhao", handler: UUID | None = None) -> None:
        self.act(lambda s, d: supervise.accept(s, d, handler, by=self.who(by), at=now()))

    def is_reported(self, by: str = "zhao", percent: int = 50, words: str = "已部署。") -> None:
        self.act(lambda s, d: supervise.report(s, d, percent, words, by=self.who(by), at=now()))

    def is_completed(
        self, by: str = "zhao", words: str = "已按要求办理完毕。", without: str = "协办事项不影响办结。"
    ) -> None:
        self.act(lambda s, d: supervise.complete(s, d, words, by=self.who(by), at=now(), without=without))

    def is_redone(self, by: str = "lin", why: str = "请补充结果。") -> None:
        self.act(lambda s, d: supervise.redo(s, d, why, by=self.who(by), at=now()))

    def is_closed(self, by: str = "lin") -> None:
        points = list(policy().review.points)
        self.act(lambda s, d: supervise.close(s, d, points, "", by=self.who(by), at=now()))

    def is_acknowledged(self, by: str = "zhou") -> None:
        self.act(lambda s, d: supervise.acknowledge(s, d, by=self.who(by), at=now()))

    def is_filed(self, by: str = "he", retention: Retention = Retention.YEARS10) -> str:
        checks = [check.id for check in policy().archive.checks]
        return self.act(
            lambda s, d: (
                archive.file(
                    s,
                    d,
                    category="superior-short",
                    retention=retention,
                    office="YZB",
                    checks=checks,
                    remarks="",
                    by=self.who(by),
                    at=now(),
                ).code
            )
        )

    def is_listed(
        self, by: str = "he", approver: str = "zhou", witnesses: tuple[str, ...] = ("sun", "ma")
    ) -> UUID:
        draft = destroy.Draft(
            words="保管期限已满，无继续保存价值。",
            method="粉碎",
            approver=self.cast.id(approver),
            witnesses=[self.cast.id(uid) for uid in witnesses],
        )
        return self.act(lambda s, d: destroy.propose(s, [d], draft, by=self.who(by), at=now()).id)

    def act(self, verb: Any) -> Any:
        with unit_of_work() as session:
            done = verb(session, session.get_one(Document, self.id))
        engine_runs()
        return done

    def about(self, kind: str) -> UUID:
        """What the open task of this kind concerns."""
        with reading() as session:
            return next(t.about for t in tasks.open_tasks(session, self.id) if t.kind.value == kind)

    def who(self, uid: str) -> Me:
        """``"qian for wang"`` is 钱红, acting in 王建国's place."""
        uid, _, principal = uid.partition(" for ")
        me = getattr(self.cast, uid)
        return me.acting_for(self.cast.id(principal)) if principal else me

    @property
    def now(self) -> Document:
        with reading() as session:
            return session.get_one(Document, self.id)

    @property
    def stage(self) -> Stage | None:
        return self.now.stage

    @property
    def waits_for(self) -> list[tuple[str, str]]:
        """The open tasks, as (kind, who)."""
        with reading() as session:
            waiting = tasks.open_tasks(session, self.id)
            return sorted((task.kind.value, self._called(session, task.hat)) for task in waiting)

    def _called(self, session: Session, hat: str) -> str:
        from models.people import Person

        kind, _, value = hat.partition(":")
        return session.get_one(Person, UUID(value)).uid if kind == "person" else value

    @property
    def told(self) -> list[str]:
        with reading() as session:
            return [entry.move.label for entry in ledger.lines_of(session, self.id)]

    def ledger_holds(self) -> bool:
        with reading() as session:
            ledger.verify(session, session.get_one(Document, self.id))
        return True


def on_order(order_id: UUID, verb: Any) -> Any:
    with unit_of_work() as session:
        done = verb(session, session.get_one(DestructionOrder, order_id))
    engine_runs()
    return done


def order_waits_for(order_id: UUID) -> list[str]:
    with reading() as session:
        return sorted(t.kind.value for t in tasks.open_tasks(session, order_id))


def order_state(order_id: UUID) -> str:
    with reading() as session:
        return session.get_one(DestructionOrder, order_id).state


__all__ = ["Letter", "datetime", "engine_runs", "on_order", "order_state", "order_waits_for", "orders"]
