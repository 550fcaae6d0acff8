"""NO_TOLERANCE and NO_UNIT: exact to what, and in what?"""

from collections.abc import Iterator

from tradeward.domain.linting.parse import quantities, units
from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_TOLERANCE = compiled(
    r"\b(?:plus|minus) \d[\d.,]* ?%|\b(?:tolerances?|deviations?|variations?"
    r"|allowances?)\b[^.;]{0,40}(?:\d|table|iso|class|annex"
    r"|drawing)|±|\+/-|\d ?(?:%|mm|cm|g|kg) (?:more or less|tolerance)|(?:deviat\w+|differ|vary"
    r"|varies)[^.;]{0,30}(?:\d)|within [\d.]+ ?(?:%|mm|cm|g\b)|iso 2768|iso 286|din 7168|\bh\d{1,2}\b"
)
_CONDITION = compiled(
    r"\b(?:at|under|after|from|using|with a (?:load|force|weight|mass|ball|mandrel)(?: of)?|a (?:drop"
    r"|height) (?:of|from)|height of|drop(?:ped)?(?: height)?(?: of| from)?|distance(?: of)?|every|per"
    r"|each|in a|seen from|viewed (?:from|at)|load(?: of)?|conditions?|zone(?: of)?|area(?: of)?"
    r"|edge(?: of)?|margin(?: of)?|strip(?: of)?|specimens? of|samples? of|when loaded with|loaded with"
    r"|carr(?:y|ies|ying)|support\w*|hold\w*|withstand\w*|pull(?: of)?|force of)(?: a| an"
    r"| the)? ?(?:load of |height of |distance of |force of )?$"
)
_PALLET = compiled(
    r"\bpallets?,? ?(?:size |of |measuring )?:?(?:epal |eur )?(?:\d[\d,]* ?(?:mm|cm) ?x ?)?$|\b(?:epal|euro?|chep) pallets? ?$"
)
_NAMED_SIZE = compiled(
    r"^[\s\-]*(?:(?:\w+ )?test\b|(?:standard |high cube |hc |hq |gp |ft |foot |reefer |iso "
    r"|fcl )*containers?\b|hc\b|hq\b|gp\b|fcl|test\b|sample\b|samples\b|specimens?|lot\b|load\b|drop\b"
    r"|ball\b|mandrel|distance|aql|wide container|of (?:the )?sample|(?:non-?)?fe\b|sus\b|class\b|model\b"
    r"|type\b|version\b"
    r"|screen|display|container)"
)
_NOT_GOODS = compiled(
    r"\b(?:freight|insurance|demurrage|storage (?:fee|cost)|fee|handling|per kg|gross weight on the bill"
    r"|courier|fl[oy]|distance|radius|km from|train|truck of|vessel|port|warehouse of|container)\b"
)


def _exact(term: Term) -> Iterator[Span]:
    if _TOLERANCE.found(term.low) and len(term.low) < 400:
        return
    for quantity in term.quantities:
        if (
            quantity.kind == "physical"
            and not quantity.bounded
            and not _excused(term, quantity)
            or (
                quantity.kind == "tested"
                and not quantity.bounded
                and not _excused(term, quantity)
                and _MADE.found(term.before(quantity.start, reach=60))
            )
        ):
            yield Span(quantity.start, quantity.end)


_MADE = compiled(r"\b(?:speed|hardness|shore|density|output|capacity)\b")


def _excused(term: Term, quantity: quantities.Quantity) -> bool:
    before, after = term.before(quantity.start, reach=32), term.after(quantity.end - 0, reach=24)
    hyphened = b"-" in term.low[quantity.start : quantity.end] or before.endswith((b"-", b"/"))
    if (
        hyphened
        or _CONDITION.found(before)
        or _NAMED_SIZE.found(after)
        or _PALLET.found(before)
        or _ROUGH.found(before)
    ):
        return True
    return term.context in ("payment", "shipping") and term.around(
        _NOT_GOODS, start=quantity.start, end=quantity.end, reach=60
    )


_ROUGH = compiled(
    r"(?:\b(?:about|around|approx(?:imately|\.)?|circa|ca\.?|roughly|nearly|some|almost|standard size"
    r"|nominal(?: size)?|size code|dn|model|type)|~) ?$"
)

