"""SAMPLE_REF: a sample, picture or drawing that nobody can tell from another."""

from collections.abc import Iterator

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_THING = (
    r"(?:counter|pre-?production|production|sealing|pp|pre-?shipment|shipment|golden|gold seal|master|size"
    r"|colou?r|photo|salesman|lab)?[\s\-]*"
    r"(?:samples?|specimens?|swatch(?:es)?|prototypes?|mock-?ups?|pictures?|photos?|photographs?|images?"
    r"|renderings?|drawings?|sketch(?:es)?|videos?|designs?|artworks?|layouts?|templates?|patterns?"
    r"|cad files?|(?:attached|enclosed|your|our|sent|artwork|logo) files?|dummy|dummies|moulds?"
    r"|catalogues?|catalogs?|brochures?|leaflets?|(?:the|your|our|attached|enclosed|sent|this|my) (?:pdf"
    r"|excel(?: sheet)?|ppt|word file|attachment|specs?|sheet|list|jpe?g|sketch)|website|web ?page|links?"
    r"|lab[- ]?dips?|strike[- ]?offs?"
    r"|tech[- ]?packs?|screenshots?|e-?mails?|messages?|colou?r ?cards?|(?:previous|last|first|earlier"
    r"|former|past|prior|old|initial|trial|original|repeat) (?:[a-z]+ )?(?:orders?|shipments?|deliver(?:y"
    r"|ies)|lots?|batch(?:es)?|production|contracts?|goods|ones?|time|year|season|purchase|consignment"
    r"|container|bulk)|(?:order|shipment|delivery|batch|production) (?:of )?(?:last|before|previous"
    r"|earlier)[a-z ]{0,8}|last time|previous time|before|previously|last year|last season|references?)"
)
_AS = (
    r"(?:(?:exactly |just |strictly |fully )?(?:as|like|per|same|equal to|equals?|identical (?:to|with)"
    r"|conform(?:s|ing|ity|able)? (?:to|with)|according(?:ly)?(?: to)?|acc\.?(?: to)?"
    r"|in accordance (?:with|to)|accordance|in line with|in keeping with|correspond(?:s|ing)? (?:to|with)"
    r"|match(?:es|ing|ed)?(?: to| with)?|follow(?:s|ing)?|copy(?: of)?|copied from|based on"
    r"|compared? (?:to|with)|similar to|refer(?:s|ring)? to|ref\.?|see|shown (?:in|on)|consistent with"
    r"|agree with|compl(?:y|ies) with|reference to|judged (?:by|against|on)|against|identically to"
    r"|stay with|quality of|colou?r of|meet))"
)
_REFERENCE = compiled(
    rf"\b(?P<mark>{_AS} (?:(?:the|a|an|your|our|buyer'?s?|seller'?s?|customer'?s?|supplier'?s?|client'?s?"
    rf"|attached|enclosed|approved|confirmed|signed|sealed|provided|given|sent|shown|agreed|existing|latest"
    rf"|last|final|same|that|this|those|it|his|their|submitted|accepted|original|initial|received|supplied"
    rf"|pre-approved|previous|earlier|first|second|mutually|as|in|of|to|quality|colou?r|size|finish|style"
    rf"|shape|with|and) ){{0,5}}{_THING})\b"
)
_APPROVED = compiled(
    rf"\b(?P<mark>(?:the |buyer'?s? |our |your |customer'?s? |an? )*(?:approved|confirmed|golden|signed"
    rf"|sealed|reference|previous|accepted|agreed|attached|enclosed|submitted|provided|same|earlier"
    rf"|original|last|master|pre-?production|existing|aforementioned|above)(?: (?:\w+))? {_THING})\b"
)
_EARLIER = compiled(
    r"\b(?P<mark>(?:as|like|per|same as|equal to|identical to|according to|similar to|matching|match"
    r"|follow) (?:with |to |in |on |of |the |our |your |those |that |from )*(?:previous|last|first|earlier"
    r"|former|prior|old) (?:containers?|goods|pieces?|supply|supplies|models?|bottles?|bags?|tiles?"
    r"|cartons?|machines?|versions? we|ones?|purchases?|project|quantity|lots?|time|season|collection"
    r"|drawings?))\b"
)
_SENT = compiled(
    r"\b(?P<mark>(?:the |your |our )(?:showroom|display(?:ed)?|exhibit(?:ion|ed)?|trade fair|fair|demo|demonstration)"
    r" (?:pieces?|models?|items?|units?|sets?|specimens?|ones?)"
    r"|(?:the |that |your |our )?(?:piece|one|item|set|unit|part|model|product|goods|cloth"
    r"|fabric|bottle|bag|box|tile|label|ones|pieces|parts|colou?r|shade|card|thing) (?:that |which "
    r"|as )?(?:we|you|i|buyer|seller|he|they|customer) (?:have |has |had |already )*(?:sent|gave|give"
    r"|showed|shown|brought|received|bought|made|supplied|shipped|had|took|like|liked|saw|left|selected"
    r"|chose|approved|confirmed|agreed))\b"
)
_TO_COME = compiled(
    r"\b(?P<mark>(?:samples?|pictures?|photos?|drawings?|artworks?|designs?|videos?|layouts?) (?:(?:as|was"
    r"|were|is|are|we|you|buyer|seller|already|which|that|has been|have been|he|they|attached"
    r"|enclosed) ?){1,4}(?:approved|sent|shown|given|confirmed|provided|seen|agreed|received|attached"
    r"|gave|saw|showed|submitted|signed|shared|has|have|keeps?|liked|discussed|applies|governs?|binding)"
    r"|(?:colou?r|quality|size|style|finish|print|logo|shape|design|workmanship|material|packing"
    r"|label)s? (?:as|per|like|same as|see|to|follows?) (?:\w+ ){0,2}(?:samples?|pictures?|photos?"
    r"|drawings?|artworks?|designs?|before|previous(?:ly)?|last (?:time|order)))\b"
)
_TALKED = compiled(
    r"\b(?P<mark>as (?:we )?(?:discussed|talked|spoken|agreed (?:by|on|over|in) (?:phone|wechat|whatsapp"
    r"|mail|e-mail|our (?:call|meeting|chat))|shown (?:at|in|to|on)(?: the)? \w+|seen at \w+(?: \w+)?"
    r"|you saw|explained|mentioned (?:before|above|by phone)|before|last (?:time|year)"
    r"|previously(?: \w+)?|earlier|in the past))\b"
)
_IDENTIFIED = compiled(
    r"\b(?:such as|master files?|batch specifications|cross-reference|(?:no|nr|number|num|ref|rev|version"
    r"|ver|edition|article|item|model|dwg|drawing no|file no)\.?:? ?#?[a-z]{0,4}[\-/]?\d)|#\d"
    r"|\b[a-z]{1,8}[\-_/]?\d[\w\-]*|\b[a-z]+(?:-[a-z]+)*-\d|sha-?256|\.(?:pdf|dwg|dxf|step|stp|ai|jpe?g"
    r"|png|xlsx?|docx?|eps|zip)\b|annex|appendix|exhibit|schedule [a-z0-9]|attachment \d|\d{3,}\b"
)
_SENDING = compiled(
    r"\b(?:send|sends|sent to|submit|submits|provide|provides|provided|deliver|delivers|supply|supplies"
    r"|make|makes|take|takes|draw|draws|drawn|taken|keep|keeps|retain|retains|retained|test|tested|prepare"
    r"|prepares|pay|invoice|cost|charge|free|return|store|stores|courier|collect|select|inspect"
    r"|require[sd]?|receives?|approves?|approval|ship|analy[sz]e|repository|measured|quantit|cut from"
    r"|pulled|pick|picks|random|per lot|each lot|every lot|forecast|purchase|manufactur\w+|obtain|request"
    r"|advise|dispose|such|warrant|regarding|relating|other)\b"
)
_SOME = compiled(r"\b(?:\d+|one|two|three|four|five|six|eight|ten|twelve)(?: ?\(\d+\))? $")
"""How many are taken or kept: none of them is what the goods are held against."""
_KEPT = compiled(
    r"\b(?:approved|same as|identical|conform|according|equal to|match|as per|see|reference|confirmed"
    r"|golden|like|as)\b"
)


