"""A small identity provider on loopback: real HTTP, real keys, and every bad habit on request."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from gateways.clock import now

CLIENT, SECRET = "jiyao", "a-secret-of-the-client"


@dataclass
class Provider:
    """``habits`` changes the next token: claims to set (None: leave out), or how it is signed."""

    issuer: str = ""
    rsa: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"}))
    ec: Any = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig"}))
    foreign: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "rsa-1"}))
    algorithm: str = "RS256"
    claims: dict[str, Any] = field(default_factory=dict)
    sign: str = "honest"
    published: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    secret: str = SECRET
    access_token: str = field(default_factory=lambda: token_urlsafe(24))
    handed_out: list[str] = field(default_factory=list)

    def approves(self, address: str, subject: str = "s-1", uid: str = "lin") -> dict[str, str]:
        """Somebody signs in there; what the browser brings back."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = sha256(address.encode()).hexdigest()
        self.asked[code] = said | {"sub": subject, "uid": uid}
        return {"code": code, "state": said["state"], "iss": self.issuer}

    def token(self, code: str, verifier: str) -> dict[str, Any] | None:
        """Codes are good once, and for whoever began."""
        said = self.asked.pop(code, None)
        if said is None:
            return None
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if challenge != said["code_challenge"]:
            return None
        at = int(now().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": said["sub"], "nonce": said["nonce"]}
        claims |= {"iat": at, "exp": at + 300, "preferred_username": said["uid"]} | self.claims
        self.handed_out.append(self._signed(claims))
        return {"token_type": "Bearer", "access_token": self.access_token, "id_token": self.handed_out[-1]}

    def _signed(self, claims: dict[str, Any]) -> str:
        told = {name: value for name, value in claims.items() if value is not None}
        kid = "ec-1" if self.algorithm == "ES256" else "rsa-1"
        key = self.ec if self.algorithm == "ES256" else self.rsa
        header = {"alg": self.algorithm, "kid": "nobody" if self.sign == "unknown-kid" else kid}
        if self.sign == "none":
            parts = [json.dumps(one).encode() for one in ({"alg": "none"}, told)]
            return ".".join(urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts) + "."
        if self.sign == "public-key-as-secret":
            shared = OctKey.import_key(self.rsa.as_pem(private=False))
            return str(jwt.encode({"alg": "HS256", "kid": kid}, told, shared, algorithms=["HS256"]))
        key = self.foreign if self.sign in ("foreign", "unknown-kid") else key
        whole = str(jwt.encode(header, told, key, algorithms=[self.algorithm]))
        return whole[:-4] + "AAAA" if self.sign == "broken" else whole

    def discovery(self) -> dict[str, Any]:
        places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        told = {name: self.issuer + place for name, place in places.items()}
        told |= {"issuer": self.issuer, "authorization_response_iss_parameter_supported": True}
        return told | self.published

    def jwks(self) -> dict[str, Any]:
        return {"keys": [one.as_dict(private=False) for one in (self.rsa, self.ec)]}


@contextmanager
def provider(secret: str = SECRET) -> Iterator[Provider]:
    here = Provider(secret=secret)

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {"/.well-known/openid-configuration": here.discovery, "/jwks": here.jwks}
            self._say(pages[self.path]() if self.path in pages else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            said = {name: values[0] for name, values in parse_qs(body).items()}
            known = b64decode(self.headers.get("Authorization", "").partition(" ")[2]).decode()
            ours = known == f"{CLIENT}:{here.secret}" and self.path == "/token"
            self._say(here.token(said["code"], said["code_verifier"]) if ours else None)

        def _say(self, told: dict[str, Any] | None) -> None:
            body = json.dumps(told or {"error": "invalid_grant"}).encode()
            self.send_response(200 if told else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing is said to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    here.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
