"""统一登录: what an OpenID Connect provider says, believed only when it is signed, for us, fresh, and an answer."""

import hmac
import json
import ssl
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from config.guards import is_here
from config.settings import settings

ALGORITHMS = ["RS256", "PS256", "ES256"]  # never none, never one that takes a public key for a shared secret
SCOPE = "openid profile"
LEEWAY_SECONDS, OLDEST_SECONDS = 30, 600
LARGEST = 262_144
WELL_KNOWN = "/.well-known/openid-configuration"


class Refused(Exception):
    """What came is not what was asked for; ``code`` may be kept, the rest may not."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Provider:
    """What the provider published, read on the first sign-in."""

    authorize: str
    token: str
    jwks: str
    names_itself: bool


@dataclass(frozen=True)
class Claims:
    subject: str
    uid: str


def address(state: str, nonce: str, verifier: str) -> str:
    """Where the browser goes to be asked.  Raises Refused: ``down``, ``discovery``."""
    asked = {
        "response_type": "code",
        "client_id": settings().oidc_client_id,
        "redirect_uri": callback(),
        "scope": SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    place = provider().authorize
    return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"


def callback() -> str:
    return f"{settings().public_url}/oidc/callback"


def must_be_named(issuer: str | None) -> None:
    """Against mix-up (RFC 9207): an answer that says whose it is says ours.  Raises Refused: ``issuer``."""
    if issuer is None and not provider().names_itself:
        return
    if issuer != settings().oidc_issuer:
        raise Refused("issuer")


def redeem(code: str, verifier: str, nonce: str, *, at: datetime) -> Claims:
    """Who came, by the token that this code is good for once.  Raises Refused."""
    here = settings()
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback(),
        "code_verifier": verifier,
    }
    secret = (here.oidc_client_id, here.oidc_client_secret.get_secret_value())
    told = _json("POST", provider().token, data=sent, auth=secret)
    return read(told.get("id_token"), nonce, at=at)


def read(token: Any, nonce: str, *, at: datetime) -> Claims:
    """What a token says, if it is one, and for us.  Raises Refused."""
    if not isinstance(token, str):
        raise Refused("token")
    claims = _verified(token)
    here, now = settings(), int(at.timestamp())
    audience = claims.get("aud")
    ours = [audience] if isinstance(audience, str) else audience
    checks = {
        "iss": claims.get("iss") == here.oidc_issuer,
        "aud": isinstance(ours, list) and here.oidc_client_id in ours,
        "azp": claims.get("azp", here.oidc_client_id) == here.oidc_client_id,
        "party": "azp" in claims or not isinstance(ours, list) or len(ours) == 1,
        "exp": _is_moment(claims.get("exp")) and claims["exp"] + LEEWAY_SECONDS > now,
        "iat": _is_moment(claims.get("iat")) and abs(now - claims["iat"]) < OLDEST_SECONDS,
        "nonce": hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
        "sub": isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= 255,
        "uid": isinstance(claims.get(here.oidc_uid_claim), str),
    }
    if wrong := [name for name, right in checks.items() if not right]:
        raise Refused(wrong[0])
    return Claims(claims["sub"], claims[here.oidc_uid_claim])


@cache
def provider() -> Provider:
    """Raises Refused: ``down``, ``discovery``; then it is asked again next time."""
    issuer = settings().oidc_issuer
    told = _json("GET", issuer.rstrip("/") + WELL_KNOWN)
    places = [told.get(f"{name}") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if told.get("issuer") != issuer or not all(isinstance(one, str) and _is_safe(one) for one in places):
        raise Refused("discovery")
    named = told.get("authorization_response_iss_parameter_supported") is True
    return Provider(*places, names_itself=named)


@cache
def _keys() -> KeySet:
    return _keys_in(_json("GET", provider().jwks))


def forget() -> None:
    """Read anew what the provider publishes."""
    provider.cache_clear()
    _keys.cache_clear()


def _verified(token: str) -> dict[str, Any]:
    """The provider changes its keys now and then: an unknown one is looked up once more."""
    try:
        return jwt.decode(token, _keys(), algorithms=ALGORITHMS).claims
    except (JoseError, ValueError):
        _keys.cache_clear()
    try:
        return jwt.decode(token, _keys(), algorithms=ALGORITHMS).claims
    except (JoseError, ValueError):
        raise Refused("signature") from None


def _keys_in(told: dict[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(told)  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError):
        raise Refused("keys") from None


def _json(method: str, url: str, **said: Any) -> dict[str, Any]:
    try:
        with httpx.Client(verify=_trust(), timeout=settings().oidc_timeout_seconds, trust_env=False) as http:
            answer = http.request(method, url, headers={"Accept": "application/json"}, **said)
        told = json.loads(answer.content) if len(answer.content) <= LARGEST else None
    except (httpx.HTTPError, ValueError):
        raise Refused("down") from None
    if answer.status_code != httpx.codes.OK or not isinstance(told, dict):
        raise Refused("answer")
    return told


def _trust() -> ssl.SSLContext:
    authority = settings().oidc_ca_file
    return ssl.create_default_context(cafile=str(authority) if authority else None)


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and is_here(parts.hostname or ""))


def _is_moment(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
