"""Debian's slapd as an ordinary process on a high port, seeded from an LDIF."""

import base64
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.directory.certificates import HOST, Authority

PROGRAM = Path("/usr/sbin/slapd")
BASE, ROOT, SECRET = "dc=hospital,dc=cn", "cn=admin,dc=hospital,dc=cn", "root-secret-9"
SERVICE, SERVICE_PASSWORD = f"cn=jiyao,{BASE}", "service-secret-9"
PEOPLE = {  # uid: name, department, password
    "li": ("李梅", "医务部", "杏林春暖 8-trees"),
    "qian": ("钱红(机要)", "院感科", "橘井泉香 8-wells"),
    "meng": ("孟 超", "外联处", "悬壶济世 8-gourds"),
}
CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile {folder}/slapd.pid
TLSCACertificateFile {ca}
TLSCertificateFile {certificate}
TLSCertificateKeyFile {key}
security simple_bind=128
localSSF 128
database mdb
maxsize 104857600
suffix "{base}"
rootdn "{root}"
rootpw {secret}
directory {folder}/db
index objectClass eq
index entryUUID eq
index uid eq
overlay ppolicy
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
"""


@dataclass(frozen=True)
class Slapd:
    folder: Path
    port: int
    secure_port: int
    ca: Path

    @property
    def url(self) -> str:
        return f"ldap://{HOST}:{self.port}"

    @property
    def secure_url(self) -> str:
        return f"ldaps://{HOST}:{self.secure_port}"

    @property
    def socket(self) -> str:
        """For its own administrator, on this machine."""
        return f"ldapi://{quote(str(self.folder / 'ldapi'), safe='')}"

    def changes(self, ldif: str) -> None:
        """As the directory's own administrator."""
        said = ["ldapmodify", "-H", self.socket, "-x", "-D", ROOT, "-w", SECRET, "-e", "!relax"]
        done = subprocess.run(said, input=ldif.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def adds(self, uid: str, name: str, office: str, password: str) -> str:
        """The DN."""
        entry = _person(uid, name, office, password)
        self.changes(f"dn:: {b64(dn(uid, office))}\nchangetype: add\n{entry}")
        return dn(uid, office)

    def adds_odd(self, name: str) -> str:
        """Somebody whose account is called that; the DN."""
        there = f"cn=odd-{name.encode().hex()},ou=odd,{BASE}"
        self.changes(
            f"dn: {there}\nchangetype: add\nobjectClass: inetOrgPerson\nuid:: {b64(name)}\n"
            f"cn: odd-{name.encode().hex()}\nsn: odd\n"
        )
        return there

    def removes(self, *dns: str) -> None:
        for one in dns:
            self.changes(f"dn:: {b64(one)}\nchangetype: delete\n")

    def removes_if_there(self, dn: str) -> None:
        with suppress(AssertionError):
            self.removes(dn)

    def sets(self, dn: str, **attributes: str) -> None:
        for name, value in attributes.items():
            self.changes(f"dn:: {b64(dn)}\nchangetype: modify\nreplace: {name}\n{name}:: {b64(value)}\n")


def dn(uid: str, office: str) -> str:
    return f"uid={uid},ou={office},{BASE}"


def b64(value: str) -> str:
    return base64.b64encode(value.encode()).decode()


@contextmanager
def running(authority: Authority) -> Iterator[Slapd]:
    """A directory of its own; everything about it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="jiyao-slapd-"))
    (folder / "db").mkdir()
    pair = authority.issues("slapd")
    served = Slapd(folder, _free_port(), _free_port(), authority.file)
    names = {"folder": folder, "ca": authority.file, "base": BASE, "root": ROOT, "secret": SECRET}
    names |= {"certificate": pair.certificate, "key": pair.key}
    (folder / "conf").write_text(CONFIG.format(**names))
    (folder / "seed.ldif").write_text(_seed())
    subprocess.run(
        ["/usr/sbin/slapadd", "-f", folder / "conf", "-l", folder / "seed.ldif"],
        check=True,
        capture_output=True,
    )
    listens = f"{served.url}/ {served.secure_url}/ {served.socket}/"
    process = subprocess.Popen([PROGRAM, "-f", folder / "conf", "-h", listens, "-d", "0"])
    try:
        _wait(served.port)
        yield served
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _seed() -> str:
    offices = sorted({"院领导", *(office for _, office, _ in PEOPLE.values())})
    parts = [
        f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: hospital\ndc: hospital\n",
        f"dn: {SERVICE}\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\n"
        f"cn: jiyao\nuserPassword: {SERVICE_PASSWORD}\n",
        *(
            f"dn:: {b64(f'ou={one},{BASE}')}\nobjectClass: organizationalUnit\nou:: {b64(one)}\n"
            for one in offices
        ),
        *(
            f"dn:: {b64(dn(uid, office))}\n{_person(uid, name, office, password)}"
            for uid, (name, office, password) in PEOPLE.items()
        ),
    ]
    return "\n".join(parts)


def _person(uid: str, name: str, office: str, password: str) -> str:
    return (
        f"objectClass: inetOrgPerson\nuid: {uid}\ncn:: {b64(name)}\nsn:: {b64(name[0])}\n"
        f"ou:: {b64(office)}\nmail: {uid}@hospital.example\nuserPassword:: {b64(password)}\n"
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("slapd does not answer")
