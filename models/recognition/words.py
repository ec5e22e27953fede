"""用语: the words by which an office, a title or a kind of paper is known."""

import re

STATUTORY = "决议|决定|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
KINDS = {"命令": "命令(令)", "令": "命令(令)", **{kind: kind for kind in STATUTORY.split("|")}}
_NOT_A_KIND = r"(?<!征求)(?<!司)(?<!指)(?<!口)"
KIND_AT_END = re.compile(_NOT_A_KIND + f"({'|'.join(sorted(KINDS, key=len, reverse=True))})$")
OTHER_NOUNS = (
    "倡议书|通知书|告知书|决定书|意见书|建议书|任务书|协议书|招标书|标书|责任书|承诺书|方案|办法|规定|细则|公示|启事|简章|计划|总结|制度|须知|说明|名单|"
    "安排|讲话|公开信|一封信|贺信|感谢信|慰问信|指南|规程|章程|预案|简报|要点|条例|准则|规则|声明|简介|证明|协议|预告|邀请书|规划|答复|纲要|措施"
)
NOUN_AT_END = re.compile(f"(?:{OTHER_NOUNS})$")
_PRAISE = re.compile(r"(?<=通报)(?:表扬|批评)$")
_IN_SERIES = re.compile(r".{2,30}?(令|公告|通告|公报)(?:19|20)\d\d年第\d{1,4}号")
TRAILING_NOTE = re.compile(r"[（(【\[][^（()）【】\[\]]{1,20}[)）】\]]$")

OFFICE_END = re.compile(
    r"(?:人民政府|政府|委员会|[省市县区州]委|[^各]委|办公厅|办公室|工会|协会|学会|总会|分会|联合会|基金会|理事会|"
    r"[^会学机]会|厅|局|部|司|署|院|处|科|室|办|中心|大学|学院|学校|[中小]学|幼儿园|医院|集团|公司|企业|银行|"
    r"分行|支行|指挥部|领导小组|工作组|专班|组|[总支大]队|所|站|馆|台|社|党委|党组|支部|团委|[妇残文侨社]联|工商联|科协|工委|红十字会|机制|"
    r"法院|检察院|海关|机构|街道|[^村城]镇|[^城]乡|村|庭|兵团|基地|一中|二中|三中|四中|[疾防]控)$"
)
ADDRESSEE = re.compile(
    r"各|尊敬的|全体|有关|相关|局|委|厅|办|会|院|校|部|单位|政府|处|室|中心|公司|企业|科|所|站|队|机关|师生|职工|教工|"
    r"员工|支部|工会|银行|[支分]行|社|庭|馆|台|园|家长|同学|同志|老师|先生|女士|党组|集团|镇|乡|街道|村|市民|居民|党员"
)
NOT_ADDRESSEE = re.compile(
    r"^[\d一二三四五六七八九十]{1,2}[、.．)）]|^(?:因|为|经|由于|鉴于|按照|近|兹|您?好)|\d[月日点时]|如下|通知|公告|时间|地点|主持|出席|列席|参加[人对会]|议题|内容|范围|对象|要求|包括|规定|联系|电话|地址|邮编|邮箱|"
    r"传真|附件|说明|备注|来源|发布|索引|主题|标题|字号|文号|日期|发文|(?<!工)作者|编辑|浏览|字体|当前位置|您的位置|"
    r"根据|为了|现将|记录|签发|密级|^[主承协]办单位|抄送|抄报|主送|分类|[?？!！。；;=]|https?"
)


def kind_at_end(title: str) -> str | None:
    """文种 by the last word of a title, behind notes such as （试行）."""
    bare = _without_notes(title).rstrip("。.：:》”")
    found = KIND_AT_END.search(_PRAISE.sub("", bare)) or _IN_SERIES.match(bare)
    return KINDS[found.group(1)] if found else None


def names_a_paper(title: str) -> bool:
    """True when the last word is a sort of paper that is none of the statutory ones: 方案, 启事, 预告."""
    return bool(NOUN_AT_END.search(_without_notes(title)))


def _without_notes(title: str) -> str:
    bare = title.replace(" ", "")
    while note := TRAILING_NOTE.search(bare):
        bare = bare[: note.start()]
    return bare


def is_office(words: str) -> bool:
    """True for the name of one office, printed alone."""
    bare = words.replace(" ", "")
    return (
        2 <= len(bare) <= 40
        and not re.search(r"[。；，：:？！《》“”;,?!=]", bare)
        and bool(OFFICE_END.search(bare))
    )
