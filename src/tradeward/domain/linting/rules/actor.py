"""NO_ACTOR: a duty that costs money and belongs to nobody."""

from collections.abc import Iterator

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_DONE = (
    "done|made|carried out|performed|conducted|arranged|organi[sz]ed|obtained|applied for|provided|paid"
    "|tested|inspected|reworked|repaired|insured|cleared|checked|executed|undertaken|fulfilled|taken out"
    "|taken care of|secured|procured|acquired|held|handled|required|covered|borne|settled|re-?tested"
    "|re-?inspected|sorted|replaced|surveyed|audited|certified|registered|issued|destroyed|disposed of"
    "|calibrated|installed|commissioned|fumigated|deducted|charged|measured|verified|analy[sz]ed|prepared"
    r"|completed|submitted|drawn|supervised|validated|taken|sent to (?:a|the|an) lab\w*"
)
_OBJECT = (
    "(?:re-?)?inspections?|tests?|testing|lab(?:oratory)? tests?|type tests?|third[- ]party (?:inspection"
    "|test)s?|permits?|licen[cs]es?|import (?:licen[cs]e|permit|clearance)|export (?:licen[cs]e|permit"
    "|clearance|declaration)|customs (?:clearance|duties|duty)|clearance|certificates?|certification"
    "|registration|insurance|re-?work(?:ing)?|repairs?|re-?tests?|re-?testing|sorting|fumigation|survey"
    "|surveys?|audits?|factory audits?|analysis|analyses|calibration|duties|taxes|fees?|charges|demurrage"
    "|storage|installation|commissioning|disposal|destruction|recall|quarantine|quality (?:control|check"
    "|inspection)s?|checks?|approvals?|sterili[sz]ation|validation|supervision|legali[sz]ation"
    "|translation|costs?|freight|unloading|loading supervision|weighing|laboratory report|test reports?"
    "|safety tests?|ce (?:mark|certification)|visas?|tooling|moulds?|return (?:freight|transport)"
)
_PASSIVE = compiled(
    rf"\b(?P<mark>(?:the |an? |any |all |such |necessary |required |additional |further |new |every "
    rf"|each )*(?:[a-z\-]+ ){{0,3}}?(?:{_OBJECT})(?: (?:of|for|on|and|at"
    rf"|in) (?:[a-z]+ ?){{1,4}})?(?: (?:report|test|fee|cost))?,? (?:(?:will|shall|must|should|is|are|has"
    rf"|have|needs?|may|can|would|ought)(?: not)?(?: (?:to|also|then|again|be|been))*) (?:{_DONE}))\b"
)
_GOODS = compiled(
    r"\b(?P<mark>(?:the |all |any |each |every |defective |rejected |failed |faulty |damaged |bad "
    r"|non-?conforming )*(?:goods|units|products?|pieces|lot|items?|batch|cartons?|materials?|machines?"
    r"|parts?|samples?|shipments?|containers?|defectives?|equipment|[a-z]+s) (?:will|shall|must|should"
    r"|are to|is to|have to|has to|need to|are|is) (?:to )?(?:also )?be (?:re-?tested|re-?inspected"
    r"|inspected|tested|reworked|re-?worked|repaired|sorted|insured|fumigated|surveyed|audited|certified"
    r"|disposed of|destroyed|lab-tested|registered|cleared|analy[sz]ed|calibrated|installed|commissioned"
    r"|sent back|returned|recalled|quarantined))\b"
)
_BY = compiled(
    r"\b(?:by|through|via|from|at the (?:expense|cost)s? of) (?:the |an? |its |our |your |any |each |such "
    r"|third |both |either |independent |accredited )*(?:<party>|sgs|bureau|bv\b|intertek|tuv|tuev|dekra"
    r"|eurofins|ul\b|lab\w*|[a-z]+'s|inspector|inspectors|forwarder|carrier|surveyor|cotecna|agent|bank"
    r"|consignee|third part(?:y|ies)|party|parties|institute|accredited|qima|asia|testing|authorit(?:y"
    r"|ies)|expert|chamber|court|arbitrat\w+|independent|certified|customs|magenta|[a-z]+ (?:ltd|inc|gmbh"
    r"|co))"
)
_SOMEBODY = compiled(
    r"\b(?:buyers?|sellers?|suppliers?|customers?|manufacturers?|vendors?|purchasers?|factory|consignee"
    r"|importer|exporter|we|us|our|you|your|they|client|inspectors?|forwarder|sgs|bureau veritas|intertek"
    r"|tuv|qima|carrier|laborator(?:y|ies)|(?:either|each|one|other|neither|any) party|parties|contractor"
    r"|distributor|principal|agent|bank|mill"
    r"|producer|maker|owner|licensee|licensor|company)\b"
)
_NAMED = compiled(
    r"\b(?:by|to|and|between) [A-Z][\w\-]+|\b[A-Z][\w\-]+(?:'s)? (?:shall|will|must|agrees|undertakes)\b"
    r"|\b(?:Section|Exhibit|Agreement|Party|Parties)\b"
)


_WHEN = compiled(
    r"\b(?:after|when|if|until|before|once|unless|as soon as|provided(?: that)?|in case|where|which|that"
    r"|whether|because|as|since|while|upon)\b[^,.;:]{0,120}$"
)


def _nobody(term: Term) -> Iterator[Span]:
    for pattern in (_PASSIVE, _GOODS):
        for hit in pattern.hits(term.low):
            first, last = term.window(hit.start, hit.end, reach=170)
            around = slice(first, last)
            named = _NAMED.found(term.cased[first : hit.start]) or _NAMED.found(term.cased[hit.end : last])
            if not (
                named
                or _SOMEBODY.found(term.low[around])
                or _BY.found(term.low[around])
                or _WHEN.found(term.low[first : hit.end])
            ):
                yield Span(hit.start, hit.end)


_NEED = compiled(
    rf"\b(?P<mark>(?:{_OBJECT})(?: (?:is|are))? (?:required|necessary|needed|mandatory|compulsory"
    rf"|obligatory|a must)|(?:{_OBJECT}) (?:before|prior to|after|upon|at) (?:shipment|loading|arrival"
    rf"|delivery|shipping|packing|production))\b(?:[\s.,;]|$)"
)


def _needed(term: Term) -> Iterator[Span]:
    for hit in _NEED.hits(term.low):
        if not (_SOMEBODY.found(term.low) or _BY.found(term.low) or _NAMED.found(term.cased)):
            yield Span(hit.start, hit.end)


RULES: tuple[Rule, ...] = (
    Rule(
        "NO_ACTOR",
        "passive",
        _nobody,
        bad=(
            "Re-inspection shall be carried out after sorting.",
            "Import licence must be obtained before 1 March 2027.",
            "Failed looms must be re-tested.",
        ),
        good=(
            "Buyer obtains and pays the import licence before 1 March 2027.",
            "Fumigation shall be carried out by the forwarder at the seller's cost.",
        ),
        gates=(_PASSIVE, _GOODS),
    ),
    Rule(
        "NO_ACTOR",
        "needed",
        _needed,
        bad=("Fumigation required.",),
        good=("Seller arranges and pays the third-party inspection.",),
        gates=(_NEED,),
    ),
)
