"""A template is edited in Word by anybody in the office: it may print, repeat and choose, and do nothing else."""

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KIND_OF_LINK

from gateways import forms
from gateways.form_parts import BadTemplate
from models.papers import KINDS
from tests.gateways.papers import SHEET

SHEET_FILE = forms.FOLDER / KINDS["processing-sheet"].file
PLACE = "模板 processing_sheet.docx 正文第1个表格第1行第2格："
FORBIDDEN = [
    "{{ 7*7 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ title ~ number }}",
    "{{ title|upper }}",
    "{{ title.upper() }}",
    "{{ title[0] }}",
    "{{ title.__class__ }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ _private }}",
    "{{ title if unit else number }}",
    "{{ lipsum() }}",
    "{{r title }}",
    "{# a note #}",
    "{% set x = 1 %}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% macro m() %}{% endmacro %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% filter upper %}x{% endfilter %}",
    "{% colspan title %}",
    "{% vm %}",
    "{% for n in range(9) %}{% endfor %}",
    "{% for one in instructions recursive %}{% endfor %}",
    "{% for one in instructions if one %}{% endfor %}",
    "{% if title == 'x' %}{% endif %}",
    "{% if not title %}{% endif %}",
    "{% if title %}{% elif unit %}{% endif %}",
]
MISTAKEN = {
    "{{ titel }}": "不认识的字段 titel",
    "{{ range }}": "不认识的字段 range",
    "{{ title.upper }}": "不认识的字段 title.upper",
    "{{ instructions }}": "instructions 不是一项文字",
    "{{ proposal.words }}": "proposal 可能还没有",
    "{% if proposal %}{{ proposal.word }}{% endif %}": "不认识的字段 proposal.word",
    "{% if proposal %}{% else %}{{ proposal.words }}{% endif %}": "proposal 可能还没有",
    "{% for one in title %}{% endfor %}": "title 不是多行内容",
    "{% for one in instructions %}{{ one.when }}{% endfor %}": "不认识的字段 one.when；可用的是：one.who、",
    "{% for one in instructions %}{% endfor %}{{ one.who }}": "不认识的字段 one",
    "{% for a in instructions %}{% for b in readings %}{% endfor %}{% endfor %}": "for 里面不能再写 for",
    "{% if title %}{% endfor %}": "endfor 前面没有",
    "{% endif %}": "endif 前面没有",
    "{{ title": "标记没有写完整",
    "title }}": "标记没有写完整",
    "｛｛ title ｝｝": "标记要用半角的",
    "｛% if title %｝": "标记要用半角的",
}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the office's own 文件处理单 will lie."""
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    return tmp_path / SHEET_FILE.name


def write(path: Path, text: str) -> None:
    """The form as a clerk saves it, with this text in the cell beside 来文单位."""
    document = Document(str(SHEET_FILE))
    document.tables[0].cell(0, 1).paragraphs[0].runs[0].text = text
    document.save(str(path))


def hide(path: Path, there: str, instead: str) -> None:
    """The form as an attacker saves it, with a tag where no word stands."""
    with zipfile.ZipFile(SHEET_FILE) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            part = good.read(name).decode()
            assert name != "word/document.xml" or there in part
            bad.writestr(name, part.replace(there, instead) if name == "word/document.xml" else part)


def refusal() -> str:
    with pytest.raises(BadTemplate) as refused:
        forms.fill(SHEET)
    return str(refused.value)


def test_the_product_s_own_templates_are_good() -> None:
    assert forms.check_templates() == {kind.file: "" for kind in KINDS.values()}


@pytest.mark.parametrize("tag", FORBIDDEN)
def test_what_does_more_than_print_is_refused_in_its_cell(tag: str, office: Path) -> None:
    write(office, tag)
    assert refusal().startswith(PLACE)


@pytest.mark.parametrize("tag", MISTAKEN)
def test_a_mistake_is_named(tag: str, office: Path) -> None:
    write(office, tag)
    assert refusal().startswith(PLACE + MISTAKEN[tag])


@pytest.mark.parametrize(
    "tag", ["{{ 7*7 }}", "{{ ''.__class__ }}", "{{ unit.upper() }}", "{% set a = 1 %}", "{{ _unit }}"]
)
def test_a_tag_hidden_outside_the_text_is_never_run(tag: str, office: Path) -> None:
    hide(office, 'w:val="FormTitle"', f'w:val="FormTitle{tag}"')
    assert refusal().startswith("模板里有不允许的写法：")
    assert forms.check_templates()[office.name] == refusal()


def test_a_field_hidden_outside_the_text_is_named(office: Path) -> None:
    hide(office, 'w:val="FormTitle"', 'w:val="FormTitle{{ secret }}"')
    assert "藏着不认识的字段：secret" in refusal()
    hide(office, 'w:val="FormTitle"', 'w:val="FormTitle{{ unit"')
    assert "写坏的标记" in refusal()


def test_a_loop_hidden_in_a_loop_is_never_run(office: Path) -> None:
    loop = "{% for a in readings %}"
    hide(office, 'w:val="FormTitle"', f'w:val="FormTitle{loop * 2}x{"{% endfor %}" * 2}"')
    assert "for 套 for" in refusal()


def test_a_block_left_open_is_named(office: Path) -> None:
    write(office, "{% if title %}")
    assert "有 if 没有写 endif" in refusal()


def test_a_tag_that_word_has_cut_into_runs_is_read_whole(office: Path) -> None:
    document = Document(str(SHEET_FILE))
    paragraph = document.tables[0].cell(0, 1).paragraphs[0]
    paragraph.runs[0].text = "{{ iss"
    paragraph.add_run("uer }}")
    document.save(str(office))
    assert Document(str(SHEET_FILE)).tables[0].cell(0, 1).text == "{{ issuer }}"
    forms.fill(SHEET)


def test_the_foot_of_the_page_is_checked_too(office: Path) -> None:
    document = Document(str(SHEET_FILE))
    document.sections[0].footer.paragraphs[0].runs[0].text = "{{ secret }}"
    document.save(str(office))
    assert refusal().startswith("模板 processing_sheet.docx 页脚第1段：不认识的字段 secret")


def test_a_link_to_the_outside_is_refused(office: Path) -> None:
    document = Document(str(SHEET_FILE))
    document.part.relate_to("http://192.0.2.1/x.png", KIND_OF_LINK.IMAGE, is_external=True)
    document.save(str(office))
    assert "链接了外部文件" in refusal()


def test_a_typeface_left_to_the_theme_is_named(office: Path) -> None:
    hide(office, 'w:ascii="黑体"', 'w:asciiTheme="minorEastAsia"')
    assert refusal() == "模板 processing_sheet.docx 正文第1个表格第1行第1格：没有指定中文字体。"


def test_a_missing_or_broken_file_is_named(office: Path) -> None:
    assert refusal() == "缺少模板 processing_sheet.docx，请放回 templates/docx。"
    office.write_bytes(b"not a Word file")
    assert "不是完好的 Word 文档" in refusal()
    assert "缺少模板 circulation_sheet.docx" in forms.check_templates()["circulation_sheet.docx"]
