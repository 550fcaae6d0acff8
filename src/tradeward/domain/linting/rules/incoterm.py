"""INCOTERM: a trade term without its place."""

from collections.abc import Iterator

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_TERM = compiled(
    r"\b(?P<mark>EXW|FCA|CPT|CIP|FAS|FOB|CFR|CIF|DAP|DPU|DDP|DAT|DDU|DAF|DES|DEQ|C&F|CNF|CandF"
    r"|(?i:ex[\s\-]works|ex[\s\-]factory|free on board|free carrier|delivered duty paid|delivered at place"
    r"|carriage paid to|cost and freight|cost,? insurance and freight)|(?:(?i:fob|cif|cfr|exw|fca|ddp|dap"
    r"|cpt|cip|c&f|cnf|cfr)))\b"
)
_COUNTRIES = (
    "china|india|turkey|turkiye|germany|usa|us|u\\.s\\.a?|united states|america|europe|eu|european union"
    "|japan|vietnam|uk|england|united kingdom|great britain|france|italy|spain|poland|brazil|mexico"
    "|canada|australia|russia|pakistan|bangladesh|indonesia|thailand|malaysia|korea|south korea|taiwan"
    "|netherlands|holland|belgium|austria|switzerland|sweden|norway|denmark|finland|egypt|south africa"
    "|africa|asia|middle east|uae|saudi arabia|nigeria|kenya|main port|main ports|base port|base ports"
    "|any port|port|europe main ports?|european port|chinese port|china port|chinese main port|us port"
    "|european main ports?|destination|buyer'?s? (?:port|country|place|choice)|your (?:port|country|place"
    "|door|city)|our (?:port|country|factory|works|warehouse|place|city)|seller'?s? (?:port|country"
    "|factory|works|place|premises|warehouse|city)|supplier'?s? (?:port|factory|works|place|premises"
    "|warehouse)|factory|works|warehouse|door|named (?:port|place)|port of (?:loading|destination"
    "|discharge|shipment)|nearest port|local port|house|site|premises|manufacturer'?s? (?:premises"
    "|facility|plant|works)|facility|plant|origin|airport|any chinese port|shipping port|customer'?s? "
    "(?:place|premises|warehouse|site)|our side|your side|west coast|east coast|northern europe|n\\.? "
    "?europe|north china|south china|far east|agreed place|agreed port"
)
_FACILITY = compiled(
    r"^[\s:,(]*(?:(?i:incoterms?)[^)]{0,12}\)[\s,]*)?(?:at )?(?:the "
    r"|applicable )*(?:[A-Z][\w\-]*(?:'s)? )*(?:[A-Z][\w\-]*'s [a-z]+|Facility|Facilities|Warehouse"
    r"|Delivery Point|Shipping Point|Premises|Named Place|Manufacturing Site)\b"
)
_PLACE = compiled(
    r"^[\s:,(\"']*(?:\(?(?i:incoterms?) ?(?:\(R\))?,? ?\d{4}\)?[\s,]*)?(?:(?:named|place|port|at|to|the|of"
    r"|delivery|loading|free|our|your|in|from|shipment|shall|be|means|terms?|basis|price|delivered|point"
    r"|seller'?s?|buyer'?s?|supplier'?s?|customer'?s?|manufacturer'?s?|warehouse|works|factory|facility"
    r"|premises|plant|airport|terminal|site|sea|seaport|main|inland|container|yard|cy|city|door|address"
    r"|Seller'?s?|Buyer'?s?|Supplier'?s?|Port|Named|Place|Airport|Terminal|Factory|Warehouse|Works"
    r"|Facility|The|At|To)[\s:,]+)*(?P<mark>[A-Z0-9][\w'\-]*(?:[ ,]+[A-Za-z0-9][\w'\-]*){0,3})"
)
_NOT_A_PLACE = compiled(
    rf"^(?i:incoterms?|usd|eur|cny|gbp|terms?|price|and|basis|delivery|shipment|by|per|as|icc|buyer|seller"
    rf"|supplier|customer|goods|is|or|20\d\d|{_COUNTRIES})(?:$|[\s,]+(?i:incoterms?|port|main|20\d\d|usd"
    rf"|eur|$|terms?))"
)
_COUNTRY_ONLY = compiled(rf"^(?i:{_COUNTRIES})$")
_RULES_ONLY = compiled(
    r"\b(?P<mark>(?:(?:the |applicable |relevant |latest |current |in accordance with |according to "
    r"|agreed |corresponding |appropriate |prevailing |latest version of )*)incoterms?\b(?: ?(?:rules?"
    r"|\(?20\d\d\)?|terms?))*)"
)


