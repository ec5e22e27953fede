"""F1–F4, G18: hostile files of many families, built here.  Each is refused, or costs nobody but its own child."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from gateways import confined, pdf, pictures, text
from gateways.confined import python
from gateways.text import refusals
from gateways.text.refusals import FileRefused
from models.errors import NotFound
from tests.gateways import files
from tests.gateways.files import put
from tests.hostile import packages, papers

MOST_GROWTH = 50 << 20  # bytes that the web process may grow by
SECONDS = 20


@pytest.fixture(scope="module")
def families() -> dict[str, list[bytes]]:
    return packages.family() | papers.family()


def memory() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4_096


@contextmanager
def lean() -> Iterator[None]:
    before = memory()
    yield
    assert memory() - before <= MOST_GROWTH


def judged(path: Path) -> str:
    """The name of the refusal, empty for a file that was taken; in time either way."""
    begun = monotonic()
    try:
        text.read(path)
    except FileRefused as refusal:
        return type(refusal).__name__
    finally:
        assert monotonic() - begun < SECONDS + 5
    return ""


@pytest.mark.slow
def test_every_hostile_file_is_refused(tmp_path: Path, families: dict[str, list[bytes]]) -> None:
    kept = [
        (family, put(tmp_path, f"{place}-{number}", content))
        for place, (family, those) in enumerate(families.items())
        for number, content in enumerate(those)
    ]
    assert len(families) >= 20
    assert len(kept) >= 200
    with lean(), ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda one: judged(one[1]), kept))
    assert [
        (family, path.name) for (family, path), refusal in zip(kept, told, strict=True) if not refusal
    ] == []
    assert set(told) > {
        "Macros",
        "ExternalContent",
        "FileInside",
        "ActivePdf",
        "Polyglot",
        "BrokenImage",
        "StrangePart",
    }


@pytest.mark.slow
def test_what_is_only_heavy_costs_its_own_child(tmp_path: Path) -> None:
    kept = [put(tmp_path, f"{number}.pdf", content) for number, content in enumerate(papers.heavy())]
    with lean():
        for path in kept:
            begun = monotonic()
            if not judged(path):
                with suppress(pictures.NoPicture):
                    pictures.page([path.read_bytes()], "application/pdf", 1)
            assert monotonic() - begun < 2 * SECONDS + 5


@pytest.mark.parametrize("number", range(4))
def test_a_harmless_pdf_is_taken(tmp_path: Path, number: int) -> None:
    assert judged(put(tmp_path, "a.pdf", papers.harmless()[number])) == ""


def test_every_refusal_is_one_sentence_and_says_what_to_do() -> None:
    sentences = [refusal.sentence for refusal in refusals.REFUSALS.values()]
    assert len(set(sentences)) == len(sentences)
    assert all(one.endswith("。") and "\n" not in one and len(one) <= 60 for one in sentences)


# -- the child ------------------------------------------------------------------------------------------------

CONFINED = "from gateways.confined.limits import READER, confine, stay_inside\nconfine(READER)\n"


def said(program: str, seconds: float = 10) -> tuple[int, str]:
    """What a confined child with this program says.  -c takes no words of ours as a module's name."""
    command = [*python("x")[:3], "-c", CONFINED + program]
    code, answer = confined.run(command, seconds=seconds)
    return code, answer.decode().strip()


def test_the_child_has_no_network_but_a_loopback_that_is_down() -> None:
    told = said(
        "import os; print(sorted(os.listdir('/sys/class/net')) and open('/proc/self/net/dev').read().count(':'))"
    )
    assert told == (0, "1")
    with socket.create_server(("127.0.0.1", 0)) as here:
        code, words = said(
            "import socket\n"
            f"try: socket.create_connection({here.getsockname()!r}, 2)\n"
            "except OSError as error: print('refused')"
        )
        assert (code, words) == (0, "refused")


@pytest.mark.parametrize(
    ("act", "refused"),
    [
        ("bytearray(600 << 20)", "MemoryError"),
        ("import tempfile; tempfile.TemporaryFile().write(b'x' * 99999)", "OSError"),
        ("[open('/dev/null') for _ in range(99)]", "OSError"),
        ("stay_inside(); import socket; socket.socket()", "PermissionError"),
        ("stay_inside(); import os; os.fork()", "PermissionError"),
        ("stay_inside(); import subprocess; subprocess.run(['/bin/true'])", "PermissionError"),
        ("stay_inside(); import os; os.execv('/bin/true', ['x'])", "PermissionError"),
    ],
)
def test_the_child_gave_up(act: str, refused: str) -> None:
    lines = "\n".join(f"    {line.strip()}" for line in act.split(";"))
    code, words = said(
        f"try:\n{lines}\nexcept Exception as error:\n    print([one.__name__ for one in type(error).__mro__])"
    )
    assert code == 0
    assert refused in words


def test_a_child_that_spins_talks_or_hangs_on_is_stopped() -> None:
    begun = monotonic()
    assert said("while True: pass", seconds=1)[0] in confined.KILLED
    assert said("import sys\nwhile True: sys.stdout.write('x' * 99999)")[1] == ""
    assert monotonic() - begun < 10


@pytest.mark.slow
@pytest.mark.skipif(not pdf.available(), reason="LibreOffice is not installed")
def test_libreoffice_asks_nobody_outside_even_for_a_file_that_should_have_been_refused() -> None:
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as here:
        place = f"http://127.0.0.1:{here.getsockname()[1]}/x.png"
        Thread(target=_listen, args=(here, asked), daemon=True).start()
        picture = (
            '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
            '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/>'
            '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
            '<pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships" r:link="rIdX"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline>'
            "</w:drawing></w:r></w:p>"
        )
        hostile = files.with_body(files.with_relation(files.docx("甲"), "image", place), picture)
        assert pdf.to_pdf(hostile).startswith(b"%PDF-")
    assert asked == []


def _listen(here: socket.socket, asked: list[object]) -> None:
    with suppress(OSError):
        while True:
            asked.append(here.accept())


def test_a_page_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        pictures.page([files.pdf("a")], "application/pdf", 2)
