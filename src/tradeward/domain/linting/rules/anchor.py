"""NO_ANCHOR: a length of time that starts at no event."""

from collections.abc import Iterator

from tradeward.domain.linting.parse.durations import Duration
from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_EVENT_AFTER = compiled(
    r"^[\s,)'s.]*(?:\(?(?:calendar|working|business|net|at (?:the )?latest|latest|maximum|max\.?|each"
    r"|sharp|only|time|period|credit|free|prior|written|advance|in writing|credit terms?|terms?|warranty"
    r"|guarantee|also|with|by t/t|t/t|in full|d/p|usance|notice|counting|counted|starting|beginning"
    r"|commencing|calculated|running|and \d+ months|or \w+ \w+|whichever|effective|valid|inclusive"
    r"|as)\)?[\s,]*)*"
    r"(?:after|of|from|following|upon|since|before|prior to|prior|preceding|ahead|as of|on (?:receipt"
    r"|arrival|signing|signature|the (?:date|day|receipt|arrival))|against|when|once|thereafter|afterwards"
    r"|later|earlier|until|till|to (?:the )?(?:receipt|date)|post|at which|past|counting|in advance"
    r"|advance notice|notice|notices|written notice|b/l|bl\b|bill of lading|sight|d/a|in any|per (?:year"
    r"|month|week|shift|day)|each|ex|in which|ago|old|(?:at|under|with|in) (?:\w+ )?(?:temperature|storage"
    r"|\d)|apart|interval)\b"
)
_EVENT_BEFORE = compiled(
    r"\b(?:after|upon|following|from|once|when|if|since|receipt|as of|starting|every|each|per"
    r"|at intervals of|interval of|prior to|before|until|later than|date|extended by|extend(?:s)?(?: \w+)? by"
    r"|delays? (?:of|exceed\w*|over|by)|more than|exceed(?:s|ing)?|over|longer than|older than|newer than"
    r"|less than|notified"
    r"|notifies|on (?:request|demand|receipt)|upon request|fails?|late by|termination)\b[^.;]{0,70}$"
    r"|\b(?:within the|such|said|aforesaid|these|those|the|this|of the|first|second|third|last|initial"
    r"|subsequent|previous"
    r"|preceding|next|any|consecutive|rolling|additional|successive|other|at least"
    r"|not less than)(?: (?:full|first|last|agreed|said|initial"
    r"|whole|next|same|remaining|following|additional|second|third|notice|cure|grace|response|inspection"
    r"|review|acceptance|approval|initial))? ?$"
)
_TRIGGER = compiled(
    r"\b(?:within|in|net|warrant\w*|guarantee\w*|validity|valid|delivery|deliver\w*|ship\w*|dispatch\w*"
    r"|lead[\s\-]?time|production|payment|pay|pays|paid|payable|balance|due|credit|terms?|usance|claims?"
    r"|claim period|reply|replies|answer\w*|respond\w*|response|respons\w*|replace\w*|refund\w*|repair\w*"
    r"|report\w*|finish\w*|complet\w*|ready|inspection|approval|approv\w*|confirm\w*|notif\w*|inform\w*"
    r"|turnaround|time|duration|period|expires?|o/a|open account|t/t|d/a|remit\w*|deposit|settle\w*"
    r"|collect\w*|return\w*|supply|object\w*|cure\w*|remed\w*|liability|cover\w*|after-sales|service|offer"
    r"|quotation|sample|samples|mould|tooling|rework\w*|submit\w*|send\w*|provide\w*|issue\w*|hold|storage"
    r"|free time|demurrage|rest|pick ?up|unload\w*|load\w*|install\w*|grace|make\w*|start\w*)\b"
)
_LENGTH = compiled(
    r"\b(?:wash\w*|soak\w*|dry\w*|dried|bak\w*|cur(?:ed|ing)|cool\w*|heat\w*|boil\w*|ag(?:e)?ing|aged"
    r"|burn\w*|run(?:ning)?|battery|life|lifetime|test(?:ed|s)?|oper\w*|hours? of|hold(?:ing)? time"
    r"|exposure|spray|immers\w*|shelf|store[ds]?|sterili\w*|roast\w*|ferment\w*|incubat\w*|speed|per hour"
    r"|cycle|shift|keeps?|lasts?|retain\w*|records?|experience|kept|maintain(?:ed)?|preserv\w*"
    r"|confidential\w*|term of this|initial term|renew\w*)\b"
)