_SHARE, _BASIS = compiled(r"(?:%|percent|per cent) of (?:the )?$"), compiled(r"^ (?:value|price|amount|invoice)\b")
"""`3 % of FOB value` says what a share is of, and ships nothing."""
_CODE_OF_REGULATIONS = compiled(r"\d CFR|CFR (?:\x1a|\d|P)")


def _placeless(term: Term) -> Iterator[Span]:
    named = False
    for hit in _TERM.hits(term.cased):
        named = True
        after = term.cased[hit.end : hit.end + 80]
        if term.cased[hit.start : hit.end] == b"CFR" and _CODE_OF_REGULATIONS.found(
            term.cased[max(0, hit.start - 4) : hit.end + 3]
        ):
            continue
        if _BASIS.found(after) and _SHARE.found(term.cased[max(0, hit.start - 12) : hit.start]):
            continue
        if not _placed(after) and not _placed_before(term, hit.start):
            yield Span(hit.start, hit.end)
    if not named:
        yield from (Span(hit.start, hit.end) for hit in _RULES_ONLY.hits(term.low) if _APPLIED.found(term.low))


_APPLIED = compiled(r"\b(?:deliver\w*|ship\w*|risk|title|accordance|applicable|apply|terms|according|under|per|as)\b")


def _placed(after: bytes) -> bool:
    """Whether a specific place stands right after the trade term: a name that is no country and no kind of place."""
    if _FACILITY.found(after) and not _WHOSE.found(after):
        return True
    for hit in _PLACE.hits(after):
        words = after[hit.start : hit.end].decode("ascii")
        place = words.split(",")[0].strip()
        if _NOT_A_PLACE.found(words.encode()) or _COUNTRY_ONLY.found(place.encode()):
            rest = words.partition(",")[2].strip()
            return (
                bool(rest)
                and rest[0].isupper()
                and not _NOT_A_PLACE.found(rest.encode())
                and not _COUNTRY_ONLY.found(rest.encode())
            )
        return True
    return _LOWER_PLACE.found(after)


_WHOSE = compiled(
    r"^[\s:,(]*(?:at )?(?:the )?(?:Seller|Buyer|Supplier|Customer|Manufacturer|Purchaser"
    r"|Vendor)'s [a-z]+(?: |$|[.,;])(?:[^A-Z]*$)"
)
_LOWER_PLACE = compiled(
    r"^[\s,]+(?:port of |at |in )?(?:shanghai|ningbo|shenzhen|qingdao|xiamen|guangzhou|tianjin|yantian"
    r"|hamburg|rotterdam|antwerp|felixstowe|mumbai|nhava sheva|mundra|chennai|istanbul|izmir|mersin|busan"
    r"|karachi|hong kong|singapore|los angeles|new york|genoa|valencia|dubai|jebel ali)\b"
)


def _placed_before(term: Term, start: int) -> bool:
    """ "Shanghai FOB"; "at Mersin, FOB"."""
    before = term.cased[max(0, start - 60) : start]
    return _CITY_PORT.found(before)


_CITY_PORT = compiled(
    r"\b(?:(?i:port of loading|loading port|place of delivery|port)[:\s]+[A-Z][a-z]{2,}[, (]+|(?:Shanghai"
    r"|Ningbo|Shenzhen|Qingdao|Xiamen|Guangzhou|Hamburg|Rotterdam|Antwerp|Mumbai|Istanbul|Izmir|Mersin) )$"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "INCOTERM",
        "no place",
        _placeless,
        bad=(
            "shipping: CIF, insurance 110 %.",
            "shipping: DDP Germany.",
            "shipping: FOB any Chinese port.",
            "shipping: Delivery under the applicable Incoterms.",
        ),
        good=(
            "shipping: CIF Hamburg, Incoterms 2020.",
            "shipping: FCA Seller's works, 88 Haier Road, Qingdao, Incoterms 2020.",
            "shipping: DAP 12 Lagerstrasse, Bremen.",
            "payment: The agent's fee is 2 % of FOB value.",
        ),
    ),
)
