"""卷: what lies in a copy, part by part, as a tar; the last part is the manifest, which names all the others."""

import json
import re
import tarfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from gateways.backup.faults import BadCopy
from gateways.backup.flows import poured, reader
from gateways.cipher import FRAME
from gateways.shelf import Measure

MANIFEST, SQLITE, DUMP, ANCHORS, POLICY = (
    "manifest.json",
    "jiyao.db",
    "jiyao.pgdump",
    "anchors.jsonl",
    "policy.toml",
)
DATABASES = (SQLITE, DUMP)
VAULT = "vault/"
NAMES = re.compile(rf"{VAULT}[0-9a-f]{{64}}|" + "|".join(map(re.escape, (*DATABASES, ANCHORS, POLICY))))
BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)

Take = Callable[[str, Iterator[bytes]], None]


@dataclass(frozen=True)
class Part:
    name: str
    size: int
    sha256: str


@dataclass
class Manifest:
    """``tables``: rows by table.  ``missing``: files that the house itself had lost or damaged, by name."""

    made_at: str
    schema: str
    tables: dict[str, int]
    missing: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def packed(
    sources: Iterator[tuple[str, Path]], manifest: Manifest, needed: Callable[[], Collection[str]]
) -> Iterator[bytes]:
    """A file that is gone when its turn comes goes to ``missing``, if it is still ``needed``: not shredded since."""
    for name, path in sources:
        try:
            file = path.open("rb")
        except FileNotFoundError:
            manifest.missing.append(path.name)
            continue
        with file:
            size, flow = _size(file), Measure()
            yield from _member(name, size, flow(poured(file)))
        if name.startswith(VAULT) and flow.digest != path.name:
            manifest.missing.append(path.name)
        manifest.parts.append(Part(name, flow.size, flow.digest))
    if manifest.missing:
        still = needed()
        manifest.missing = [name for name in manifest.missing if name in still]
    told = manifest.as_bytes()
    yield from _member(MANIFEST, len(told), iter([told]))
    yield END


def unpacked(pieces: Iterator[bytes], take: Take) -> Manifest:
    """Every part is handed to ``take`` as it comes, before it is known to be right.  Raises BadCopy at the end, or
    as soon as something cannot be; whatever ``pieces`` raise goes through.
    """
    flow, seen, manifest = reader(pieces), list[Part](), None
    try:
        with tarfile.open(fileobj=flow, mode="r|", bufsize=FRAME) as tape:
            for member in tape:
                file = tape.extractfile(member)
                if manifest or not file:
                    raise BadCopy()
                if member.name == MANIFEST:
                    manifest = _read(file.read())
                else:
                    seen.append(_taken(member.name, poured(file), take))
    except tarfile.TarError:
        raise BadCopy() from None
    for _rest in poured(flow):  # the last frame says that it is the last
        pass
    if manifest is None or manifest.parts != seen:
        raise BadCopy()
    return manifest


def _taken(name: str, pieces: Iterator[bytes], take: Take) -> Part:
    if not NAMES.fullmatch(name):
        raise BadCopy()
    flow = Measure()
    take(name, flow(pieces))
    return Part(name, flow.size, flow.digest)


def _read(told: bytes) -> Manifest:
    try:
        said: dict[str, Any] = json.loads(told)
        return Manifest(**{**said, "parts": [Part(**part) for part in said["parts"]]})
    except (ValueError, TypeError, KeyError):
        raise BadCopy() from None


def _member(name: str, size: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    head = tarfile.TarInfo(name)
    head.size, head.mode = size, 0o600
    yield head.tobuf(tarfile.GNU_FORMAT)
    yield from pieces
    yield bytes(-size % BLOCK)


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size
