"""What the evidence says of a term of each kind: met, breached, not proven, undecidable, with the reasons (RULES §5, §6)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.adjudication.test_in_the_product import CASE, REPORT
from tests.domain.terms import written
from tests.memory import World
from tradeward.domain import terms
from tradeward.domain.adjudication.case import Delivery, Document, Evidence, ForceMajeure, Refund
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.refusals import RuleBroken

FILE = replace(CASE, inspections=(), documents=())


def read(term, **changes):
    return terms.KINDS[term["kind"]].read(term | changes, Place("t"))


def judged(term, **file):
    found = term.evaluate(file=replace(FILE, **file))
    assert found.term_id == term.id
    assert found.reasons
    return found.result.value


def reported(**report):
    return {
        "inspections": (replace(REPORT, sample_size=None, defects=None, measurements=None, results=None, **report),)
    }


def measured(*readings):
    return {"inspections": (replace(REPORT, measurements={"weight": tuple(map(Decimal, readings))}),)}


@pytest.mark.parametrize(
    ("readings", "aggregate", "result"),
    [
        (("161.5", "178.5"), "each", "met"),
        (("161.4999999999999999999999999999999",), "each", "breached"),
        (("170", "178.5000000000000000000000000000001"), "each", "breached"),
        (("161.4", "161.6"), "mean", "met"),
        (("161.4", "161.5"), "mean", "breached"),
        ((), "each", "not_proven"),
    ],
)
def test_readings_against_limits(readings, aggregate, result):
    """R6.1: both ends conform; no digit is rounded away."""
    file = measured(*readings) if readings else {}
    assert judged(read(written.MEASURE, aggregate=aggregate), **file) == result


limits = st.tuples(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3)).map(sorted)
readings = st.lists(st.decimals(-2000, 2000, places=4), min_size=1, max_size=5)
steps = st.fractions(0, 1, max_denominator=1000)


@given(limits, readings, steps, st.sampled_from(["each", "mean"]), st.data())
def test_a_reading_moved_towards_the_middle_never_turns_met_into_breached(ends, values, step, aggregate, data):
    """R6.1: and so never breaks a term that was kept."""
    least, most = ends
    term = read(written.MEASURE, min=f"{least:f}", max=f"{most:f}", aggregate=aggregate)
    middle = (Fraction(least) + Fraction(most)) / 2
    at = data.draw(st.integers(0, len(values) - 1))
    if aggregate == "mean" and not least <= sum(map(Fraction, values)) / len(values) <= most:
        return
    moved = [Fraction(one) for one in values]
    target = middle if aggregate == "each" else middle * len(values) - sum(moved[:at] + moved[at + 1 :])
    moved[at] += (target - moved[at]) * step
    before, after = (
        judged(term, inspections=(replace(REPORT, measurements={"weight": tuple(one)}),)) for one in (values, moved)
    )
    assert (before, after) != ("met", "breached")


@pytest.mark.parametrize(
    ("inspected", "defects", "result"),
    [
        (80, {"major": 5, "minor": 7}, "met"),
        (80, {"major": 6}, "breached"),
        (80, {"critical": 1}, "breached"),
        (79, {"major": 5}, "not_proven"),
        (6, {"major": 6}, "breached"),
        (None, None, "not_proven"),
    ],
)
def test_a_sample_against_its_plan(inspected, defects, result):
    """R6.2, R6.3: 1,000 pieces at level II: 80 to draw."""
    file = {"inspections": (replace(REPORT, sample_size=inspected, defects=defects, nonconforming_units=None),)}
    assert judged(read(written.SAMPLING), **file) == result


RECORDED = (written.SAMPLE, written.DOCUMENT, written.MARKING, written.PACKAGING, written.PASS_FAIL)


@pytest.mark.parametrize("term", RECORDED, ids=lambda term: term["kind"])
@pytest.mark.parametrize(("passed", "result"), [(True, "met"), (False, "breached"), (None, "not_proven")])
def test_what_an_inspector_records(term, passed, result):
    """RULES §6: pass or fail, of an accredited inspector; nothing recorded proves nothing."""
    results = {} if passed is None else {term["id"]: passed}
    file = {"inspections": (replace(REPORT, results=results),)}
    assert judged(read(term), **file) == result
    unknown = {"inspections": (replace(REPORT, results=results, accredited=False),)}
    assert judged(read(term), **unknown) == "not_proven"


@pytest.mark.parametrize("kind", terms.OF_GOODS)
def test_a_term_that_lacks_something_is_undecidable_and_says_what(kind):
    """R6.4: never met by default, never breached by default."""
    found = terms.KINDS[kind].read({"id": "t", "kind": kind}, Place("t"))
    finding = found.evaluate(file=CASE)
    assert finding.result.value == "undecidable"
    assert str(finding.reasons[0]) == f"r13 t: cannot be decided: {' '.join(found.lacks)}"


@pytest.mark.parametrize(
    ("counts", "result"),
    [(("4900",), "met"), (("4899",), "breached"), (("2000", "2900"), "met"), (("9000",), "met"), ((), "not_proven")],
)
def test_counts_against_what_was_ordered(counts, result):
    """RULES §6: breach below ordered × (1 − tolerance), here 5,000 less 2 %."""
    assert judged(read(written.QUANTITY), deliveries=tuple(Delivery(quantity=Decimal(one)) for one in counts)) == result


def bill(day):
    return {"documents": (Document(evidence=Evidence.ON_BOARD, when=day, ref="bill 7"),)}


@pytest.mark.parametrize(
    ("file", "result"),
    [
        (bill(date(2027, 6, 10)), "met"),
        (bill(date(2027, 6, 11)), "breached"),
        ({}, "breached"),
        ({"as_of": datetime(2027, 6, 10, 15, 59, tzinfo=UTC)}, "not_proven"),
        ({"as_of": datetime(2027, 6, 10, 16, 0, tzinfo=UTC)}, "breached"),
    ],
)
def test_the_ship_day_ends_at_midnight_of_its_zone(file, result):
    """RULES §2, §4: not shipped and the day over is late; the supplier has the burden."""
    assert judged(read(written.SHIPMENT), **file) == result


@pytest.mark.parametrize(
    ("file", "result"),
    [
        (bill(date(2027, 6, 10)), "met"),
        (bill(date(2027, 6, 14)), "breached"),
        (bill(date(2027, 6, 14)) | {"refunds_already_made": (Refund(at=CASE.as_of, amount_minor=20_000),)}, "met"),
        (bill(date(2027, 6, 14)) | {"refunds_already_made": (Refund(at=CASE.as_of, amount_minor=19_999),)}, "breached"),
        ({"as_of": datetime(2027, 6, 10, tzinfo=UTC)}, "not_proven"),
    ],
)
def test_damages_for_lateness_are_paid_or_not(file, result):
    """RULES §7: 4 days × 0.5 % of 10,000.00 are 200.00."""
    assert judged(read(written.REMEDY), **file) == result


@pytest.mark.parametrize(
    ("notice", "certificate", "result"), [(12, True, "met"), (20, True, "not_proven"), (12, False, "not_proven")]
)
def test_force_majeure_noticed_and_certified(notice, certificate, result):
    """RULES §4: within 7 days of its first day, or it moves nothing."""
    event = ForceMajeure(
        start=date(2027, 6, 5), end=date(2027, 6, 7), notice=date(2027, 6, notice), certificate=certificate
    )
    assert judged(read(written.FORCE_MAJEURE), force_majeure=(event,)) == result
    assert judged(read(written.FORCE_MAJEURE)) == "not_proven"


def test_all_is_paid_or_not():
    """RULES §4: the whole value."""
    assert judged(read(written.PAYMENT)) == "met"
    assert judged(read(written.PAYMENT), payments=CASE.payments[:1]) == "not_proven"
    assert read(written.PAYMENT, plan=written.PAYMENT["plan"][:2]).lacks == (
        "the parts sum to 6667 basis points, and the whole is 10000.",
    )


# --- readings in another unit


SIZE = read(written.MEASURE, id="size", property="length", unit="mm", min="9.5", max="10.5")


@pytest.mark.parametrize(
    ("text", "is_"), [("9.8", "9.8"), ("0.98 cm", "9.8"), ("1 cm", "10"), ("0.5 in", "12.7"), ("-1 mm", "-1")]
)
def test_a_reading_in_another_unit_of_its_dimension(text, is_):
    """R6.1: converted exactly."""
    assert SIZE.reading(text, Place("r")) == Fraction(is_)


@pytest.mark.parametrize("text", ["5 kg", "5 HRC", "5 furlongs", "about 5", "5,0", "", "1e3", "0.98cm"])
def test_a_reading_that_is_none_is_refused_by_name(text):
    """R6.1: another dimension is named."""
    with pytest.raises(RuleBroken) as refused:
        SIZE.reading(text, Place("report.measurements.size[0]"))
    assert refused.value.field == "report.measurements.size[0]"


@pytest.mark.parametrize(
    ("reading", "verdict"), [("1.05 cm", "met"), ("1.051 cm", "breached"), ("0.4 in", "met"), ("0.42 in", "breached")]
)
def test_an_inspector_may_report_in_his_own_unit(reading, verdict):
    """R4.14, R6.1: a term in millimetres, measured in centimetres or inches."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"))
    trade.credit("3000.00", 1)
    trade.ready()
    trade.book()
    trade.move(trade.inspection(), "report", "inspector", report={"measurements": {"size": [reading]}})
    inspection = trade.inspection()
    assert (inspection.report["measurements"], inspection.verdict) == ({"size": [reading]}, verdict)
