"""A vault of a test's own, and what the tests of the vault do with it."""

from uuid import UUID, uuid4

from config.settings import settings
from gateways import vault
from gateways.clock import now
from models import content_keys
from models.database import reading, unit_of_work
from models.files import FileRole, StoredFile

LETTER = "关于做好冬春季呼吸道传染病防治工作的通知".encode() * 50


def seal(content=LETTER, owner: UUID | None = None, name="通知.docx") -> StoredFile:
    with unit_of_work() as session:
        return vault.seal(
            session,
            owner or uuid4(),
            content,
            name=name,
            media_type="application/pdf",
            role=FileRole.ORIGINAL,
            pages=2,
            at=now(),
        )


def opened(stored: StoredFile) -> bytes:
    with reading() as session:
        return vault.open_file(session, stored)


def erase(owner: UUID) -> None:
    with unit_of_work() as session:
        assert content_keys.erase(session, owner)


def on_the_shelf() -> list[bytes]:
    return [path.read_bytes() for path in settings().vault_folder.glob("**/*") if path.is_file()]
