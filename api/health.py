"""健康: is it alive, is it ready, how is it doing: for the supervisor, the balancer and the watcher."""

import hmac
import shutil
from collections.abc import Iterator
from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlmodel import text

from api.measured import REGISTRY
from config.settings import settings
from gateways import engine
from gateways.clock import now
from models.database import reading
from models.errors import NotFound
from models.measures import Measure, measures, one

pages = APIRouter(include_in_schema=False)
PREFIX = "jiyao_"


@pages.get("/health/live")
def alive() -> dict[str, str]:
    return {"status": "ok"}


@pages.get("/health/ready")
def ready() -> JSONResponse:
    """503 while the database cannot be read.  Prefect, mail and directory may be down: the office goes on."""
    with reading() as session:
        session.connection().execute(text("SELECT count(*) FROM counter"))
    return JSONResponse({"status": "ok"})


@pages.get("/metrics")
def metrics(request: Request) -> Response:
    """Raises NotFound for whoever is no watcher."""
    if not is_watcher(request):
        raise NotFound()
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Office())
    told = generate_latest(registry) + generate_latest(REGISTRY)
    return Response(told, media_type=CONTENT_TYPE_LATEST)


def is_watcher(request: Request) -> bool:
    """Whoever has the token; without one, a program on this machine where no proxy passes others' requests on."""
    here = settings()
    if token := here.metrics_token.get_secret_value():
        said = request.headers.get("authorization", "")
        return hmac.compare_digest(said.encode(), f"Bearer {token}".encode())
    passed_on = here.has_a_proxy or {"x-forwarded-for", "forwarded"} & set(request.headers)
    return not passed_on and _is_loopback(request.client.host if request.client else "")


class Office(Collector):
    """The measures as prometheus_client wants them; read anew each time."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with reading() as session:
            found = [*measures(session, now()), *_machine()]
        for measure in found:
            family = GaugeMetricFamily(PREFIX + measure.name, measure.words, labels=measure.labels)
            for labels, value in measure.values.items():
                family.add_metric(labels, value)
            yield family


def _machine() -> Iterator[Measure]:
    disk = shutil.disk_usage(settings().data_dir)
    yield one("disk_bytes", "The disk that holds the data", disk.total)
    yield one("disk_free_bytes", "What is left on it", disk.free)
    yield one("prefect_up", "1 while Prefect answers", engine.healthy())


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
