"""Whether Prefect is up: a page glances, and goes on."""

import socket
from collections.abc import Iterator

import pytest

from gateways.engine import pulse
from gateways.engine.pulse import Pulse
from tests.engine.machine import until
from tests.faults.outages import prefect
from tests.faults.outages.proxy import SILENT, wire


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "BELIEVED_SECONDS", 0)


@pytest.mark.usefixtures("at_once")
def test_it_goes_and_comes_back_by_itself() -> None:
    with prefect.answering() as port, wire(port) as line:
        here = Pulse(line.port, "somebody:secret")
        assert here.beats()
        line.fault = SILENT
        until(lambda: not here.beats())
        line.fault = ""
        until(here.beats)


@pytest.mark.usefixtures("at_once")
def test_a_page_does_not_wait_for_a_server_that_hangs(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Pulse(silent, "somebody:secret")
    assert not here.beats()  # nothing was known: this one waited
    until(lambda: here._answered and here._answered.is_set())
    monkeypatch.setattr(pulse, "PATIENCE_SECONDS", 60)
    assert not here.beats()
    assert here._answered
    assert not here._answered.is_set(), "it went on with what was believed before"


@pytest.fixture
def silent() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door.getsockname()[1]
