"""SAMPLING: half a sampling plan."""

from collections.abc import Iterator

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_PLAN = compiled(
    r"\b(?P<mark>aql(?:s)?(?:[\s:=]*(?:level )?(?:is |of |at )?\d[\d.,]*(?: ?/ ?\d[\d.,]*)*)?"
    r"|acceptable quality (?:level|limit)|acceptance quality limit|(?:general "
    r"|special )?inspection level [a-z0-9\-]+|level ii\b|(?:critical|major"
    r"|minor)s?(?: defects?)?[\s:=]*(?:aql )?\d(?:\.\d+)?(?:[\s/,;]+(?:and )?(?:(?:critical|major"
    r"|minor)s?(?: defects?)?[\s:=]*)?\d(?:\.\d+)?)*|(?:iso 2859(?:-1)?|ansi/asq z1\.4|z1\.4"
    r"|mil-std-105[a-e]?|gb/t 2828(?:\.1)?|iso 3951)\b[^.;]{0,20})"
)
_SHARE = compiled(
    r"\b(?P<mark>(?:up to |max(?:imum|\.)? |maximum of |not more than |no more than |less than |at most "
    r"|below |within |under |about |only )?(?:\d[\d.,]* ?(?:%|percent|per cent|pct|pcs|pieces|units)|one"
    r"|two|three|five|ten)(?: ?(?:percent|per cent|in a hundred|in a thousand|per thousand|out of (?:a "
    r"|one )?(?:hundred|thousand|\d+)))?(?: of)?(?: the| all| our| each| any| every)?(?: (?:goods|units"
    r"|pieces|pcs|lot|products|shipment|quantity|order|gloves|items|batch|total|delivered|parts|bottles"
    r"|cartons|[a-z]+s))?(?: (?:may|can|could|is|are|will|might|to|be|show|have|contain|that|which|with"
    r"|being|shall))*(?: a| the| minor| small| slight| quality| visible| any)* (?:defects?\b|defectives?"
    r"|faulty|faults?|broken|rejects?|rejected|leak\w*|damaged?|scrap|failures?|fail|reject rate"
    r"|defect(?:ive)? rate|defectives? (?:are|is)|imperfect|non-?conforming|substandard|bad"
    r"|seconds)(?: (?:rate|goods|pieces|units|allowed|accepted|permitted|tolerated|is ok))?)\b"
)
_SOME_BAD = compiled(
    r"\b(?P<mark>(?:max(?:imum|\.)?) (?:defects?|defectives?|rejects?|faults?) ?:? ?\d+ ?%?|(?:max(?:imum"
    r"|\.)?|at most|not more than|no more than|up to|only) \d+ (?:defective|faulty"
    r"|broken|bad|damaged|rejected)(?: [a-z]+)?)"
)
_ONE_IN = compiled(
    r"\b(?P<mark>(?:one|two|three|\d+) (?:[a-z]+ )?(?:in|out of|of|from|per|for) (?:every |each )?(?:<num>"
    r"|<figure>)(?: [a-z]+)?"
    r" (?:is|are|will be|shall be|to be|gets?|must be) (?:opened|checked|inspected|tested|sampled|examined"
    r"|drawn|weighed|measured))\b"
)
_TOLERATED = compiled(
    r"\b(?P<mark>\d[\d.,]* ?(?:%|percent|per cent) (?:of (?:the |all )?(?:[a-z]+ ){1,3})?(?:may|can|could"
    r"|are allowed to"
    r"|is allowed to|are permitted to) (?:be|have|show|contain|fail|deviate|look)(?: [a-z]+){0,3})"
)
_RATE = compiled(
    r"\b(?P<mark>(?:defect(?:ive|s)?|reject(?:ion)?|failure|scrap|error|damage|return|fault|breakage"
    r"|wastage|non-?conformit(?:y|ies)|pass|bad|leak(?:age)?)[\s\-]*(?:rate|ratio|percentage|level|share"
    r"|quota)s?(?: [a-z]+){0,5}[\s:=<\x02]*\d[\d.,]* ?(?:%|percent|per cent|ppm|per mille)?)"
)
_PICKING = compiled(
    r"\b(?P<mark>(?:random(?:ly)?|spot)[\s\-]*(?:check|checks|checked|checking|inspect|inspects|inspected"
    r"|inspections?|sampl(?:e|es|ed|ing)|tests?|tested|pick(?:s|ed)?|select(?:s|ed|ion)?|tak(?:e|en)"
    r"|draw(?:n|s)?|opens?|opened|choos\w+|chosen|open(?:ing)?|audits?)|(?:check|checks|checked|inspect"
    r"|inspects|inspected|inspection|sampl(?:e|es|ed|ing)|test|tests|tested|pick(?:s|ed)?|open|opens"
    r"|opened|take|takes|examines?|verif(?:y|ies)|counts?)(?: (?:of|is|are|will be|on|only|a|about|out|be"
    r"|done|made|carried))* (?:some|a few|several|\d[\d.,]* ?(?:%|percent|per cent)|a (?:portion|part"
    r"|percentage|selection|representative|random|certain)|one (?:or two|out of|carton|in)|\d+ (?:pcs"
    r"|pieces|units|samples|cartons|boxes|bags|bottles) (?:per|from|of|out of|in"
    r"|at random))(?: [a-z]+){0,3}|(?:\d[\d.,]* ?(?:%|percent|per cent)|some|a few|several"
    r"|part) (?:of )?(?:the |all |each |every )?[a-z]+ (?:(?:will|shall|must|are|is|to|be"
    r"|get) ?){1,3}(?:opened|checked|inspected|tested|sampled|examined|drawn|weighed|measured|counted"
    r"|unpacked)|statistical(?:ly)?(?: sampling| quality)?(?: control| inspection)?|sampling (?:inspection"
    r"|plan|basis|check|test)|by sampling|on a sample basis|representative (?:samples?|sampling)|at random"
    r"|randomly)\b"
)
_PLACED = compiled(
    r"^ ?(?:in|on|per|over|a) ?(?:each|every|any|the|one|a)? ?(?:\d|square|running|linear|metre|meter|m2|m\b|cm)"
)
"""So many on so large a stretch of the goods: a limit for one piece, and no plan for a lot."""
_STANDARD = compiled(
    r"\b(?:iso 2859|iso 3951|2859-1|z1\.4|z1\.9|105[de]\b|2828|3951|ansi/asq|jis z 9015|bs 6001"
    r"|din iso 2859|nf x06)|annex|appendix|exhibit|specification|quality agreement|\bplan [a-z]+-?\d"
)
_LEVEL = compiled(r"\b(?:level|levels|g-?(?:i{1,3}|[123])|s-?[1-4]|gil|general (?:level )?i{1,3})\b")
_LIMIT = compiled(
    r"\baqls?\b[^.;]{0,60}\d|\bac(?:c(?:ept(?:ance)?)?)?\.? ?(?:no\.?|number|on|=|:)?[\s=]*\d"
    r"|\baccept(?:ed)? (?:on|if|with)|\d[^.;]{0,20}\baql"
)
_LOT = compiled(
    r"\b(?:lots?|batch(?:es)?|consignments?|shipments?|order|orders|container|production day|delivery"
    r"|deliveries|day's production|whole (?:order|quantity)|per (?:colour|size|article))\b"
)
_ALL = compiled(
    r"\b(?:100 ?(?:%|percent\b|per cent\b)|(?:every (?:unit|piece|single|valve|item|set|bag|carton|tile"
    r"|bottle|one)|all units|each unit|each piece|full inspection|n ?= ?\d+)\b)"
)


