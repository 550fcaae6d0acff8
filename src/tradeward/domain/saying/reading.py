"""Reading what somebody said: each field parsed and brought into one form, everything else refused by its name."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NoReturn
from uuid import UUID

from tradeward.domain import contract, money
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.saying.field import Field, Fields, Kind

_UNSTORED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters, which no text needs and the database cannot keep, and halves of characters."""
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_AMOUNT = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?")
_DIGITS = re.compile(r"[0-9]{1,12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_ID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
_FIRST, _LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
_LONGEST_SHOWN = 40
_DEEPEST, _MOST_PARTS, _MOST_HASHED = 6, 500, 20_000
_LEAF = Field.text("leaf", "A string that nobody here reads.", most=20_000)


_NOWHERE = Place()


def read(*, fields: Fields, told: Any, place: Place = _NOWHERE) -> dict[str, Any]:
    """What is told, by `fields`; what is null or blank is not said (DESIGN §4: a message names the field).

    Refuses, by name: a key that is none of the fields, one that is missing, a value that is not of its field's kind.
    """
    if not isinstance(told, Mapping):
        _refuse(place or Place("body"), "is no object of keys and values")
    known = {one.name: one for one in fields}
    for key in told:
        if key not in known:
            allowed = f"known here: {', '.join(known)}" if known else "nothing is said with this"
            _refuse(place.key(_plain(key)), f"is not known: {allowed}")
    found = {}
    for name, field in known.items():
        value = told.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if field.required:
                _refuse(place.key(name), f"is missing: {_lower(field.says)}")
            continue
        found[name] = _READERS[field.kind](value, place.key(name), field)
    return found


def shown(value: Any) -> str:
    """A value as a refusal shows it: short, and never more than plain ASCII."""
    if isinstance(value, str):
        text = json.dumps(value[:_LONGEST_SHOWN])
        return text if len(value) <= _LONGEST_SHOWN else f"{text}..."
    if isinstance(value, bool):
        return "true" if value else "false"
    return {list: "a list", tuple: "a list", dict: "an object", int: "a number"}.get(
        type(value), f"a {type(value).__name__}"
    )


def _plain(key: Any) -> str:
    return key[:_LONGEST_SHOWN] if isinstance(key, str) else shown(key)


def _refuse(place: Place, why: str) -> NoReturn:
    raise RuleBroken(f"{place} {why}", field=str(place))


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def text(value: Any, place: Place, field: Field) -> str:
    """A text without control characters and half characters."""
    if not isinstance(value, str):
        _refuse(place, f"is {shown(value)}: write a text")
    if len(value) > field.max_length:
        _refuse(place, f"has {len(value)} characters: at most {field.max_length}")
    if odd := _UNSTORED.search(value):
        _refuse(place, f"holds the character U+{ord(odd[0]):04X}, which is no text: leave it out")
    return value.strip()


def _amount(value: Any, place: Place, field: Field) -> str:
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        _refuse(place, f'{shown(value)} is no amount: write a decimal number, not negative, such as "10000.00"')
    if Decimal(value) > money.MOST_MINOR:
        _refuse(place, f"{shown(value)} is too large: at most {money.MOST_MINOR}")
    return value


def _number(value: Any, place: Place, field: Field) -> str:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        _refuse(place, f'{shown(value)} is no decimal number written as a text, such as "170.99"')
    if not field.least <= Decimal(value) <= field.most:
        _refuse(place, f"{shown(value)} is not from {field.least} to {field.most}")
    return value


def _digits(value: Any, place: Place, field: Field) -> str:
    if not isinstance(value, str) or not _DIGITS.fullmatch(value) or not field.least <= int(value) <= field.most:
        _refuse(place, f"{shown(value)} is no whole number from {field.least} to {field.most}, written as a text")
    return value


def _whole(value: Any, place: Place, field: Field) -> int:
    if type(value) is not int or not field.least <= value <= field.most:
        _refuse(place, f"is no whole number from {field.least} to {field.most}")
    return value


def _day(value: Any, place: Place, field: Field) -> str:
    told = value.isoformat() if type(value) is date else value
    if not isinstance(told, str) or not _DAY.fullmatch(told):
        _refuse(place, f"{shown(told)} is no date of the form YYYY-MM-DD: name one exact day")
    return contract.read_day(field=str(place), text=told).isoformat()


def _instant(value: Any, place: Place, field: Field) -> datetime:
    found = value
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            found = datetime.fromisoformat(value.upper())
        except ValueError:
            found = None
    if not isinstance(found, datetime) or found.tzinfo is None:
        _refuse(place, f"{shown(value)} is no instant with its offset, such as 2027-05-14T09:30:00Z")
    if not _FIRST <= found <= _LAST:
        _refuse(place, f"{shown(value)} lies outside the years {_FIRST.year} to {_LAST.year - 1}")
    return found.astimezone(UTC)


def _id(value: Any, place: Place, field: Field) -> UUID:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not _ID.fullmatch(value):
        _refuse(place, f"{shown(value)} is no id")
    return UUID(value)


def _choice(value: Any, place: Place, field: Field) -> str:
    if not isinstance(value, str) or value not in field.choices:
        _refuse(place, f"{shown(value)} is not one of {', '.join(field.choices)}")
    return str(value)


def _list(value: Any, place: Place, field: Field) -> list[Any]:
    if not isinstance(value, list | tuple):
        _refuse(place, f"is {shown(value)}: write a list")
    if len(value) > field.max_length:
        _refuse(place, f"has {len(value)} values: at most {field.max_length}")
    (one,) = field.of
    return [_READERS[one.kind](each, place.item(n), one) for n, each in enumerate(value)]


def _map(value: Any, place: Place, field: Field) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        _refuse(place, f"is {shown(value)}: write an object of keys and values")
    if len(value) > field.max_length:
        _refuse(place, f"has {len(value)} keys: at most {field.max_length}")
    (one,) = field.of
    return {_key(key, place): _READERS[one.kind](each, place.key(_plain(key)), one) for key, each in value.items()}


def _key(key: Any, place: Place) -> str:
    if not isinstance(key, str) or len(key) > 100 or _UNSTORED.search(key):
        _refuse(place.key(_plain(key)), "is no key: at most 100 characters of text")
    return key


def _object(value: Any, place: Place, field: Field) -> dict[str, Any]:
    return read(fields=field.of, told=value, place=place)


def _verbatim(value: Any, place: Place, field: Field) -> Mapping[str, Any]:
    read(fields=field.of, told=value, place=place)
    _walk(value, place, _DEEPEST, [_MOST_HASHED])
    kept: Mapping[str, Any] = value
    return kept


def _open(value: Any, place: Place, field: Field) -> Any:
    _walk(value, place, _DEEPEST, [_MOST_PARTS])
    return value


def _walk(value: Any, place: Place, deeper: int, left: list[int]) -> None:
    left[0] -= 1
    if deeper < 0 or left[0] < 0:
        _refuse(place, f"is too large: at most {_DEEPEST} levels deep, and {_MOST_PARTS} parts in a term")
    if isinstance(value, Mapping):
        for key, each in value.items():
            _walk(each, place.key(_key(key, place)), deeper - 1, left)
    elif isinstance(value, list | tuple):
        for n, each in enumerate(value):
            _walk(each, place.item(n), deeper - 1, left)
    elif value is not None and not isinstance(value, bool):
        text(value, place, _LEAF)


_READERS: dict[Kind, Callable[[Any, Place, Field], Any]] = {
    Kind.TEXT: text,
    Kind.AMOUNT: _amount,
    Kind.NUMBER: _number,
    Kind.DIGITS: _digits,
    Kind.WHOLE: _whole,
    Kind.DAY: _day,
    Kind.INSTANT: _instant,
    Kind.ID: _id,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.MAP: _map,
    Kind.OBJECT: _object,
    Kind.VERBATIM: _verbatim,
    Kind.OPEN: _open,
}
