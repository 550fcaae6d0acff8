"""CONFLICT: words against figures, and sums."""

from collections.abc import Iterator
from decimal import Decimal

from tradeward.domain.linting.parse import figures, units
from tradeward.domain.linting.patterns import NUMBER, Hit, compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_WORDED = compiled(r"(?P<mark>(<num>)(?: ?%| percent)? ?\(([a-z][a-z \-]{2,80}?)\)(?: ?(?:<period>|[a-z%]+))?)")
_FIGURED = compiled(
    r"\b(?P<mark>((?:<figure>)(?:[\s\-]+(?:and[\s]+)?(?:<figure>|lakh|crore|million))*) ?\((?:usd|eur|cny"
    r"|us\$|\$|inr)? ?(<num>) ?%?\)(?: ?(?:<period>|[a-z%]+))?)"
)
_CURRENCY_WORDS = frozenset(
    "only dollar dollars us usd euro euros eur cny yuan rmb rupee rupees indian inr pound pounds "
    "sterling say in words and percent per cent turkish lira gbp pieces pcs sets days units the of total "
    "cents even swiss francs chf yen japanese renminbi working calendar".split()
)


def _words_against_figures(term: Term) -> Iterator[Span]:
    for pattern, flipped in ((_WORDED, False), (_FIGURED, True)):
        for hit in pattern.hits(term.low):
            one, other = hit.groups[1] or "", hit.groups[2] or ""
            spelled = _words(one if flipped else other)
            written = figures.amount(other if flipped else one)
            if spelled is not None and written is not None and spelled != written:
                yield Span(hit.start, hit.end)


def _words(text: str) -> Decimal | None:
    words = [word for word in text.replace("-", " ").split() if word not in _CURRENCY_WORDS]
    value = figures.in_words(" ".join(words))
    return None if value is None or not words or words in (["a"], ["an"]) else Decimal(value)


_PRODUCT = compiled(
    r"\b(?P<mark>(<num>) ?(?:[a-z%]+\.? ){0,3}(?:x|×|\*|times|at|of|à|@|with|containing|each"
    r"|per) ?(?:each )?(?:usd|eur|cny|inr|gbp|us\$|\$|rmb|try)? ?(<num>) ?(?:[a-z./\-]+ ?){0,5}(?:=|equals"
    r"|makes|in total|total(?:s|ing)?(?: of)?|altogether|is|are|, total(?: amount| price| value"
    r"| quantity)?:?)[\s:]*(?:usd|eur|cny|inr|gbp|us\$|\$|rmb|try)? ?(<num>))"
)
_TOTAL_FIRST = compiled(
    r"\b(?P<mark>(?:total|amount|value|price|contract value)(?: (?:amount|price|value|sum|is|of"
    r"|:))*[\s:]*(?:usd|eur|cny|inr|gbp|us\$|\$|rmb|try) ?(<num>)(?: for|:|,| \(|="
    r"| =)? ?\(?(<num>) [a-z\- ]{2,30}?(?:at|x|×|@|à|for|,) ?(?:a price of )?(?:usd|eur|cny|inr|gbp|us\$"
    r"|\$|rmb|try) ?(<num>)(?: (?:each|per|a|apiece)| ?/))"
)
_GROUPED = compiled(
    r"\b(?P<mark>(<num>) (?:cartons?|boxes|bags|pallets?|cases|packs|containers?|bundles|sacks|rolls|drums"
    r"|crates|sets) (?:of|with|containing|x|×|at"
    r"|à) (<num>) ?(?:[a-z]+ ){1,3}?(?:each ?)?[,(:;=]? ?(?:that is|i\.e\.|in total|total(?: of)?:?|makes"
    r"|=|altogether|or) ?(<num>))"
)


_PER = compiled(
    r"\b(?P<mark>(<num>) [a-z]+(?: [a-z]+)? (?:per|in (?:each|every|a|one)|a"
    r"|each) [a-z]+,? (?:and )?(<num>) [a-z]+[^.;\d]{0,20}(?:total|altogether|in all|in total|makes|="
    r"|sum)[^.;\d]{0,12}(<num>))"
)


_COLUMNS = compiled(
    r"\b(?P<mark>(?:unit price|price (?:each|per [a-z]+))[\s:=]*(?:[a-z$]{1,3} ?)?(<num>)[^\d;]{1,24}(?:quantity|qty|order(?:ed)?)"
    r"[^\d;]{0,12}(<num>)[^\d;]{1,24}(?:total|amount|sum|value)[^\d;]{0,16}(<num>))"
)
"""An order line with its headings: unit price, quantity, total."""


