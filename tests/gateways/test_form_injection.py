"""F7, F8: what people write is printed as they wrote it; what an edited template may ask for is on a list."""

import zipfile
from collections.abc import Iterator
from dataclasses import is_dataclass
from io import BytesIO
from itertools import cycle
from time import monotonic
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from docx import Document

from gateways import form_room, forms
from gateways.form_parts import BadTemplate
from models.errors import Malformed
from models.papers import KINDS, Kind, Paper
from tests.gateways.papers import FULL, marks
from tests.gateways.test_form_rules import FORBIDDEN, MISTAKEN, SHEET_FILE
from tests.hostile import packages

SHEET_KIND = KINDS["processing-sheet"]
TAGS = [
    "{{{{ {0} }}}}", "{{{{{0}}}}}", "{{%p if {0} %}}", "{{%tr for x in {0} %}}", "{{# {0} #}}", "{{{{r {0} }}}}",
    "{{_{{ {0} }}_}}", "${{{0}}}", "<%= {0} %>", "#{{{0}}}", "<w:r><w:t>{0}</w:t></w:r>", "]]>{0}<![CDATA[",
    "</w:t></w:r></w:p>{0}", "&{0};", "\x00\x0b\x0c\x07{0}",
]  # fmt: skip
WORDS = [
    "7*7", "config", "self.__init__.__globals__", "''.__class__.__mro__[1].__subclasses__()", "lipsum.__globals__.os",
    "'a'*10**9", "cycler.__init__", "title|attr('x')", "x", "range(10**9)",
]  # fmt: skip
PAYLOADS = [tag.format(word) for tag in TAGS for word in WORDS]


def filled_with(hint: Any, words: Iterator[str]) -> Any:
    """A paper whose every field holds the next of ``words``."""
    if get_origin(hint) is tuple:
        return tuple(filled_with(get_args(hint)[0], words) for _ in range(6))
    if is_dataclass(hint):
        return hint(**{name: filled_with(kind, words) for name, kind in get_type_hints(hint).items()})
    there = [one for one in get_args(hint) if one is not NoneType]
    return filled_with(there[0], words) if there else next(words)


def papers_of(kind: Kind) -> Iterator[Paper]:
    """As many as it takes to write every payload."""
    words, written = cycle(PAYLOADS), 0
    while written < len(PAYLOADS):
        paper = filled_with(kind.paper, words)
        written += len(marks(paper))
        yield paper


def printed(words: str) -> str:
    """What paper can hold of it."""
    return "".join(one for one in words if one in "\n\t" or one >= " ")


def text_of(docx: bytes) -> str:
    document = Document(BytesIO(docx))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) == 150
    assert len(HOSTILE_TEMPLATES) >= 60


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_payload_is_printed_as_it_was_written_on_every_form(kind: Kind) -> None:
    seen: set[str] = set()
    for paper in papers_of(kind):
        text = text_of(forms.fill(paper))
        missing = [words for words in marks(paper) if printed(words) not in text]
        assert missing == []
        seen.update(marks(paper))
    assert seen == set(PAYLOADS)


def test_a_released_template_prints_them_no_differently() -> None:
    paper = filled_with(SHEET_KIND.paper, cycle(PAYLOADS))
    one, other = forms.fill(paper), forms.fill(paper, forms.shipped(SHEET_KIND))
    assert text_of(one) == text_of(other)
    assert text_of(forms.fill(FULL)) == text_of(forms.fill(FULL, forms.shipped(SHEET_KIND)))


# -- templates that somebody hands in -------------------------------------------------------------------------


def saying(words: str) -> bytes:
    """The 文件处理单 as a clerk saves it, with this text in a cell."""
    document, out = Document(str(SHEET_FILE)), BytesIO()
    document.tables[0].cell(0, 1).paragraphs[0].runs[0].text = words
    document.save(out)
    return out.getvalue()


def hiding(words: str) -> bytes:
    """The same words where no text stands."""
    out = BytesIO()
    with zipfile.ZipFile(SHEET_FILE) as good, zipfile.ZipFile(out, "w") as bad:
        for name in good.namelist():
            part = good.read(name)
            bad.writestr(
                name,
                part.replace(b'w:val="FormTitle"', f'w:val="{words}"'.encode(), 1)
                if "document" in name
                else part,
            )
    return out.getvalue()


# Out of the text a note and a raw block print nothing, ``{{r`` prints what ``{{`` prints, and a quote ends the attribute.
HARMLESS_THERE = [
    words for words in FORBIDDEN if "{#" in words or "{{r" in words or "raw" in words or "'" in words
]
FAMILIES = packages.family()
HOSTILE_TEMPLATES: dict[str, bytes] = (
    {f"says {words}": saying(words) for words in [*FORBIDDEN, *MISTAKEN]}
    | {f"hides {words}": hiding(words) for words in FORBIDDEN if words not in HARMLESS_THERE}
    | {
        "huge loop": saying("{% for a in range(10**9) %}x{% endfor %}"),
        "huge text": saying("{{'a'*10**9}}"),
        "power": saying("{{ 9**9**9 }}"),
        "deep": saying("{% if title %}" * 500 + "{% endif %}" * 499),
        "not a word file": b"PK\x03\x04" + bytes(99),
        "empty": b"",
        "macros": FAMILIES["macros"][0],
        "elsewhere": FAMILIES["fetched from elsewhere"][0],
        "doctype": FAMILIES["doctype and entities"][0],
        "bomb": FAMILIES["bombs"][0],
    }
)


@pytest.mark.slow
def test_every_hostile_template_is_refused_when_it_is_handed_in() -> None:
    taken = []
    for name, template in HOSTILE_TEMPLATES.items():
        begun = monotonic()
        try:
            form_room.try_out(template, SHEET_KIND)
        except Malformed:
            continue
        finally:
            assert monotonic() - begun < 10, name
        taken.append(name)
    assert taken == []


def test_behind_the_list_stands_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_room, "TIMEOUT_SECONDS", 0.01)
    with pytest.raises(BadTemplate, match="时间、内存限额"):
        form_room.try_out(forms.shipped(SHEET_KIND), SHEET_KIND)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_sample_prints_the_names_of_the_fields(kind: Kind) -> None:
    text = text_of(form_room.try_out(forms.shipped(kind), kind))
    assert text.count("〔") >= 5
    assert "{" not in text
