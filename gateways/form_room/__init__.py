"""填表间: a template that somebody edited is checked and filled in a confined child, never in the house itself."""

import json
from dataclasses import asdict
from typing import Any

from config.language import _
from gateways import confined
from gateways.confined import python
from gateways.form_parts import BadTemplate
from gateways.form_samples import sample
from gateways.text.refusals import REFUSALS
from models.papers import Kind, Paper, kind_of

TIMEOUT_SECONDS = 20
DONE, REFUSED = b"+", b"-"


def fill(template: bytes, paper: Paper) -> bytes:
    """The form as a .docx.  Raises BadTemplate."""
    return _asked(template, kind_of(paper), asdict(paper))


def try_out(template: bytes, kind: Kind) -> bytes:
    """The form filled with a sample.  Raises BadTemplate, FileRefused: what it was refused for."""
    return _asked(template, kind, sample(kind))


def _asked(template: bytes, kind: Kind, values: dict[str, Any]) -> bytes:
    told = json.dumps({"kind": kind.word, "values": values}).encode()
    with confined.unnamed([len(told).to_bytes(8, "big"), told, template]) as given:
        code, answer = confined.run(python("gateways.form_room"), seconds=TIMEOUT_SECONDS, given=given)
    if code == 0 and answer.startswith(DONE):
        return answer[1:]
    if code == 0 and answer.startswith(REFUSED):
        raise _refusal(answer[1:].decode())
    raise BadTemplate(_("这份模板填不出表单，或者超出时间、内存限额，请改用较简单的版式。"))


def _refusal(words: str) -> Exception:
    return REFUSALS[words]() if words in REFUSALS else BadTemplate(words)
