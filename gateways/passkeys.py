"""通行密钥的仪式: what the browser is asked to have signed, and whether what it brings back was signed for us, now."""

import hashlib
import hmac
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor
from webauthn.registration.verify_registration_response import VerifiedRegistration

from config.keys import audit_key
from config.settings import settings
from models.passkeys import Passkey
from models.people import Person

RP_NAME = "机要"
WINDOW_SECONDS = 300  # a challenge is good in its window and in the next
FAULTS = (WebAuthnException, ValueError, KeyError, TypeError)


class NotSigned(Exception):
    """Not by this key, not for this site, not this challenge, or no answer at all."""


def offered() -> bool:
    """Browsers want https and a host with a name; on one's own machine localhost will do."""
    parts = urlsplit(settings().public_url)
    host = parts.hostname or ""
    return (parts.scheme == "https" and not _is_address(host)) or host == "localhost"


def challenge(purpose: str, held: str, at: datetime, *, before: int = 0) -> bytes:
    """What has to be signed: of this purpose, session (``held``: its digest and word) and five minutes.

    A session's digest changes with every confirmation, so nothing signed once is good twice.
    """
    window = int(at.timestamp()) // WINDOW_SECONDS - before
    told = "\0".join([purpose, held, str(window)]).encode()
    return hmac.new(_key(), told, hashlib.sha256).digest()


def to_register(person: Person, known: list[Passkey], asked: bytes) -> str:
    """The options of navigator.credentials.create(), as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=_site(),
        rp_name=RP_NAME,
        user_id=person.id.bytes,
        user_name=person.uid,
        user_display_name=person.name,
        challenge=asked,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential) for one in known],
    )
    return webauthn.options_to_json(options)


def to_use(known: list[Passkey], asked: bytes) -> str:
    """The options of navigator.credentials.get(), as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=_site(),
        challenge=asked,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one.credential) for one in known],
    )
    return webauthn.options_to_json(options)


def registered(answer: str, asked: list[bytes]) -> VerifiedRegistration:
    """Raises NotSigned."""
    for one in asked:
        try:
            return webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=one,
                expected_rp_id=_site(),
                expected_origin=settings().public_url,
            )
        except FAULTS:
            continue
    raise NotSigned


def credential_of(answer: str) -> bytes:
    """Which key says it signed.  Raises NotSigned."""
    try:
        return base64url_to_bytes(parse_authentication_credential_json(answer).id)
    except FAULTS:
        raise NotSigned from None


def used(answer: str, key: Passkey, asked: list[bytes]) -> VerifiedAuthentication:
    """Raises NotSigned, also when the key counts backwards, as a copied one does."""
    for one in asked:
        try:
            return webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=one,
                expected_rp_id=_site(),
                expected_origin=settings().public_url,
                credential_public_key=key.public_key,
                credential_current_sign_count=key.uses,
            )
        except FAULTS:
            continue
    raise NotSigned


def _site() -> str:
    return urlsplit(settings().public_url).hostname or ""


def _key() -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"jiyao passkey challenge").derive(audit_key())


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False
