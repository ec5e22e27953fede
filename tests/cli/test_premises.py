"""The demo's own address: its folder, its ports, its policy; never those of the hospital."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli.walk import premises
from config.errors import BadConfig
from config.policy import SHIPPED, policy, read_policy
from config.settings import Settings, settings

NAMES = ("DATA_DIR", "DATABASE_URL", "POLICY", "HOST", "PORT", "PUBLIC_URL", "PREFECT_PORT", "MAIL_FROM")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder of its own, and a machine that is set up for something else."""
    for name in NAMES:
        monkeypatch.setenv(f"JIYAO_{name}", "put back afterwards")
    monkeypatch.setenv("JIYAO_DATABASE_URL", "postgresql://real/hospital")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    settings.cache_clear()
    policy.cache_clear()


def test_nothing_of_the_real_hospital_is_used(elsewhere: Path) -> None:
    premises.take(fresh=False)
    here: Settings = settings()
    assert here.data_dir == elsewhere / "var" / "demo"
    assert here.database_url == f"sqlite:///{elsewhere / 'var' / 'demo' / 'jiyao.db'}"
    assert (here.host, here.mail_from) == ("127.0.0.1", "jiyao@localhost")
    assert here.public_url == f"http://127.0.0.1:{here.port}"


def test_a_port_that_is_taken_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind((premises.HOST, 0))
        taken.listen()
        monkeypatch.setattr(premises, "PAGES_PORT", taken.getsockname()[1])
        premises.take(fresh=False)
        assert settings().port not in (premises.PAGES_PORT, settings().prefect_port)


def test_only_the_cooling_off_is_shorter_and_no_mail_waits_for_morning() -> None:
    folder = premises.take(fresh=False)
    ours, theirs = read_policy(folder / "policy.toml"), read_policy(SHIPPED)
    assert (ours.destruction.cooling_off_days, theirs.destruction.cooling_off_days) == (0, 7)
    assert (ours.mail.digest, theirs.mail.digest) == (False, True)
    assert ours.model_copy(update={"destruction": theirs.destruction, "mail": theirs.mail}) == theirs


def test_a_seeded_demo_is_kept_and_a_half_seeded_one_is_begun_anew() -> None:
    folder = premises.take(fresh=False)
    (folder / "half").touch()
    premises.take(fresh=False)
    assert not (folder / "half").exists()
    (folder / premises.SEEDED).touch()
    premises.take(fresh=False)
    assert (folder / premises.SEEDED).exists()
    premises.take(fresh=True)
    assert not (folder / premises.SEEDED).exists()


def test_a_machine_that_mails_is_refused(elsewhere: Path) -> None:
    (elsewhere / ".env").write_text("JIYAO_SMTP_HOST=mail.hospital.local\n", "utf-8")
    with pytest.raises(BadConfig, match="演示不能向外发信"):
        premises.take(fresh=False)
    assert "JIYAO_DATABASE_URL" in os.environ
