"""算法: AES-256-GCM and the national SM4-GCM, with one pair of verbs; whatever is sealed says which sealed it."""

from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.kinds import Labelled

NONCE, TAG = 12, 16  # bytes


class Algorithm(Labelled):
    """As it stands in the setting, beside every wrapped key and in the head of every sealed file."""

    AES = "aes-256-gcm", "AES-256-GCM"
    SM4 = "sm4-gcm", "SM4-GCM"


class Broken(Exception):
    """The bytes are not what was sealed, or not for this owner, place, version and level."""


class Suite(Protocol):
    """``about`` is not kept in the bytes; it must be named again to open them."""

    def encrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes:
        """Raises InvalidTag."""
        ...


class SM4GCM:
    """Source: RFC 8998, AEAD_SM4_GCM; GB/T 32907, GB/T 36624."""

    def __init__(self, key: bytes) -> None:
        self._key = SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes:
        sealing = Cipher(self._key, GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(about)
        return sealing.update(data) + sealing.finalize() + sealing.tag

    def decrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes:
        """Raises InvalidTag."""
        if len(data) < TAG:
            raise InvalidTag
        opening = Cipher(self._key, GCM(nonce, data[-TAG:])).decryptor()
        opening.authenticate_additional_data(about)
        return opening.update(data[:-TAG]) + opening.finalize()


def suite(algorithm: Algorithm, secret: bytes, *, salt: bytes = b"", purpose: bytes) -> Suite:
    """A key of its own for every salt and purpose; SM3 goes with SM4, SHA-256 with AES."""
    if algorithm is Algorithm.SM4:
        return SM4GCM(HKDF(SM3(), length=16, salt=salt, info=purpose).derive(secret))
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=purpose).derive(secret))


def opened(sealing: Suite, nonce: bytes, sealed: bytes, about: bytes) -> bytes:
    """Raises Broken."""
    try:
        return sealing.decrypt(nonce, sealed, about)
    except InvalidTag:
        raise Broken from None
