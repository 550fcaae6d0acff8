"""What only a demo market has: how far its clock is ahead, and what was done at the sandbox bank."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('tradeward.sandbox'))"


class Market(NamedTuple):
    """A demo market: when its seeding began and ended (None: it broke off), and how far its clock is ahead."""

    begun_at: datetime
    seeded_at: datetime | None
    ahead: timedelta


def market() -> Market | None:
    """The demo market of this database; None where there is none."""
    found = _all("SELECT begun_at, seeded_at, ahead FROM demo_market")
    return Market(*found[0]) if found else None


def ahead() -> timedelta:
    """How far the market's clock is ahead of the machine's."""
    found = _all("SELECT ahead FROM demo_market")
    return found[0][0] if found else timedelta()


def begin(*, at: datetime) -> None:
    """Note that a demo market is being made."""
    _all("INSERT INTO demo_market (begun_at) VALUES (%s) RETURNING 1", at)


def end(*, at: datetime) -> None:
    """Note that it is whole."""
    _all("UPDATE demo_market SET seeded_at = %s RETURNING 1", at)


def move(*, ahead: timedelta) -> timedelta:
    """Set how far the clock is ahead; it never goes back. Returns how far it is now."""
    found = _all("UPDATE demo_market SET ahead = greatest(ahead, %s) RETURNING ahead", ahead)
    return found[0][0] if found else timedelta()


def name_of(*, organisation_id: UUID) -> str:
    """The name of an organisation."""
    ((name,),) = _all("SELECT name FROM organisations WHERE id = %s", organisation_id)
    return str(name)


def alone() -> None:
    """Let nobody else do anything at the bank until this transaction ends."""
    _all(_LOCK)


def note(*, verb: str, said: Mapping[str, Any]) -> None:
    """Write down what was done at the bank."""
    _all("INSERT INTO sandbox_acts (verb, said) VALUES (%s, %s) RETURNING 1", verb, json.dumps(said))


def acts() -> list[tuple[str, dict[str, Any]]]:
    """What was done at the bank, in order."""
    return [(verb, json.loads(said)) for verb, said in _all("SELECT verb, said::text FROM sandbox_acts ORDER BY id")]


def _all(query: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        found: list[Any] = cursor.fetchall()
        return found
