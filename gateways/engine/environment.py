"""What Prefect is told before it starts: where it lives, who may ask, and to tell nobody anything."""

import os
import sys
from pathlib import Path

from config.keys import secrets_of
from config.settings import Settings

HOST = "127.0.0.1"  # reachable from this machine only, whatever the pages are bound to
KEPT_DAYS = 30
NOBODY = Path(__file__).with_name("nobody.pem")

QUIET = {
    "DO_NOT_TRACK": "1",
    "NO_PROXY": HOST,
    "no_proxy": HOST,
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}

# Nothing here is scheduled or deployed by Prefect: only what records runs, and sweeps the records, is left on.
IDLE_SERVICES = (
    "SCHEDULER",
    "LATE_RUNS",
    "TRIGGERS",
    "FOREMAN",
    "CANCELLATION_CLEANUP",
    "PAUSE_EXPIRATIONS",
    "REPOSSESSOR",
    "CLEANUP_RECONCILER",
)


def environment(settings: Settings) -> dict[str, str]:
    """Every variable that Prefect's server and its client are given."""
    auth = secrets_of(settings).prefect_auth
    return QUIET | {
        "PREFECT_HOME": str(settings.prefect_home),
        "PREFECT_API_URL": f"http://{HOST}:{settings.prefect_port}/api",
        "PREFECT_API_AUTH_STRING": auth,
        "PREFECT_API_SSL_CERT_FILE": str(NOBODY),
        "PREFECT_API_REQUEST_TIMEOUT": "20",
        "PREFECT_CLIENT_MAX_RETRIES": "2",
        "PREFECT_SERVER_API_AUTH_STRING": auth,
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(settings.prefect_home / "ui"),  # not among the programs
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(KEPT_DAYS * 86_400),
        **{f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in IDLE_SERVICES},
    }


def configure(settings: Settings) -> None:
    """To be called before Prefect is imported, which reads its environment once and may phone home at once."""
    if "prefect" in sys.modules:
        raise RuntimeError("Prefect was imported before it was configured")
    os.environ.update(environment(settings))


def server_command(settings: Settings) -> list[str]:
    """What ``prefect server start`` would run, without the process around it."""
    return [
        *(sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app"),
        *("--host", HOST, "--port", str(settings.prefect_port)),
        *("--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "5"),
    ]
