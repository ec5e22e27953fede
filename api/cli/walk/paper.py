"""旧件: the paper that was found in a cabinet: dated 2014, to be kept ten years, so that its term is over."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from gateways.samples import MAKERS, Paper
from models import search
from models.database import reading
from models.document import Document
from models.values import on_paper

TITLE = "江州市卫生局关于印发医疗设备报废处置办法的通知"
ISSUER = "江州市卫生局"
DATED = date(2014, 3, 18)
FIRST_SERIAL = 41


@dataclass(frozen=True)
class OldPaper:
    title: str
    issuer: str
    number: str
    file_name: str
    content: bytes


def find_one() -> OldPaper:
    """Every walk finds another one, so that none is taken for a duplicate."""
    with reading() as session:
        found = len(session.exec(search.matching(session, select(Document), ISSUER, few=False)).all())
    number = f"江卫设〔{DATED.year}〕{FIRST_SERIAL + found}号"
    paper = Paper(
        issuer=ISSUER,
        number=number,
        title=TITLE,
        addressees=("各县（区）卫生局", "局直属各单位"),
        body=(
            "为规范医疗设备报废处置工作，现将《医疗设备报废处置办法》印发给你们，请认真贯彻执行。",
            "各单位应当建立报废设备台账，处置情况于每年年底前报我局备案。",
        ),
        dated=on_paper(DATED),
        attachments=("医疗设备报废处置办法",),
    )
    return OldPaper(TITLE, ISSUER, number, f"{TITLE}.docx", MAKERS["docx"](paper))
