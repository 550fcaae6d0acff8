"""CURRENCY: whose dollars, and at which rate?"""

from collections.abc import Iterator

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_PRICED = compiled(
    r"\b(?P<mark>(?:(?:unit |net |total |contract |order |purchase |agreed |fob |cif |exw |basic |fixed "
    r"|special )*(?:price|prices|amount|value|cost|costs|fee|fees|freight|charge|charges|deposit|total|sum"
    r"|rate|rebate|discount|penalty|payment|balance|premium|tooling|mould cost)s?)(?: (?:per|of|is|are"
    r"|each|the|a|an|at|for|shall be|will be|to be|set at|fixed at"
    r"|[a-z\-]+)){0,4}?[\s:=@]*(?P<sum><num>))(?P<rest>[^%\w]*(?:\w+)?)"
)
_EACH = compiled(
    r"(?:^|[\s(@])(?P<mark>(?:at |@ ?)?\d+[.,]\d\d?\d?) ?(?:(?:per |/ ?)[a-z\-]+|(?:each|a) (?:pc|piece|set|unit|pair"
    r"|kg|box|bag|m|metre|meter|carton)|each ?(?:$|[.,;]))"
)
_NOT_PRICE = compiled(
    r"^(?:/|[^%\w]*(?:%|percent|per cent|days?|weeks?|months?|pcs|pieces|units|sets|kg|tons?|working"
    r"|calendar|business|(?:usd|eur|cny|gbp|jpy|inr|try|hkd|chf)\b|times|instal|euro|dollars?|\())"
)
_EITHER = compiled(
    r"(?P<mark>\b(?:<code>)(?: ?/ ?| or | and/or )(?:<code>)\b|\bor (?:the )?equivalent(?: (?:amount|value"
    r"|sum))? in (?:\w+ ?){1,3}|\bor (?:its |the )?(?:local|other) currency(?: equivalent)?|\b(?:in"
    r"|at) (?:the )?(?:local|buyer's|seller's|own|any|another|other|either) (?:currency|currencies)"
    r"|\b(?:at|by|on) (?:the )?(?:\w+ ){0,2}(?:exchange rate|rate of (?:exchange|the day)|bank rate"
    r"|market rate|daily rate|conversion rate|day's rate|rate)s?|equivalent in (?:<code>|\w+ (?:dollars"
    r"|currency))|converted (?:in)?to \w+)".replace(
        "<code>", "usd|eur|cny|rmb|gbp|jpy|inr|try|hkd|chf|us dollars?|euros?|dollars?|yuan|rupees|pounds?"
    )
)
_RATE_NAMED = compiled(
    r"\b(?:published|ecb|central bank|reuters|bloomberg|pboc|safe rate|tcmb|rbi|fed|bank of [a-z]+"
    r"|federal reserve)\b.{0,120}(?:\bdate\b|\bday\b|\d{4})|rate of <num>|= ?(?:usd|eur|cny) ?<num>"
)
_NAMED_CODES = compiled(
    r"\b(?:usd|eur|cny|gbp|jpy|inr|try|hkd|chf|krw|aud|cad|sgd|twd|thb|vnd|idr|pln|sek|us dollars"
    r"|u\.s\. dollars|united states dollars|korean won|japanese yen|pounds sterling|swiss francs|euros?)\b"
)


def _uncoded(term: Term) -> Iterator[Span]:
    for amount in term.sums:
        if not amount.coded:
            yield Span(amount.start, amount.end)


_YEAR = compiled(r"(?:<month>|week|quarter|q[1-4]|of|in|for) (?:19|20)\d\d$")
_SECTIONS = compiled(r"\b(?:section|article)\b|^ *\d+\.\d+(?:\.\d+)* +(?:price|payment|all|the|supply|invoices?)\b")


def _bare(term: Term) -> Iterator[Span]:
    if (
        term.sums
        or len(term.low) > 160
        or _SECTIONS.found(term.low)
        or _NAMED_CODES.found(term.low)
        or term.context not in ("payment", "quantity", "other", "shipping")
    ):
        return
    for hit in _PRICED.hits(term.low):
        digits = hit.end - len(hit.groups[1] or "")
        if _YEAR.found(term.low[digits - 12 if digits > 12 else 0 : hit.end]):
            continue
        bare = any(figure.start == digits for figure in term.figures[:20])
        if bare and term.context == "payment" and not _NOT_PRICE.opens(term.low[hit.end : hit.end + 20], start=0):
            yield Span(digits, hit.end)
    for hit in _EACH.hits(term.low):
        yield Span(hit.start, hit.end)


def _either(term: Term) -> Iterator[Span]:
    if not _RATE_NAMED.found(term.low):
        yield from (Span(hit.start, hit.end) for hit in _EITHER.hits(term.low) if _MONEY.found(term.low))


_MONEY = compiled(
    r"\b(?:pay|paid|pays|payment|price|prices|invoice|invoiced|amount|usd|eur|cny|rmb|gbp|currency|deposit"
    r"|balance|total|unit|dollars?|euros?|yuan)\b"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "CURRENCY",
        "sign or word",
        _uncoded,
        bad=("payment: Deposit $4,500.", "payment: 80 yuan a chair.", "payment: Rs. 12,000 per ton."),
        good=("payment: Deposit USD 4,500 on signing.",),
    ),
    Rule(
        "CURRENCY",
        "bare price",
        _bare,
        bad=("payment: Unit price 0.38 per glove box.", "payment: Total amount 4,500."),
        good=(
            "payment: Unit price EUR 0.38 per pair.",
            "other: 4.3 Each party keeps its records.",
            "payment: Discount 3 % of the invoice in EUR.",
        ),
    ),
    Rule(
        "CURRENCY",
        "either currency",
        _either,
        bad=("payment: Price in EUR or USD.", "payment: EUR 4,000, payable in TRY at the exchange rate of the bank."),
        good=(
            "payment: EUR 4,000, paid in TRY at the selling rate published by the central bank TCMB on the "
            "payment date.",
        ),
        gates=(_EITHER,),
    ),
)
