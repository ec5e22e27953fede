"""P7, P1: nobody forges a line of a log, and no line quotes what an exception says."""

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.settings import settings
from gateways import logs
from gateways.errors import Permanent

SAID = "关于某事的通知\n2026-11-22 09:00 jiyao.web ERROR 伪造\x1b[2J\x1b]0;x\x07\r\u2028\u202e\x85\x00"


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    out, before = io.StringIO(), logging.getLogRecordFactory()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logs.keep_words_out()
    yield out
    logging.setLogRecordFactory(before)
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("name", ["jiyao.web", "uvicorn.error", "apscheduler.executors.default"])
def test_a_line_is_one_line_whoever_writes_it(told: io.StringIO, name: str) -> None:
    log = logging.getLogger(name)
    log.error(SAID)
    log.error("path %s", SAID)
    log.error("path %(path)s", {"path": SAID})
    lines = told.getvalue()
    assert lines.count("\n") == 3
    assert lines.replace("\n", "").isprintable()
    assert lines.count(r"\x1b[2J") == 3


def test_of_an_exception_its_kind_and_place_are_kept(told: io.StringIO) -> None:
    log = logging.getLogger("uvicorn.error")
    try:
        {}["关于某事的通知"]
    except KeyError as error:
        log.exception("Exception in ASGI application")
        log.error("Encountered exception during execution: %r", error, exc_info=True)
        log.error(error)
    lines = told.getvalue()
    assert "关于某事的通知" not in lines
    assert lines.count("KeyError at test_of_an_exception_its_kind_and_place_are_kept:") == 2


def test_a_safe_code_is_kept(told: io.StringIO) -> None:
    logging.getLogger("jiyao.errands").error("letter: %s", Permanent("smtp-550"))
    assert "letter: smtp-550" in told.getvalue()


def test_a_number_and_a_flag_are_written_as_ever(told: io.StringIO) -> None:
    logging.getLogger("jiyao.clerk").error("%d of %.1f: %s", 3, 2.5, True)
    assert "3 of 2.5: True" in told.getvalue()


def test_a_servers_line_says_when() -> None:
    out = io.StringIO()
    handler, log = logging.StreamHandler(out), logging.getLogger("uvicorn")
    log.addHandler(handler)
    try:
        logs.written("uvicorn")
        logging.getLogger("uvicorn.error").error("begun")
    finally:
        log.removeHandler(handler)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} uvicorn.error ERROR begun\n", out.getvalue())


def test_a_program_that_collects_logs_reads_objects(
    data_dir: Path, told: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIYAO_LOG_FORMAT", "json")
    settings.cache_clear()
    logs.written("")
    try:
        {}["关于某事的通知"]
    except KeyError:
        logging.getLogger("jiyao.web").exception("path %s", SAID)
    said = json.loads(told.getvalue())
    assert told.getvalue().count("\n") == 1
    assert (said["level"], said["logger"]) == ("ERROR", "jiyao.web")
    assert said["broken"].startswith("KeyError at test_a_program")
    assert datetime.fromisoformat(said["at"]).tzinfo is UTC
