"""REMEDY: a consequence that cannot be computed."""

import itertools
from collections.abc import Iterator

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import LONG, Rule, Span
from tradeward.domain.linting.term import Term

_BEARER = r"(?:<party>|the <party>|[a-z]+)"
_CONSEQUENCE = compiled(
    r"\b(?P<mark>penalt(?:y|ies)|(?:forfeit(?:s|ed)?|los(?:es|t)|kept|retained|withheld|refunded|returned) (?:in part|partly"
    r"|partially)|penali[sz]ed?|(?:discounts?|refunds?|compensation|allowances?"
    r"|credits?) (?:is|are|will be|shall be|must be) (?:given|granted|paid|made|due|possible)|(?:buyer"
    r"|customer|we|purchaser) (?:can|may|could) (?:then )?claim|interest (?:will|shall|may|must"
    r"|is to) be (?:charged|added|due|paid"
    r"|claimed)|interest (?:applies|is charged|is due)|late fees?|compensat(?:e|es|ed|ion)|indemnif(?:y"
    r"|ies|ied)|indemnity"
    r"|liquidated damages|damages|(?:is|are|be|being|will be|shall be|held|fully|remains?|solely|become"
    r"|becomes)? ?(?:fully |solely |entirely |totally )?(?:responsible|liable|accountable"
    r"|answerable)(?: for| to)?(?: (?:all|any|the|every|such|these|this|its|his|their|other|resulting"
    r"|consequent|possible|and|or|full|due|direct|indirect|related|arising|buyer'?s?|quality|money"
    r"|financial|serious))*(?: (?:problems?|issues?|loss(?:es)?|damages?|delays?|defects?|claims?"
    r"|consequences?|expenses?|costs?|troubles?|failures?|shortages?|mistakes?|complaints?|errors?"
    r"|breakage|quality|lateness|late\b[a-z ]{0,12}|faults?|missing|returns?|recall|non-?conform\w+|breach"
    r"|this\b|it\b)|[\s]*[.,;]|$)|(?:bear|bears|borne|take|takes|accept|accepts|assume|assumes|carry|face"
    r"|faces|suffer|cover|covers)(?: \w+){0,2} (?:consequences?|responsibilit(?:y|ies)|liabilit(?:y|ies)"
    r"|loss(?:es)?|damages?)|(?:give|gives|grant|grants|get|gets|receive|receives|offer|offers|ask for"
    r"|claim|claims|request|requests|demand|entitled to|obtain|make|pay|pays|allow|allows|deduct|deducts"
    r"|apply)(?: \w+){0,3} (?:discounts?|compensation|refunds?|penalt(?:y|ies)|damages|deductions?"
    r"|price reduction|price cut|reduction|allowance|credit|rebate|a fine)|price (?:reduction"
    r"|will be reduced|shall be reduced|is reduced|be reduced|cut|adjustment)|(?:will|shall|must|is to"
    r"|are to|to|should|can|may|would|agrees? to|promises? to|<party>|we|goods|units|parts|pieces"
    r"|products)? (?:be )?(?:replace[sd]?|repair(?:s|ed)?|refund(?:s|ed)?|reimburse[sd]?|rework(?:s|ed)?"
    r"|remedied|remedy|rectif(?:y|ies|ied)|make good|makes good|make up for|solve[sd]?|fix(?:es)?"
    r"|compensate[sd]?|correct(?:s|ed)?|credited|exchange[sd]?|punish(?:ed)?|deduct(?:s|ed)?)\b(?: (?:the"
    r"|any|all|such|these|defective|damaged|bad|broken|faulty|missing|goods|units|pieces|it|them|problems?"
    r"|parts?|products?|buyer|money|loss(?:es)?|free of charge|for free|free))*|(?:free"
    r"|one-to-one) (?:replacement|repair)s?|replacement(?:s)? (?:will be|is|are|free)|(?:refunds?"
    r"|replacements?|repairs?|discounts?|reworks?|allowances?|deductions?|credit notes?) (?:in case"
    r"|in the event|if|for|when|upon)|(?:full |partial |money )refunds?|money back|losses are (?:shared"
    r"|borne)|(?:sanction|sanctions|punishment|consequences?|legal action)|cancel(?:s"
    r"|led)? (?:the )?order without)\b"
)
_COMPUTED = compiled(
    r"\d ?(?:%|percent|per cent|per mille)|\b(?:usd|eur|cny|gbp|jpy|inr|try|chf|rmb)\b"
    r"|[$\x05\x06\x07\x08] ?\d|\bper (?:day|week|unit|piece|full day)\b|full (?:amount|price|invoice value"
    r"|value|purchase price|refund of)|invoice (?:value|price|amount)|purchase price|\bprice (?:paid"
    r"|of the|for)|amounts? (?:paid|invoiced)|applicable price|\b(?:twice|double|half|triple) the\b"
    r"|difference between|replacement cost|actual (?:cost|costs|freight)|all amounts|landed cost|formula"
    r"|cap(?:ped)?\b|pro[- ]?rata|cost price"
)
_DEADLINE = compiled(
    r"\b(?:within (?:a period of )?<count>|not later than|no later than|at the latest"
    r"|<count>(?: ?\(<word>\))? (?:calendar |working |business )?days|before <dom>|by <dom>|20\d\d-\d\d"
    r"|on or before|<count> weeks|in <count> days|as soon as|a\.?s\.?a\.?p|promptly|immediately"
    r"|without delay|timely|in a timely|soon|quickly)\b"
)
_NOBODY_LIABLE = compiled(r"\b(?:in no (?:event|case)|under no circumstances?|neither (?:party|side))\b")
"""What excludes a liability leaves nothing to compute."""
_NOT_LIABLE = compiled(r"\b(?:not|nor|neither|never|no)(?: \w+){0,4} ?$")
_TRIGGER = compiled(
    r"\b(?:late|claim|penali[sz]ed?|delay(?:s|ed)?|defect(?:s|ive)?|damaged?|damages|problems?|issues?"
    r"|claims?|breach(?:es)?"
    r"|shortages?|short|missing|fails?|failure|failed|fault(?:y|s)?|bad|broken|not (?:ok|good|conform\w*"
    r"|meet|match|comply|shipped|delivered|in time|pass)|non-?conform\w*|wrong|quality|complaints?"
    r"|consequences?|loss(?:es)?|penalt\w*|compensat\w*|fines?|miss(?:es|ed)?|overdue|after-sales"
    r"|rejected?|mistakes?|errors?|refund\w*|responsible|liable|violat\w*|cancel\w*|forfeit\w*|exceed\w*|leak\w*"
    r"|liquidated|guarantee|warranty|indemn\w*|unpaid|default)\b"
)
_LEGAL = compiled(
    r"\b(?:third[- ]part(?:y|ies)|negligence|willful|wilful|indemnif\w+|indemnified|hereunder|in no event"
    r"|limitation of liability|consequential|punitive|incidental|insurance|product liability"
    r"|intellectual property|infring\w*|affiliates?|obligated to|no obligation|shall have no"
    r"|not be (?:liable|responsible)|solely (?:be )?responsible"
    r"|be (?:solely )?responsible for (?:all )?(?:arrangements|the (?:\w+ )?(?:performance|manufactur\w*"
    r"|supply|design|storage|shipment|procurement)|obtaining|maintaining|packaging|ensuring|loading|paying"
    r"|payment|import|export|freight|customs|insurance|providing|arranging|costs? of|supplying|its own"
    r"|their own|such|any (?:taxes|permits|import))|risk and responsibility|responsible for (?:\w+ing)"
    r"|responsibilit(?:y|ies) (?:of|for|to)|sole and exclusive|taxes|customs|freight|import|licence"
    r"|bank charges|tender|corrected invoice|fix(?:ed)? (?:price|until|prices|assets?|term|period|to|on|by"
    r"|with|in)|repair (?:kit|parts|tools|manual)|replaced and|replaced (?:by|with)|deleted|amended"
    r"|compensation for (?:the )?services|correct (?:quantity|amount)|(?:right|rights) (?:or|and) remed\w+"
    r"|remed(?:y|ies)(?: that)? (?:available|at law|may|under)|other remed|without prejudice"
    r"|without penalty|responsible for (?:the |all |any )*(?:reasonable )?(?:costs?|expenses?)"
    r"|at no (?:additional )?(?:charge|cost)|compensation fee|indemnity payment|as a remedy"
    r"|possibility of such|costs? of the"
    r"|failure will be)\b"
)


