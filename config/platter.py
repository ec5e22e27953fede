"""落盘: a name is on the platter once its folder is; fsync of a file alone does not say what it is called."""

import os
from pathlib import Path


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_way(folder: Path) -> None:
    """The folder, and on its disk every one above it that we may read: each is a line in the next.

    Whether we made them or a process that died before it could say so makes no difference.
    """
    device = folder.stat().st_dev
    for one in (folder, *folder.absolute().parents):
        if one.stat().st_dev != device or not os.access(one, os.R_OK):
            break
        sync(one)
