"""The smallest readers: each takes a JSON value and its path, and returns a checked value or refuses it by name."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from tradeward.domain import days
from tradeward.domain.adjudication import figures
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.refusals import RuleBroken

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)
Reader = Callable[[Any, Place], T]

# One year inside the years that domain/days.py knows, so that windows may reach over their edge.
_FIRST_YEAR, _LAST_YEAR = days.FIRST_YEAR + 1, days.LAST_YEAR - 1
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"([0-9-]{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:Z|([+-])([0-9]{2}):([0-9]{2}))")
_ZONE = re.compile(r"UTC|(?!posix/|right/)[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")
_UNSIGNED = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SIGNED = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LONGEST_NUMBER = 60
_LONGEST_SHOWN = 60


def shown(value: Any) -> str:
    """A JSON value as it stands in the file, cut short."""
    try:
        text = json.dumps(value)
    except (TypeError, ValueError):  # not of JSON at all, or a number too long to be written
        text = f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def text(value: Any, path: Place) -> str:
    """A text that is not empty and is Unicode."""
    if not isinstance(value, str) or not value:
        path.refuse(f"{shown(value)} is not a text" if value != "" else "the text is empty")
    if re.search(r"[\ud800-\udfff]", value):
        path.refuse("the text holds half a character (a lone surrogate)")
    return value


def truth(value: Any, path: Place) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        path.refuse(f"{shown(value)} is neither true nor false")
    return value


def whole(*, least: int) -> Reader[int]:
    """A JSON integer, at least so big."""

    def read(value: Any, path: Place) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            path.refuse(f"{shown(value)} is not a whole number of at least {least}")
        return value

    return read


def day(value: Any, path: Place) -> date:
    """A calendar day, `2027-05-14`."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        path.refuse(f"{shown(value)} is not a date such as 2027-05-14")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        path.refuse(f"{value} is not a day of the calendar")
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        path.refuse(f"{value} is not between the years {_FIRST_YEAR} and {_LAST_YEAR}")
    return found


def instant(value: Any, path: Place) -> datetime:
    """A whole second, in UTC: `2027-05-14T23:59:59+08:00`; `T24:00:00` is the first second of the next day."""
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        path.refuse(f"{shown(value)} is not an instant such as 2027-05-14T23:59:59+08:00: whole seconds, Z or offset")
    written, hour, minute, second, sign, off_hours, off_minutes = match.groups()
    start = datetime.combine(day(written, path), datetime.min.time(), UTC)
    clock = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second))
    if int(minute) > 59 or int(second) > 59 or clock > timedelta(hours=24):
        path.refuse(f"{value} has no such time of day")
    if sign is None:
        return start + clock
    if int(off_hours) > 23 or int(off_minutes) > 59:
        path.refuse(f"{value} has no such offset")
    offset = timedelta(hours=int(off_hours), minutes=int(off_minutes))
    return start + clock - (offset if sign == "+" else -offset)


def zone(value: Any, path: Place) -> ZoneInfo:
    """An IANA zone, `Asia/Shanghai` or `UTC`."""
    if not isinstance(value, str) or not _ZONE.fullmatch(value):
        path.refuse(f"{shown(value)} is not an IANA zone such as Asia/Shanghai")
    try:
        return days.zone(value)
    except RuleBroken:
        path.refuse(f"{shown(value)} is not in the time zone database")


def currency(value: Any, path: Place) -> str:
    """An ISO 4217 code."""
    if not isinstance(value, str):
        path.refuse(f"{shown(value)} is not a currency code")
    try:
        figures.digits(value)
    except RuleBroken:
        path.refuse(f"{shown(value)} is not an ISO 4217 code")
    return value


def number(value: Any, path: Place) -> Decimal:
    """An exact decimal, not negative, as a text."""
    return _decimal(value, path, _UNSIGNED, "a decimal number, not negative, written as a text such as")


def reading(value: Any, path: Place) -> Decimal:
    """An exact decimal, also negative, as a text."""
    return _decimal(value, path, _SIGNED, "a decimal number written as a text such as")


def money(code: str) -> Reader[int]:
    """An amount of the currency `code`, as a text, in whole minor units."""
    size = figures.digits(code)

    def read(value: Any, path: Place) -> int:
        exact = Fraction(_decimal(value, path, _UNSIGNED, "an amount written as a text such as")) * 10**size
        if exact.denominator != 1:
            path.refuse(f"{shown(value)}: {code} has {size} digits after the point")
        return int(exact)

    return read


def word(kind: type[Word], *, without: tuple[Word, ...] = ()) -> Reader[Word]:
    """One of the words of `kind`."""

    def read(value: Any, path: Place) -> Word:
        found = next((each for each in kind if each == value and each not in without), None)
        if found is None:
            path.refuse(f"{shown(value)} is not one of {', '.join(each for each in kind if each not in without)}")
        return found

    return read


def one_of(words: tuple[str, ...]) -> Reader[str]:
    """One of the texts `words`."""

    def read(value: Any, path: Place) -> str:
        if not isinstance(value, str) or value not in words:
            path.refuse(f"{shown(value)} is not one of {', '.join(words)}")
        return value

    return read


def listed(read: Reader[T], *, least: int = 0, once: bool = False) -> Reader[tuple[T, ...]]:
    """A list of at least so many values, where asked for each only once."""

    def read_all(value: Any, path: Place) -> tuple[T, ...]:
        if not isinstance(value, list):
            path.refuse(f"{shown(value)} is not a list")
        if len(value) < least:
            path.refuse("the list is empty")
        found = tuple(read(each, path.item(n)) for n, each in enumerate(value))
        if once and len(set(found)) < len(found):
            path.refuse("the list repeats a value")
        return found

    return read_all


def nullable(read: Reader[T]) -> Reader[T | None]:
    """null, or what `read` reads."""
    return lambda value, path: None if value is None else read(value, path)


def _decimal(value: Any, path: Place, form: re.Pattern[str], told: str) -> Decimal:
    if not isinstance(value, str) or not form.fullmatch(value):
        path.refuse(f"{shown(value)} is not {told} {json.dumps('170.99')}")
    if len(value) > _LONGEST_NUMBER:
        path.refuse(f"the number has more than {_LONGEST_NUMBER} digits")
    return Decimal(value)
