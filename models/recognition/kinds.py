"""文种、紧急程度、办件或阅件: what sort of paper it is and whether it asks for anything."""

import re

from models.recognition.found import Found
from models.recognition.paper import Line
from models.recognition.words import kind_at_end, names_a_paper

_SAYS = [
    (re.compile(words), kind)
    for words, kind in (
        (r"批复如下|[专特]此批复|此复。?$", "批复"),
        (r"予以公告|[特专]此公告|公告如下", "公告"),
        (r"通告如下|[特专]此通告", "通告"),
        (r"通报如下|[特专]此通报|予以通报", "通报"),
        (r"函复如下|[特专]此函[复告达]|[特专]此致函|函告如下|[特专]此回函|此函。?$", "函"),
        (r"妥否，?请|当否，?请|请示如下|[特专]此请示", "请示"),
        (r"报告如下|[特专]此报告", "报告"),
        (r"作出如下决定|决定如下", "决定"),
        (r"通知如下|[特专]此通知|(?:印发|转发)给你们|通知要求|(?:遵照|认真贯彻|贯彻)执行", "通知"),
        (r"提出如下意见|提出以下意见|制定本意见", "意见"),
    )
]
_URGENT = re.compile(
    r"(?:^|[\s【（(\[：:·．、\d★年月])(?P<degree>特 ?急|加 ?急|特 ?提|平 ?急)(?:$|[\s】）)\]★·文件])"
)
READ, ACT = "阅件", "办件"
_ASKS = re.compile(
    r"做好|开展|组织|举办|申报|报送|推荐|加强|落实|征求|征集|收集|填报|评选|选拔|选树|参加|召开|培训|检查|整治|排查|上报|"
    r"报名|考核|调查|统计|防控|启动|换发|建设|推进|实施|预警|督查|自查|整改|清理|清退|普查|征订|竞赛|比赛|评审|评比|"
    r"规范|严格|切实|深入|提交|上交|采购|演练|体检|献血|值班|归档|督导|摸底|核查|认定|遴选|选派|邀请|商请|协助|配合|答复|催|缴"
)
_INFORMS = re.compile(
    r"印发|公布|调整|任命|任免|任职|聘任|免去|公示|废止|修订|修改|表彰|命名|成立|放假|节假日|安排的|鼓励|同意|批准|启用|更名|"
    r"变更|授予|解释|换算|折算|问题的|标准的|收费|获奖|结果|名单"
)
_FOR_READING = {"公告", "通告", "决定", "批复", "公报", "决议", "命令(令)", "报告"}
_FOR_ACTION = {"请示", "议案"}
_SERVED = re.compile("(?:通知|告知|决定|意见|建议)书$")  # 审计通知书: it names what its addressee must do
_REPLY = re.compile(r"复函|回函|函复|的答复")
_WANTS = re.compile(
    r"请(?:[各你贵]|结合|认真组织)[^。]{0,90}(?:报|送|填|反馈|参加|派|安排|协助|支持|组织|做好|落实|开展|整改)|务必|限期|逐一整改|请于|盼复|请予函复|"
    r"提出(?:如下|以下)要求|要求如下|望.{0,6}函复"
)
_TELLS = re.compile(r"印发|公示|公布|放假|下达|予以|授予|同意|废止|安排如下|另行通知|延期|推迟")
_CALLS = re.compile(r"召开|举办|申报|推荐|评选|征集|征求|报名|参加|填报")
_RETURNS = re.compile(
    r"(?:请|希|望|须|应)(?:于|在|你|贵|各)[^。；]{0,80}(?:填报|上报|报送|反馈|提交|上传|报名|回复)[^。；]{0,30}(?:我|办|局|委|处|科|院|附件|平台|系统)|"
    r"于\d{1,2}月\d{1,2}日前[^。；]{0,60}[报交送发]|并[^，。；]{0,20}(?:上报|报送|报)(?:我|校|局|院|委)"
)
_URGES = re.compile(r"各(?:地|单位|部门|级|校|科室|乡|县|市|区)[^。]{0,30}(?:要|应|须)")


def kind(title: Found[str] | None, body: list[Line]) -> Found[str] | None:
    """From the title; from the standing phrases of the body when the title is missing or torn off."""
    if title and (word := kind_at_end(title.value)):
        return Found(word, title.line, title.words)
    if title and (names_a_paper(title.value) or not title.value.startswith(("关于", "转发", "印发"))):
        return None
    for line in body:
        for pattern, word in _SAYS:
            if said := pattern.search(line.text):
                return Found(word, line.number, said.group())
    return None


def urgency(head: list[Line]) -> Found[str] | None:
    """A printed 紧急程度; the word 紧急 in a title is none."""
    for line in head:
        if len(line.text) <= 60 and (found := _URGENT.search(line.text)):
            return Found(found["degree"].replace(" ", ""), line.number, line.text)
    return None


def action_type(
    title: Found[str] | None, kind: Found[str] | None, due: Found[object] | None, body: list[Line]
) -> Found[str]:
    """办件 when something is to be done, 阅件 when it is enough to know."""
    word = kind.value if kind else ""
    served = due and title and _SERVED.search(title.value)
    if word in _FOR_READING or (kind is None and title and not served):
        return _because(READ, kind or title)
    if due or word in _FOR_ACTION:
        return _because(ACT, due or kind)
    heading = title.value if title else "".join(line.text for line in body[:2])[:300]
    asking = _ASKS if title else _CALLS
    if word == "函" and _REPLY.search(heading):
        return _because(READ, title)
    if returned := next((line for line in body if _RETURNS.search(line.text)), None):
        return Found(ACT, returned.number, returned.text[:80])
    wanted = next((line for line in body if _WANTS.search(line.text)), None)
    if word == "通报" and not wanted:
        wanted = next((line for line in body if _URGES.search(line.text)), None)
    asks = not (_INFORMS if title else _TELLS).search(heading)
    if asks and (word == "函" or (word != "通报" and asking.search(heading))):
        return _because(ACT, title)
    return Found(ACT, wanted.number, wanted.text[:80]) if asks and wanted else _because(READ, title)


def _because(value: str, reason: Found[object] | None) -> Found[str]:
    return Found(value, reason.line if reason else 1, reason.words if reason else "")
