"""Dates as people write them: whole, without a year, with day and month in doubt, and stretches of the calendar."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from tradeward.domain.linting.parse.taken import Taken
from tradeward.domain.linting.patterns import Hit, compiled

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?:(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?|May\b|MAY\b)"
)
_DAY = r"(?:(?:0?[1-9]|[12]\d|3\d)(?:st|nd|rd|th|ST|ND|RD|TH)?)"
_YEAR = r"(?:(?:19|20)\d\d)"

WHOLE = "whole"
NO_YEAR = "no year"
IN_DOUBT = "day or month in doubt"
SHORT_YEAR = "short year"

_FORMS = tuple(
    (form, order, compiled(source))
    for form, order, source in (
        (WHOLE, "ymd", rf"\b({_YEAR})[-/.]({_DAY})[-/.]({_DAY})\b"),
        (WHOLE, "ymd", rf"\b({_YEAR}) ?(?:年|[\-\s])? ?({_MONTH}) ?[\-\s]?({_DAY})\b"),
        (WHOLE, "dmy", rf"\b({_DAY})(?: day)?(?: of)?[\s\-/.,]*({_MONTH})[\s\-/.,']*({_YEAR})\b"),
        (WHOLE, "mdy", rf"\b({_MONTH})[\s\-/.]*({_DAY})[\s\-/.,]+({_YEAR})\b"),
        (IN_DOUBT, "dmy", rf"\b({_DAY})[-/.]({_DAY})[-/.]({_YEAR})\b"),
        (SHORT_YEAR, "dmy", r"\b([0-3]?\d)[/.-]([0-3]?\d)[/.-](\d\d)\b"),
        (SHORT_YEAR, "dmy", rf"\b({_DAY})[\-\s]({_MONTH})[\-\s]'?(\d\d)\b"),
        (NO_YEAR, "dm", rf"\b({_DAY})(?: of| day of)?[\s\-/.]*({_MONTH})"),
        (NO_YEAR, "md", rf"\b({_MONTH})[\s\-.]*({_DAY})\b"),
        (
            NO_YEAR,
            "dm",
            r"\b(?i:before|by|until|till|on|latest|date:?|from|since|than"
            r"|to) (?P<mark>([0-3]?\d)\.([01]?\d)\.)(?:\s|$|,)",
        ),
        (
            NO_YEAR,
            "dm",
            r"\b(?i:before|by|until|till|on|latest|date:?|from|since|than) (?P<mark>([0-3]?\d)/([01]?\d))\b",
        ),
    )
)
_WEEKDAY = compiled(r"\b(?i:(mon|tues?|wednes|thurs?|fri|satur|sun)day),? *(?:the )?$")
_WEEKDAY_AFTER = compiled(r"^[\s,]*\(? ?(?i:(?:which is )?a? ?(mon|tues?|wednes|thurs?|fri|satur|sun)day)\b")


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the text: its form, the day it means (None when there is none such, or in doubt), the weekday beside it."""

    start: int
    end: int
    form: str
    day: datetime.date | None
    impossible: bool = False
    weekday: int | None = None


def days(text: bytes) -> tuple[Day, ...]:
    """Every date in `text` (folded, case kept), in order, each stretch read once, the fullest form first."""
    found: list[Day] = []
    taken = Taken(text)
    for form, order, pattern in _FORMS:
        found += [_day(text, form, order, hit) for hit in pattern.hits(text) if taken.take(hit.start, hit.end)]
    return tuple(sorted(found, key=lambda day: day.start))


def _day(text: bytes, form: str, order: str, hit: Hit) -> Day:
    parts = dict(zip(order, hit.groups[-len(order) :], strict=True))
    month, day = _month(parts["m"] or ""), _figure(parts["d"] or "")
    year = _figure(parts.get("y") or "") or 2024
    if form == IN_DOUBT and (month > 12 or day > 12 or day == month):
        form = WHOLE
        if month > 12:
            month, day = day, month
    whole = _calendar(year + 2000 if year < 100 else year, month, day)
    beside = _weekday_beside(text, hit)
    return Day(hit.start, hit.end, form, whole if form == WHOLE else None, impossible=whole is None, weekday=beside)


