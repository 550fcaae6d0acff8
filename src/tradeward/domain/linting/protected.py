"""Phrases that hold a word of praise or haste and mean something else; lexicons do not see them."""

from tradeward.domain.linting.patterns import compiled

PHRASES = (
    # law and trade
    "good (?:title|faith|standing|cause|reason|order, repair|and valuable|and marketable|will)",
    r"good (?:[a-z]+ )?(?:manufacturing|laboratory|distribution|clinical|agricultural|hygiene|storage"
    r"|engineering|documentation)? ?practices?",
    "good[- ]condition (?:form|report|certificate|note|receipt)s?",
    r"fines?(?: of|,| (?:is|are|will|shall|per|imposed|for|up|and|or|to)\b)",
    r"(?:a|the|any|no|every|such) fines?\b",
    "fine (?:gold|silver|mesh|pitch|thread|aggregate|dust|particles|tuning|print|arts?|china|bubbles?|denier)",
    r"premiums?(?: of| for| is| are| in| due| to| shall| will| paid| payable| charged| on| at| rate"
    r"| usd| eur| insurance)",
    r"(?:insurance|the|risk|annual|any|cif|war risk|marine|such) premiums?\b",
    "clean (?:on[- ]board|bill|bills|room|draft|drawing|transport|ocean|shipped|report|payment|collection"
    "|document|energy|agreed|b/l)|cleanroom|clean-room",
    "(?:firm (?:orders?|offers?|forecasts?|purchase|commitments?|period|price|zone|portion))|law firms?"
    "|(?:inspection|audit|surveying|accounting|consulting) firms?",
    "(?:hard|soft)[- ]?(?:copy|copies|drive|disk|ware|drink|start|ferrite|solder|pvc|boiled|close)",
    "(?:not|nor) (?:be )?unreasonably (?:withheld|withhold|delayed|conditioned|refused?|delay|condition)",
    "unreasonably (?:withheld|withhold|delayed|conditioned|refused?|delay|condition)",
    "(?:single|double|multiple),? normal|normal (?:inspection|sampling|severity|single|level|to the"
    "|temperature|distribution|course of business|business (?:hours|days)|working (?:hours|days)|hours"
    "|direction)",
    "as well as|well[- ]being|oil well|as well",
    "immediately (?:available|preceding|prior|following the date|before|adjacent)|immediate (?:family"
    "|packaging|container)",
    "(?:sooner|later|earlier|greater|lesser|higher|lower|larger|smaller|longer|shorter|better) of"
    "|whichever (?:is|comes|occurs|shall be|happens) (?:the )?(?:sooner|later|earlier|greater|lesser"
    "|higher|lower|larger|smaller|longer|shorter|less|more|first)",
    "best[- ]before|best by",
    "(?:no|not|nor|never|in no event|at) (?:any )?(?:later|earlier|sooner) than",
    "fair (?:market value|wear and tear|dealing)|reasonable wear and tear|reasonable attorneys'? fees",
    "competent (?:courts?|jurisdictions?|authorit(?:y|ies)|tribunals?)|outstanding (?:purchase|orders?|amounts?|balances?"
    "|invoices?|obligations?|shares?|payments?|debts?|claims?)|(?:machine|computer)[- ]?readable",
    "serious (?:adverse|target|breach|injur(?:y|ies)|adverse events?|or unexpected)|highly (?:active|toxic|sensiti[sz]ing"
    "|flammable|corrosive|volatile|confidential)",
    "(?:is|are|be|deemed|considered) firm(?: and|,| for| purchase| until)|firm,? (?:written|binding|and binding|fixed)",
    "properly (?:reject(?:s|ed)?|given|served|filed|incurred|invoiced|terminated)"
    "|professional (?:licen[cs]es?|fees|liability|indemnity|advis[eo]rs?|services|disbursements)",
    "good agricultural and collection practices?",
    # names of goods and of processes
    "natural (?:rubber|gas|latex|persons?|fibres?|fibers?|days|person|disasters?|catastrophes?"
    "|calamit(?:y|ies)|stone|frequency|white)",
    "fresh (?:water|weight|air|produce|milk|fruit|meat|fish)",
    "solid (?:wood|oak|pine|beech|teak|brass|colou?rs?|content|waste|steel|ink|copper|board|core|state"
    "|bleached|rivets?|surface|tyres?|carbide|content)",
    "(?:bright|dull) (?:annealed|nickel|zinc|chrome|drawn|finish(?:ed)? [a-z0-9]+|silver|tin)",
    "(?:quick|fast)[- ](?:release|connect(?:or)?s?|coupling|change|acting|blow|couplers?|charge|charging"
    "|clamps?|disconnect|recovery|dry(?:ing)?|setting|food|fit|lock|open|moving|fuse)",
    "high[- ](?:speed|density|voltage|tensile|carbon|pressure|temperature|frequency|definition|resolution"
    "|alumina|impact polystyrene|bay|cube|visibility|seas|chair|temper|gloss)",
    "low[- ](?:density|voltage|carbon|pressure|temperature|alloy|profile|frequency|loader|iron|smoke)",
    "light (?:source|emitting|bulb|box|cabinet|booth|fastness|bars?|fittings?|transmission|transmittance"
    "|switch|guide|d65|tubes?|weight coat)|lightbox|in daylight",
    "express (?:courier|mail|delivery|service|warrant(?:y|ies)|or implied|written|prior)|smart (?:phone"
    "|card|meter|watch)s?",
    "standard (?:deviation|atmosphere|illuminant|conditions? of iso|reference material|operating "
    "procedures?|temperature|time|chartered|&|terms and conditions)",
    "safety (?:data sheet|data|shoes?|glass|valve|factor|stock|footwear|pins?|caps?|helmets?|belts?"
    "|goggles|lock|net)s?",
    "(?:secure|secures|secured|securing) (?:a|an|the|all|any|by|payment|its|their|such)",
    "proper (?:law|name|noun|shipping name)|proper shipping",
    "(?:where|when|as|if|whenever|wherever)(?: it is| it may be| reasonably)? (?:appropriate|applicable"
    "|relevant|suitable)",
    "appropriate (?:regulatory|governmental|government|authorit(?:y|ies)|court|party|parties|person"
    "|personnel of|taxing)",
    "from time to time (?:hereunder|during the|in accordance|as set|by written)",
    "strong (?:acids?|bases?|alkali|box)|easy (?:open|peel|care)[a-z]*|tight (?:head|weave)|smooth "
    "(?:bore|side|roller|plate)|clear (?:coat|glass|pvc|lacquer|varnish|days|of all)|free and clear",
    "normal(?:ised|ized)|nice (?:class|classification|agreement)",
    "shrink[- ]?(?:film|wrap|wrapped|sleeves?|foil|bags?|tubes?|tubing|hood)",
    "(?:completely and )?accurately (?:disclose|reflect|record|state|describe)|(?:is|are) silent (?:on"
    "|as to)|properly (?:due|executed|authori[sz]ed)|true and accurate|complete and accurate",
    "as (?:follows|amended|defined|applicable|required|specified|provided|set forth|described|stated|indicated)",
)
_PHRASES = compiled(r"\b(?:" + "|".join(PHRASES) + ")")

