"""The same functions on a case built in Python, without JSON: deadline, findings per term and ground, amounts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tradeward.domain.adjudication import answer, award, quality, quantity, refund, shipment, terms
from tradeward.domain.adjudication.case import (
    Amendment,
    Case,
    Claim,
    Coverage,
    CoverageType,
    Delivery,
    Document,
    Evidence,
    ForceMajeure,
    Ground,
    Inspection,
    LateDamages,
    Measure,
    Order,
    PassFail,
    Payment,
    PaymentState,
    Remedy,
    Sampling,
    Side,
    Vague,
)
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.refusals import RuleBroken

ZONE = ZoneInfo("Asia/Shanghai")
ORDER = Order(
    currency="USD",
    value_minor=1_000_000,
    coverage_type=CoverageType.PRE_SHIPMENT,
    quantity=Decimal(1000),
    unit="pcs",
    incoterm="FOB",
    ship_date=date(2027, 6, 10),
    ship_tz=ZONE,
    buyer_tz=ZONE,
    late_ld=LateDamages(pct_per_day=Decimal(1), cap_pct=Decimal(10)),
    notice_days=3,
)
CASE = Case(
    id="in the product",
    order=ORDER,
    coverage=Coverage(limit_minor=500_000, currency="USD"),
    claim=Claim(opened_at=datetime(2027, 6, 20, 8, tzinfo=UTC), grounds=("ship_date",), remedy=Remedy.KEEP),
    as_of=datetime(2027, 6, 21, tzinfo=UTC),
    payments=(
        Payment(at=datetime(2027, 4, 1, tzinfo=UTC), amount_minor=300_000, state=PaymentState.ESCROW),
        Payment(at=datetime(2027, 5, 1, tzinfo=UTC), amount_minor=700_000, state=PaymentState.RELEASED),
    ),
    documents=(Document(evidence=Evidence.ON_BOARD, when=date(2027, 6, 14), ref="bill 7"),),
)


def of(**fields):
    return replace(CASE, **fields)


def test_an_unescalated_case_has_findings_and_amounts():
    """R5.10: computed first, whatever the parties do; rule 17: 4 days x 1 % x 10,000.00."""
    assert answer.adjudicate(case=CASE).status is answer.Status.PENDING
    finding = answer.ground_finding(case=CASE, ground=Ground.SHIP_DATE)
    assert (finding.result, finding.amount.minor) == (Result.BREACHED, 40_000)
    assert [str(reason) for reason in finding.reasons] == [
        "r11: the order was to be shipped by 2027-06-10",
        "r10: the order: on_board (FOB) proves shipment: 2027-06-14 [bill 7]",
        "r12: the order: shipped 2027-06-14, due 2027-06-10: 4 days late",
        "r17: the order: 4 days x 1 %, at most 10 %: 400.00",
    ]
    assert award.award(case=CASE, amounts=(finding.amount,)) == 40_000
    assert refund.decided(case=CASE, award_minor=40_000).from_escrow == 40_000


@pytest.mark.parametrize(("buyers_days", "days_late"), [(0, 4), (1, 3), (3, 1), (4, 0), (9, 0)])
def test_days_because_of_the_buyer_move_the_deadline(buyers_days, days_late):
    """R4.12: the deadline is the contract date plus what moves it plus the buyer's own days."""
    late = of(order=replace(ORDER, buyers_days=buyers_days))
    [one] = shipment.shipments(case=late)
    assert (one.days_late, one.deadline) == (days_late, date(2027, 6, 10 + buyers_days))


def test_steps_are_measured_against_the_deadline_with_the_buyers_days():
    """R4.12: with two days of the buyer an amendment of 12 June is in time, and so is an event that begins on it."""
    amendment = Amendment(
        at=datetime(2027, 6, 12, 15, 59, 59, tzinfo=UTC), new_date=date(2027, 6, 15), signed_by=frozenset(Side)
    )
    event = ForceMajeure(start=date(2027, 6, 12), end=date(2027, 6, 12), notice=date(2027, 6, 12), certificate=True)
    two = replace(ORDER, buyers_days=2)
    assert shipment.deadline(case=of(order=two, amendments=(amendment,))).day == date(2027, 6, 17)
    assert shipment.deadline(case=of(order=two, force_majeure=(event,))).day == date(2027, 6, 13)
    assert shipment.deadline(case=of(amendments=(amendment,))).day == date(2027, 6, 10)
    assert shipment.deadline(case=of(force_majeure=(event,))).day == date(2027, 6, 10)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_amendments_of_one_second_the_later_date_is_applied_last(turn):
    at = datetime(2027, 6, 9, tzinfo=UTC)
    signed = [Amendment(at=at, new_date=date(2027, 6, day), signed_by=frozenset(Side)) for day in (9, 13)]
    assert shipment.deadline(case=of(amendments=tuple(signed[::turn]))).day == date(2027, 6, 13)