def _unanchored(term: Term) -> Iterator[Span]:
    for duration in term.durations:
        if _starts_nowhere(term, duration):
            yield Span(duration.start, duration.end)


def _starts_nowhere(term: Term, duration: Duration) -> bool:
    first, last = term.window(duration.start, duration.end, reach=90)
    after = term.low[duration.end : min(last, duration.end + 60)]
    if _EVENT_AFTER.found(after) or _EVENT_BEFORE.found(term.low[first : duration.start]):
        return False
    if (
        _AFTERWARDS.found(after)
        or not _KEPT.found(term.low[first:last])
        and _LENGTH.found(term.low, start=max(first, duration.start - 60), end=min(last, duration.end + 40))
    ):
        return False
    if _SENTENCE_EVENT.found(term.low[max(0, duration.start - 90) : duration.start]):
        return False
    return _TRIGGER.found(term.low, start=first, end=last) and not duration.unit.startswith(("second", "minute"))


_KEPT = compiled(r"\b(?:spare parts?|spares|after-sales|technical support|hotline|warranty|guarantee)\b")
_AFTERWARDS = compiled(
    r"^[^.;]{0,45}\b(?:after|from (?:the )?(?:date|day|receipt|arrival|delivery|b/l|bill|shipment|invoice"
    r"|contract|order|signing|installation|commission\w*|start|\w+ date)|following|of (?:the )?(?:date"
    r"|receipt|delivery|arrival|request|notice|invoice|its|such|their|order|being)|upon|before|prior to"
    r"|since|counted|counting|starting|commencing|beginning|as of|once|when)\b"
)
_SENTENCE_EVENT = compiled(
    r"\b(?:if|when|once|after|upon|following|in case|in the event|where|on receipt|from)\b[^.;]{3,80}[, ]"
)

_NET = compiled(
    r"\b(?P<mark>net (?:<num>|<figure>)|(?:n|net)/?\d\d|(?:o/?a|open account|d/?a|usance|credit|terms?|t/t"
    r"|tt|d/p)[\s:,]*(?:\d\d\d?)(?: ?d)?)\b(?P<rest>[^.;]{0,40})"
)
_EVENT = compiled(
    r"\b(?:after|of|from|following|upon|since|before|b/l|bl date|bill of lading|sight|invoice|receipt|date"
    r"|eom|end of)\b"
)


def _net(term: Term) -> Iterator[Span]:
    """ "net 60", where the word days is left out."""
    if term.context == "payment":
        for hit in _NET.hits(term.low):
            if not _EVENT.found(term.low, start=hit.end, end=hit.end + 40):
                yield Span(hit.start, hit.end)


RULES: tuple[Rule, ...] = (
    Rule(
        "NO_ANCHOR",
        "from when",
        _unanchored,
        bad=(
            "Dispatch within 21 working days.",
            "Warranty 18 months.",
            "payment: Balance 30 days.",
            "Validity: 2 weeks.",
        ),
        good=(
            "Dispatch within 21 working days after the deposit is credited.",
            "Warranty of 18 months counted from the bill of lading date.",
            "Either side may end this contract with 30 days' written notice.",
        ),
    ),
    Rule(
        "NO_ANCHOR",
        "net",
        _net,
        bad=("payment: Terms: net 60.",),
        good=("payment: Net 60 from date of invoice.",),
        gates=(_NET,),
    ),
)
