"""PDF: prints a filled form through LibreOffice, where it is installed."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from gateways import confined
from gateways.confined import KILLED, python
from models.errors import NotNow

TIMEOUT_SECONDS = 120
QUEUE_SECONDS = 20

PRINTERS = BoundedSemaphore(2)  # LibreOffice takes about 200 MB each time

SERIF = ("Source Han Serif SC", "Noto Serif CJK SC")
SANS = ("Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei")
TITLES = (
    "方正小标宋简体",
    "方正小标宋_GBK",
    "FZXiaoBiaoSong-B05S",
)  # heavier than 宋体: its stand-in is bold
STAND_INS = {
    TITLES: SERIF,
    ("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312"): ("FandolFang R", *SERIF),
    ("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312"): ("LXGW WenKai", "AR PL UKai CN", *SERIF),
    ("黑体", "SimHei"): SANS,
    ("宋体", "SimSun"): SERIF,
}


CLOSED = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
)

PRINTED = ("方正小标宋简体", "黑体", "仿宋_GB2312", "宋体")


class NoPdf(NotNow):
    """No LibreOffice, or it gave up; the .docx is always there."""


def available() -> bool:
    return _soffice() is not None


def to_pdf(docx: bytes) -> bytes:
    """The printed page.  Raises NoPdf; every call has its own profile and leaves nothing on the disk."""
    program = _soffice()
    if program is None:
        raise NoPdf("本机没有安装 LibreOffice，不能生成 PDF；请改用 Word 文件（.docx）。")
    with _turn(), _desk() as desk:
        (desk / "form.docx").write_bytes(docx)
        _convert(program, desk)
        return _printed(desk / "form.pdf")


def typefaces() -> dict[str, str]:
    """Typeface of the forms → the one this machine prints it in; for ``jiyao doctor``.  Empty without fontconfig."""
    if not (program := which("fc-match")):
        return {}
    with _desk() as desk:
        return {name: _asked([program, "-f", "%{family[0]}", name], desk) for name in PRINTED}


@contextmanager
def _turn() -> Iterator[None]:
    """Raises NoPdf when too many are waiting: a web server must keep threads for everybody else."""
    if not PRINTERS.acquire(timeout=QUEUE_SECONDS):
        raise NoPdf("正在生成的 PDF 太多，请稍后再试，或改用 Word 文件。")
    try:
        yield
    finally:
        PRINTERS.release()


@contextmanager
def _desk() -> Iterator[Path]:
    """A private folder (0700) with the typefaces' stand-ins, removed afterwards."""
    with TemporaryDirectory(prefix="jiyao-pdf-") as folder:
        (Path(folder) / "fonts.conf").write_text(_fonts_conf(), encoding="utf-8")
        yield Path(folder)


def _fonts_conf() -> str:
    """Stand-ins for the office's typefaces: a licensed font that is installed always goes first."""
    aliases = "".join(_alias(name, others) for names, others in STAND_INS.items() for name in names)
    bold = "".join(_bold(name) for name in TITLES)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{aliases}{bold}</fontconfig>'
    )


def _alias(name: str, others: tuple[str, ...]) -> str:
    families = "".join(f"<family>{other}</family>" for other in others)
    return f'<alias binding="same"><family>{name}</family><accept>{families}</accept></alias>'


def _bold(name: str) -> str:
    weight = '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>'
    return f'<match target="pattern"><test name="family"><string>{name}</string></test>{weight}</match>'


def _soffice() -> str | None:
    return which("soffice") or which("libreoffice")


def _convert(program: str, desk: Path) -> None:
    """In a child without a network: a stranger's Word file may try anything."""
    _write_profile(desk)
    words = [
        f"-env:UserInstallation={(desk / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck"),
        *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(desk), str(desk / "form.docx")),
    ]
    command = python("gateways.confined", program, *words)
    code, _ = confined.run(command, seconds=TIMEOUT_SECONDS, environment=_environment(desk))
    if code in KILLED:
        raise NoPdf(f"LibreOffice 在 {TIMEOUT_SECONDS} 秒内没有完成，请稍后再试或改用 Word 文件。")


def _write_profile(desk: Path) -> None:
    """A second lock: no macro, no link followed, nothing brought up to date."""
    folder = desk / "profile" / "user"
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in CLOSED
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _asked(command: list[str], desk: Path) -> str:
    answer = subprocess.run(  # noqa: S603 - our own words only, no shell
        command, env=_environment(desk), capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=True
    )
    return answer.stdout


def _environment(desk: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(desk),
        "TMPDIR": str(desk),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(desk / "fonts.conf"),
    }


def _printed(pdf: Path) -> bytes:
    """soffice exits 0 when it wrote nothing, so the file is asked, not the exit code."""
    if not pdf.exists():
        raise NoPdf("LibreOffice 没有生成 PDF，请改用 Word 文件（.docx）。")
    return pdf.read_bytes()
