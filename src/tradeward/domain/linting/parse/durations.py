"""How long: "ten (10) Working Days", "45-day", "2-3 weeks"."""

from dataclasses import dataclass
from decimal import Decimal

from tradeward.domain.linting.parse import figures
from tradeward.domain.linting.patterns import compiled

_DURATION = compiled(
    r"\b(?P<mark>(<count>)(?:\s?\(([^()]{1,40})\))?(?: ?(-|~|to|or"
    r"|/) ?(<count>)(?:\s?\([^()]{1,20}\))?)?[\s\-]?(<period>))\b"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; `other` is the upper end of a range."""

    start: int
    end: int
    value: Decimal | None
    other: Decimal | None
    unit: str


def durations(text: bytes) -> tuple[Duration, ...]:
    """Every length of time in `text` (folded, lower case), in order."""
    found = []
    for hit in _DURATION.hits(text):
        _, count, _, _, upper, unit = hit.groups
        found.append(
            Duration(
                hit.start, hit.end, figures.value(count or ""), figures.value(upper) if upper else None, unit or ""
            )
        )
    return tuple(found)