_NESTED = compiled(
    r"\b(?P<mark>(<num>) (?:[a-z]+ )?(?:in|per) (?:a |an |each |one "
    r"|inner )?[a-z]+(?: [a-z]+)?, (?:and )?(<num>) (?:[a-z]+ ){1,2}(?:in|per) (?:a |an "
    r"|each |one )?[a-z]+[^.;\d]{0,12} (<num>) (?:[a-z]+ )?(?:in|per) (?:a |an |each |one )?[a-z]+)"
)


def _products(term: Term) -> Iterator[Span]:
    for pattern, order in (
        (_PRODUCT, (1, 2, 3)),
        (_PER, (1, 2, 3)),
        (_COLUMNS, (1, 2, 3)),
        (_NESTED, (1, 2, 3)),
        (_GROUPED, (1, 2, 3)),
        (_TOTAL_FIRST, (2, 3, 1)),
    ):
        for hit in pattern.hits(term.low):
            one, other, total = (figures.amount(hit.groups[place] or "") for place in order)
            if one is not None and other is not None and total is not None and one * other != total:
                yield Span(hit.start, hit.end)


_SAME = compiled(
    rf"(?P<mark>({NUMBER}) ?({units.spelled(groups=(units.PHYSICAL,))}) ?(?:\(|=|/|i\.e\.|or) ?(?:about "
    rf"|approx\.? |= ?)?({NUMBER}) ?({units.spelled(groups=(units.PHYSICAL,))})(?:[^A-Za-z]|$))"
)
_DOZENS = compiled(
    r"\b(?P<mark>(<num>|<figure>) doz(?:en|\.)? ?(?:\(|=|i\.e\.|or)? ?=? ?(<num>) (?:pcs|pieces|units"
    r"|pairs|prs)\b)"
)


def _conversions(term: Term) -> Iterator[Span]:
    """One length in two units, one number in dozens and in pieces."""
    for hit in _SAME.hits(term.cased):
        one, other = (units.in_first(text=f"{hit.groups[place]} {hit.groups[place + 1]}") for place in (1, 3))
        if one and other and one[0] == other[0] and abs(one[1] - other[1]) * 20 > max(one[1], other[1]):
            yield Span(hit.start, hit.end)
    for hit in _DOZENS.hits(term.low):
        dozens, pieces = (figures.value(hit.groups[place] or "") for place in (1, 2))
        if dozens is not None and pieces is not None and dozens * 12 != pieces:
            yield Span(hit.start, hit.end)


_SHARE = compiled(r"(?P<mark>(<num>) ?(?:%|percent|per cent|pct))")
_NO_SHARE = compiled(
    r"\b(?:per (?:day|week|month)|penalt\w*|tolerance|more or less|discount|insur\w*|interest|aql"
    r"|defect\w*|moisture|max\w*|min\w*|±|\+/-|vat|tax|duty|fee|late|delay|of the (?:lot|balance)|at least"
    r"|up to|not more|less than|each day|limit|deviation|humidity|cif value|invoice value \+|spare|extra"
    r"|overrun|damage\w*|between|range|from|either|or)\b|\x01"
)
_PAYING = compiled(
    r"\b(?:deposit|advance|advanced|balance|down ?payment|prepa\w+|pay|paid|payment|t/t|before|after"
    r"|against|on signing|upon|rest|remaining|remainder|signing|shipment|delivery|all)\b"
)
_FIBRES = compiled(
    r"\b(?:cotton|polyester|wool|linen|nylon|elastane|spandex|viscose|rayon|silk|acrylic|polyamide|lycra"
    r"|bamboo|modal|cashmere|copper|zinc|tin|nickel|chrome|robusta|arabica|virgin|recycled|down|feather"
    r"|water|sugar|cocoa|milk|ratio|composition|consist\w*|compos\w*|made of|blend)\b"
)


def _shares(term: Term) -> Iterator[Span]:
    """Shares of a payment or of a blend make a hundred."""
    hits = list(_SHARE.hits(term.low))
    if not 2 <= len(hits) <= 8 or _NO_SHARE.found(term.low):
        return
    values = [figures.amount(hit.groups[1] or "") or Decimal(0) for hit in hits]
    total = sum(values)
    parts = (
        values[:-1] == []
        or total == 100
        or (values[0] == 100 and sum(values[1:]) == 100)
        or (values[-1] == 100 and sum(values[:-1]) == 100)
    )
    if parts or not (_PAYING.found(term.low) or _FIBRES.found(term.low)):
        return
    if total > 100 or len(hits) > 1 and _closed(term, hits):
        yield Span(hits[0].start, hits[-1].end)


_CLOSED = compiled(r"\b(?:balance|rest|remaining|remainder|all|total|full|whole|final|100)\b")


