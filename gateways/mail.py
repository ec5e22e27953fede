"""信使: hands one mail to the mail server, or puts it into a folder where no server is set up."""

import os
from contextlib import suppress

from config.settings import settings
from gateways import smtp
from gateways.errors import Transient
from gateways.mail_bytes import Mail, write

__all__ = ["Mail", "send"]


def send(mail: Mail) -> None:
    """Raises Transient or Permanent with a safe code; returns when the server, or the disk, has the mail."""
    content = write(mail)
    if settings().smtp_host:
        smtp.deliver(mail.to_address, content)
    else:
        _drop(f"{mail.message_id[1:].partition('@')[0]}.eml", content)


def _drop(name: str, content: bytes) -> None:
    """Sent twice is one file."""
    folder = settings().mail_folder
    draft = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(folder / name)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise Transient("mail-folder") from None
