"""CONFLICT between terms: two trade rules, two last days of shipment, two currencies in one contract."""

from collections.abc import Callable, Iterator, Sequence

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.term import Term

Mention = tuple[str, int, int]
"""What is said, and from where to where in its term."""

_RULE = compiled(r"\b(?:EXW|FCA|CPT|CIP|FAS|FOB|CFR|CIF|DAP|DPU|DDP)\b")
_LAST_DAY = compiled(
    r"\b(?:latest (?:date of )?(?:shipment|shipping|ship|loading|delivery)|(?:ship|shipment|shipped|loaded"
    r"|loading|delivery|delivered)[^.;]{0,30}(?:not later than|no later than|at the latest|latest"
    r"|on or before|by)|ship(?:ment|ping)? (?:date|deadline)|last day of (?:shipment|loading))[^.;]{0,24}$"
)
_PRICE = compiled(r"\b(?:USD|EUR|CNY|GBP|JPY|INR|TRY|CHF|AUD|CAD|HKD)\b")


def _rules(term: Term) -> Iterator[Mention]:
    for hit in _RULE.hits(term.cased):
        if term.cased[hit.start - 2 : hit.start].strip().isdigit():
            continue  # 21 CFR is a code of regulations
        yield term.cased[hit.start : hit.end].decode(), hit.start, hit.end


def _last_days(term: Term) -> Iterator[Mention]:
    for day in term.days:
        if day.day is not None and _LAST_DAY.found(term.before(day.start, reach=70)):
            yield day.day.isoformat(), day.start, day.end


def _currencies(term: Term) -> Iterator[Mention]:
    for amount in term.sums:
        for hit in _PRICE.hits(term.cased, start=amount.start, end=amount.end):
            yield term.cased[hit.start : hit.end].decode(), amount.start, amount.end


CHECKS: dict[str, Callable[[Term], Iterator[Mention]]] = {
    "two trade rules in one contract": _rules,
    "two last days in one contract": _last_days,
    "two currencies in one contract": _currencies,
}
NAMES = frozenset(CHECKS)


def conflicts(*, terms: Sequence[tuple[int, Term]]) -> Iterator[tuple[str, int, int]]:
    """The first mention that says other than the first of all, for each check; `terms` with their offsets, in order."""
    for name, mentions in CHECKS.items():
        said: str | None = None
        for offset, term in terms:
            other = next((found for found in mentions(term) if said is not None and found[0] != said), None)
            if other is not None:
                yield name, offset + other[1], offset + other[2]
                break
            said = said or next((found[0] for found in mentions(term)), None)
