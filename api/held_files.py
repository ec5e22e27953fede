"""暂存的文件: sent with a form whose sender had first to prove who he is; they come back with the form, sealed."""

import json
import os
from typing import Annotated

from fastapi import UploadFile
from pydantic import Field, TypeAdapter, ValidationError
from starlette.datastructures import FormData, Headers
from starlette.datastructures import UploadFile as Sent

from api.deps import Visitor
from gateways import held
from gateways.clock import now
from gateways.held import Gone
from models import uploads
from models.database import unit_of_work

FIELD = "held"
MOST = 30
TOLD: TypeAdapter[tuple[str, str, str]] = TypeAdapter(tuple[str, str, str])

# A hidden field of forms that take files; of each file its key, its name and its media type.
Held = Annotated[list[str], Field(default_factory=list, max_length=MOST)]


def hold(form: FormData, visitor: Visitor) -> list[tuple[str, str]]:
    """The hidden fields that bring the files back.  Raises shelf.NoRoom, uploads.DayIsFull."""
    files = [one for _, one in form.multi_items() if isinstance(one, Sent) and one.filename][:MOST]
    with unit_of_work() as session:
        uploads.count(session, visitor.me, sum(one.size or 0 for one in files), at=now())
    return [(FIELD, _held(one, visitor)) for one in files]


def fetched(told: list[str], visitor: Visitor) -> list[UploadFile]:
    """As if they had been sent with this form.  Raises Gone."""
    return [_fetched(one, visitor) for one in told]


def names(kept: list[tuple[str, str]]) -> list[str]:
    return [_read(value)[1] for name, value in kept if name == FIELD]


def _held(file: Sent, visitor: Visitor) -> str:
    file.file.seek(0)
    key = held.hold(file.file, _owner(visitor))
    return json.dumps([key, file.filename, file.content_type or ""], ensure_ascii=False)


def _fetched(told: str, visitor: Visitor) -> UploadFile:
    key, name, media_type = _read(told)
    content = held.fetch(key, _owner(visitor), at=now())
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return UploadFile(content, size=size, filename=name, headers=Headers({"content-type": media_type}))


def _read(told: str) -> tuple[str, str, str]:
    """Raises Gone: it was altered on its way."""
    try:
        return TOLD.validate_json(told)
    except ValidationError:
        raise Gone() from None


def _owner(visitor: Visitor) -> bytes:
    """The session's word stays the same when its cookie is changed after the proof."""
    return visitor.me.id.bytes + visitor.csrf.encode()
