"""封词: words that stand in an address and that only this house reads; browsers remember addresses, proxies note them.

Sealed by AES-SIV (RFC 5297): the same words make the same address, and that is all it tells.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config.keys import index_key

PURPOSE = b"words in an address"
BYTES = 64


def seal(words: Mapping[str, str]) -> str:
    clear = json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    return urlsafe_b64encode(_key().encrypt(clear, None)).rstrip(b"=").decode()


def unseal(text: str) -> dict[str, str]:
    """Nothing where this house did not seal it."""
    try:
        sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return {str(name): str(word) for name, word in json.loads(_key().decrypt(sealed, None)).items()}
    except (InvalidTag, NotBase64, ValueError):
        return {}


def _key() -> AESSIV:
    return AESSIV(HKDF(SHA256(), length=BYTES, salt=None, info=PURPOSE).derive(index_key()))
