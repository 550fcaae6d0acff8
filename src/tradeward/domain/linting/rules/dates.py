"""DATE_RANGE and DATE_FORMAT: which day?"""

from collections.abc import Iterator

from tradeward.domain.linting.parse import dates
from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span, phrase
from tradeward.domain.linting.term import Term

_DUTY = compiled(
    r"\b(?:ship|ships|shipped|shipment|shipments|shipping|deliver|delivers|delivered|delivery|deliveries"
    r"|dispatch|dispatched|despatch|load|loads|loaded|loading|sail|sails|sailing|etd|eta|etc|leave|leaves"
    r"|ready|readiness|produce|produced|production|pay|pays|paid|payment|payable|due|remit|remitted"
    r"|transfer|transferred|deposit|balance|arrive|arrives|arrival|available|finish|finished|complete"
    r"|completed|completion|send|sent|dispatches|vessel|lead time|time|schedule|date|window|expected|goods"
    r"|order|cargo|container|invoice|invoices|inspection|inspect|inspected|collect|collected|pick-?up"
    r"|hand ?over|install|commission|commissioning|ex-?factory|supply|latest|start|starts|finish|between"
    r"|within|release|submit|open|opened|l/c|embark\w*|gate|departure|depart|departs|on board|week"
    r"|month)\b"
)
_NOT_BEFORE = compiled(
    r"\b(?:not|no|never) (?:be )?(?:earlier|sooner|before)(?: than)?|not before|earliest"
    r"|no shipment before|(?:working |business )?day of|validity|\bvalid\b|\bterm\b"
    r"|\beffective\b|calendar year|fiscal"
    r"|forecast"
)
_TIED = compiled(
    r"\b(?:invoic\w+ (?:issued|dated)|statistics|index|published|price|average|forecast|effective|valid|contract"
    r"|agreement|edition|dated|version|rev|amend\w*|incoterms|report of|holidays?|closed|expir\w+"
    r"|licen[cs]e|cover\w*)\b[^.;]{0,30}$|\b(?:days?|months?) (?:from|after|following|of)(?: the)? *$"
)


def _ranges(term: Term) -> Iterator[Span]:
    for stretch in term.stretches:
        around = term.window(stretch.start, stretch.end, reach=120)
        if _NOT_BEFORE.found(term.low, start=around[0], end=around[1]) or _TIED.found(term.before(stretch.start)):
            continue
        if term.context in ("shipping", "payment") or _DUTY.found(term.low, start=around[0], end=around[1]):
            yield Span(stretch.start, stretch.end)
    yield from _between(term)
    yield from _spans_of_days(term)


_BETWEEN = compiled(r"\b(?:between|from|during the period|in the period|period (?:of|from))\b[^.;]{0,12}$")
_AND = compiled(r"^ ?(?:and|to|until|till|-|through) ?$")


def _between(term: Term) -> Iterator[Span]:
    for one, other in zip(term.days, term.days[1:], strict=False):
        if (
            _AND.found(term.low[one.end : other.start])
            and _BETWEEN.found(term.before(one.start))
            and not _TIED.found(term.before(one.start, reach=60))
        ):
            yield Span(one.start, other.end)


_WAIT = compiled(
    r"\b(?:storage|store|stored|cure|cured|curing|warranty|guarantee|shelf|retain|retained|records|notice"
    r"|aging|ageing|age|dry|drying|test|wash|life|hours? of|old|experience|interval|every|each|temperature"
    r"|soak\w*|exposure)\b"
)


def _spans_of_days(term: Term) -> Iterator[Span]:
    """Lead times as a range: "20~25 days"."""
    for duration in term.durations:
        if duration.other is None or (duration.value is not None and duration.value >= duration.other):
            continue
        if term.context in ("shipping", "payment", "other", "quantity") and not term.around(
            _WAIT, start=duration.start, end=duration.end, reach=50
        ):
            yield Span(duration.start, duration.end)


def _formats(term: Term) -> Iterator[Span]:
    ranges = list(_ranges(term))
    for day in term.days:
        if day.form == dates.WHOLE or any(span.start < day.end and day.start < span.end for span in ranges[:8]):
            continue
        if day.form != dates.NO_YEAR or _is_date(term, day):
            yield Span(day.start, day.end)


