"""What a rule is, and the commonest kind: a phrase."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tradeward.domain.linting.patterns import Hit, Pattern, compiled
from tradeward.domain.linting.term import REACH, Term


class Span(NamedTuple):
    """From where to where."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of being undecidable. `bad` are sentences it finds, `good` are sentences in which nothing is found.

    An example may start with its context and a colon: `payment: Price 2.40.` One of the `gates`, where there are any, is in
    every text in which the rule finds something; so a whole contract is asked once.
    """

    category: str
    name: str
    find: Callable[[Term], Iterable[Span]]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    gates: tuple[Pattern, ...] = ()

    def may_find(self, low: bytes) -> bool:
        """Whether the rule could find anything in a text: none of its `gates` is there, then it could not."""
        return not self.gates or any(gate.found(low) for gate in self.gates)


LONG = 150
"""Characters from where on a sentence is taken to be a lawyer's: it says much besides what the goods shall be."""


def phrase(
    category: str,
    *,
    name: str,
    says: str,
    unless: str | None = None,
    reach: int = REACH,
    near: str | None = None,
    bad: tuple[str, ...],
    good: tuple[str, ...] = (),
    contexts: frozenset[str] | None = None,
    whole: bool = False,
) -> Rule:
    """The rule that finds what the pattern `says`, unless its statement has `unless` within `reach`; lower case both.

    In a long sentence `near` must stand within 160 characters. Protected phrases are out of sight, unless the rule reads
    the `whole` text.
    """
    pattern, excuse, company = compiled(says), _optional(unless), _optional(near)

    def stands(term: Term, hit: Hit) -> bool:
        if excuse and term.around(excuse, start=hit.first, end=hit.last, reach=reach):
            return False
        return not company or len(term.low) < LONG or term.around(company, start=hit.first, end=hit.last, reach=160)

    def find(term: Term) -> Iterator[Span]:
        if contexts is None or term.context in contexts:
            text = term.low if whole else term.open
            yield from (Span(hit.start, hit.end) for hit in pattern.hits(text) if stands(term, hit))

    return Rule(category, name, find, bad, good, (pattern,))


def _optional(source: str | None) -> Pattern | None:
    return compiled(source) if source else None
