"""信文: the words of a mail, from the templates that the office edits in templates/mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from config.catalogue import CHINESE
from gateways.errors import Permanent
from gateways.tongues.templates import speak

FOLDER = Path(__file__).parents[1] / "templates" / "mail"


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def words(kind: str, facts: Mapping[str, Any], language: str = CHINESE) -> Words:
    """``<kind>.txt``, whose first line is the subject, and ``<kind>.html``.  Raises Permanent: ``mail-words``."""
    try:
        subject, _, text = _print(f"{kind}.txt", facts, language).partition("\n")
        return Words(
            subject.strip(),
            text.strip() + "\n",
            _print(f"{kind}.html", {**facts, "subject": subject}, language),
        )
    except TemplateError:
        raise Permanent("mail-words") from None


def _print(file: str, facts: Mapping[str, Any], language: str) -> str:
    return _printer(language).get_template(file).render(facts)


@cache
def _printer(language: str) -> Environment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return speak(made, language)
