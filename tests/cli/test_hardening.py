"""What a process of the house leaves behind: no memory on the disk, no file for others."""

import os
import resource
import stat
from pathlib import Path

from api.cli.hardening import harden


def test_a_hardened_process_and_its_children_dump_nothing_and_make_private_files(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        harden()
        (tmp_path / "made").write_text("")
        (tmp_path / "folder").mkdir()
        private = [stat.S_IMODE((tmp_path / name).stat().st_mode) & 0o077 for name in ("made", "folder")]
        os._exit(0 if resource.getrlimit(resource.RLIMIT_CORE) == (0, 0) and not any(private) else 1)
    assert os.waitpid(child, 0)[1] == 0
