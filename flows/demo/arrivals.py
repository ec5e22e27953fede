"""到件: a paper comes in: signed for, its file sealed, and read where nobody has registered it yet."""

from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session

from config.settings import settings
from flows.demo.plans import Letter, Life
from gateways import text, vault
from models import receive
from models.document import Document
from models.files import FileRole
from models.people import Role, holders, me
from models.receive import CARRIERS, Envelope
from models.recognition import recognise
from models.values import local_day

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def arrive(session: Session, letter: Life, *, at: datetime, pace: Random) -> Document:
    """签收, as at the counter."""
    assert isinstance(letter, Letter)
    by = me(session, pace.choice(holders(session, Role.SECRETARY)))
    document = receive.receive(session, _envelope(letter, at, pace), by=by, at=at)
    content = letter.file(local_day(at))
    if letter.life == "received":
        receive.suggest(session, document, _read(content, letter), at=at)
    vault.seal(
        session,
        document.id,
        content,
        name=letter.file_name,
        media_type=MEDIA[letter.format],
        role=FileRole.ORIGINAL,
        pages=1,
        at=at,
    )
    return document


def _envelope(letter: Letter, at: datetime, pace: Random) -> Envelope:
    return Envelope(
        received_from=letter.issuer,
        received_at=at,
        carrier=pace.choice(CARRIERS[:4]) if letter.on_paper else "政务内网",
        copy_numbers=f"{pace.randrange(1, 400):06d}" if letter.on_paper else "",
        pages=1,
        urgency=letter.urgency,
        location=f"机要室{pace.randrange(1, 5)}号柜" if letter.on_paper else "",
        on_paper=letter.on_paper,
    )


def _read(content: bytes, letter: Letter) -> dict[str, Any]:
    """What the product reads off the file, for the registration form."""
    with TemporaryDirectory(dir=settings().data_dir) as folder:
        path = Path(folder) / "paper"
        path.write_bytes(content)
        return recognise(text.read(path, MEDIA[letter.format]).text, letter.file_name).offered()
