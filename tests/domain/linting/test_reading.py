"""What is read in a term before rules look at it: folded text, figures, dates, units, money, names."""

import datetime
from decimal import Decimal

import pytest

from tradeward.domain.linting import lint
from tradeward.domain.linting.folding import folded
from tradeward.domain.linting.parse import dates, figures
from tradeward.domain.linting.term import Term

SHARED = [
    "plain",
    "Größe 5 ± 0.1 µm",
    "“fein” – ≤ 3 ≥ 2",
    "质量好，60 天内",
    "عقد البيع",
    "e\u0301",
    "😀 good",
    "\u200bgood\u00a0quality",
    "İstanbul ı",
    "½ ² ℃ ㎡",
    "\ud800",
    "",
]


@pytest.mark.parametrize("text", SHARED, ids=[ascii(text) for text in SHARED])
def test_folding_keeps_every_place(text):
    """One byte a code point, all ASCII: an offset in the one is an offset in the other."""
    assert len(folded(text)) == len(text)
    assert folded(text).isascii()


def test_offsets_are_code_points():
    text = "😀 质量 The kettle is of good quality."
    assert [text[found.start : found.end] for found in lint(text=text, context="quality")] == ["good"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12,000", 12000),
        ("1,234,567.5", "1234567.5"),
        ("0.5", "0.5"),
        ("0,5", "0.5"),
        ("2,50,000", 250000),
        ("1,5", "1.5"),
        ("12,00", 12),
        ("forty-five", 45),
        ("two thousand four hundred and six", 2406),
        ("one lakh", 100000),
        ("fifteen", 15),
        ("many", None),
        ("", None),
        ("5.", None),
    ],
)
def test_figures(written, meant):
    assert figures.value(written) == (None if meant is None else Decimal(str(meant)))


@pytest.mark.parametrize(
    ("written", "form", "day"),
    [
        ("2027-06-15", dates.WHOLE, "2027-06-15"),
        ("15 June 2027", dates.WHOLE, "2027-06-15"),
        ("June 15, 2027", dates.WHOLE, "2027-06-15"),
        ("15-Jun-2027", dates.WHOLE, "2027-06-15"),
        ("25/12/2026", dates.WHOLE, "2026-12-25"),
        ("12/25/2026", dates.WHOLE, "2026-12-25"),
        ("05/05/2027", dates.WHOLE, "2027-05-05"),
        ("11th day of January, 2001", dates.WHOLE, "2001-01-11"),
        ("03/04/2026", dates.IN_DOUBT, None),
        ("03.04.26", dates.SHORT_YEAR, None),
        ("15 June", dates.NO_YEAR, None),
        ("July 4", dates.NO_YEAR, None),
        ("31 June 2027", dates.WHOLE, None),
        ("29 February 2028", dates.WHOLE, "2028-02-29"),
        ("29 February 2027", dates.WHOLE, None),
    ],
)
def test_dates(written, form, day):
    """RULES §2: a date is one day, or it says that it is not."""
    (found,) = Term(text=f"Ship {written}").days
    assert (found.form, found.day) == (form, day and datetime.date.fromisoformat(day))
    assert found.impossible == (day is None and form == dates.WHOLE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("500 pcs", [("count", "500", False)]),
        ("Pantone 286 C", []),
        ("180 gsm", [("physical", "180", False)]),
        ("82 mm ± 1 mm", [("physical", "82", True), ("physical", "1", True)]),
        ("at least 60 µm", [("physical", "60", True)]),
        ("Shore A 60", []),
        ("60 Shore A", [("tested", "60", False)]),
        ("drawing 4711 rev C", []),
        ("model B-30 of 2 kg", [("physical", "2", False)]),
        ("5 % of 40 cartons", [("percent", "5", False), ("count", "40", False)]),
        ("220 V, 50 Hz", [("nominal", "220", False), ("nominal", "50", False)]),
        ("75 denier", [("nominal", "75", False)]),
        ("28 CBM", [("physical", "28", False)]),
    ],
)
def test_quantities(text, found):
    """pcs are pieces and never parsecs; a Pantone code is no charge; a code is no figure."""
    assert [(each.kind, str(each.value), each.bounded) for each in Term(text=text).quantities] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("USD 4,500", [(4500, True)]),
        ("4.500,00 EUR", [(None, True)]),
        ("$12.50", [("12.50", False)]),
        ("80 yuan", [(80, False)]),
        ("JPY100", [(100, True)]),
    ],
)
def test_money(text, found):
    sums = Term(text=text).sums
    assert [each.coded for each in sums] == [coded for _, coded in found]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ISO 2859-1:1999", ["standard"]),
        ("EN 71-3:2019+A1:2021", ["standard"]),
        ("GB/T 2828.1", ["standard"]),
        ("ASTM D1238", ["standard"]),
        ("file TX_v3.pdf", ["file"]),
        ("sample S-0417", ["code"]),
        ("Annex A", ["place"]),
        ("the goods", []),
        ("we are good", []),
    ],
)
def test_names(text, kinds):
    assert [name.kind for name in Term(text=text).names] == kinds


def test_empty_and_strange_texts_have_no_findings():
    for text in ("", " ", "\n\n", "عقد", "质量", "(){}", "\x00\x01"):
        assert lint(text=text) == ()
