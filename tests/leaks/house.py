"""The house in which it goes wrong: pages and clerk that can be made to break, a bad mail server, and all they wrote."""

import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from api.cli.up import household
from config.settings import settings
from gateways.clock import now
from tests.engine.machine import Machine, free_port, until
from tests.leaks import mishaps, secrets
from tests.leaks.bad_post_office import BadOffice
from tests.leaks.marks import Marks
from tests.leaks.person import People
from tests.personas import Cast

PAGES, HAUNTED_PAGES = "api.app:build", "tests.leaks.haunted:web"
CLERK = [sys.executable, "-m", "tests.leaks.haunted"]


@dataclass
class House:
    machine: Machine
    people: People
    folder: Path
    patch: pytest.MonkeyPatch
    office: BadOffice | None = None
    arguments: set[bytes] = field(default_factory=set)

    def opens(self, office: BadOffice) -> None:
        self._settles(office)
        self._watch_arguments()
        command = household(settings())[0].command
        self.web = self.machine._start("web", [HAUNTED_PAGES if one == PAGES else one for one in command])
        until(self._answers)
        mishaps.arm(self.folder, self.people, *mishaps.OF_THE_CLOCK)
        self.begins_work()
        secrets.keys(self.people)

    def begins_work(self) -> None:
        self.machine.clerk = self.machine._start("clerk", CLERK)

    def has_no_mail_server(self) -> None:
        """From now on mails are files."""
        self.patch.delenv("JIYAO_SMTP_HOST")
        self.machine.kills_clerk()
        self.begins_work()

    def hands_over(self) -> None:
        """Until every paper was handed on, those too whose turn comes again after a failure."""
        until(lambda: self.machine.waiting(at=now() + timedelta(hours=1)) == 0)

    def closes(self) -> None:
        self.machine.stops_clerk()
        self.web.terminate()
        self.web.wait()
        self._closed.set()
        self._watch.join()

    @property
    def places(self) -> dict[str, list[Path]]:
        """Everything that anything wrote; the keys alone are left out, which stand in their own folder only."""
        here = settings()
        database = Path(here.database_url.removeprefix("sqlite:///"))
        known = {
            "prefect": [here.prefect_home],
            "mails": [here.mail_folder],
            "anchors": [here.anchors.parent],
            "vault": [here.vault_folder],
            "logs": [self.machine.logs],
            "uploads": [here.data_dir / "intake"],
            "temporary files": [self.folder / "tmp"],
            "database": [*database.parent.glob(f"{database.name}*")],
        }
        apart = {here.keys_folder, *(one for paths in known.values() for one in paths)}
        return known | {"anything else": [one for one in here.data_dir.iterdir() if one not in apart]}

    def _settles(self, office: BadOffice) -> None:
        (self.folder / "tmp").mkdir()
        of, port = self.people.marks.of, free_port()
        for name, value in {
            "HAUNTED": self.folder,
            "TMPDIR": self.folder / "tmp",
            "JIYAO_PORT": port,
            "JIYAO_SMTP_HOST": "127.0.0.1",
            "JIYAO_SMTP_PORT": office.port,
            "JIYAO_SMTP_TLS": "none",
            "JIYAO_SMTP_USER": of("SMTP user"),
            "JIYAO_SMTP_PASSWORD": of("SMTP password"),
            "JIYAO_SMTP_TIMEOUT_SECONDS": 1,
            "JIYAO_LDAP_BIND_PASSWORD": of("LDAP password"),
        }.items():
            self.patch.setenv(name, str(value))
        settings.cache_clear()
        self.people.url = settings().public_url

    def _answers(self) -> bool:
        try:
            return self.people.stranger().get("/health/live").is_success
        except httpx.TransportError:
            return False

    def _watch_arguments(self) -> None:
        self._closed = Event()
        self._watch = Thread(target=self._look, daemon=True)
        self._watch.start()

    def _look(self) -> None:
        """What anybody on the machine sees of its processes."""
        while not self._closed.wait(0.1):
            for place in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.arguments.add(place.read_bytes())
                except OSError:  # gone meanwhile
                    continue


def empty_house(machine: Machine, folder: Path, patch: pytest.MonkeyPatch) -> House:
    return House(machine, People("", Cast(), Marks()), folder, patch)