_BRANDS = compiled(
    r"(?P<mark>\b(?:[A-Z][\w&'\-]*(?: (?:&|and|of))? ){1,5}(?:Co\b\.?|Ltd\b\.?|Inc\b\.?|GmbH|LLC|Corp\b\.?"
    r"|Corporation|Company|Group|AG|S\.?A\b\.?|B\.?V\b\.?|Pvt\b\.?|Pte\b\.?|Limited|Industries|Industrial"
    r"|Trading|Holdings?|Technolog(?:y|ies)|brand|Brand|Hotel|Bank|Port|Terminal|Street|Road|Harbou?r))"
    r"|\b(?:(?:[Aa]ll|[Aa]ny|[Aa]nd|[Oo]r|[Tt]he|[Oo]ther) )*(?:[Aa]pplicable|[Rr]elevant|[Rr]equired"
    r"|[Aa]greed|[Rr]egulatory) (?:Laws?|Specifications?|Standards?|Requirements?|Regulations?)\b"
    r"|(?:(?i:brand|trade ?mark|brand name|company|firm|trade name|model|named|called|labelled|labeled"
    r"|marked)s?:? [\"']?[A-Z][\w\-]*(?: [A-Z][\w\-]*)*)"
    r"|\"[A-Z][^\"]{1,40}\"(?: brand| logo| label)|(?:[A-Z][\w\-]+ )+brand\b"
    r"|[A-Z][\w\-]*(?: [A-Z][\w\-]*){0,2} ?(?:\(R\)|\(TM\))"
)


def masked(low: bytes, *, cased: bytes) -> bytes:
    """`low` with protected phrases, company and brand names struck out, of the same length."""
    open_ = bytearray(low)
    for hit in _PHRASES.hits(low):
        open_[hit.first : hit.last] = b"_" * (hit.last - hit.first)
    for hit in _BRANDS.hits(cased):
        open_[hit.first : hit.last] = b"_" * (hit.last - hit.first)
    return bytes(open_)
