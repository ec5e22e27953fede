"""本机: room on the disk, the forms' templates, and what turns them into PDF."""

import shutil
from pathlib import Path

from api.cli.checks.finding import Trouble
from config.settings import settings
from gateways import forms, pdf

LEAST_FREE_GB = 2


def room_is_left() -> str:
    free = shutil.disk_usage(_there(settings().data_dir)).free / 1e9
    if free < LEAST_FREE_GB:
        raise Trouble(f"数据目录所在磁盘只剩 {free:.1f} GB", f"请腾出至少 {LEAST_FREE_GB} GB。")
    return f"剩余 {free:.0f} GB"


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return folder if folder.exists() else _there(folder.parent)


def templates_hold() -> str:
    found = forms.check_templates()
    if wrong := {file: why for file, why in found.items() if why}:
        raise Trouble("；".join(wrong.values()), "请用 Word 改正 templates/docx 里的模板，或从发行包恢复。")
    return f"{len(found)} 个模板都能打印"


def can_print_pdf() -> str:
    if not pdf.available():
        raise Trouble("没有 LibreOffice，只能出 Word 文件", "需要 PDF 时请安装 libreoffice-writer-nogui。")
    faces = pdf.typefaces()
    if not any("CJK" in face or "Fandol" in face or face in pdf.PRINTED for face in faces.values()):
        raise Trouble("没有中文字体，PDF 和页面图像会缺字", "请安装 fonts-noto-cjk 或本院的公文字体。")
    return "；".join(f"{name}→{face}" for name, face in faces.items())
