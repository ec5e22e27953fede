"""A Jinja environment for one language.  The Chinese one is plain Jinja; any other is translated when compiled."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from jinja2 import Environment, nodes, pass_eval_context
from jinja2.compiler import CodeGenerator
from jinja2.filters import sync_do_join

from config.catalogue import CHINESE, catalogue
from config.language import APART, forms, told
from gateways.tongues.markup import Lines, Reader, Tag
from gateways.tongues.sentences import FIRST_PLACE, HAN, Look, Run, retold, runs, said, sentences

PARTS = re.compile("([\ue000-\uf8fe])(?:\uf8ff([^\uf8ff]*)\uf8ff)?")


def speak(environment: Environment, language: str) -> Environment:
    """Templates of this environment speak the language, and so do the sentences put into them."""
    if language == CHINESE:
        return environment
    words = catalogue(language)
    environment.code_generator_class = type(
        "Retelling", (_Retelling,), {"look": staticmethod(lambda sentence: words.get(sentence, sentence))}
    )
    environment.finalize = partial(told, language=language)
    environment.filters |= {"as_data": str, "in_words": environment.finalize, "by_number": forms}
    environment.filters["join"] = _joining(language)
    return environment


def words_of(name: str, source: str) -> list[str]:
    """Every sentence of a template that a catalogue has to hold."""
    found: list[str] = []

    def look(sentence: str) -> str:
        found.append(sentence)
        return sentence

    translate(Environment(autoescape=True).parse(source), name, look)
    return found


def translate(tree: nodes.Template, name: str, look: Look) -> nodes.Template:
    _walk(tree, Lines() if name.endswith(".txt") else Reader(), look)
    return tree


class _Retelling(CodeGenerator):
    look: Look

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        super().visit_Template(translate(node, self.name or "", self.look), frame)


def _walk(node: nodes.Node, reader: Reader, look: Look) -> None:
    """In the order of the text, for a tag may span an ``{% if %}``.  What is compared stays as it is."""
    if isinstance(node, nodes.Compare):
        return
    for one in node.iter_child_nodes():
        _walk(one, reader, look)
    if isinstance(node, nodes.Output):
        node.nodes = list(_output(node.nodes, reader, look))
    elif isinstance(node, nodes.Concat):
        node.nodes = [_filter(one, "in_words") for one in node.nodes]
    elif type(node) is nodes.Const and isinstance(node.value, str) and HAN.search(node.value):
        node.value = said(node.value, str, look)


def _output(parts: list[nodes.Expr], reader: Reader, look: Look) -> Iterator[nodes.Expr]:
    places: list[nodes.Expr] = []
    text = ""
    for part in parts:
        if isinstance(part, nodes.TemplateData):
            text += part.data
        else:
            text += chr(FIRST_PLACE + len(places))
            places.append(part)
    pieces = reader.read(text)
    data = set(_data(pieces, reader))
    for run in runs(pieces):
        for sentence in sentences(run):
            new = retold(sentence, lambda n: name_of(places[n]), look)
            yield from _nodes(new, places, data)


def _data(pieces: Run, reader: Reader) -> Iterator[str]:
    """The places whose value the browser sends back, or finds its way by: they stay Chinese."""
    for piece in pieces:
        if isinstance(piece, Tag):
            yield from (one for part in piece.pieces if not part.is_read for one in part.text)
            reader.element = "" if piece.closes else piece.name or reader.element
        elif reader.element == "textarea":
            yield from piece.text


def _nodes(text: str, places: list[nodes.Expr], data: set[str]) -> Iterator[nodes.Expr]:
    at = 0
    for found in PARTS.finditer(text):
        if found.start() > at:
            yield nodes.TemplateData(text[at : found.start()])
        at, place = found.end(), places[ord(found[1]) - FIRST_PLACE]
        if found[2]:
            yield _filter(place, "by_number", nodes.Const(found[2]))
        else:
            yield _filter(place, "as_data") if found[1] in data and not _is_call(place) else place
    if text[at:]:
        yield nodes.TemplateData(text[at:])


def _is_call(place: nodes.Expr) -> bool:
    """A macro writes its own markup, with words in it or not."""
    return isinstance(place, nodes.Call) or (isinstance(place, nodes.Filter) and place.name == "xmlattr")


def _filter(of: nodes.Expr, name: str, *more: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(of, name, list(more), [], None, None, lineno=of.lineno, environment=of.environment)


def _joining(language: str) -> Any:
    @pass_eval_context
    def joined(context: Any, words: Any, mark: str = "", attribute: Any = None) -> Any:
        return sync_do_join(context, [told(one, language) for one in words], APART.get(mark, mark), attribute)

    return joined


def name_of(place: nodes.Expr) -> str:
    """What the sentence calls a value: the last name in its expression."""
    if isinstance(place, nodes.Name):
        return place.name
    if isinstance(place, nodes.Getattr):
        return place.attr
    if (
        isinstance(place, nodes.Getitem)
        and isinstance(place.arg, nodes.Const)
        and isinstance(place.arg.value, str)
    ):
        return place.arg.value
    inner = next((one for one in place.iter_child_nodes() if isinstance(one, nodes.Expr)), None)
    return "value" if inner is None or isinstance(inner, nodes.Const) else name_of(inner)
