"""CONFLICT: days that do not exist, limits the wrong way round, and two values for one thing."""

from collections.abc import Iterator

from tradeward.domain.linting.parse import figures
from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span, phrase
from tradeward.domain.linting.term import Term


def _days(term: Term) -> Iterator[Span]:
    for day in term.days:
        wrong = day.weekday is not None and day.day is not None and day.day.weekday() != day.weekday
        if day.impossible or wrong:
            yield Span(day.start, day.end)


_UNTIL = compiled(r"\b(?:not later|no later|latest|not after)\b|\b(?:and|to|until|till)\b|-")


def _turned(term: Term) -> Iterator[Span]:
    """ "Not earlier than B and not later than A", "from B to A"."""
    for one, other in zip(term.days, term.days[1:], strict=False):
        between = term.low[one.end : other.start]
        if one.day and other.day and one.day != other.day and len(between) < 60:
            before = term.before(one.start)
            if _falls(before, between) if one.day > other.day else _rises(before, between):
                yield Span(one.start, other.end)


def _falls(before: bytes, between: bytes) -> bool:
    """Whether two days, the later one first, are said to be the earliest and the latest."""
    return len(between) < 40 and _UNTIL.found(between) and _FROM.found(before)


def _rises(before: bytes, between: bytes) -> bool:
    """Whether two days, the earlier one first, are said to be the latest and the earliest."""
    return _LATEST.found(before) and _EARLIEST.found(between)


_FROM = compiled(r"\b(?:(?:not|no) (?:be )?(?:earlier|sooner|before)(?: than)?|between|from)[^.;]{0,16}$")
_LATEST = compiled(r"\b(?:not|no) (?:later|after)(?: than)?[^.;]{0,16}$|\blatest[^.;]{0,16}$")
_EARLIEST = compiled(r"\b(?:not|no) (?:be )?(?:earlier|sooner|before)")
_LIMITS = compiled(
    r"\b(?P<mark>(?:min(?:imum|\.)?|at least|not less than|between"
    r"|from) ?(<num>) ?(?:[a-z%/²³°]+)?[\s,]*(?:and|to|-|,)? ?(?:max(?:imum|\.)?|at most|not more than|and"
    r"|to) ?(<num>) ?(?:[a-z%/²³°]+)?)"
)
_LIMITS_BACK = compiled(
    r"\b(?P<mark>(?:max(?:imum|\.)?|at most|not more than) ?(<num>) ?(?:[a-z%/²³°]+)?[\s,]*(?:and"
    r"|,)? ?(?:min(?:imum|\.)?|at least|not less than) ?(<num>) ?(?:[a-z%/²³°]+)?)"
)


def _limits(term: Term) -> Iterator[Span]:
    for pattern, low, high in ((_LIMITS, 1, 2), (_LIMITS_BACK, 2, 1)):
        for hit in pattern.hits(term.low):
            least, most = figures.amount(hit.groups[low] or ""), figures.amount(hit.groups[high] or "")
            if (
                least is not None
                and most is not None
                and least > most
                and b"20" not in term.low[hit.start : hit.start + 2]
            ):
                yield Span(hit.start, hit.end)


_RULE = compiled(r"\b(?P<mark>EXW|FCA|CPT|CIP|FAS|FOB|CFR|CIF|DAP|DPU|DDP)\b")


def _two_rules(term: Term) -> Iterator[Span]:
    hits = list(_RULE.hits(term.cased))[:6]
    rules = {term.cased[hit.start : hit.end] for hit in hits}
    if len(rules) == 2 and len(term.low) < 240 and not _CHOICE.found(term.low):
        yield Span(hits[0].start, hits[-1].end)


_CHOICE = compiled(
    r"\b(?:price list|or|instead of|not|replac\w+|chang\w+|per rule|cif value|cif price|of the cif"
    r"|cip value|insurance)\b"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "CONFLICT",
        "no such day",
        _days,
        bad=("shipping: Load on 31 June 2027.", "shipping: Last day of loading is Sunday, 3 May 2027."),
        good=("shipping: Last day of loading is Monday, 3 May 2027.",),
    ),
    Rule(
        "CONFLICT",
        "days the wrong way round",
        _turned,
        bad=("shipping: Loading not earlier than 9 May 2027 and not later than 3 May 2027.",),
        good=("shipping: Loading not earlier than 3 May 2027 and not later than 9 May 2027, one vessel.",),
    ),
    Rule(
        "CONFLICT",
        "limits the wrong way round",
        _limits,
        bad=("quality: Film min 80 µm, max 60 µm.",),
        good=("quality: Film min 60 µm, max 80 µm.",),
        gates=(_LIMITS, _LIMITS_BACK),
    ),
    Rule(
        "CONFLICT",
        "two trade rules",
        _two_rules,
        bad=("shipping: FOB Ningbo, DDP Bremen, Incoterms 2020.",),
        good=("shipping: FOB Ningbo, Incoterms 2020, one vessel.",),
    ),
    phrase(
        "CONFLICT",
        name="one lot in several",
        says=r"\b(?P<mark>(?:partial (?:shipments?|deliver(?:y|ies))|transhipments?|transshipments?)(?: (?:is|are"
        r"|be|will be|shall be))* (?:not (?:be )?(?:allowed|permitted|made)|prohibited"
        r"|forbidden)[^.]{0,60}\b(?:in (?:two|three|four|\d|several) (?:lots|shipments|deliveries|batches"
        r"|parts|containers on)|second shipment|first half)|in (?:one|a single) (?:lot"
        r"|shipment)[^.;]{0,60}(?:two|three|several|second) (?:lots|shipments?|containers at))",
        bad=("Partial shipments not allowed; goods leave in two shipments.",),
        good=("Partial shipments are not allowed.",),
    ),
)
