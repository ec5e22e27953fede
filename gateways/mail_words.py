"""信文: the words of a mail, from the templates that the office edits in templates/mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gateways.errors import Permanent

FOLDER = Path(__file__).parents[1] / "templates" / "mail"


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def words(kind: str, facts: Mapping[str, str]) -> Words:
    """``<kind>.txt``, whose first line is the subject, and ``<kind>.html``.  Raises Permanent: ``mail-words``."""
    try:
        subject, _, text = _print(f"{kind}.txt", facts).partition("\n")
        return Words(
            subject.strip(), text.strip() + "\n", _print(f"{kind}.html", {**facts, "subject": subject})
        )
    except TemplateError:
        raise Permanent("mail-words") from None


def _print(file: str, facts: Mapping[str, str]) -> str:
    return _printer().get_template(file).render(facts)


@cache
def _printer() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
