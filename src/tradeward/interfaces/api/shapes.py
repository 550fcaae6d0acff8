"""The shapes that many resources share: ids with their prefix, money, the idempotency key, and what every body forbids."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from ninja.params.functions import Header
from pydantic import BeforeValidator, ConfigDict, Field

from tradeward.domain import days, vocabulary
from tradeward.domain.refusals import UNKNOWN, NotFound, RuleBroken
from tradeward.interfaces import ids

Key = Annotated[
    str, Header(..., alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,200}$", examples=["order-4711-sign"])
]
"""Required with every POST: the same key and body give the same answer, and one effect (DESIGN §5)."""


_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _instant(said: Any) -> datetime:
    """The instant written as RFC 3339 has it. Refuses: another form (ValueError), and one that no window is reckoned from."""
    if not isinstance(said, str) or not _RFC3339.fullmatch(said):
        raise ValueError("write an instant with its offset, such as 2026-05-02T08:00:00Z")
    try:
        read = datetime.fromisoformat(said.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RuleBroken(f"{said} is no instant of the calendar") from None
    if not days.FIRST_YEAR < read.year < days.LAST_YEAR:
        raise RuleBroken(f"{said} lies too far away: name an instant of our time")
    return read


Instant = Annotated[datetime, BeforeValidator(_instant)]
"""An instant in a request: RFC 3339 with its offset; it is kept in UTC."""


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Said(Schema):
    """A request's body: a member that is not known is refused by name, never ignored, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Told(Schema):
    """An answer's body, read from a frozen value of a query."""

    model_config = ConfigDict(from_attributes=True)


class Money(Told):
    """An amount in decimal notation, with as many places as the currency has, and its ISO 4217 code."""

    amount: Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["10000.00"])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["USD"])]


def id_of(noun: str) -> Any:
    """The type of an id of `noun` as the API shows and takes it: a prefix and 32 hexadecimal digits."""
    prefix = vocabulary.PREFIXES[noun]
    return Annotated[str, Field(pattern=f"^{prefix}_[0-9a-f]{{32}}$", examples=[f"{prefix}_{'0195' * 8}"])]


read = ids.read


def unknown() -> NotFound:
    """What is said of something that is not there, or is not the asker's to see."""
    return NotFound(UNKNOWN)


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """A use case's answer as the API tells it: ids under the name of their noun carry its prefix."""
    return {name: _told(name, value) for name, value in answer.items()}


def _told(name: str, value: Any) -> Any:
    if name in vocabulary.PREFIXES and isinstance(value, str) and _UUID.fullmatch(value):  # a `refund` may be an amount
        return vocabulary.shown(name, UUID(value))
    return value