_MEASURED = (
    r"(?:size|sizes|dimensions?|dims?|measurements?|measures?|length|width|height|depth|thickness|thick"
    r"|diameter|dia\.?|radius|weight|gross weight|net weight|gsm weight|grammage|density|volume|capacity"
    r"|area|circumference|perimeter|span|gap|gauge|pitch|bore|wall|gusset|seam allowance|stroke|clearance"
    r"|viscosity|temperature|pressure|torque|voltage|power|speed|load|quantity|qty|moq|order quantity"
    r"|output|hardness|weight per (?:carton|bag|box|pc|piece)|carton weight|distance|tolerance|inner|outer"
    r"|face|chest|waist|hem|sleeve|neck|bust|inseam|shoulder|long|wide|high|tall|deep)"
)
_NO_UNIT = compiled(
    rf"\b{_MEASURED}(?: (?:of|is|are|shall be|should be|must be|to be|will be|at|about|the|each|per|a|not"
    rf"|min\.?|max\.?|minimum|maximum|nominal|above|below|over|under|more than|less than|exceed(?:ing)?"
    rf"|up to|carton|bag|piece|box|roll|finished|approx\.?|between|least|most|than|bag|unit|outside|inside"
    rf"|\(?[lwhd](?: ?[x*/] ?[lwhd])*\)?))*[\s:=<>\x01\x02\x03(]*$"
)
_PLUS = compiled(
    r"^ ?(?:\x01|\+/-|\+-)[\s]?\d[\d.,]*(?:[\s.;)]*$|[\s]*[,;.)](?:\s|$)|\s+(?:and|or|at|per|on|for|x|by"
    r"|after)\b)"
)
_TIMES = compiled(
    r"^ ?[xX*] ?\d[\d.,]*(?: ?[xX*] ?\d[\d.,]*)?(?:[\s.;,)]*$|[.;,)]+(?:\s|$)|\s+(?:and|or|per|for|with|on|in"
    r"|as)\b)"
)
_GRADED = compiled(
    r"\b(?:grade|class|level|rating|ph|ratio|index|step|scale|score|fastness|delta ?e|de|score|factor"
    r"|count|no|number|code|pantone|type|size|sizes|ral|version|rev|lot|aql|ac|re|n|major|minor|critical"
    r"|clause|step|section|shore a|shore d|hrc|sample|model|page|rule|line|group|series|ne|nec|nm|tex|awg"
    r"|incoterms|ucp|c=|mesh|screen|rmd|pn|dn|phase|category|phase|article|item|mark|part|eu|us|uk"
    r"|ply)[\s:=.(]*(?:of|min\.?|max\.?|is|to|at least|not more than|less than|\x01|\x02|\x03|<|>|between"
    r"|-)?\s?$"
)
_COUNTABLE = compiled(
    r"^[\s\-]*(?:x ?\d+ ?)?(?:[a-z]+ )?[a-z]{2,}s\b|^ (?:pc|pce|set|pair|dozen|carton|box|bag|piece|unit"
    r"|of|in|per|x|times|:|=|sheet|person|people|layer|ply|out|children|feet|men|deg|degrees|stitches)\b"
    r"|^[\s\-]?(?:st|nd|rd|th|fold|way|ply|phase|pole|layer|hole|piece|pack|tier|side|door|color|colour)\b"
)


_SIZED = compiled(
    r"(?:^|\s)(?P<mark><num>(?: ?[x*] ?<num>)* (?:thick|wide|long|high|deep|tall|in diameter|in length"
    r"|in width|in height))\b"
)
_LONE = compiled(
    r"(?:^|[.;,:(] ?)(?:max(?:imum|\.)?|min(?:imum|\.)?|not more than|no more than|at least|at most"
    r"|up to) ?(?P<mark><num>) ?(?:per|a|each|/) ?(?:pallet|carton|box|bag|case|container|layer|crate|roll"
    r"|drum|piece|unit|pc|ctn)s?\b"
)


def _lone(term: Term) -> Iterator[Span]:
    """ "Max 25 per pallet", "6 thick"."""
    for pattern in (_LONE, _SIZED):
        yield from (Span(hit.start, hit.end) for hit in pattern.hits(term.low))


_UNIT_PRICE = compiled(r"\bunit price\b|\bprice (?:each|per (?:unit|piece|set|pc))\b")
"""Says what is counted: the units that the price is for."""


def _unitless(term: Term) -> Iterator[Span]:
    if _UNIT_PRICE.found(term.low):
        return
    for figure in term.figures:
        before, after = term.before(figure.start), term.after(figure.end)
        span = Span(figure.start, figure.end)
        if _GRADED.found(before):
            continue
        plus = _PLUS.opens(after, start=0) or _TIMES.opens(after, start=0)
        if plus or (_NO_UNIT.found(before) and not _COUNTABLE.opens(after, start=0) and not _unit_later(term, figure)):
            yield Span(span.start, figure.end + (plus.last if plus else 0)) if plus else span


_LATER = compiled(
    rf"^(?:[\d.,\sx*/+\-\x01]|and|or|to|by|tolerance)*(?i:%"
    rf"|{units.spelled(groups=(units.PHYSICAL, units.TESTED, units.NOMINAL))}|{units.COUNTED}"
    rf"|{units.PERIODS})(?:\W|$)"
)


def _unit_later(term: Term, figure: quantities.Figure) -> bool:
    """A unit after the last of several figures is the unit of all."""
    return _LATER.opens(term.after(figure.end), start=0) is not None or (
        term.context in ("payment",) and b"%" in term.after(figure.end)
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "NO_UNIT",
        "limit of what",
        _lone,
        bad=("packaging: Max 25 per pallet.",),
        good=("packaging: Max 25 cartons per pallet.",),
    ),
    Rule(
        "NO_TOLERANCE",
        "exact value",
        _exact,
        bad=("quality: Tube diameter 25 mm.", "packaging: Board of 450 gsm.", "quality: Chair seat height 46 cm."),
        good=(
            "quality: Tube diameter 25 mm ± 0.2 mm.",
            "quality: Film at least 80 µm.",
            "shipping: One 40-foot container, loaded by the seller.",
            "quality: Rope length 30 m, tolerance +0.5/-0 m.",
        ),
    ),
    Rule(
        "NO_UNIT",
        "figure without unit",
        _unitless,
        bad=(
            "quality: Rope length 30.",
            "quality: Box size 40 x 30 x 20.",
            "quality: Pin diameter 6.0 ± 0.1.",
            "quantity: Quantity: 5,000.",
        ),
        good=("quality: Box 40 x 30 x 20 cm, ± 1 cm.", "quantity: 5,000 hinges."),
    ),
)
