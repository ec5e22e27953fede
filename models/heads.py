"""存证头: one signed line that says how far everything had come.  It can be read and checked without this house."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from config.signing import anchor_key
from models import codes

PURPOSE = b"jiyao anchor 1\n"  # what was signed for this can be passed off as nothing else
SIGNED = ("digest", "key", "signature")


class NoHead(ValueError):
    """The line is not a head, or was changed; the text says which."""


@dataclass(frozen=True)
class Head:
    """``follows``: the anchor that the database had before; smaller than ``anchor`` - 1 after an accepted roll-back.

    ``journal_line``, ``journal_mac``: the newest line of the journal.  ``counters``: the last number given of each kind.
    ``high_water``: no clock was ever seen later.  ``lines``, ``lines_digest``: what changed since, owner by owner.
    """

    anchor: int
    at: str
    previous: str
    follows: int
    journal_line: int
    journal_mac: str
    counters: dict[str, int]
    high_water: str
    lines: int
    lines_digest: str

    @property
    def digest(self) -> str:
        told = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


def sign(head: Head) -> str:
    """The line that leaves the house."""
    key = Ed25519PrivateKey.from_private_bytes(anchor_key())
    signature = key.sign(PURPOSE + head.digest.encode()).hex()
    seen = {"digest": head.digest, "key": public_key().hex(), "signature": signature}
    return json.dumps(asdict(head) | seen, separators=(",", ":"), ensure_ascii=False)


def public_key() -> bytes:
    return Ed25519PrivateKey.from_private_bytes(anchor_key()).public_key().public_bytes_raw()


def read(line: str, trusted: bytes | None = None) -> Head:
    """Raises NoHead.  Without a ``trusted`` public key the one in the line is believed."""
    try:
        told: dict[str, Any] = json.loads(line)
        digest, key, signature = (told.pop(name) for name in SIGNED)
        head = Head(**told)
        signer = trusted or bytes.fromhex(key)
        Ed25519PublicKey.from_public_bytes(signer).verify(
            bytes.fromhex(signature), PURPOSE + head.digest.encode()
        )
    except InvalidSignature:
        raise NoHead("签名不符") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoHead("不是存证") from None
    if head.digest != digest:
        raise NoHead("摘要不符")
    return head


def lines_digest(lines: Iterable[tuple[str, int, str, int, str]]) -> str:
    """Over (owner, version, code, ledger line, its code), in the order of the owners."""
    running = hashlib.sha256()
    for owner, version, mac, line, seal in lines:
        running.update(codes.told(part.encode() for part in (owner, str(version), mac, str(line), seal)))
    return running.hexdigest()