def _references(term: Term) -> Iterator[Span]:
    for pattern in (_REFERENCE, _APPROVED, _TO_COME, _TALKED, _EARLIER, _SENT):
        for hit in pattern.hits(term.open):
            span = Span(hit.start, hit.end)
            if not _identified(term, span) and not _delivered(term, span):
                yield span


def _identified(term: Term, span: Span) -> bool:
    return term.around(_IDENTIFIED, start=span.start, end=span.end, reach=70)


def _delivered(term: Term, span: Span) -> bool:
    """Whether the sample is what is sent or taken, not what the goods are held against."""
    first, last = term.window(span.start, span.end, reach=60)
    some = _SOME.found(term.before(span.start, reach=20))
    kept = not some and _KEPT.found(term.low, start=span.start, end=span.end)
    return _SENDING.found(term.low, start=first, end=last) and not kept


RULES: tuple[Rule, ...] = (
    Rule(
        "SAMPLE_REF",
        "unidentified reference",
        _references,
        bad=(
            "Glaze as per approved sample.",
            "Handle same as last order.",
            "Print according to your artwork.",
            "Cut as in the picture.",
        ),
        good=(
            "Glaze as sealed sample S-0417 of 2 November 2026, kept by the buyer.",
            "Logo per file LOGO_v3.ai of 5 March 2027, SHA-256 in annex 2.",
            "Seller retains four reference samples from each lot for 3 years.",
            "Seller sends three samples by DHL before 4 May 2027.",
        ),
        gates=(_REFERENCE, _APPROVED, _TO_COME, _TALKED, _EARLIER, _SENT),
    ),
)