REPORT = Inspection(
    inspector="QI-5",
    accredited=True,
    accredited_until=date(2027, 12, 31),
    day=date(2027, 6, 12),
    sample_size=80,
    defects={"major": 6},
    nonconforming_units=6,
    measurements={"m1": (Decimal("4.9"), Decimal(5))},
    results={"p1": True},
    ref="report 3",
)
TERMS = (
    Measure(id="m1", min=Decimal(5)),
    Sampling(id="s1", standard="ISO 2859-1", aql=(("major", "2.5"),)),
    PassFail(id="p1"),
    PassFail(id="p2"),
    Vague(id="v1"),
)


def test_each_term_is_met_breached_not_proven_or_undecidable():
    """R5.10, R6.1, R6.2: with the evidence behind it."""
    findings = quality.term_findings(case=of(order=replace(ORDER, terms=TERMS), inspections=(REPORT,)))
    assert [(finding.term_id, finding.result.value) for finding in findings] == [
        ("m1", "breached"),
        ("s1", "breached"),
        ("p1", "met"),
        ("p2", "not_proven"),
        ("v1", "undecidable"),
    ]
    assert [str(reason) for finding in findings for reason in finding.reasons] == [
        "r13 m1: 1 of 2 readings outside at least 5: breached [report 3 of QI-5, 2027-06-12]",
        "r13 s1: lot 1000, level II, normal, 80 of 80 units inspected; major 6 found, n 80, Re 6: breached "
        "[report 3 of QI-5, 2027-06-12]",
        "r13 p1: recorded as pass: conforms [report 3 of QI-5, 2027-06-12]",
        "r13 p2: no usable evidence that decides",
        "r13 v1: vague, or sampled by another standard or edition: set aside",
    ]


@pytest.mark.parametrize(
    ("related", "accredited", "why"),
    [
        (Side.SUPPLIER, True, "the inspector is related to the supplier"),
        (None, False, "the inspector is not accredited"),
        (None, True, ""),
    ],
)
def test_a_report_that_cannot_be_used_says_why(related, accredited, why):
    """R6.6 and rule 14: accredited on the day and independent."""
    report = replace(REPORT, related_to=related, accredited=accredited)
    assert quality.why_unusable(inspection=report) == why
    case = of(order=replace(ORDER, terms=TERMS[:1]), inspections=(report,))
    [finding] = quality.term_findings(case=case)
    told = [reason.text for reason in finding.reasons]
    assert told[0] == (f"not usable: {why}" if why else "1 of 2 readings outside at least 5: breached")


def test_a_vague_term_is_shown_by_no_report():
    assert terms.shown(term=Vague(id="v1"), inspection=REPORT, order=ORDER) is None
    assert not terms.decidable(Vague(id="v1"))


def test_quantity_and_price_reduction_stand_alone():
    """R6.8, R7.3: 900 of 1,000 delivered; 6 of 80 units kept: 10,000.00 x 6/80 = 750.00."""
    case = of(
        order=replace(ORDER, terms=TERMS[:2]), inspections=(REPORT,), deliveries=(Delivery(quantity=Decimal(900)),)
    )
    assert quantity.count(case=case).result is Result.BREACHED
    assert award.shortage(case=case).minor == 100_000
    assert award.quality_amount(case=case).minor == 75_000
    assert award.price_reduction(case=case) == 75_000


def test_coverage_in_another_currency_needs_a_rate():
    """R7.2: the rate is fixed in the order."""
    foreign = of(coverage=Coverage(limit_minor=500_000, currency="EUR"))
    with pytest.raises(RuleBroken) as refused:
        refund.available_coverage(case=foreign)
    assert refused.value.field == "fx_at_order"
    with_rate = replace(foreign, order=replace(ORDER, fx_at_order=Decimal("0.8")))
    assert refund.available_coverage(case=with_rate) == 625_000