_EACH = compiled(r"\b(?:each|every|annual(?:ly)?|yearly|per|any|fiscal|calendar)\b[^.;]{0,24}$")
_YEARLY = compiled(
    r"^(?: |,|\)|\()*(?:of )?(?:each|every|any|a|the same|that|the following|such|per) (?:calendar "
    r"|contract |fiscal )?(?:year|month)"
)
_MODAL = compiled(r"^ (?:be|not|also|only|have|use|request|provide|elect|at|in)\b")


def _is_date(term: Term, day: dates.Day) -> bool:
    """A day of every year is whole without one; "Section 10 May not" is none."""
    before, after = term.before(day.start), term.after(day.end)
    return not (
        _EACH.found(before)
        or _YEARLY.found(after)
        or (term.low[day.start : day.end].endswith(b"may") and _MODAL.found(after))
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "DATE_RANGE",
        "window",
        _ranges,
        bad=(
            "shipping: Looms leave in week 24 of 2027.",
            "shipping: Sailing 3-9 May 2027.",
            "shipping: Ready end of March 2027.",
            "shipping: Lead time 4-6 weeks after deposit is credited.",
        ),
        good=("shipping: Loading not earlier than 3 May 2027 and not later than 9 May 2027.",),
    ),
    phrase(
        "DATE_RANGE",
        name="within a stretch",
        says=r"\b(?P<mark>(?:in|during|within|by|before|until|at|on|over|for|at the)? ?(?:the )?(?:(?:first|second"
        r"|third|last|early|late|middle|end|beginning|start|mid)(?: part| half| week| days?)?(?: of"
        r"| in)? (?:the )?)?(?:(?:this|next|coming|following|current|same|the following|the same|the coming"
        r"|the next) (?:week|month|quarter|year|season|half[- ]year|fortnight)|(?:week|month) (?:after|of"
        r"|following|before) (?:\w+ ?){1,3}|weekend|month[- ]end|year[- ]end|end of (?:the )?(?:month|year"
        r"|week|quarter)|(?:first|second|last) half of (?:the )?(?:month|year|week)|(?:beginning|start"
        r"|middle) of (?:the )?(?:month|year|week|quarter)|mid[- ]?(?:month|year)|h[12] 20\d\d))\b",
        unless=r"<count> <period> (?:after|from|of|following)[^.;]{0,30}end of (?:the )?month|\b(?:each|every"
        r"|per) (?:calendar )?(?:month|year|week|quarter)|forecast|end of month following",
        contexts=frozenset(("shipping", "payment")),
        reach=60,
        bad=("shipping: The pumps are loaded next month.",),
        good=("payment: Invoices are due 30 days after the end of the month of the invoice.",),
    ),
    Rule(
        "DATE_FORMAT",
        "half a date",
        _formats,
        bad=("shipping: Load the cranes by 04/05/2027.", "shipping: Load on 12 March.", "shipping: Cutoff 08.09.27."),
        good=("shipping: Load the cranes by 25/05/2027.",),
    ),
    phrase(
        "DATE_FORMAT",
        name="relative day",
        says=r"\b(?P<mark>(?:(?:next|coming|this|this coming|following|last) )(?:<weekday>|weekend|mon|tue|wed|thu"
        r"|fri|sat|sun)\b|(?:the day after )?tomorrow|yesterday|today|tonight|(?:on|by|before|until|latest"
        r"|till) <weekday>)\b(?:[\s.,;]|$)",
        unless=r"\b(?:every|each)\b|<weekday>,? (?:the )?(?:<dom>|<month>)|<weekday> (?:to|through|-|until) <weekday>",
        reach=30,
        bad=("shipping: Load on coming Tuesday.", "Inspector arrives tomorrow."),
        good=("Reports are sent every Tuesday until loading.",),
    ),
    phrase(
        "DATE_FORMAT",
        name="weekday next",
        says=r"\b(?P<mark><weekday> next(?: week)?|<weekday> (?:in|of) (?:two|three|next) weeks?)\b",
        bad=("Collection Wednesday next.",),
        good=("Collection on Wednesday, 7 July 2027.",),
    ),
)
