"""Which PostgreSQL is used, the embedded one or the one that DATABASE_URL names, as Django wants to be told."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tradeward.domain.refusals import RuleBroken
from tradeward.gateways.postgres import server
from tradeward.gateways.postgres.faults import Unavailable, unavailable

OLDEST = 15
"""The oldest PostgreSQL, by major version, that the schema runs on."""
ENGINE = "tradeward.store.engine"
POOL = {"min_size": 1, "max_size": 16, "timeout": 30.0}
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
"""A statement that a connection sends for the third time is not parsed and planned again."""
PATIENCE = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=5min"
"""How long the application waits for what others have locked, and how long it may hold what it has locked and say nothing."""
_SHAPE = "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or unset it to use the embedded database."
_DJANGO_KEYS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def embedded() -> bool:
    """Whether the embedded server is used: nobody has named another in DATABASE_URL or DATABASE_OWNER_URL."""
    return not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_OWNER_URL"))


def ready(*, home: Path) -> None:
    """Make sure that a database answers: start the embedded server of `home`, or try the one that is named.

    Refuses: a URL that is none (RuleBroken), a server that does not answer or is older than 15 (Unavailable).
    """
    if embedded():
        server.ensure_started(home=home)
        return
    for variable in dict.fromkeys(("DATABASE_URL", _owner_variable())):
        try_out(variable)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a named server answered: its version, whether our login has the application's role."""

    version: str
    may_become_application: bool


def try_out(variable: str) -> Trial:
    """Connect to the server that the environment variable names. Refuses: no URL, no answer, older than 15."""
    with _connected(variable) as connection:
        number = connection.info.server_version
        if number < OLDEST * 10_000:
            unavailable(
                f"the server that {variable} names is PostgreSQL {number // 10_000}",
                way_out=f"Use PostgreSQL {OLDEST} or newer, or unset {variable}.",
            )
        right = "SET" if number >= 160_000 else "MEMBER"
        asked = "SELECT pg_has_role(current_user, oid, %s) FROM pg_roles WHERE rolname = %s"
        row = connection.execute(asked, [right, server.APPLICATION]).fetchone()
        version = f"{number // 10_000}.{number % 10_000}"
        return Trial(version=version, may_become_application=bool(row and row[0]))


def databases(*, home: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` is the application's role, pooled; `owner` is the role of the migrations.

    With one URL for both, the application's connections give up the login's rights for those of `tradeward_app`, when
    that role exists and the login may take it on; for this, and only this, the named server is asked.
    """
    if embedded():
        at = {"NAME": server.DATABASE, "HOST": str(server.address(home=home).folder), "PORT": str(server.PORT)}
        return {
            "default": _alias(at | {"USER": server.APPLICATION}, pool=True),
            "owner": _alias(at | {"USER": server.OWNER}),
        }
    application, owner = _parsed("DATABASE_URL"), _parsed(_owner_variable())
    if application == owner and try_out("DATABASE_URL").may_become_application:
        options = f"{application.get('options', '')} -c role={server.APPLICATION}".strip()
        application = application | {"options": options}
    return {"default": _alias(_django(application), pool=True), "owner": _alias(_django(owner))}


def _owner_variable() -> str:
    return "DATABASE_OWNER_URL" if os.environ.get("DATABASE_OWNER_URL") else "DATABASE_URL"


def _parsed(variable: str) -> dict[str, Any]:
    """The parts of the URL in `variable`. Its text is never repeated: it may hold a password."""
    url = os.environ.get(variable, "")
    if not url:
        raise RuleBroken(
            "DATABASE_OWNER_URL is set and DATABASE_URL is not: set both, or neither.", field="DATABASE_URL"
        )
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError:
        parts = {}
    if not parts or not url.startswith(("postgresql://", "postgres://")):
        raise RuleBroken(f"{variable} is no PostgreSQL URL. {_SHAPE}", field=variable)
    if not (parts.get("dbname") or parts.get("service")):
        raise RuleBroken(f"{variable} names no database. {_SHAPE}", field=variable)
    return {"connect_timeout": 10} | parts


def _django(parts: dict[str, Any]) -> dict[str, Any]:
    named = {_DJANGO_KEYS[key]: str(value) for key, value in parts.items() if key in _DJANGO_KEYS}
    return named | {"OPTIONS": {key: value for key, value in parts.items() if key not in _DJANGO_KEYS}}


def _alias(given: dict[str, Any], *, pool: bool = False) -> dict[str, Any]:
    """One entry of DATABASES; a pool keeps connections itself, so Django must not (CONN_MAX_AGE 0).

    What waits in the pool is tried before it is used: the server may have died and come back since.
    """
    options = given.get("OPTIONS", {})
    if pool:
        own = options.get("options", "")  # the URL's own come last, and win
        options = options | PREPARED | {"options": f"{PATIENCE} {own}".strip(), "pool": dict(POOL)}
    common = {"ENGINE": ENGINE, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": pool}
    return common | given | {"OPTIONS": options}


def _connected(variable: str) -> "psycopg.Connection[Any]":
    try:
        return psycopg.connect(**_parsed(variable), autocommit=True)
    except (psycopg.Error, OSError) as exc:
        said = str(exc).strip().split("\n", 1)[0].rstrip(".?")
        raise Unavailable(
            f"database: the server that {variable} names cannot be used: {said}. "
            "Check that it runs and that the URL is right, or unset it to use the embedded database."
        ) from exc
