"""Whether Prefect's records still lie where they should: a server whose file was deleted goes on into the void."""

import sqlite3
from contextlib import closing

from config.settings import Settings


def kept(settings: Settings) -> bool:
    """False where the file is gone, or is a new and empty one.  The server has to be started again then."""
    path = settings.prefect_home / "prefect.db"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as records:
            records.execute("SELECT count(*) FROM flow")
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    return True