_DEFINITION = compiled(
    r"^ *(?:\(?[a-z0-9.]{1,6}\)? )?\"[^\"]{1,60}\"[^\"]{0,30} (?:means?|shall mean|has the meaning|includes?) "
)
"""What a word stands for is no duty."""
_LIABLE = compiled(
    r"\b(?P<mark>(?:is|are|be|will be|shall be) (?:fully |solely |held )?(?:responsible|liable"
    r"|accountable))[\s]*(?:[.,;]|$)"
)


def _uncomputed(term: Term) -> Iterator[Span]:
    if _DEFINITION.found(term.low) or _NOBODY_LIABLE.found(term.low):
        return
    for hit in itertools.chain(_LIABLE.hits(term.open), _CONSEQUENCE.hits(term.open)):
        if _NOT_LIABLE.found(term.before(hit.start, reach=24)):
            continue
        first, last = term.window(hit.start, hit.end, reach=170)
        if _open_ended(term, first, last):
            yield Span(hit.start, hit.end)
            return


def _open_ended(term: Term, first: int, last: int) -> bool:
    """Whether a statement is about something going wrong, and has neither a sum nor a deadline."""
    wrong = _TRIGGER.found(term.low, start=first, end=last)
    legal = len(term.low) >= LONG and _LEGAL.found(term.low, start=first, end=last)
    bounded = _COMPUTED.found(term.low, start=first, end=last) or _DEADLINE.found(term.low, start=first, end=last)
    return wrong and not legal and not bounded


_FINE_MASKED = compiled(r"\b(?P<mark>(?:a |the |any )?fines?)\b(?: (?:for|will|shall|is|if|in case|applies))")


def _fine(term: Term) -> Iterator[Span]:
    """A fine, which lexicons of praise must not see, without its amount."""
    for hit in _FINE_MASKED.hits(term.low):
        first, last = term.window(hit.start, hit.end, reach=170)
        if not _COMPUTED.found(term.low, start=first, end=last):
            yield Span(hit.start, hit.end)


RULES: tuple[Rule, ...] = (
    Rule(
        "REMEDY",
        "nothing to compute",
        _uncomputed,
        bad=(
            "Late shipment shall be compensated.",
            "Seller is liable for all quality problems.",
            "Bad gaskets will be replaced.",
            "If short, seller gives a discount.",
            "On late cancellation the deposit is retained partly.",
        ),
        good=(
            "In no case is a party liable for loss of profit.",
            "For each full day of delay seller pays 0.3 % of the lot value, at most 6 %.",
            "Seller replaces any valve that fails the test within 20 days after the report, freight paid by seller.",
        ),
        gates=(_CONSEQUENCE, _LIABLE),
    ),
    Rule(
        "REMEDY",
        "fine",
        _fine,
        bad=("A fine will be charged for wrong labels.",),
        good=("A fine of EUR 50 per missing label is deducted.",),
        gates=(_FINE_MASKED,),
    ),
)
