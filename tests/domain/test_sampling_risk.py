"""What sampling plans let through (RULES §6), against 99 curves that others reckoned (data/oc_points_normal.csv)."""

import csv
import math
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain import sampling, sampling_risk
from tradeward.domain.adjudication.case import Sampling
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.sampling_risk import Class

POINTS = list(
    csv.DictReader((Path(__file__).parent / "data/oc_points_normal.csv").read_text(encoding="utf-8").splitlines())
)


def plan(n, ac, lot=10**6, *, counted=False):
    return Class(defect="major", lot=lot, n=n, ac=ac, counted=counted)


def test_there_are_99_curves():
    assert len(POINTS) == 99


@pytest.mark.parametrize("row", POINTS, ids=lambda row: f"{row['code_letter']}-{row['aql']}")
def test_the_points_of_every_normal_plan(row):
    """R6.2: Pa at the AQL to four places; the qualities at 95, 50 and 10 in 100 to three."""
    found = sampling_risk.of_plan(plan=plan(int(row["n"]), int(row["ac"])))
    at_aql = sampling_risk.passes(plan=plan(int(row["n"]), int(row["ac"])), percent=Decimal(row["aql"]))
    assert round(at_aql, 4) == Decimal(row["pa_at_aql"])
    told = [round(one, 3) for one in (found.p95, found.p50, found.p10)]
    assert told == [Decimal(row[key]) for key in ("p95_pct", "p50_pct", "p10_pct(LQ)")]


def exactly(n, ac, share):
    return sum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(ac + 1))


@given(st.integers(1, 60), st.integers(0, 60), st.fractions(0, 1, max_denominator=400))
def test_a_large_lot_passes_as_the_binomial_law_has_it(n, ac, share):
    """R6.2: to ten digits of the exact sum of fractions."""
    percent = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    found = sampling_risk.passes(plan=plan(n, min(ac, n)), percent=percent)
    assert abs(Fraction(found) - exactly(n, min(ac, n), Fraction(percent) / 100)) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("lot", "n", "ac", "percent", "is_"),
    [
        (20, 5, 0, "5", Fraction(15, 20)),
        (20, 5, 0, "10", Fraction(15 * 14, 20 * 19)),
        (50, 8, 1, "4", 1 - Fraction(math.comb(2, 2) * math.comb(48, 6), math.comb(50, 8))),
        (10, 10, 0, "10", Fraction(0)),
        (10, 10, 1, "10", Fraction(1)),
        (10, 10, 1, "100", Fraction(0)),
        (3, 2, 0, "17", Fraction(1, 3)),
        (3, 2, 0, "16", Fraction(1)),
    ],
)
def test_a_small_lot_is_drawn_from_without_putting_back(lot, n, ac, percent, is_):
    """R6.2: by counting the ways; where all are inspected nothing is left to chance."""
    found = sampling_risk.passes(plan=plan(n, ac, lot), percent=Decimal(percent))
    assert abs(Fraction(found) - is_) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("n", "ac", "percent", "is_"), [(20, 10, "25", "0.9863"), (80, 0, "1", "0.4493"), (13, 21, "100", "0.9859")]
)
def test_defects_per_hundred_units_follow_poisson(n, ac, percent, is_):
    """R6.2: AQLs above 10 count defects; the values are those of printed tables of the law."""
    assert round(sampling_risk.passes(plan=plan(n, ac, counted=True), percent=Decimal(percent)), 4) == Decimal(is_)


@given(st.integers(2, 300), st.integers(0, 20), st.integers(2, 5000), st.booleans())
def test_a_worse_lot_never_passes_more_often(n, ac, lot, counted):
    """R6.2: whatever the law."""
    found = sampling_risk.of_plan(plan=plan(min(n, lot), ac, lot, counted=counted))
    often = [each for _, each in found.curve]
    assert all(better >= worse for better, worse in pairwise(often))
    assert all(0 <= each <= 1 for each in often)


