"""docx 部件: what a Word package may consist of and point at (ISO/IEC 29500-2); whatever is not listed is refused."""

import re
from typing import NoReturn
from urllib.parse import urlsplit
from xml.etree import ElementTree
from zipfile import ZipFile

from gateways.text.refusals import ExternalContent, FileInside, Macros, StrangePart, SvgInside, Unreadable

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES_PART = "[Content_Types].xml"
_OFFICE, _PACKAGE = (
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.openxmlformats-package.",
)
_TYPES = re.compile(
    rf"{re.escape(_OFFICE)}wordprocessingml\.(?:document\.main|document\.glossary|styles|stylesWithEffects|settings"
    r"|webSettings|fontTable|numbering|footnotes|endnotes|header|footer|comments\w*|people|printerSettings)(?:\+xml)?"
    rf"|{re.escape(_OFFICE)}(?:theme|themeOverride|extended-properties|custom-properties|customXmlProperties"
    r"|obfuscatedFont|vmlDrawing|drawing|drawingml\.(?:chart|chartshapes|diagram\w+))(?:\+xml)?"
    rf"|{re.escape(_PACKAGE)}(?:relationships\+xml|core-properties\+xml|digital-signature-\w+(?:\+xml)?)"
    r"|application/vnd\.ms-(?:word\.(?:stylesWithEffects|comments\w*|people|keyMapCustomizations)"
    r"|office\.(?:chartstyle|chartcolorstyle|drawingml\.diagramDrawing|chartex))\+xml"
    r"|application/xml|text/xml|image/(?:png|jpe?g|gif|bmp|tiff?|x-emf|emf|x-wmf|wmf|vnd\.ms-photo)"
    r"|application/x-font-ttf|application/x-fontdata",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"officeDocument|(?:core|extended|custom)-properties|thumbnail|styles|stylesWithEffects|settings|webSettings"
    r"|fontTable|numbering|footnotes|endnotes|header|footer|comments\w*|people|theme|themeOverride|image|hdphoto"
    r"|hyperlink|font|customXml|customXmlProps|glossaryDocument|chart\w*|diagram\w+|vmlDrawing|drawing"
    r"|printerSettings|keyMapCustomizations|origin|signature|certificate"
)
_AUTHORITY = re.compile(
    r"https?://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml|schemas\.microsoft\.com)/[\w./-]+"
)
_ACTIVE = re.compile(r"vba|activeX|macroEnabled|attachedToolbars|customUI|userCustomization", re.IGNORECASE)
_OBJECT = re.compile(r"oleObject|embeddings|/package$|spreadsheetml|presentationml", re.IGNORECASE)
_CLICKED = {"http", "https", "mailto", ""}
_FETCHING_FIELD = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_TYPE_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def inspect(archive: ZipFile) -> None:
    """Raises FileRefused for a part, a link or a field that is not on the list."""
    _check_types(archive)
    for name in archive.namelist():
        if name.endswith(".rels"):
            for relation in _tree(archive, name).iter(_RELATION):
                _check_link(relation)
        elif name.startswith("word/") and name.endswith(".xml"):
            _refuse_fields(_tree(archive, name))


def _check_types(archive: ZipFile) -> None:
    """Every part has a type and every type is listed, those of no part too: Word opens by the type."""
    if TYPES_PART not in archive.namelist():
        raise Unreadable
    tree = _tree(archive, TYPES_PART)
    endings = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in _all(tree, "Default")}
    parts = {one.get("PartName", "").lower(): one.get("ContentType", "") for one in _all(tree, "Override")}
    for name in archive.namelist():
        if name != TYPES_PART and not name.endswith("/"):
            ending = name.lower().rpartition(".")[2]
            _check_part(name, parts.get(f"/{name.lower()}", endings.get(ending, "")))
    for kind in parts.values():
        _check_part("", kind)
    if MAIN not in parts.values():
        raise Unreadable


def _check_part(name: str, kind: str) -> None:
    if _ACTIVE.search(name) or not _TYPES.fullmatch(kind):
        _refuse(f"{name} {kind}")


def _check_link(relation: ElementTree.Element) -> None:
    """What Word fetches by itself, it fetches from within; what a person clicks may lead to the web and to mail."""
    kind, target = relation.get("Type", "").strip(), relation.get("Target", "").strip()
    word = kind.rsplit("/", 1)[-1]
    outside = relation.get("TargetMode", "").strip().lower() == "external"
    if word == "aFChunk" or (outside and word != "hyperlink"):
        raise ExternalContent
    if not _LINKS.fullmatch(word) or not _AUTHORITY.fullmatch(kind):
        _refuse(kind)
    if _scheme(target) not in (_CLICKED if outside else {""}) or target.startswith(("\\", "//")):
        raise ExternalContent


def _scheme(target: str) -> str:
    try:
        return urlsplit(target).scheme.lower()
    except ValueError:
        raise ExternalContent from None


def _refuse(what: str) -> NoReturn:
    """The reason that helps most: what the part or the link is, as far as its name says."""
    if _ACTIVE.search(what) or "ms-word.template" in what:
        raise Macros
    if _OBJECT.search(what):
        raise FileInside
    raise SvgInside if "svg" in what.lower() else StrangePart


def _refuse_fields(root: ElementTree.Element) -> None:
    written = [part.text or "" for ns in (_W, _W_STRICT) for part in root.iter(f"{ns}instrText")]
    simple = [value for part in root.iter() for key, value in part.attrib.items() if key.endswith("}instr")]
    if _FETCHING_FIELD.search("".join(written)) or _FETCHING_FIELD.search(" ".join(simple)):
        raise ExternalContent


def _all(tree: ElementTree.Element, word: str) -> list[ElementTree.Element]:
    return tree.findall(f"{_TYPE_NS}{word}")


def _tree(archive: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))  # noqa: S314  a DOCTYPE was refused before
