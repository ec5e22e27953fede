"""What everybody comes for, in the order of one day: whose page, what is written there, and the button."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from gateways.clock import now
from tests.lists import COOLED, approves, is_listed
from tests.rights.house import House, old_one


@dataclass(frozen=True)
class Way:
    """``place`` is a paper of tests/rights/house.py, ``order:`` and a list, or an address; all words are Chinese.

    ``writes`` by the field's label, ``picks`` by its name: an option's or a box's value, "" for every box of it.
    ``then`` begins what the page says afterwards: the notice, or the heading.
    """

    uid: str
    place: str
    press: str
    then: str
    writes: dict[str, str] = field(default_factory=dict)
    picks: dict[str, str] = field(default_factory=dict)


REGISTERED = {"标题": "关于做好冬春季呼吸道传染病防治工作的通知", "来文单位": "江州市卫生健康委员会"}
WAYS = [
    Way("lin", "received", "登记并编号", "已登记编号。", REGISTERED, {"action": "act", "checks": ""}),
    Way("chen", "registered", "提交拟办意见", "已提交拟办意见。", {"拟办意见": "拟请院领导批示。"}),
    Way("wang", "signing", "批示", "已签署。", {"批示意见": "同意拟办意见。"}),
    Way("lin", "reading", "交给传阅人", "已送阅。"),
    Way("sun", "reading", "已阅", "已阅签。"),
    Way("zhao", "carried", "报告办结", "已报告办结，等候审核。", {"办理结果": "已按要求办理完毕。"}),
    Way("li", "carried", "发出", "已发出。", {"说一句": "方案已印发各科室。"}),
    Way("he", "done", "归档并编档号", "已归档。", {}, {"checks": ""}),
    Way("zhou", "order:waiting", "批准销毁", "已批准，等候监销。"),
    Way("sun", "order:cooled", "本人到场监销，签字", "已监销签字。"),
    Way("ma", "order:cooled", "本人到场监销，签字", "已监销签字。"),
    Way("gu", "/offices", "设置", "已设置部门。", {"部门代码": "ZYK", "部门名称": "中医科"}),
    Way("an", "/people/li", "提出", "已提出，由另一人确认后生效。", {"理由": "岗位调整。"}, {"what": "department-head"}),
    Way("shen", "/audit", "立即核对", "已核对，结果见下。"),
]  # fmt: skip


def cooled(house: House) -> UUID:
    """A list that was approved so long ago that its witnesses may come."""
    order = is_listed(house.cast, old_one(house, "cooled"))
    approves(house.cast, order, at=now() - COOLED - timedelta(hours=1))
    return order