def _plans(term: Term) -> Iterator[Span]:
    """A plan is whole with a standard, a level, a limit and a lot; a share or a random check is no plan."""
    whole = all(part.found(term.low) for part in (_STANDARD, _LEVEL, _LIMIT, _LOT)) or _numbered(term)
    if whole:
        return
    for pattern in (_PLAN, _SHARE, _TOLERATED, _RATE, _PICKING, _ONE_IN, _SOME_BAD):
        for hit in pattern.hits(term.open):
            if pattern is _SOME_BAD and _PLACED.opens(term.low[hit.end :], start=0):
                continue
            if pattern is not _PICKING or not _ALL.found(term.low):
                yield Span(hit.start, hit.end)


_COUNTS = compiled(
    r"\bac(?:cept(?:ance)?)?(?: number| no\.?)?[\s=:]*\d[^.;]{0,60}\bre(?:j(?:ect(?:ion)?)?)?(?: number"
    r"| no\.?)?[\s=:]*\d|\bac ?/ ?re\b|\bac ?[=:]? ?\d+\b[^.;]{0,60}\bn ?= ?\d"
    r"|\bn ?= ?\d+[^.;]{0,60}\bac ?[=:]? ?\d"
)


def _numbered(term: Term) -> bool:
    return _COUNTS.found(term.low) and _LOT.found(term.low)


RULES: tuple[Rule, ...] = (
    Rule(
        "SAMPLING",
        "half a plan",
        _plans,
        bad=(
            "Mugs are checked to AQL 2.5.",
            "At most 3 % of the bulbs may be defective.",
            "Buyer spot checks the crates.",
            "Defect rate below 0.5 %.",
        ),
        good=(
            "Gaskets: ISO 2859-1:1999 single normal, level II, AQL 1.0 major and 4.0 minor, lot = the order, "
            "defects per list DL-2.",
            "Screen cloth with at most 3 broken wires per square metre.",
            "Lot of 900: n = 80, Ac 2, Re 3, defects per list DL-2.",
        ),
        gates=(_PLAN, _SHARE, _TOLERATED, _RATE, _PICKING, _ONE_IN, _SOME_BAD),
    ),
)
