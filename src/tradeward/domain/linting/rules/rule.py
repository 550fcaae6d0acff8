"""What a rule is, and the commonest kind: a phrase."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.term import REACH, Term


class Span(NamedTuple):
    """From where to where."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of being undecidable. `bad` are sentences it finds, `good` are sentences in which nothing is found.

    An example may start with its context and a colon: `payment: Price 2.40.`
    """

    category: str
    name: str
    find: Callable[[Term], Iterable[Span]]
    bad: tuple[str, ...]
    good: tuple[str, ...]


def phrase(
    category: str,
    name: str,
    *,
    says: str,
    unless: str | None = None,
    reach: int = REACH,
    bad: tuple[str, ...],
    good: tuple[str, ...] = (),
    contexts: frozenset[str] | None = None,
    whole: bool = False,
) -> Rule:
    """The rule that finds what the pattern `says`, unless its statement has `unless` within `reach`; lower case both.

    Protected phrases are out of sight, unless the rule reads the `whole` text.
    """
    pattern = compiled(says)
    excuse = compiled(unless) if unless else None

    def find(term: Term) -> Iterator[Span]:
        if contexts and term.context not in contexts:
            return
        for hit in pattern.hits(term.low if whole else term.open):
            if excuse is None or not term.around(excuse, start=hit.first, end=hit.last, reach=reach):
                yield Span(hit.start, hit.end)

    return Rule(category, name, find, bad, good)
