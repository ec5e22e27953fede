"""退件: why a file is not taken.  Each says what the sender can do; none quotes the file."""

from typing import ClassVar

from config.language import _
from models.errors import Malformed


class FileRefused(Malformed):
    """An uploaded file that is not taken."""

    sentence: ClassVar[str] = _("文件无法接收。")

    def __init__(self) -> None:
        super().__init__(self.sentence, field="file")


class UnsupportedType(FileRefused):
    sentence = _("不接收此类文件。请上传 docx、pdf、ofd、txt，或 png、jpg、tiff 图片。")


class NothingInside(FileRefused):
    sentence = _("文件是空的，没有任何内容。请核对原件，重新导出后上传。")


class TypeMismatch(FileRefused):
    sentence = _("文件内容与其类型不符。请核对扩展名，用原软件重新导出后上传。")


class OldOrEncryptedOffice(FileRefused):
    sentence = _("这是旧版 Office 文件，或设有打开密码的文件。请取消密码，另存为 docx 后上传。")


class EncryptedPdf(FileRefused):
    sentence = _("PDF 已加密或设有权限密码，无法识读和长期保存。请解除密码后重新上传。")


class BrokenPdf(FileRefused):
    sentence = _("PDF 已损坏，无法打开。请重新生成后上传。")


class Macros(FileRefused):
    sentence = _("Word 文件含有宏或控件，不予接收。请去除宏，另存为 docx 后上传。")


class ExternalContent(FileRefused):
    sentence = _("Word 文件引用外部模板、图片或对象，打开时会连到别处，不予接收。请改为嵌入后重新上传。")


class DoctypeInside(FileRefused):
    sentence = _("文件内部的 XML 含有 DOCTYPE 声明，可能藏有攻击，不予接收。请用原软件重新保存后上传。")


class FileInside(FileRefused):
    sentence = _(
        "文件里还嵌有文件或对象（内嵌表格、附件、压缩包），无法逐一检查，不予接收。请取出后分别上传。"
    )


class StrangePart(FileRefused):
    sentence = _("Word 文件含有清单以外的部件，不予接收。请用 Word 或 WPS 另存为 docx 后上传。")


class SvgInside(FileRefused):
    sentence = _("Word 文件含有 SVG 图形，其中可以藏脚本，不予接收。请把图形另存为 PNG 后替换。")


class ActivePdf(FileRefused):
    sentence = _("PDF 含有脚本、自动动作、表单程序或多媒体，不予接收。请打印成新的 PDF 后上传。")


class Polyglot(FileRefused):
    sentence = _("一个文件里藏有另一种格式的文件，不予接收。请用原软件重新导出后上传。")


class BrokenImage(FileRefused):
    sentence = _("图片已损坏，或者像素过多。请重新扫描，每页不超过 8000 万像素。")


class TooMuchInside(FileRefused):
    sentence = _("压缩结构异常：内含文件过多、展开后过大或压缩比过高，不予接收。")


class Unreadable(FileRefused):
    sentence = _("文件已损坏，无法识读。请核对原文件后重新上传。")


class TooHeavy(FileRefused):
    sentence = _("识读此文件超出时间或内存限额，已停止。请拆分或重新导出后上传。")


REFUSALS: dict[str, type[FileRefused]] = {kind.__name__: kind for kind in FileRefused.__subclasses__()}
