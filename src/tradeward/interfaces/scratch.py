"""A database for one play: made, migrated, used and dropped, so that stories and simulations leave nothing behind."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
import psycopg
from django.db import connections
from psycopg import sql

from tradeward.gateways import postgres
from tradeward.interfaces import boot


@contextmanager
def database(*, purpose: str, keep: bool = False) -> Iterator[str]:
    """Point Django at a fresh, migrated database on the embedded server, and drop it at the end unless `keep`.

    Refuses: a server of the operator's own (Unavailable), where making and dropping databases is not ours to do.
    """
    if not postgres.embedded():
        raise postgres.Unavailable(
            "database: a play makes and drops a database; unset DATABASE_URL to use the embedded server."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradeward.settings")
    address = postgres.ensure_started(home=postgres.home())
    django.setup()
    name = f"{purpose}_{os.getpid()}"
    with psycopg.connect(address.url(role=postgres.SUPERUSER, database="postgres"), autocommit=True) as server:
        _drop(server, name)
        postgres.make_database(server, name=name)
        _point_at(address, name)
        try:
            boot.migrate()
            yield name
        finally:
            connections.close_all()
            connections["default"].close_pool()  # type: ignore[attr-defined]
            if not keep:
                _drop(server, name)


def _point_at(address: postgres.Address, name: str) -> None:
    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]
    for alias in ("default", "owner"):
        connections.databases[alias]["NAME"] = name
        connections.databases[alias]["HOST"] = str(address.folder)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
