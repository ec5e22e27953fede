"""密钥: made once, readable by their owner alone, and never replaced when they are lost."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from config.errors import BadConfig
from config.keys import secrets_of
from config.settings import Settings


@pytest.fixture
def here(tmp_path) -> Settings:
    return Settings(data_dir=tmp_path / "var")


def test_keys_are_made_once_and_only_their_owner_reads_them(here):
    first = secrets_of(here)
    assert secrets_of(here) == first
    assert (len(first.master), len(first.audit)) == (32, 32)
    assert first.master != first.audit
    assert first.prefect_auth.startswith("jiyao:")
    folder = here.keys_folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "master.key": 0o600,
        "audit.key": 0o600,
        "prefect.auth": 0o600,
    }


def test_keys_never_print(here):
    assert repr(secrets_of(here)) == "Keys()"


def test_starts_at_the_same_moment_share_one_set_of_keys(tmp_path):
    start = threading.Barrier(8)

    def master() -> bytes:
        start.wait()
        return secrets_of(Settings(data_dir=tmp_path / "var")).master

    with ThreadPoolExecutor(8) as hands:
        masters = [hand.result() for hand in [hands.submit(master) for _ in range(8)]]
    assert len(set(masters)) == 1
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["keys"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_is_refused(here, mode):
    secrets_of(here)
    (here.keys_folder / "master.key").chmod(mode)
    with pytest.raises(BadConfig, match=f"权限是 {mode:04o}，别的账户也能读。请执行：chmod 600"):
        secrets_of(here)


def test_a_lost_key_is_not_replaced(here):
    secrets_of(here)
    (here.keys_folder / "master.key").unlink()
    with pytest.raises(BadConfig, match=r"缺少密钥文件 .*master.key。请从备份恢复"):
        secrets_of(here)


def test_a_damaged_key_is_refused(here):
    secrets_of(here)
    (here.keys_folder / "audit.key").write_bytes(b"short")
    with pytest.raises(BadConfig, match="应为32字节，实为5字节"):
        secrets_of(here)


def test_lost_keys_are_not_made_anew_while_the_vault_holds_files(here):
    here.vault_folder.mkdir(parents=True)
    (here.vault_folder / "ab12").write_bytes(b"sealed")
    with pytest.raises(BadConfig, match="请从备份恢复密钥"):
        secrets_of(here)
    assert not here.keys_folder.exists()
