"""密钥: made once, readable by their owner alone, and never replaced when they are lost."""

import shutil
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.cli.checks import examine
from config import keys
from config.errors import BadConfig
from config.keys import secrets_of
from config.settings import Settings, settings
from gateways.clock import now
from models import anchors, audit, key_watch, migrate
from models.audit_words import Act
from models.database import unit_of_work
from models.key_watch import KeyLost
from tests.office import Letter


@pytest.fixture
def here(tmp_path) -> Settings:
    return Settings(data_dir=tmp_path / "var")


def test_keys_are_made_once_and_only_their_owner_reads_them(here):
    first = secrets_of(here)
    assert secrets_of(here) == first
    assert [len(key) for key in (first.masters[1], first.audit, first.index)] == [32, 32, 32]
    assert len({first.masters[1], first.audit, first.index}) == 3
    assert first.prefect_auth.startswith("jiyao:")
    folder = here.keys_folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "master.key": 0o600,
        "audit.key": 0o600,
        "index.key": 0o600,
        "anchor.key": 0o600,
        "prefect.auth": 0o600,
    }


def test_keys_never_print(here):
    assert repr(secrets_of(here)) == "Keys()"


def test_starts_at_the_same_moment_share_one_set_of_keys(tmp_path):
    start = threading.Barrier(8)

    def master() -> bytes:
        start.wait()
        return secrets_of(Settings(data_dir=tmp_path / "var")).masters[1]

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


def test_an_older_installation_gets_its_index_key_when_it_is_brought_up_to_date(here):
    older = secrets_of(here)
    (here.keys_folder / "index.key").unlink()
    with pytest.raises(BadConfig, match="缺少密钥文件"):
        secrets_of(here)
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda _: keys.complete(here), range(8)))
    found = secrets_of(here)
    assert found.index not in (older.index, older.masters[1])
    keys.complete(here)
    assert secrets_of(here) == found


@pytest.mark.parametrize("name", [keys.MASTER, keys.AUDIT, keys.INDEX, keys.ANCHOR])
def test_a_house_with_papers_does_not_open_without_a_key_and_makes_none(cast, name):
    """Nothing is made anew, and the doctor says what to do."""
    Letter(cast).arrives().is_registered()
    with unit_of_work() as session:
        audit.record(session, Act.SIGNED_IN, by=cast.lin, at=now())
        anchors.make(session, at=now())
    key = settings().keys_folder / name
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(KeyLost, match=f"密钥 {name} 不见了.*请从密钥备份恢复"):
        migrate.upgrade()
    assert not key.exists()
    (told,) = [one for one in examine() if one.name == "密钥"]
    assert (told.ok, name in told.what, "从密钥备份恢复" in told.advice) == (False, True, True)
    key.write_bytes(kept)
    key.chmod(0o600)
    key_watch.must_be_here()


def test_a_house_with_papers_gets_no_new_set_of_keys(cast):
    Letter(cast).arrives()
    shutil.move(settings().keys_folder, settings().data_dir / "elsewhere")
    with pytest.raises(KeyLost, match=r"master\.key"):
        migrate.upgrade()
    assert not settings().keys_folder.exists()


@pytest.fixture
def handed(tmp_path, monkeypatch):
    """What systemd hands over: the account reads by an access list, which shows as the group's bit."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "master.key").write_bytes(b"m" * 32)
    (folder / "master.key").chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return folder


def test_a_master_key_that_systemd_hands_over_goes_before_the_folder_and_never_lies_there(here, handed):
    assert secrets_of(here).masters == {1: b"m" * 32}
    assert sorted(path.name for path in here.keys_folder.iterdir()) == [
        "anchor.key",
        "audit.key",
        "index.key",
        "prefect.auth",
    ]
    (handed / "master-0002.key").write_bytes(b"n" * 32)
    (handed / "master-0002.key").chmod(0o400)
    assert secrets_of(here).masters == {1: b"m" * 32, 2: b"n" * 32}


def test_a_credential_that_everybody_can_read_is_refused(here, handed):
    (handed / "master.key").chmod(0o444)
    with pytest.raises(BadConfig, match="权限是 0444"):
        secrets_of(here)


def test_keys_may_lie_apart_from_the_data(tmp_path):
    apart = Settings(data_dir=tmp_path / "var", keys_dir=tmp_path / "safe" / "keys")
    assert secrets_of(apart) == secrets_of(apart)
    assert (tmp_path / "safe" / "keys" / "master.key").exists()
    assert not (tmp_path / "var").exists()


def test_a_later_master_key_is_whole_private_and_never_overwritten(here, monkeypatch):
    monkeypatch.setattr(keys, "settings", lambda: here)
    secrets_of(here)
    keys.make_master(here, 2)
    first = secrets_of(here).masters
    keys.make_master(here, 2)
    assert secrets_of(here).masters == first
    assert sorted(first) == [1, 2]
    assert stat.S_IMODE((here.keys_folder / "master-0002.key").stat().st_mode) == 0o600
    keys.remove_master(here, 1)
    assert sorted(secrets_of(here).masters) == [2], "a retired version is not missed"
