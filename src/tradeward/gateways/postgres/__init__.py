"""PostgreSQL: the embedded server, or one of the operator's own named by DATABASE_URL."""

from tradeward.gateways.postgres.binaries import installed, program
from tradeward.gateways.postgres.choice import databases, embedded, ready
from tradeward.gateways.postgres.faults import Unavailable
from tradeward.gateways.postgres.place import home
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
    "DATABASE",
    "OWNER",
    "SUPERUSER",
    "Address",
    "Status",
    "Unavailable",
    "address",
    "databases",
    "embedded",
    "ensure_started",
    "home",
    "installed",
    "make_database",
    "program",
    "ready",
    "remove",
    "status",
    "stop",
]
