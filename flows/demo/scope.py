"""知悉范围和密级: the words of a life about who may know of a case."""

from flows.demo.scene import Scene, Words
from models import classify, narrow, widen
from models.people import Role
from models.tasks import TaskKind


def ask(s: Scene) -> object:
    """The first asks that the second may know: ``lin/gao``."""
    [hat] = s.hats(s.whom[1:])
    why = "该同志参加此项工作的专班，需要了解来文要求。"
    return widen.ask(s.session, s.document, hat, why, by=s.by, at=s.at)


def grant(s: Scene) -> object:
    return widen.decide(s.session, s.document, s.task.about, True, "", by=s.by, at=s.at)


def refuse(s: Scene) -> object:
    told = "与其承担的工作无关，不扩大。"
    return widen.decide(s.session, s.document, s.task.about, False, told, by=s.by, at=s.at)


def take_off(s: Scene) -> object:
    [hat] = s.hats(s.whom)
    narrow.take_off(s.session, s.document, hat, "专班已经结束。", by=s.by, at=s.at)
    return None


def reclassify(s: Scene) -> object:
    why = "来文单位通知此件内部掌握五年。"
    return classify.classify(s.session, s.document, s.document.level, "5年", why, by=s.by, at=s.at)


SCOPE: Words = {
    "ask-scope": (None, ask),
    "grant-scope": (TaskKind.DECIDE_SCOPE, grant),
    "refuse-scope": (TaskKind.DECIDE_SCOPE, refuse),
    "narrow": (Role.SECRETARY, take_off),
    "classify": (Role.OFFICE_HEAD, reclassify),
}
