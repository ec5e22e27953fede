"""A sentence of the program is a Chinese str, and can be told in English."""

import json
import pickle

import pytest

from config.language import Said, _, each, listed, told
from models.roles import Role
from models.stages import Stage
from models.words import Empty


def test_a_sentence_is_a_str_wherever_it_is_kept() -> None:
    said = _("请填写{name}。", name="姓名")
    assert said == "请填写姓名。"
    assert {said: 1}["请填写姓名。"] == 1
    assert json.dumps(said, ensure_ascii=False) == '"请填写姓名。"'
    assert type(str(said)) is str
    assert pickle.loads(pickle.dumps(said)).told("en") == said.told("en")


def test_its_values_are_told_with_it() -> None:
    assert _("请填写{name}。", name=_("姓名")).told("en") == "Please fill in: Name."
    assert _("请填写{name}。", name="王建国").told("en") == "Please fill in: 王建国."
    assert _("请填写{name}。", name=_("姓名")).told("zh") == "请填写姓名。"


@pytest.mark.parametrize(("days", "words"), [(1, "1 working day"), (2, "2 working days")])
def test_english_counts(days: int, words: str) -> None:
    assert _("{days}个工作日", days=days).told("en") == words


def test_a_list_and_a_sum_keep_their_parts() -> None:
    roles = listed((Role.SECRETARY.label, Role.LEADER.label), "或")
    assert (roles, roles.told("en")) == ("机要秘书或院领导", "Secretary or Leader")
    tail = Stage.APPROVED.label + "：" + "王建国"
    assert (tail, told(tail, "en")) == ("传阅中：王建国", "In circulation: 王建国")
    assert each({"a": "姓名"})["a"].told("en") == "Name"


def test_what_a_person_wrote_is_never_translated() -> None:
    assert told("姓名", "en") == "姓名"


def test_a_refusal_can_be_told() -> None:
    refusal = Empty(_("姓名"))
    assert str(refusal) == "请填写姓名。"
    assert isinstance(refusal.said, Said)
    assert refusal.said.told("en") == "Please fill in: Name."
