"""Whole contracts: statements with their places, what kind of term each is, and terms against each other."""

import pytest

from tradeward.domain import terms
from tradeward.domain.linting import contracts, proposals
from tradeward.domain.linting.contracts import clauses_of, context_of, lint_contract
from tradeward.domain.refusals import RuleBroken

CONTRACT = """\
1. Goods: 500 kettles of high quality.
2. Price USD 11.40 per piece, FOB Ningbo.

Delivery not later than 3 May 2027. See art. 5 for
the rest of it.
Payment in EUR 5.00 a piece.
"""


def test_clauses_tile_the_text_without_its_blanks():
    found = list(clauses_of(CONTRACT))
    assert [clause.text for clause in found] == [
        "1. Goods: 500 kettles of high quality.",
        "2. Price USD 11.40 per piece, FOB Ningbo.",
        "Delivery not later than 3 May 2027.",
        "See art. 5 for",
        "the rest of it.",
        "Payment in EUR 5.00 a piece.",
    ]
    assert [CONTRACT[clause.start :].startswith(clause.text) for clause in found] == [True] * 6


def test_a_wrapped_sentence_stays_whole():
    text = "The seller shall deliver the goods described in annex 1 to the buyer's own\nwarehouse on 3 May 2027."
    assert [clause.text for clause in clauses_of(text)] == [text]


def test_places_count_lines_columns_and_pages():
    pages = ("1. Goods of high quality.\n", "2. Ship soon.\n")
    found = [
        (place.finding.span, place.page, place.line, place.column, place.start) for place in lint_contract(pages=pages)
    ]
    assert found == [("high quality", 1, 1, 13, 12), ("soon", 2, 2, 9, 34)]


def test_offsets_are_of_the_whole_text():
    for place in lint_contract(pages=(CONTRACT,)):
        assert CONTRACT[place.start : place.end] == place.finding.span


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Price USD 5.00 a piece.\nTotal EUR 500.00.", [("two currencies in one contract", "EUR 500.00")]),
        ("Ship FOB Ningbo.\nDelivery CIF Hamburg.", [("two trade rules in one contract", "CIF")]),
        (
            "Ship date 3 May 2027.\nThe goods are shipped not later than 9 May 2027.",
            [("two last days in one contract", "9 May 2027")],
        ),
        ("Ship date 3 May 2027.\nThe goods are shipped not later than 3 May 2027.", []),
    ],
)
def test_terms_against_each_other(text, found):
    placed = lint_contract(pages=(text,))
    assert [
        (place.finding.rule, place.finding.span) for place in placed if "one contract" in place.finding.rule
    ] == found


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Balance is paid by T/T in USD.", "payment"),
        ("The vessel sails from the port of loading.", "shipping"),
        ("Cartons are labelled on two sides.", "packaging"),
        ("Wood of the surface, thickness 20 mm ± 1 mm.", "quality"),
        ("Quantity 500 pcs.", "quantity"),
        ("This contract is governed by Swiss law.", "other"),
    ],
)
def test_context(text, context):
    assert context_of(text) == context


def test_a_statement_that_is_too_long_is_read_in_pieces():
    text = "a" * (contracts.LONGEST_TERM + 5)
    assert [(clause.start, len(clause.text)) for clause in clauses_of(text)] == [
        (0, contracts.LONGEST_TERM),
        (contracts.LONGEST_TERM, 5),
    ]


@pytest.mark.parametrize(
    ("pages", "told"), [(("",), "no text"), (("12 34 \n",), "no text"), (("a" * 2_000_001,), "2,000,001 characters")]
)
def test_refused(pages, told):
    with pytest.raises(RuleBroken, match=told):
        lint_contract(pages=pages)


@pytest.mark.parametrize(
    ("text", "category", "proposal"),
    [
        ("Height 45 cm.", "NO_TOLERANCE", {"kind": "measure", "property": None, "unit": "cm", "min": None, "max": None}),
        ("Pin length 30.", "NO_UNIT", {"kind": "measure", "property": None, "unit": None, "min": None, "max": None}),
        ("Load by 04/05/2027.", "DATE_FORMAT", {"kind": "date", "date": None, "either": ["2027-04-05", "2027-05-04"]}),
        ("Load on 12 March.", "DATE_FORMAT", {"kind": "date", "date": None}),
        (
            "Ship 1 May 2027 to 9 May 2027.",
            "DATE_RANGE",
            {"kind": "shipment", "ship_date": "2027-05-09", "ship_zone": None, "incoterm": None},
        ),
        ("Ship FOB.", "INCOTERM", {"kind": "shipment", "ship_date": None, "ship_zone": None, "incoterm": "FOB"}),
        ("Pay within 14 days.", "NO_ANCHOR", {"kind": "window", "length": "14", "unit": "days", "after": None, "days": None}),
        ("Deposit $4,500.", "CURRENCY", {"kind": "amount", "amount": "4500", "currency": None}),
        ("Pay a price of 0.38.", "CURRENCY", {"kind": "amount", "amount": "0.38", "currency": None}),
        (
            "About 400 bags.",
            "VAGUE_QUANTITY",
            {"kind": "quantity", "ordered": "400", "unit": None, "tol_minus_pct": None, "tol_plus_pct": None},
        ),
        (
            "Checked to AQL 2.5/4.0.",
            "SAMPLING",
            {
                "kind": "sampling", "standard": "ISO 2859-1:1999", "level": "II", "state": "normal",
                "aql": {"major": "2.5", "minor": "4.0"}, "defects": None,
            },
        ),
        ("Goods are of good quality.", "SUBJECTIVE", None),
    ],
)  # fmt: skip
def test_proposals(text, category, proposal):
    """A proposal names its gaps; the text is never changed."""
    (finding,) = [place.finding for place in lint_contract(pages=(text,)) if place.finding.category == category]
    assert proposals.propose(finding, text=text) == proposal
    if proposal and (kind := terms.KINDS.get(proposal["kind"])):
        assert proposal.keys() - {"kind"} <= set(kind.KEYS.split())


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("Labels meet 21 CFR 801.", []),
        ("The price is CFR Lagos.", [("CONFLICT", "CFR")]),
        ("Labels meet 21 CFR 801 and the price is CFR Lagos.", [("CONFLICT", "CFR")]),
    ],
)
def test_a_code_of_regulations_is_no_second_trade_rule(second, found):
    """RULES §6: 21 CFR is law of the United States; only what the price is named with can contradict FOB."""
    text = f"Price FOB Ningbo, China.\n{second}\n"
    conflicts = [one for one in lint_contract(pages=[text]) if one.finding.category == "CONFLICT"]
    assert [(one.finding.category, one.finding.span) for one in conflicts] == found
