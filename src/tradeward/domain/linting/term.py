"""One term, read: its text folded, and everything in it that is a figure, a date, money, a unit or a name."""

from functools import cached_property

from tradeward.domain.linting.folding import folded
from tradeward.domain.linting.parse import dates as calendar
from tradeward.domain.linting.parse import durations as lengths
from tradeward.domain.linting.parse import money
from tradeward.domain.linting.parse import names as naming
from tradeward.domain.linting.parse import quantities as measures
from tradeward.domain.linting.parse.clauses import Clauses
from tradeward.domain.linting.parse.taken import Taken
from tradeward.domain.linting.patterns import Pattern
from tradeward.domain.linting.protected import masked

REACH = 200
"""How far around a place a rule looks, within its statement; so that a long term costs in proportion to its length."""


class Term:
    """A sentence or order line; `context` is quality, shipping, payment, packaging, quantity or other.

    Parsed on demand and once; offsets are code points of `text`.
    """

    def __init__(self, *, text: str, context: str = "other") -> None:
        self.text = text
        self.context = context
        self.cased = folded(text)
        self.low = self.cased.lower()

    @cached_property
    def open(self) -> bytes:
        """The text in lower case without protected phrases: what lexicons read."""
        return masked(self.low, cased=self.cased)

    @cached_property
    def clauses(self) -> Clauses:
        """The statements of the term."""
        return Clauses(self.cased)

    @cached_property
    def days(self) -> tuple[calendar.Day, ...]:
        """The dates."""
        return calendar.days(self.cased)

    @cached_property
    def stretches(self) -> tuple[calendar.Stretch, ...]:
        """The stretches of the calendar."""
        return tuple(calendar.stretches(self.cased, days=self.days))

    @cached_property
    def durations(self) -> tuple[lengths.Duration, ...]:
        """The lengths of time."""
        return lengths.durations(self.low)

    @cached_property
    def sums(self) -> tuple[money.Sum, ...]:
        """The amounts of money."""
        return money.sums(self.cased)

    @cached_property
    def names(self) -> tuple[naming.Name, ...]:
        """Standards, files, codes and places of the contract."""
        return naming.names(self.cased)

    @cached_property
    def standards(self) -> tuple[naming.Name, ...]:
        """The standards that are named with a number."""
        return tuple(name for name in self.names if name.kind == "standard")

    @cached_property
    def _taken(self) -> Taken:
        taken = Taken(self.cased)
        spans = [(mark.start, mark.end) for marks in (self.days, self.sums, self.names) for mark in marks]
        for start, end in spans:
            taken.take(start, end)
        return taken

    @cached_property
    def quantities(self) -> tuple[measures.Quantity, ...]:
        """The figures with units, of all that is neither date nor money nor name."""
        return measures.quantities(self.cased, taken=self._taken)

    @cached_property
    def figures(self) -> tuple[measures.Figure, ...]:
        """The figures without a unit."""
        _ = self.quantities  # which take theirs first
        for duration in self.durations:
            self._taken.take(duration.start, duration.end)
        return tuple(measures.bare(self.cased, taken=self._taken))

    def window(self, start: int, end: int, *, reach: int = REACH) -> tuple[int, int]:
        """The statement around a stretch, no further than `reach` to either side."""
        first, last = self.clauses.around(start)
        return max(first, start - reach), max(end, min(last, end + reach))

    def around(self, pattern: Pattern, *, start: int, end: int, reach: int = REACH) -> bool:
        """Whether `pattern` (lower case) is in the statement around a stretch."""
        first, last = self.window(start, end, reach=reach)
        return pattern.found(self.low, start=first, end=last)

    def before(self, start: int, *, reach: int = 40) -> bytes:
        """What stands right before `start`, in lower case."""
        return self.low[max(0, start - reach) : start]

    def after(self, end: int, *, reach: int = 40) -> bytes:
        """What stands right after `end`, in lower case."""
        return self.low[end : end + reach]
