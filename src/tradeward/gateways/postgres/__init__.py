"""PostgreSQL: the embedded server, or one of the operator's own named by DATABASE_URL."""

from tradeward.gateways.postgres.binaries import installed
from tradeward.gateways.postgres.choice import OLDEST, Trial, databases, embedded, ready, try_out
from tradeward.gateways.postgres.faults import Unavailable
from tradeward.gateways.postgres.place import home, orphans
from tradeward.gateways.postgres.server import (
    APPLICATION,
    DATABASE,
    OWNER,
    SUPERUSER,
    Address,
    Status,
    address,
    ensure_started,
    make_database,
    remove,
    status,
    stop,
)

__all__ = [
    "APPLICATION",
    "Address",
    "DATABASE",
    "OLDEST",
    "OWNER",
    "SUPERUSER",
    "Status",
    "Trial",
    "Unavailable",
    "address",
    "databases",
    "embedded",
    "ensure_started",
    "home",
    "installed",
    "make_database",
    "orphans",
    "ready",
    "remove",
    "status",
    "stop",
    "try_out",
]