@pytest.mark.parametrize(
    ("inspected", "found", "most"),
    [
        (80, 0, "3.6754"),
        (59, 0, "4.9508"),
        (58, 0, "5.0339"),
        (1, 0, "95"),
        (10, 10, "100"),
        (3, 2, "98.3048"),
        (2, 1, "97.4679"),
    ],
)
def test_what_a_lot_may_still_hold(inspected, found, most):
    """R6.3: the one-sided Clopper–Pearson bound at 95 in 100; without one found 1 − 0.05^(1/n), with all but one 0.95^(1/n)."""
    assert round(sampling_risk.most_left(inspected=inspected, found=found), 4) == Decimal(most)


@given(st.integers(1, 150).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_beyond_the_bound_so_few_would_be_found_once_in_twenty(result):
    """R6.3: the bound is where the chance of finding so few comes to 5 in 100, and another one found raises it."""
    n, found = result
    most = sampling_risk.most_left(inspected=n, found=found)
    assert abs(exactly(n, found, Fraction(most) / 100) - Fraction(1, 20)) < Fraction(1, 10**6)
    assert most < sampling_risk.most_left(inspected=n, found=found + 1)


@pytest.mark.parametrize(("inspected", "found"), [(0, 0), (5, 6), (5, -1)])
def test_no_result_of_an_inspection_is_refused(inspected, found):
    with pytest.raises(RuleBroken) as refused:
        sampling_risk.most_left(inspected=inspected, found=found)
    assert refused.value.field == "found"


@pytest.mark.parametrize(
    ("report", "is_"),
    [
        ({}, {}),
        ({"sample_size": 80}, {}),
        ({"sample_size": 2, "defects": {"major": 1}}, {"critical": "77.6393", "major": "97.4679", "minor": "77.6393"}),
        ({"sample_size": 1, "defects": {"minor": 3}}, {"critical": "95", "major": "95"}),
    ],
)
def test_what_a_report_leaves_open_class_by_class(report, is_):
    """R6.3: a class that is not listed had none; where units have several defects of a class there is no share of units."""
    found = sampling_risk.after(report=report)
    assert {defect: round(most, 4) for defect, most in found.items()} == {
        defect: Decimal(most) for defect, most in is_.items()
    }


TERM = Sampling(
    id="s", standard="ISO 2859-1:1999", aql=(("critical", "none_allowed"), ("major", "2.5"), ("minor", "25"))
)


def test_the_risk_of_a_term_class_by_class():
    """RULES §6: 1,000 pieces at level II draw 80; none allowed is read with the largest sample."""
    found = sampling_risk.of_term(term=TERM, lot=Decimal(1000))
    assert [(one.plan.defect, one.plan.n, one.plan.ac, one.plan.counted) for one in found] == [
        ("critical", 80, 0, False), ("major", 80, 5, False), ("minor", 50, 21, True),
    ]  # fmt: skip
    assert found[1].says[3] == "A lot with 5 % major defects passes 79 times in 100."
    assert found[0].says[-1] == "A lot with 25 % critical defects passes less than once in 100."
    assert found[2].says[-1] == "A lot with 25 minor defects per hundred units passes 99 times in 100."


@pytest.mark.parametrize(("lot", "said"), [("3", "always"), ("10", "always")])
def test_a_lot_that_is_inspected_whole_leaves_nothing_to_chance(lot, said):
    """R6.2: n is never more than the lot."""
    (found,) = sampling_risk.of_term(
        term=Sampling(id="s", standard="ISO 2859-1:1999", aql=(("major", "0.65"),)), lot=Decimal(lot)
    )
    assert found.plan.n == int(lot)
    assert found.says[0] == f"A lot with 0.65 % major defects {said} passes."
    assert found.says[-1] == "A lot with 25 % major defects never passes."


def test_less_than_one_unit_is_no_lot():
    with pytest.raises(RuleBroken) as refused:
        sampling_risk.of_term(term=TERM, lot=Decimal("0.5"))
    assert refused.value.field == "lot_size"


@pytest.mark.parametrize("state", sampling.State)
def test_every_plan_of_the_tables_has_a_risk(state):
    """R6.2: also the largest, within a fraction of a second each."""
    for aql in ("0.010", "1.0", "10", "1000"):
        found = sampling_risk.of_term(
            term=Sampling(id="s", standard="ISO 2859-1:1999", aql=(("major", aql),), state=state), lot=Decimal(600_000)
        )
        assert 0 <= found[0].p95 <= found[0].p50 <= found[0].p10
