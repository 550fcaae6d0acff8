"""Frozen values of queries as the API tells them: ids with their prefix, amounts with their currency."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from tradeward.domain import vocabulary


def money(amount: str, currency: str) -> dict[str, str]:
    """An amount in decimal notation of a currency."""
    return {"amount": amount, "currency": currency}


def shown(noun: str, id: UUID | None) -> str | None:
    """An id with the prefix of its noun; nothing stays nothing."""
    return None if id is None else vocabulary.shown(noun, id)


def told(
    value: Any, *, ids: Mapping[str, str] | None = None, amounts: Sequence[str] = (), currency: str = ""
) -> dict[str, Any]:
    """A value field by field: `ids` says which fields are ids of which noun, `amounts` which are money of the currency."""
    found: dict[str, Any] = asdict(value)
    for name, noun in (ids or {}).items():
        found[name] = shown(noun, found[name])
    for name in amounts:
        found[name] = None if found[name] is None else money(found[name], currency or found["currency"])
    return found
