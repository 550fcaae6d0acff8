"""The words that every floor shares: roles, id prefixes, and how an id is made."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import rfc8785

from tradeward.domain.refusals import RuleBroken


class Role(StrEnum):
    """In whose name somebody acts. CLOCK, RULING and REACTION are the product's own hands."""

    BUYER = "buyer"
    SUPPLIER = "supplier"
    INSPECTOR = "inspector"
    OFFICER = "officer"
    OPERATOR = "operator"
    CLOCK = "clock"
    RULING = "ruling"
    REACTION = "reaction"


PREFIXES = {
    "order": "ord", "supplier": "sup", "organisation": "org", "person": "psn", "instalment": "ins", "inspection": "isp",
    "shipment": "shp", "amendment": "amd", "dispute": "dsp", "offer": "off", "ruling": "rul", "recovery": "rec",
    "payment_out": "pay", "evidence": "evd", "message": "msg", "credit": "crd",
    "reservation": "rsv", "token": "tok", "draft": "drf", "fact": "fct", "refund": "rfd", "accreditation": "acc", "point": "pnt",
    "approval": "apv", "list": "lst", "hit": "hit",
    "webhook": "whk", "delivery": "dlv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, in a role, for an organisation. The product's own hands have neither id."""

    role: Role
    organisation_id: UUID | None = None
    person_id: UUID | None = None


CLOCK = Actor(Role.CLOCK)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_id(*, noun: str, key: str, at: datetime) -> UUID:
    """The UUIDv7 (RFC 9562 §5.7) of the `noun` that the command `key` makes at `at`.

    The time is `at` in milliseconds; the 74 free bits come from SHA-256 of noun and key instead of a random source, so
    a command that is played again makes the same rows (docs/decisions/ids-from-keys.md).
    """
    free = int.from_bytes(hashlib.sha256(f"{noun}\0{key}".encode()).digest()[:16], "big")
    millis = (at - _EPOCH) // timedelta(milliseconds=1) & ((1 << 48) - 1)
    return UUID(int=millis << 80 | 0x7 << 76 | (free >> 64 & 0xFFF) << 64 | 0b10 << 62 | free & ((1 << 62) - 1))


def shown(noun: str, id: UUID) -> str:
    """The id as people and the API see it: `ord_0195…`."""
    return f"{PREFIXES[noun]}_{id.hex}"


_WORDS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def canonical(value: Any) -> bytes:
    """RFC 8785 canonical JSON of `value`: strings, lists, objects, booleans and null, for no JSON number is hashed.

    Refuses: text that is no Unicode (half of a surrogate pair). A number, or another type, is a bug of the caller.
    """
    try:
        if _only_words(value):
            return _WORDS.encode(value).encode()
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        raise RuleBroken("the text holds half a character: send valid Unicode", field="text") from None


def _only_words(value: Any) -> bool:
    """Whether all keys are ASCII: then code points sort as UTF-16 does, and the standard library writes the same bytes, sooner."""
    plain, left = True, [value]
    while left:
        one = left.pop()
        if one is None or isinstance(one, str | bool):
            continue
        if isinstance(one, dict):
            plain = _joined(one).isascii() and plain
            left += one.values()
        elif isinstance(one, list | tuple):
            left += one
        else:
            raise TypeError(f"{one!r} is a {type(one).__name__}: what is hashed holds strings, write it as one")
    return plain


def _joined(keys: Iterable[Any]) -> str:
    try:
        return "".join(keys)
    except TypeError:
        raise TypeError(f"{list(keys)!r} are the keys of an object: each must be a string") from None


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
