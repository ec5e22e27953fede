"""掌舵: the words of a life about the case as a whole, and about those whom its departments ask and tell."""

from datetime import datetime

from sqlmodel import select

from flows.demo.plans import papers
from flows.demo.scene import Scene, Words
from models import (
    assignments,
    conversation,
    copies,
    distribute,
    hand_over,
    relations,
    search,
    steering,
    subwork,
    supervise,
    suspend,
    tasks,
    urge,
)
from models.document import Document
from models.inbox import is_for
from models.people import Role
from models.relations import RelationKind
from models.tasks import TaskKind
from models.values import local_day
from models.workdays import due_on, office_calendar

REST_DAYS = 15
ANSWER_DAYS = 8


def put_off(s: Scene) -> object:
    why = "来文单位正在修订要求，待补充通知后再办。"
    return suspend.suspend(s.session, s.document, _in_days(s, REST_DAYS), why, by=s.by, at=s.at)


def take_up(s: Scene) -> object:
    return suspend.resume(s.session, s.document, by=s.by, at=s.at)


def close_specially(s: Scene) -> object:
    [authority], why = s.ids(s.whom), "来文单位来电撤回此项要求，不再办理。"
    return steering.close_specially(s.session, s.document, authority, why, by=s.by, at=s.at)


def reopen(s: Scene) -> object:
    return steering.reopen(s.session, s.document, "来文单位要求补充报送材料。", by=s.by, at=s.at)


def pass_on(s: Scene) -> object:
    """From one department to another: ``CWB/XXZ``."""
    giver, taker = s.whom
    given = assignments.assignments(s.session, s.document.id)
    old = next(one for one in given if one.office_code == giver)
    why = "数据由该部门管理，转由其办理。"
    return hand_over.hand_over(s.session, s.document, old.id, taker, why, by=s.by, at=s.at)


def assist(s: Scene) -> object:
    told = "已提供相关数据和佐证材料。"
    return supervise.assist(s.session, s.document, told, by=s.by, at=s.at)


def open_sub_case(s: Scene) -> object:
    return subwork.open_sub_case(
        s.session,
        s.document,
        "请就本部门涉及的事项提供自查情况和整改措施。",
        s.ids(s.whom),
        _in_days(s, ANSWER_DAYS),
        in_order=False,
        by=s.by,
        at=s.at,
    )


def answer(s: Scene) -> object:
    told = "已自查，情况和措施见所附清单。"
    return subwork.answer(s.session, s.document, s.task.about, told, by=s.by, at=s.at)


def urge_first(s: Scene) -> object:
    """Whoever is asked first and is not the one who urges."""
    waiting = tasks.open_tasks(s.session, s.document.id)
    late = next(task for task in waiting if not is_for(task, s.by))
    return urge.urge(s.session, s.document, late.id, "时限将近，请抓紧办理。", by=s.by, at=s.at)


def copy(s: Scene) -> object:
    return copies.copy(s.session, s.document, s.hats(s.whom), "请阅知。", by=s.by, at=s.at)


def see(s: Scene) -> object:
    return copies.see(s.session, s.document, by=s.by, at=s.at)


def distribute_to(s: Scene) -> object:
    wanted, told = distribute.usual_time(s.at), "请组织学习，按时回执。"
    return distribute.distribute(s.session, s.document, s.whom, wanted, told, by=s.by, at=s.at)


def give_receipt(s: Scene) -> object:
    return distribute.receipt(s.session, s.document, "已收到，将组织学习。", by=s.by, at=s.at)


def say(s: Scene) -> object:
    """The next line of the plan's ``talk``."""
    line = s.plan.talk[len(conversation.remarks(s.session, s.document))]
    return conversation.say(s.session, s.document, line, by=s.by, at=s.at)


def relate(s: Scene) -> object:
    """To the case whose plan has this id."""
    title = next(letter.title for letter in papers().letters if letter.id == s.whom[0])
    known = s.session.exec(search.matching(s.session, select(Document), title, few=False))
    number = next(one.number for one in known if one.title == title)
    return relations.relate(s.session, s.document, number or "", RelationKind.EARLIER, by=s.by, at=s.at)


def _in_days(s: Scene, days: int) -> datetime:
    return due_on(office_calendar().add_workdays(local_day(s.at), days))


STEERING: Words = {
    "suspend": (Role.SECRETARY, put_off),
    "resume": (TaskKind.RESUME, take_up),
    "close-specially": (Role.OFFICE_HEAD, close_specially),
    "reopen": (Role.OFFICE_HEAD, reopen),
    "hand-over": (Role.SECRETARY, pass_on),
    "assist": (TaskKind.ASSIST, assist),
    "sub-case": (TaskKind.COMPLETE, open_sub_case),
    "answer": (TaskKind.ANSWER, answer),
    "urge": (Role.SECRETARY, urge_first),
    "copy": (Role.OFFICE_HEAD, copy),
    "see": (TaskKind.SEE, see),
    "distribute": (Role.SECRETARY, distribute_to),
    "receipt": (TaskKind.RECEIPT, give_receipt),
    "say": (None, say),
    "relate": (Role.SECRETARY, relate),
}
