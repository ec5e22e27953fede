"""日程表: when everything happens that happens by the clock.  What is done then is flows/timetable.py's."""

from dataclasses import dataclass

from config.language import _
from config.policy import policy
from models.cadence import Cadence, Daily, Every, Monthly, daily, every


@dataclass(frozen=True)
class Entry:
    """``rule`` is the act's name in the timetable.  ``of_directory``: only where people come from a directory."""

    rule: str
    words: str
    cadence: Cadence
    of_directory: bool = False


SWEEP = Entry("sweep", _("找回漏掉的待办、邮件和打印"), every(lambda: policy().leases.sweep_minutes))
ANCHOR = Entry("anchor", _("审计存证"), every(lambda: 5))
VERIFY = Entry("verify_tonight", _("核对审计记录"), daily(2, 0))
HAND_OVER = Entry("hand_over", _("结束初次设置"), every(lambda: policy().leases.sweep_minutes))
CLEAR_AWAY = Entry("clear_away", _("清除一个月前办完的引擎记录"), daily(3, 0))
LIST_FOR_DESTRUCTION = Entry("list_for_destruction", _("列出保管期满的文件"), daily(7, 30))
OPEN_OBLIGATIONS = Entry("open_obligations", _("到期的定期报送立项交办"), every(lambda: 10))
MORNING_MAIL = Entry(
    "morning_mail",
    _("到期提醒、催办和每日汇总（节假日不发）"),
    Daily(lambda: policy().reminders.digest_hour, 30),
)
DRILL = Entry("drill", _("恢复演练：把最近一份备份恢复到临时处核对"), Monthly(1, 3, 30))
COLLECT_MAIL = Entry("collect_mail", _("收取退信和回信（设有信箱的）"), every(lambda: 2))
SYNC = Entry("sync_nightly", _("同步名录"), Daily(lambda: policy().directory.sync_hour, 0), of_directory=True)
RECHECK = Entry(
    "recheck",
    _("核对名录里已经离开的人"),
    Every(lambda: policy().directory.recheck_minutes),
    of_directory=True,
)

SCHEDULE = (
    SWEEP,
    ANCHOR,
    VERIFY,
    HAND_OVER,
    CLEAR_AWAY,
    LIST_FOR_DESTRUCTION,
    OPEN_OBLIGATIONS,
    MORNING_MAIL,
    DRILL,
    COLLECT_MAIL,
    SYNC,
    RECHECK,
)
