"""What each web process counts: requests and their seconds. Several processes share a folder, so that any of them tells all."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_own = CollectorRegistry()
_requests = Counter(
    "tradeward_requests", "Requests by method, route and status.", ["method", "route", "status"], registry=_own
)
_seconds = Histogram(
    "tradeward_request_seconds", "How long requests took, by route.", ["route"], buckets=_BUCKETS, registry=_own
)


def count(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _requests.labels(method, route, str(status)).inc()
    _seconds.labels(route).observe(seconds)


def text() -> bytes:
    """The counters of all web processes in Prometheus' text format; of this one alone, where no folder is shared."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(_own)
    shared = CollectorRegistry()
    MultiProcessCollector(shared)
    return generate_latest(shared)
