"""表单: fills the Word templates of templates/docx.  What people wrote is text and nothing else."""

import re
from dataclasses import fields
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.nodes import Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from config.language import _, listed
from gateways import form_room
from gateways.form_parts import BadTemplate
from gateways.form_rules import check, strange
from models.papers import KINDS, Kind, Paper, kind_of

FOLDER = Path(__file__).parents[1] / "templates" / "docx"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fill(paper: Paper, released: bytes | None = None) -> bytes:
    """The form as a .docx, on the template that was released or on the one that came with the product.

    What somebody edited is filled in a confined child.  Raises BadTemplate when the template is missing or does more
    than print.
    """
    if released is not None:
        return form_room.fill(released, paper)
    values = {field.name: getattr(paper, field.name) for field in fields(paper)}
    return _filled(_template(kind_of(paper)), values)


def checked_and_filled(template: bytes, kind: Kind, values: dict[str, Any]) -> bytes:
    """For the child.  Raises BadTemplate."""
    _check(template, kind)
    return _filled(template, values)


def shipped(kind: Kind) -> bytes:
    """The template that came with the product.  Raises BadTemplate."""
    return _template(kind)


def check_templates() -> dict[str, str]:
    """File → what is wrong with it, empty when it is good; for ``jiyao doctor``."""
    return {kind.file: _complaint(kind) for kind in KINDS.values()}


def _complaint(kind: Kind) -> str:
    try:
        _template(kind)
    except BadTemplate as error:
        return str(error)
    return ""


def _template(kind: Kind) -> bytes:
    path = FOLDER / kind.file
    if not path.is_file():
        raise BadTemplate(_("缺少模板 {file}，请放回 templates/docx。", file=kind.file))
    return _checked(path, path.stat().st_mtime_ns, kind)


@lru_cache(maxsize=32)
def _checked(path: Path, saved_at: int, kind: Kind) -> bytes:
    """Read and checked once for every time the office saves it."""
    template = path.read_bytes()
    _check(template, kind)
    return template


def _check(template: bytes, kind: Kind) -> None:
    check(template, kind)
    asked = DocxTemplate(BytesIO(template)).get_undeclared_template_variables(_printer())
    if hidden := asked - {field.name for field in fields(kind.paper)}:
        raise BadTemplate(
            _("模板 {file} 里藏着不认识的字段：{sorted}。", file=kind.file, sorted=listed(sorted(hidden)))
        )


def _filled(template: bytes, values: dict[str, Any]) -> bytes:
    form = DocxTemplate(BytesIO(template))
    form.render(values, _printer(), autoescape=True)
    form.core_properties.author = form.core_properties.last_modified_by = ""
    return _saved(form)


class _Printer(SandboxedEnvironment):
    """Parses nothing that strange() does not pass, wherever in the file it hides."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> Template:
        try:
            tree = super()._parse(source, name, filename)
        except TemplateSyntaxError:
            raise BadTemplate(_("模板里有写坏的标记，不在文字中。")) from None
        if what := strange(tree):
            raise BadTemplate(_("模板里有不允许的写法：{what}。只能写字段、for 和 if。", what=what))
        return tree


@lru_cache(maxsize=1)
def _printer() -> _Printer:
    printer = _Printer(undefined=StrictUndefined, autoescape=True, finalize=_literal)
    printer.globals.clear()
    printer.filters.clear()
    printer.tests.clear()
    return printer


def _literal(value: object) -> Markup:
    """The words as they are.  The underscore is spelt out because docxtpl reads ``{_{`` as ``{{``."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return Markup(str(escape(NOT_IN_XML.sub("", text))).replace("_", "&#95;"))  # noqa: S704


def _saved(form: DocxTemplate) -> bytes:
    out = BytesIO()
    form.save(out)
    return out.getvalue()
