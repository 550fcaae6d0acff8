"""Figures with units, and whether a tolerance or a limit stands with them; and the figures that have no unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tradeward.domain.linting.parse import figures, units
from tradeward.domain.linting.parse.taken import Taken
from tradeward.domain.linting.patterns import NUMBER, compiled

_FENCE = r"(?:\b|\B)"
_BY = rf"(?: ?[xX*] ?{NUMBER})*"
_KINDS = (
    ("physical", units.spelled(groups=(units.PHYSICAL,))),
    ("tested", units.spelled(groups=(units.TESTED,))),
    ("nominal", units.spelled(groups=(units.NOMINAL,))),
    ("percent", r"(?:%|(?i:percent|per cent|pct\b\.?))"),
    ("period", f"(?i:{units.PERIODS})"),
    ("count", f"(?i:{units.COUNTED})"),
)
_QUANTITIES = tuple(
    (
        kind,
        compiled(
            rf"(?P<mark>({NUMBER}){_BY}[\s\-]?{spelled})(?:[^A-Za-z0-9/]|/ ?(?i:pc|pcs|box|bag|roll|carton|unit"
            rf"|piece|set|pair|ctn|m|kg)\b|$)"
        ),
    )
    for kind, spelled in _KINDS
)
_LIMIT_BEFORE = compiled(
    r"(?i)(?:[±≤≥<>~+]|\+/-|-/\+|\+-|\b(?:min|max)\b\.?|minim(?:um|al)|maxim(?:um|al)|at (?:least|most"
    r"|the (?:least|most|latest|minimum|maximum))|\b(?:min|max|minimum|maximum)\b\.?(?: [a-z]+){1,2}"
    r"|(?:not?|nor|never) (?:be |to )?(?:more|less|greater|fewer|lower|higher|larger|smaller|thinner"
    r"|thicker|heavier|lighter|longer|shorter|over|under|above|below|beyond)(?: than)?"
    r"|exceed(?:s|ing)?|up to|below|under|above|over|between|within|less than|more than|greater than"
    r"|larger than|smaller than|lower than|higher than|fewer than|longer than|thicker than|from|beyond"
    r"|limit(?:ed)? (?:to|of)?|plus or minus|plus/minus|tolerance(?: of)?|deviation(?: of)?|range(?: of)?"
    r"|as (?:much|many|long|little) as"
    r"|deviate(?: by| more than)?|upto|down to|and|to|-|not? >|not? <|or|every|each|per|variation)(?: of"
    r"| is| the| a| about| by| size)?[\s:=(]*(?:[\d.,]+ ?(?:[a-z%°]{0,4})? ?(?:-|to|and|~|±|\+/-) ?)?$"
)
_LIMIT_AFTER = compiled(
    r"(?i)^[\s,;(]*(?:[±≤≥]|\+/-|-/\+|\+-|\+ ?\d|\+0|-0|[(]?[+\-][\s]?\d|plus|minus|\b(?:min|max)\b\.?"
    r"|minim(?:um|al)|maxim(?:um|al)|or (?:more|less|over|above|below|under|better|thicker|heavier|longer"
    r"|higher|lower|larger|greater|fewer|up)|and (?:above|over|below|up|more|under|higher|lower)|upwards"
    r"|(?:-|~|to|and) ?\d|tolerance|tol\.|at (?:least|most)|(?:at )?(?:the )?(?:minimum|maximum)|nominal"
    r"|\(?(?:with )?(?:a )?(?:tolerance|deviation|allowance)|with ?(?:in)? (?:a )?(?:tolerance|deviation"
    r"|\d|±))"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit; `bounded` if a tolerance, a range or a limit stands with it."""

    start: int
    end: int
    kind: str
    value: Decimal | None
    bounded: bool


def quantities(text: bytes, *, taken: Taken) -> tuple[Quantity, ...]:
    """Every figure with a unit in `text` (folded, case kept) that no date, sum or name has taken, in order."""
    found = []
    for kind, pattern in _QUANTITIES:
        for hit in pattern.hits(text):
            if _apart(text, hit.start) and taken.take(hit.start, hit.end):
                bounded = limited(text, start=hit.start, end=hit.end)
                found.append(Quantity(hit.start, hit.end, kind, figures.amount(hit.groups[1] or ""), bounded))
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def limited(text: bytes, *, start: int, end: int) -> bool:
    """Whether a tolerance, a range or a limit stands right before or right after the stretch."""
    before, after = text[max(0, start - 48) : start], text[end : end + 32]
    return _LIMIT_BEFORE.found(before) or _LIMIT_AFTER.found(after)


def _apart(text: bytes, start: int) -> bool:
    """Whether a figure starts at `start`, and not in the middle of a word or of a longer figure."""
    before = text[max(0, start - 1) : start]
    return not before.isalnum() and before not in (b".", b",", b"_")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that has no unit, is no date, no sum and no name."""

    start: int
    end: int
    value: Decimal | None


_TIMES = compiled(r"[xX]\d")
_FIGURE = compiled(rf"{NUMBER}")


def bare(text: bytes, *, taken: Taken) -> Iterator[Figure]:
    """The figures of `text` that nothing has taken."""
    for hit in _FIGURE.hits(text):
        if (
            _apart(text, hit.start)
            and (not text[hit.end : hit.end + 1].isalpha() or _TIMES.opens(text, start=hit.end))
            and taken.take(hit.start, hit.end)
        ):
            yield Figure(hit.start, hit.end, figures.amount(text[hit.start : hit.end].decode("ascii")))
