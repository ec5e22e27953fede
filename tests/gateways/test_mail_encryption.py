"""The mail on the wire: only to a server that proves who it is, and never in clear when encryption was asked for."""

import ssl
from datetime import timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from config.settings import settings
from gateways import mail
from gateways.clock import now
from gateways.errors import Transient
from tests.gateways.post_office import LETTER, open_office, strange_office


@pytest.fixture(autouse=True)
def fresh_settings(data_dir):
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def password(monkeypatch) -> str:
    monkeypatch.setenv("JIYAO_SMTP_USER", "jiyao")
    monkeypatch.setenv("JIYAO_SMTP_PASSWORD", "s3cret-word")
    return "s3cret-word"


def papers(folder, *, name: str = "127.0.0.1", days: int = 30) -> ssl.SSLContext:
    """A certificate the server signed itself; its file is ``folder/cert.pem``."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post.example")])
    made = now() - timedelta(days=60)
    cert = (
        x509.CertificateBuilder(who, who, key.public_key(), 1, made, now() + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    (folder / "cert.pem").write_bytes(cert.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_a_server_the_machine_trusts_gets_the_mail(monkeypatch, tmp_path):
    server = papers(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with open_office(monkeypatch, tls="starttls", papers=server) as office:
        mail.send(LETTER)
    assert len(office.taken) == 1


@pytest.mark.parametrize(
    ("trusted", "name", "days"),
    [(False, "127.0.0.1", 30), (True, "127.0.0.2", 30), (True, "127.0.0.1", -1)],
    ids=["signed by itself", "another host", "expired"],
)
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(monkeypatch, tmp_path, trusted, name, days):
    server = papers(tmp_path, name=name, days=days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with (
        open_office(monkeypatch, tls="starttls", papers=server) as office,
        pytest.raises(Transient, match=r"^smtp-tls$"),
    ):
        mail.send(LETTER)
    assert office.taken == []


def test_a_server_that_takes_encryption_back_hears_neither_password_nor_mail(monkeypatch, password):
    with (
        open_office(monkeypatch, tls="starttls") as office,
        pytest.raises(Transient, match=r"^smtp-not-offered$"),
    ):
        mail.send(LETTER)
    assert office.taken == []


def test_a_server_that_does_not_speak_tls_hears_nothing(monkeypatch, password):
    with (
        strange_office(monkeypatch, b"220 post.example\r\n", tls="tls") as heard,
        pytest.raises(Transient, match=r"^smtp-tls$"),
    ):
        mail.send(LETTER)
    assert all(word not in b"".join(heard) for word in (b"jiyao", b"wang", password.encode()))
