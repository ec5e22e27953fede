"""规则改动: what one text adds to another, takes away, changes or puts elsewhere, rule by rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from config.language import _, each
from config.routes import Route
from config.rules import Duty, Post, Rules
from models.outcomes import Called
from models.values import on_paper

Rule = Route | Duty | Post

WORDS = each(
    {
        "issuers": "来文机关",
        "kinds": "文种",
        "keywords": "关键词",
        "urgencies": "紧急程度",
        "levels": "密级",
        "lead": "主办",
        "assistants": "协办",
        "leaders": "送批",
        "readers": "传阅",
        "days": "办理天数",
        "reason": "说明",
        "leader": "领导",
        "area": "分管",
        "offices": "部门",
        "since": "自",
        "until": "至",
        "holder": "任职",
        "substitutes": "替代人",
    }
)
PEOPLE = {"leaders", "readers", "leader", "holder", "substitutes"}
OFFICES = {"lead", "assistants", "offices"}


@dataclass(frozen=True)
class Change:
    """``how``: for each field what it was and what it becomes."""

    kind: str
    what: str
    how: list[str] = field(default_factory=list)


def changes(before: Rules, after: Rules, called: Called) -> list[Change]:
    """In the order of the new text; what was taken away comes last."""
    return [
        *_between(_named(_("规则"), before.routes), _named(_("规则"), after.routes), called),
        *_reordered(before.routes, after.routes),
        *_between(_duties(before, called), _duties(after, called), called),
        *_between(_named(_("岗位"), before.posts), _named(_("岗位"), after.posts), called),
    ]


def said(rule: Rule, key: str, called: Called) -> str:
    """One field of a rule in the words of the house; empty when it says nothing."""
    value = getattr(rule, key)
    if isinstance(value, date):
        return on_paper(value)
    values = value if isinstance(value, tuple) else [] if value is None else [str(value)]
    name = called.person if key in PEOPLE else called.office if key in OFFICES else str
    return "、".join(name(one) for one in values)


def _between(before: Mapping[str, Rule], after: Mapping[str, Rule], called: Called) -> list[Change]:
    told = []
    for what, rule in after.items():
        if what not in before:
            told.append(Change(_("新增"), what, _fields(rule, called)))
        elif rule != before[what]:
            told.append(Change(_("修改"), what, _differences(before[what], rule, called)))
    return told + [Change(_("删除"), what) for what in before if what not in after]


def _fields(rule: Rule, called: Called) -> list[str]:
    told = {key: said(rule, key, called) for key in type(rule).model_fields if key in WORDS}
    return [_("{key}：{words}", key=WORDS[key], words=words) for key, words in told.items() if words]


def _differences(old: Rule, new: Rule, called: Called) -> list[str]:
    keys = [key for key in type(new).model_fields if getattr(old, key) != getattr(new, key)]
    return [
        _(
            "{key}：{old} → {new}",
            key=WORDS[key],
            old=said(old, key, called) or _("（无）"),
            new=said(new, key, called) or _("（无）"),
        )
        for key in keys
    ]


def _reordered(before: Iterable[Route], after: Iterable[Route]) -> list[Change]:
    """The first rule that fits applies, so the order is a rule too."""
    old, new = [route.name for route in before], [route.name for route in after]
    stay_old, stay_new = [one for one in old if one in new], [one for one in new if one in old]
    moved = [n for n, (one, other) in enumerate(zip(stay_old, stay_new, strict=True)) if one != other]
    if not moved:
        return []
    between = slice(moved[0], moved[-1] + 1)
    return [
        Change(
            _("次序"), _("规则的先后"), [f"{'、'.join(stay_old[between])} → {'、'.join(stay_new[between])}"]
        )
    ]


def _named(word: str, rules: Iterable[Any]) -> dict[str, Rule]:
    return {f"{word}“{rule.name}”": rule for rule in rules}


def _duties(rules: Rules, called: Called) -> dict[str, Rule]:
    """One leader's one area from one day on is one line of the division of work."""
    return {
        _(
            "分工“{person} {area}”自{since}",
            person=called.person(duty.leader),
            area=duty.area,
            since=on_paper(duty.since),
        ): duty
        for duty in rules.duties
    }
