"""ISO 2859-1:1999 plans (R6.2): the golden look-ups, and the structure that every cell of the tables must have."""

import json
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path

import pytest

from tradeward.domain import sampling
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.sampling import AQLS, LEVELS, State

GOLDEN = json.loads((Path(__file__).parent / "data/golden_lookups.json").read_text(encoding="utf-8"))
LETTERS = "ABCDEFGHJKLMNPQR"
SIZES = {"A": 2, "B": 3, "C": 5, "D": 8, "E": 13, "F": 20, "G": 32, "H": 50, "J": 80, "K": 125, "L": 200, "M": 315}
SIZES |= {"N": 500, "P": 800, "Q": 1250, "R": 2000, "S": 3150}
REDUCED = dict(zip(LETTERS, (2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800), strict=True))
LOTS = (2, 8, 9, 15, 16, 25, 26, 50, 51, 90, 91, 150, 151, 280, 281, 500, 501, 1200, 1201, 3200, 3201, 10000, 10001)
LOTS += (35000, 35001, 150000, 150001, 500000, 500001)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda each: f"{each['lot']}-{each['level']}-{each['aql']}")
def test_golden_look_ups(golden):
    plan = sampling.plan(lot=golden["lot"], level=golden["level"], aql=golden["aql"], state=State(golden["state"]))
    keys = ("initial_letter", "letter", "n", "ac", "re", "full_inspection")
    assert {key: getattr(plan, key) for key in keys} == {key: golden[key] for key in keys}


def test_there_are_29_golden_look_ups():
    assert len(GOLDEN) == 29


@pytest.mark.parametrize("state", State)
def test_every_cell_leads_to_a_plan_of_the_table(state):
    """416 cells a table: an arrow leads, in its own column, to the nearest plan in its direction; Re is Ac + 1."""
    rows = sampling._rows(state)
    sizes = REDUCED if state is State.REDUCED else SIZES
    assert [(row["code_letter"], row["aql"]) for row in rows] == list(product(LETTERS, AQLS))
    for row in rows:
        assert int(row["n"]) == sizes[row["use_letter"]]
        assert int(row["re"]) == int(row["ac"]) + 1
    for aql in AQLS:
        column = [row for row in rows if row["aql"] == aql]
        plans = [n for n, row in enumerate(column) if row["cell"] == "plan"]
        for n, row in enumerate(column):
            assert row["use_letter"] == (led(row["cell"], n, plans) or "S")


def led(cell: str, n: int, plans: list[int]) -> str | None:
    """The letter to which a printed cell leads; None below the last row, which is the extra letter S."""
    if cell == "plan":
        return LETTERS[n]
    found = [at for at in plans if (at > n if cell == "down" else at < n)]
    return (LETTERS[min(found)] if cell == "down" else LETTERS[max(found)]) if found else None


@pytest.mark.parametrize("state", State)
def test_a_looser_aql_never_allows_fewer_per_unit(state):
    """Along a row the accepted share never falls, and down a column a larger sample never has a smaller Ac."""
    for letter in LETTERS:
        lot = next(lot for lot, level in product(LOTS, LEVELS) if code(lot, level) == letter)
        level = next(level for level in LEVELS if code(lot, level) == letter)
        plans = [sampling.plan(lot=lot, level=level, aql=aql, state=state) for aql in AQLS]
        for strict, loose in pairwise(plans):
            assert (strict.ac == 0 and strict.n >= loose.n) or strict.ac / strict.n <= loose.ac / loose.n


def code(lot: int | Decimal, level: str) -> str:
    return sampling.code_letter(lot=lot, level=level)


@pytest.mark.parametrize("level", LEVELS)
def test_letters_never_fall_with_the_lot(level):
    letters = [code(lot, level) for lot in LOTS]
    assert letters == sorted(letters)


def test_lots_between_whole_numbers_and_of_one_unit():
    """A lot may be counted in a unit that has parts: 500.5 is more than 500."""
    assert [code(lot, "II") for lot in (1, Decimal("8.0"), Decimal("8.5"), 500, Decimal("500.5"))] == list("AABHJ")


def test_sample_size_of_a_letter_itself():
    for letter in LETTERS:
        assert sampling.sample_size(letter=letter, state=State.NORMAL) == SIZES[letter]
        assert sampling.sample_size(letter=letter, state=State.REDUCED) == REDUCED[letter]


@pytest.mark.parametrize(
    ("lot", "level", "aql", "field"),
    [(0, "II", "2.5", "lot_size"), (5, "IV", "2.5", "level"), (5, "II", "2.50", "aql")],
)
def test_refusals_name_the_field(lot, level, aql, field):
    with pytest.raises(RuleBroken) as refused:
        sampling.plan(lot=lot, level=level, aql=aql, state=State.NORMAL)
    assert refused.value.field == field
