"""The shapes that many resources share: ids with their prefix, money, the idempotency key, and what every body forbids."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from ninja.params.functions import Header
from pydantic import ConfigDict, Field

from tradeward.domain import vocabulary
from tradeward.domain.refusals import UNKNOWN, NotFound

Key = Annotated[
    str, Header(..., alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,200}$", examples=["order-4711-sign"])
]
"""Required with every POST: the same key and body give the same answer, and one effect (DESIGN §5)."""


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


def read(noun: str, shown: str) -> UUID:
    """The UUID in an id as it is shown. Refuses: NotFound, as for an id that nobody has."""
    prefix, _, digits = shown.partition("_")
    try:
        found = UUID(digits)
    except ValueError:
        raise NotFound(UNKNOWN) from None
    if prefix != vocabulary.PREFIXES[noun] or found.hex != digits:
        raise NotFound(UNKNOWN)
    return found


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """A use case's answer as the API tells it: ids under the name of their noun carry its prefix."""
    return {name: _told(name, value) for name, value in answer.items()}


def _told(name: str, value: Any) -> Any:
    if name in vocabulary.PREFIXES and isinstance(value, str):
        return vocabulary.shown(name, UUID(value))
    return value
