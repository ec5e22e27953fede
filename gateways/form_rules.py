"""模板检查: what a Word template may ask for.  Anything else is refused, with its paragraph or cell.

``{{ field }}`` · ``{% for row in rows %}`` · ``{% if field %} … {% else %} … {% endif %}``; written ``{%tr …`` or
``{%p …`` they repeat or drop a whole table row or paragraph.  No loop stands in a loop: a form cannot grow beyond
rows × template, so it needs no process of its own to be filled in.
"""

import re
from dataclasses import is_dataclass
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import nodes

from config.language import _, listed
from gateways.form_parts import BadTemplate, fonts_missing, opened, paragraphs
from models.papers import Kind

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
NAME = r"[A-Za-z][A-Za-z0-9_]*"
PATH = rf"{NAME}(?:\.{NAME})?"
PRINT = re.compile(rf"\{{\{{\s*(?P<path>{PATH})\s*\}}\}}")
BLOCK = re.compile(
    rf"\{{%(?:tr |p )?\s*(?:for\s+(?P<each>{NAME})\s+in\s+(?P<rows>{PATH})|if\s+(?P<test>{PATH})"
    r"|(?P<word>else|endfor|endif))\s*%\}"
)


def check(template: bytes, kind: Kind) -> None:
    """Every tag in its place, every field known to the form.  Raises BadTemplate."""
    document = opened(template, kind.file)
    reader = _Reader(kind)
    for place, text in paragraphs(document):
        try:
            reader.read(text)
        except BadTemplate as error:
            raise BadTemplate(
                _("模板 {file} {place}：{error}", file=kind.file, place=place, error=error)
            ) from None
    if reader.open:
        raise BadTemplate(
            _("模板 {file}：有 {open} 没有写 end{open}。", file=kind.file, open=reader.open[-1][0])
        )
    if place := fonts_missing(document):
        raise BadTemplate(_("模板 {file} {place}：没有指定中文字体。", file=kind.file, place=place))


def strange(tree: nodes.Template) -> str:
    """The first thing in what Jinja would run that is not on the list; empty when there is none."""
    return next((what for node in _every(tree) if (what := _strange(node))), "")


def _every(node: nodes.Node) -> list[nodes.Node]:
    return [node, *(one for child in node.iter_child_nodes() for one in _every(child))]


def _strange(node: nodes.Node) -> str:
    match node:
        case nodes.Getattr(node=nodes.Name(), attr=str(attr)):
            return attr if attr.startswith("_") else ""
        case nodes.For(target=nodes.Name(), iter=nodes.Name() | nodes.Getattr(), test=None, recursive=False):
            return _("for 套 for") if node.find(nodes.For) else ""
        case nodes.If(test=nodes.Name() | nodes.Getattr(), elif_=[]):
            return ""
        case nodes.Name(name=str(name)):
            return name if name.startswith("_") else ""
        case nodes.Template() | nodes.Output() | nodes.TemplateData():
            return ""
    return type(node).__name__


class _Reader:
    """Reads the tags in their order and knows which fields are in reach; ``open`` are the blocks still to end."""

    def __init__(self, kind: Kind) -> None:
        self.reach: dict[str, Any] = get_type_hints(kind.paper)
        self.open: list[tuple[str, dict[str, Any]]] = []

    def read(self, text: str) -> None:
        if re.search(r"｛[｛{%％]|[｝}%％]｝", text):
            raise BadTemplate(_("标记要用半角的 { } 和 %，不能用全角的。"))
        for tag in TAG.findall(text):
            self._tag(tag)
        if re.search(r"\{[{%#]|[}%#]\}", TAG.sub("", text)):
            raise BadTemplate(_("标记没有写完整，{{ }}、{% %} 要在同一段里成对。"))

    def _tag(self, tag: str) -> None:
        if found := PRINT.fullmatch(tag):
            self._print(found["path"])
        elif not (found := BLOCK.fullmatch(tag)):
            raise BadTemplate(_("不允许的写法 {tag}，只能写字段、for 和 if。", tag=tag[:60]))
        elif found["each"]:
            self._for(found["each"], found["rows"])
        elif found["test"]:
            self._if(found["test"])
        else:
            self._turn(found["word"])

    def _print(self, path: str) -> None:
        if self._kind(path) is not str:
            raise BadTemplate(_("{path} 不是一项文字，要用 for 或 if，或者写出下级字段。", path=path))

    def _for(self, each: str, rows: str) -> None:
        kind = self._kind(rows)
        if get_origin(kind) is not tuple:
            raise BadTemplate(_("{rows} 不是多行内容，不能用 for。", rows=rows))
        if any(word == "for" for word, _ in self.open):
            raise BadTemplate(_("for 里面不能再写 for。"))
        self._begin("for", {each: get_args(kind)[0]})

    def _if(self, path: str) -> None:
        kind = self._kind(path)
        there = [one for one in get_args(kind) if one is not NoneType]
        self._begin("if", {path: there[0]} if NoneType in get_args(kind) else {})

    def _begin(self, word: str, more: dict[str, Any]) -> None:
        self.open.append((word, self.reach))
        self.reach = {**self.reach, **more}

    def _turn(self, word: str) -> None:
        """``else`` forgets what the block brought in reach, ``endfor`` and ``endif`` end it."""
        if not self.open or word not in ("else", f"end{self.open[-1][0]}"):
            raise BadTemplate(_("{word} 前面没有与它成对的 for 或 if。", word=word))
        self.reach = self.open[-1][1]
        if word != "else":
            self.open.pop()

    def _kind(self, path: str) -> Any:
        head, _dot, tail = path.partition(".")
        kind = _known(head, self.reach)
        if not tail:
            return kind
        if NoneType in get_args(kind):
            raise BadTemplate(_("{head} 可能还没有，请写在 {{% if {head} %}} 里面。", head=head))
        return _known(tail, get_type_hints(kind) if is_dataclass(kind) else {}, f"{head}.")


def _known(name: str, reach: dict[str, Any], prefix: str = "") -> Any:
    if name not in reach:
        raise BadTemplate(
            _(
                "不认识的字段 {prefix}{name}；可用的是：{reach}。",
                prefix=prefix,
                name=name,
                reach=listed(prefix + one for one in reach) or _("无"),
            )
        )
    return reach[name]
