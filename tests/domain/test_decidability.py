"""How much of a contract measurement could decide (RULES §6): value of decidable lines ÷ value, in basis points."""

import pytest

from tests.domain.terms import written
from tests.domain.test_rules_of_contracts import LINE, read
from tests.trading import SIZE
from tradeward.domain import contract, decidability

BARE = {"id": "bare", "kind": "measure", "property": "width", "unit": "mm"}
TERMS = [SIZE, written.SAMPLING, BARE, written.VAGUE, written.QUANTITY]


def line(price, *terms):
    return LINE | {"price": price, "terms": list(terms)}


@pytest.mark.parametrize(
    ("lines", "more", "bp", "open_lines"),
    [
        ([line("100.00", "size")], {}, 10_000, ()),
        ([line("100.00", "size", "aql")], {}, 10_000, ()),
        ([line("100.00", "size", "bare")], {}, 0, (1,)),
        ([line("100.00", "size", "bare")], {"not_assured": ["bare"]}, 10_000, ()),
        ([line("100.00", "size"), line("200.00", "nice")], {}, 3_333, (2,)),
        ([line("200.00", "size"), line("100.00", "nice")], {}, 6_666, (2,)),
        ([line("99.99", "size"), line("0.01")], {}, 9_999, (2,)),
        ([line("100.00")], {"not_assured": ["line:1"]}, 0, (1,)),
        ([line("100.00", "count")], {}, 0, (1,)),
        ([line("100.00", "size")], {"not_assured": ["size"]}, 0, (1,)),
        ([line("100.00", "size", "nobody")], {}, 10_000, ()),
        ([line("0.00", "size")], {}, 0, ()),
        ([line("100.00", "size")], {"incoterm": "FOB"}, 0, ()),
        ([line("100.00", "size")], {"incoterm": "FOB Ningbo"}, 10_000, ()),
    ],
)
def test_the_share_of_the_value_that_can_be_decided(lines, more, bp, open_lines):
    """RULES §6: a line counts when all its assured quality terms are executable; nothing does without an executable ship term."""
    agreed = read(lines=lines, terms=TERMS, **more)
    found = decidability.of(agreed)
    assert (found.bp, found.open_lines, decidability.basis_points(agreed)) == (bp, open_lines, bp)


def test_the_ship_terms_place_can_never_be_left_open():
    """R6.5: named among the reasons why the contract cannot be signed."""
    assert contract.not_executable(read(incoterm="FOB")) == [
        "shipment: name the place after FOB, such as FOB Ningbo, China."
    ]


def test_every_term_is_said_with_what_it_lacks_and_what_its_plan_lets_through():
    """RULES §6: the order's own terms first, then those of the goods."""
    lines, clause = [line("100.00", "aql"), line("50.00", "size")], {"notice_days": "7"}
    found = decidability.of(read(lines=lines, terms=TERMS, not_assured=["nice"], force_majeure=clause))
    said = {one.id: one for one in found.terms}
    assert list(said) == ["shipment", "payment", "force_majeure", "size", "aql", "bare", "nice", "count"]
    assert {id: one.assured for id, one in said.items() if not one.assured} == {"nice": False}
    assert said["size"].text == "The length is at least 9.5 mm and at most 10.5 mm, each reading."
    assert said["bare"].lacks == ("a measure needs min or max; nothing is exact for lack of a tolerance.",)
    assert {one.plan.lot for one in said["aql"].risks} == {1000}
    assert [one.risks for id, one in said.items() if id != "aql"] == [()] * 7


def test_a_plan_that_no_line_names_is_for_all_lines():
    """RULES §6: and one for less than a unit has no risk to tell."""
    agreed = read(lines=[line("1.00", "size"), line("1.00", "size")], terms=TERMS)
    assert {one.plan.lot for said in decidability.of(agreed).terms for one in said.risks} == {2000}
    little = read(lines=[LINE | {"quantity": "0.5", "terms": ["aql"]}], terms=TERMS)
    assert [said.risks for said in decidability.of(little).terms if said.id == "aql"] == [()]
