"""每一步: what each person does when it is his or her turn, through the pages.  Each says what was done."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

from api.cli.walk.browser import Browser, Stuck
from api.cli.walk.life import Life
from api.cli.walk.paper import DATED

LINK = re.compile(r"https?://\S+/t/[\w-]+")
ORIGINAL = re.compile(r'href="(/documents/[\w-]+/files/[\w-]+)"')
GONE = 409


def sign_for(life: Life, me: Browser) -> str:
    sheet = me.sheet("/documents/new", "documents")
    upload = {"file": (life.paper.file_name, life.paper.content, "application/octet-stream")}
    said = {"received_from": life.paper.issuer, "paper_location": "机要室3号柜", "copy_numbers": "000012"}
    place = me.sends(sheet, upload, **said, remarks="清理文件柜时发现的旧件")
    life.document = urlsplit(place).path.rpartition("/")[2]
    return f"签收一份{DATED.year}年的旧件，文件封存入库"


def register(life: Life, me: Browser) -> str:
    sheet = life.sheet(me, "registration")
    read = {name: sheet.said[name][0] for name in ("title", "issuer", "doc_number", "issue_date")}
    wanted = (life.paper.title, life.paper.issuer, life.paper.number, DATED.isoformat())
    if tuple(read.values()) != wanted:
        raise Stuck(f"识别有误：{read}")
    sheet.tick_all("checks")
    me.sends(sheet, action="act", due_date="")
    life.original = ORIGINAL.search(me.opens(life.page))[1]  # type: ignore[index]
    return f"核对识别结果，登记为 {me.reads(f'/documents/{life.document}')['number']}"


def propose(life: Life, me: Browser) -> str:
    sheet = life.sheet(me, "proposal")
    sheet.choose("lead", "医务部")
    sheet.choose("leaders", life.names["wang"], life.names["zhou"])
    sheet.choose("readers", life.names["hu"])
    me.sends(sheet, words="拟请王副院长、周院长批示，医务部主办。")
    return "拟办：送两位院领导批示，医务部主办"


def sign_by_mail(life: Life, me: Browser) -> str:
    """The link shows nothing but a sign-in; the post of the person it was sent to decides."""
    link = urlsplit(_link(life.watch.mail_to("wang@"))).path
    stranger = Browser(life.base, me.uid, life.password, life.stop)
    if life.paper.title in stranger.opens(link):
        raise Stuck("未登录就看到了公文标题")
    sheet = stranger.sheet(stranger.signs_in(link), link.rpartition("/")[2])
    stranger.sends(sheet, decision="instruct", words="同意。请医务部核实设备台账。")
    return "从邮件里的链接登录后批示"


def sign(life: Life, me: Browser) -> str:
    me.sends(life.sheet(me, "opinion"), decision="instruct", words="请医务部抓好落实。")
    return "批示"


def hand_out(life: Life, me: Browser) -> str:
    sheet = life.sheet(me, "handing-out")
    me.sends(sheet)
    return f"送阅份号 {sheet.said['copy_number'][0]}"


def read(life: Life, me: Browser) -> str:
    me.sends(life.sheet(me, "reading"), words="已阅。")
    return "阅签"


def take_back(life: Life, me: Browser) -> str:
    me.sends(life.sheet(me, "taking-back"))
    return "收回传阅件"


def accept(life: Life, me: Browser) -> str:
    me.sends(life.sheet(me, "acceptance"))
    return "承办签收"


def report(life: Life, me: Browser) -> str:
    me.sends(life.sheet(me, "progress"), percent="60", words="已核对设备台账，正在整理处置清单。")
    return "反馈进展 60%"


def complete(life: Life, me: Browser) -> str:
    me.sends(life.sheet(me, "completion"), words="已核实设备台账，报废设备处置完毕，无遗留事项。")
    return "报告办结"


def close(life: Life, me: Browser) -> str:
    sheet = life.sheet(me, "closure")
    sheet.tick_all("checks")
    me.sends(sheet)
    return "七项审核通过，销号"


def acknowledge(life: Life, me: Browser) -> str:
    me.sends(life.sheet(me, "acknowledgement"))
    return "知悉办结"


def archive(life: Life, me: Browser) -> str:
    sheet = life.sheet(me, "filing")
    sheet.tick_all("checks")
    me.sends(sheet, retention="years10")
    return "归档，保管期限10年，已满"


def propose_destruction(life: Life, me: Browser) -> str:
    sheet = me.sheet("/destruction-orders", "destruction-orders")
    sheet.choose("approver", life.names["zhou"])
    sheet.choose("witnesses", life.names["sun"], life.names["wei"])
    words = "保管期限已满，事项早已办结，无继续保存价值。"
    place = me.sends(sheet, documents=life.document, words=words)
    life.order = urlsplit(place).path.rpartition("/")[2]
    return "鉴定，编制销毁清册报批"


def approve_destruction(life: Life, me: Browser) -> str:
    me.sends(me.sheet(f"/destruction-orders/{life.order}", "approval"))
    return "批准销毁"


def witness(life: Life, me: Browser) -> str:
    me.sends(me.sheet(f"/destruction-orders/{life.order}", "witnessing"))
    return "监销签字"


def find_it_gone(life: Life, me: Browser) -> str:
    me.opens(life.original, expect=GONE)
    return "核对：密钥已销毁，文件打不开，只留登记和清册"


def _link(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    found = LINK.search(body.get_content() if body else "")
    if found is None:
        raise Stuck("信里没有链接")
    return found.group()