def _closed(term: Term, hits: list[Hit]) -> bool:
    """Whether the shares claim to be all there is: the last is called the balance, and carries a figure."""
    last = hits[-1]
    near = term.low[max(0, last.start - 24) : last.end + 24]
    return _CLOSED.found(near) or _FIBRES.found(term.low)


_LISTED = compiled(
    r"\b(?P<mark>(?:total[\s:]*(?:quantity[\s:]*)?)?(<num>) ?(?:[a-z\-]+ ){0,3}[a-z\-]*(?:: |\("
    r"|= )(.{6,200}))"
)
_PART = compiled(
    r"(?:^|[\s,;+(/])(?:[a-z][a-z\-/ ]{0,24}[\s:=\-]+)?(<num>)(?: ?(?:pcs|pieces|pairs|sets|units|prs|bags"
    r"|cartons|rolls|kg|x))?(?:[\s]+[a-z\-]+)?(?=)".replace("(?=)", "")
)
_PARTS = compiled(
    r"^(?:[\s,;+/&]*(?:and )?(?:(?:size )?[a-z][a-z\-/]{0,20}(?: [a-z\-/]{1,16})?[\s:=\-]+<num>"
    r"|<num>(?: ?(?:pcs|pieces|pairs|sets|units|prs|bags|cartons|rolls|kg))?(?: x| of| in"
    r"| size)? [a-z][a-z\-/]{0,20}(?: [a-z\-]{2,16})?|<num>)){2,20}[\s.)]*$"
)
_NUMBER = compiled(r"<num>")


def _lists(term: Term) -> Iterator[Span]:
    """A total with its parts: "2,400 pieces: S 400, M 800, L 800, XL 400"."""
    for hit in _LISTED.hits(term.low):
        if any(name.start <= hit.start < name.end for name in term.names[:40]):
            continue
        listed = (hit.groups[2] or "").encode()
        total = figures.amount(hit.groups[1] or "")
        if total is None or not _PARTS.found(listed):
            continue
        parts = [figures.amount(listed[part.start : part.end].decode()) or Decimal(0) for part in _NUMBER.hits(listed)]
        if len(parts) >= 2 and sum(parts) != total:
            yield Span(hit.start, hit.end)


RULES: tuple[Rule, ...] = (
    Rule(
        "CONFLICT",
        "words against figures",
        _words_against_figures,
        bad=(
            "payment: Balance 45 (fifty-four) days after receipt of the invoice.",
            "payment: Total EUR 15,000 (fifty thousand euro).",
        ),
        good=(
            "payment: Total INR 250,000 (Indian Rupees two hundred fifty thousand only).",
            "Claims within ten (10) days after receipt of the goods.",
        ),
        gates=(_WORDED, _FIGURED),
    ),
    Rule(
        "CONFLICT",
        "product",
        _products,
        bad=(
            "quantity: 24 pallets × 48 cartons = 1,200 cartons.",
            "payment: Total CNY 90,000 for 1,200 chairs at CNY 80 each.",
            "payment: Unit price EUR 1.25, qty 800, amount EUR 1,100.00.",
        ),
        good=(
            "quantity: 24 pallets × 48 cartons = 1,152 cartons.",
            "payment: Total CNY 96,000 for 1,200 chairs at CNY 80 each.",
            "payment: Unit price EUR 1.25, qty 800, amount EUR 1,000.00.",
        ),
        gates=(_PRODUCT, _PER, _COLUMNS, _NESTED, _GROUPED, _TOTAL_FIRST),
    ),
    Rule(
        "CONFLICT",
        "shares",
        _shares,
        bad=(
            "payment: 40 % deposit, 70 % balance, all in EUR.",
            "quality: 65 % cotton and 45 % polyester by ISO 1833-1:2020.",
        ),
        good=("payment: 30 % on signing, 70 % within 10 days after copy of bill of lading, USD.",),
        gates=(_SHARE,),
    ),
    Rule(
        "CONFLICT",
        "parts of a total",
        _lists,
        bad=("quantity: 900 pairs: size 40 300, size 41 300, size 42 200.",),
        good=("quantity: 2,400 pieces: S 400, M 800, L 800, XL 400.",),
        gates=(_LISTED,),
    ),
    Rule(
        "CONFLICT",
        "two units",
        _conversions,
        bad=("quality: Rod length 50 cm (20 mm), ± 1 mm.", "quantity: 3 dozen (40 pcs)."),
        good=("quality: Rod length 50 cm (500 mm), ± 1 mm.", "quantity: 3 dozen (36 pcs)."),
        gates=(_SAME, _DOZENS),
    ),
)
