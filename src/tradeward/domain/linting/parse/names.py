"""What a term names: standards, documents, files, samples, models, parts, places in a contract."""

from dataclasses import dataclass

from tradeward.domain.linting.parse.taken import Taken
from tradeward.domain.linting.patterns import compiled

_BODIES = (
    "ISO(?:/IEC|/TS|/TR)?|IEC|DIN(?: ?EN)?(?: ?ISO)?|BS(?: ?EN)?|EN(?: ?ISO)?|NF(?: ?EN)?|UNI(?: ?EN)?"
    "|TS(?: ?EN)?|ASTM|ANSI(?:/ASQ)?|ASQ|AATCC|AISI|ASME|API|AWS|AS/NZS|AS|SAE"
    r"|GB(?:/ ?T)?|QB(?:/T)?|FZ(?:/T)?|HG(?:/T)?|JB(?:/T)?|YY(?:/T)?|JIS|KS|IS|GOST(?: R)?|UL|CSA|FMVSS"
    r"|CFR|USP|Ph\. ?Eur\.?|EP|MIL-[A-Z]+|NFPA|IPC|ISTA|TAPPI|FEFCO|CIPAC|AOAC|AOCS|ICUMSA|OECD|SCA|OIML"
    r"|VDI|VDE|RAL|UIC|EIA"
    "|IEEE|NEMA|NSF|ICC|UCP|ISPM|ISBP|URDG|Oeko-?Tex(?: Standard)?|OEKO-TEX(?: STANDARD)?|BIFMA|CPSIA"
    "|CPSC|ETSI|FDA 21 CFR|SN/T|NY/T|LY/T|SB/T|TB/T|DB\\d*/T?|CNS|SNI|TIS|SABS|NBR|NOM|NCh|AFNOR|ECE"
    "|ETRTO|DVGW|ETI"
    "|DIN SPEC|PAS|IWA|LFGB|BfR|EMPA|CIE|EU|EC|EEC|Regulation|Directive|Reg\\."
)
_STANDARD = compiled(
    rf"\b(?P<mark>(?:{_BODIES})(?:[\s\-/]?(?:Std\.?|Standard|No\.?|Regulation|Directive|\(EU\)|\(EC\)|EU"
    rf"|EC))?[\s\-/:.]?[A-Z]{{0,4}}[\s\-.]?[A-Z]?\d[\w.\-/]*(?::? ?(?:19|20)\d\d)?(?:\+A\d+)?)"
    r"|\b(?P<eu>\d+/\d+/E[CU]|(?i:Pantone|RAL|NCS|Munsell) [\w\- ]{2,14}\d?|IP[X\d]\d[KX]?\b|IK\d\d"
    r"|[CE]-?\d{3,}|21 CFR|UCP 600|Incoterms \d{4}|REACH|RoHS(?: \d)?|California Proposition 65"
    r"|Prop(?:osition|\.) ?65|HACCP|GMP\+|BRC(?:GS)?|FSSC ?22000|C-TPAT|ISPM[\s\-]?15|UN38\.3|UN 38\.3"
    r"|PEFC|Oeko-?Tex|(?:[A-Z]{2,6}|IOCCC) (?:Rules|[Mm]ethod|Standard|[Tt]est [Mm]anual|[Tt]est [Mm]ethod"
    r"|Official Method)s?(?: no\.?)? [\w\-.]*\d|FIFA Quality [A-Za-z ]{0,6}[Tt]est [Mm]anual|(?:USP|NF|BP"
    r"|JP|EP) ?<?\d+>?)"
)
_FILE = compiled(
    r"(?i)\b[\w\-]+\.(?:pdf|dwg|dxf|step|stp|igs|ai|eps|psd|jpe?g|png|tiff?|xlsx?|docx?|zip|mp4|mov|cdr"
    r"|svg|3mf|stl|csv)\b|\bsha-?256\b"
)
_CODE = compiled(
    r"\b(?P<mark>[A-Za-z]{1,8}[\-_/]?\d[\w\-/]*|[A-Za-z]+(?:-[A-Za-z]+)*-\d[\w\-]*"
    r"|\d+[A-Za-z]*-[\w\-]*[A-Za-z][\w\-]*|\d+-\d+-[\w\-]+)\b"
)
_NUMBERED = compiled(
    r"\b(?i:no|nr|number|num|ref|reference|code|article|art|item|model|style|sku|part|p/n|serial|drawing"
    r"|dwg|sample|seal|lot|batch|po|order|contract|rev|revision|version|ver|issue|edition|annexe?|appendix"
    r"|exhibit|schedule|sections?|clauses?|attachment|table|figure|fig|chapter|page|spec|specification"
    r"|sheet|document|doc|file|formula|quotation|offer|invoice|pi|proforma|list|plan|report|card"
    r"|protocol)\.?:?\s?(?i:no|nr|number|#)?\.?:?\s?"
    r"(?P<mark>#?(?:[A-Z]{0,3}[\-/]?\d[\w.\-/]*|[A-Z]\b))"
)
_HASHED = compiled(r"#\s?\d[\w\-]*")
_PLACE = compiled(
    r"\b(?:Annex(?:e|ure)?|Appendix|Exhibit|Schedule|Section|Sections|Clause|Article|Attachment|Table"
    r"|Addendum|Enclosure|Page|annex|appendix|exhibit|schedule|section|sections|clause|clauses|attachment"
    r"|article|table)s? ?(?:No\.? ?)?(?:[A-Z0-9][\w.\-]{0,8}|[IVXLC]+)(?:\s?\([a-z0-9]{1,4}\))*"
)


@dataclass(frozen=True, slots=True)
class Name:
    """Something the text names; `kind` is standard, file, code or place."""

    start: int
    end: int
    kind: str


_UNITS = frozenset((b"m2", b"m3", b"cm2", b"cm3", b"mm2", b"mm3", b"ft2", b"yd2", b"in2", b"h2o", b"co2"))
_KINDS = (
    ("standard", _STANDARD),
    ("file", _FILE),
    ("place", _PLACE),
    ("code", _NUMBERED),
    ("code", _CODE),
    ("code", _HASHED),
)


def names(text: bytes) -> tuple[Name, ...]:
    """Everything that `text` (folded, case kept) names, in order; each stretch is read once, standards first."""
    found: list[Name] = []
    taken = Taken(text)
    for kind, pattern in _KINDS:
        spans = [(hit.start, hit.end) for hit in pattern.hits(text)]
        found += [
            Name(start, end, kind)
            for start, end in spans
            if text[start:end].lower() not in _UNITS and taken.take(start, end)
        ]
    return tuple(sorted(found, key=lambda name: name.start))