def _calendar(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _figure(text: str) -> int:
    digits = text.rstrip("stndrhSTNDRH")
    return int(digits) if digits.isdigit() else 0


def _month(text: str) -> int:
    return _MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in _MONTHS else _figure(text)


def _weekday_beside(text: bytes, hit: Hit) -> int | None:
    before = text[max(0, hit.start - 16) : hit.start]
    after = text[hit.end : hit.end + 24]
    for pattern, beside in ((_WEEKDAY, before), (_WEEKDAY_AFTER, after)):
        for found in pattern.hits(beside):
            return _WEEKDAYS.index((found.groups[0] or "")[:3].lower())
    return None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the calendar longer than a day: a month, a week, a quarter, a season, two dates."""

    start: int
    end: int


_PART = (
    r"(?:(?:the )?(?:first|second|1st|2nd|last|latter|early|late|other) (?:half|part|third|week|weeks"
    r"|two weeks|days|ten days|quarter|decade|fortnight)"
    r"(?: of)?|(?:the )?(?:beginning|begin|start|middle|mid|midst|end|ends|close|early|late|around"
    r"|ultimo)[\s\-]*(?:of|in)?)"
)
_STRETCHES = tuple(
    compiled(source)
    for source in (
        rf"(?i:\b{_PART}) *(?:the )?(?:month of )?{_MONTH}(?:,? {_YEAR})?",
        rf"(?i:\b{_PART}) *(?:the |each |every )?(?i:week|month|quarter|season|year|{_YEAR}|q[1-4]|summer"
        rf"|winter|spring|autumn|fall|\d(?:st|nd|rd|th) quarter)\b(?:,? {_YEAR})?",
        rf"\b(?i:in|in the course of|during|within|for|by|before|until|till|over|latest|month:?|ready"
        rf"|shipment:?|delivery:?|shipped|etd:?|eta:?)(?: the)?(?: month of)? (?P<mark>{_MONTH}(?: ?(?:/|-|to"
        rf"|or|and) ?{_MONTH})?,? ?{_YEAR}?)",
        rf"\b(?P<mark>{_MONTH} ?(?:/|-|to|or|and) ?{_MONTH}(?:,? {_YEAR})?)",
        rf"\b(?P<mark>(?i:calendar |delivery |shipping )?(?i:weeks?|wk|cw|kw)[\s.]*\d\d?(?: ?(?:/|-|to|or|and"
        rf"|,) ?(?:(?i:weeks?|wk|cw|kw) ?)?\d\d?)?(?:(?: of|,|/| in)? ?{_YEAR})?)\b",
        rf"\b(?P<mark>(?i:(?:q[1-4]|[1-4]q|(?:first|second|third|fourth|1st|2nd|3rd|4th|last|next"
        rf"|this) (?:calendar )?quarter)(?:(?: of)? {_YEAR})?))\b",
        rf"\b(?P<mark>(?i:(?:spring|summer|autumn|fall|winter)(?: of)? {_YEAR}))\b",
        r"\b(?P<mark>(?i:(?:(?:the )?(?:week|month)s? (?:of|commencing|beginning|starting"
        r"|after)) [\w\s]{0,12}\d[\w\s]{0,14}))",
    )
)
_JOINT = compiled(r"^ ?(?:-|~|to|till|until|through|/|or|and|up to|--)+ ?$")


def stretches(text: bytes, *, days: tuple[Day, ...]) -> Iterator[Stretch]:
    """Every stretch of the calendar in `text` that is not a day; two days joined by a dash or "to" are one stretch."""
    whole = Taken(text)
    for day in days:
        whole.take(day.start, day.end)
    for pattern in _STRETCHES:
        yield from (Stretch(hit.start, hit.end) for hit in pattern.hits(text) if whole.free(hit.start, hit.end))
    yield from (Stretch(one.start, other.end) for one, other in itertools.pairwise(days) if _joined(text, one, other))
    yield from (Stretch(hit.first, hit.last) for hit in _DAY_RANGE.hits(text))


def _joined(text: bytes, one: Day, other: Day) -> bool:
    return other.start - one.end <= 10 and _JOINT.found(text[one.end : other.start])


_DAY_RANGE = compiled(
    rf"\b(?P<mark>{_DAY} ?(?:-|~|to|till|until|through|/|or|and|&) ?{_DAY}(?: of"
    rf"|\.)?[\s\-]*{_MONTH}(?:,?[\s\-]{_YEAR})?)"
    rf"|\b(?P<other>{_MONTH} {_DAY} ?(?:-|~|to|till|until|through|/|or|and|&) ?{_DAY}\b(?:,? {_YEAR})?)"
)
