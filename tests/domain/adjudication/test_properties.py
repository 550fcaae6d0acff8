"""What holds for every case: sums, ceilings, the view at `as_of`, and that a later look never needs a later rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.adjudication import cases
from tradeward.domain.adjudication import answer, award, conduct, figures, refund, standing
from tradeward.domain.adjudication.case import (
    Acceptance,
    AnswerKind,
    Case,
    Claim,
    Coverage,
    CoverageType,
    Inspection,
    LateDamages,
    Measure,
    Order,
    Payment,
    PaymentState,
    Refund,
    Remedy,
    SupplierAnswer,
)

OPENED = datetime(2027, 6, 20, 8, tzinfo=UTC)
READ = [cases.read(value) for value in cases.written(cases.DEV, *cases.BY_RULE)]
ZONE = ZoneInfo("Asia/Shanghai")
minors = st.integers(0, 2_000_000)
hours = st.integers(-10, 900).map(lambda n: OPENED + timedelta(hours=n))


@st.composite
def made(draw) -> Case:
    """A case about a late order whose money, acts and remedy are drawn."""
    payments = st.builds(Payment, at=hours, amount_minor=minors, state=st.sampled_from(PaymentState))
    acts = st.builds(SupplierAnswer, at=hours, kind=st.sampled_from(AnswerKind), amount_minor=minors)
    late_ld = st.none() | st.builds(
        LateDamages, pct_per_day=st.decimals(0, 9, places=3), cap_pct=st.decimals(0, 90, places=2)
    )
    term = Measure(id="m1", min=Decimal(5))
    report = Inspection(
        inspector="QI-5",
        accredited=True,
        accredited_until=OPENED.date() + timedelta(days=9),
        day=OPENED.date(),
        measurements={"m1": tuple(draw(st.lists(st.decimals(0, 9, places=1), min_size=1, max_size=4)))},
    )
    order = Order(
        currency=draw(st.sampled_from(["USD", "JPY", "KWD"])),
        value_minor=draw(minors),
        coverage_type=CoverageType.PRE_SHIPMENT,
        quantity=Decimal(100),
        unit="pcs",
        incoterm="FOB",
        ship_date=OPENED.date() - timedelta(days=draw(st.integers(-1, 40))),
        ship_tz=ZONE,
        buyer_tz=ZONE,
        terms=(term,),
        late_ld=draw(late_ld),
    )
    return Case(
        id="made",
        order=order,
        coverage=Coverage(limit_minor=draw(minors), currency=order.currency),
        claim=Claim(
            opened_at=OPENED,
            grounds=tuple(draw(st.sets(st.sampled_from(["ship_date", "quality", "quantity"]), min_size=1))),
            remedy=draw(st.sampled_from(Remedy)),
            amount_minor=draw(st.none() | minors),
        ),
        as_of=OPENED + timedelta(hours=draw(st.integers(0, 1000))),
        payments=tuple(draw(st.lists(payments, max_size=3))),
        refunds_already_made=tuple(
            draw(st.lists(st.builds(Refund, at=hours, amount_minor=minors, from_escrow=st.booleans()), max_size=2))
        ),
        answers=tuple(draw(st.lists(acts, max_size=3))),
        acceptances=tuple(draw(st.lists(st.builds(Acceptance, at=hours, amount_minor=st.none() | minors), max_size=2))),
        escalations=tuple(draw(st.lists(hours, max_size=2))),
        inspections=(report,) if draw(st.booleans()) else (),
    )


@given(made())
def test_money_adds_up_and_never_passes_its_ceilings(case):
    """Rules 16 to 19: parts sum to the refund; cap, paid, amount asked and earlier refunds limit it (R7.4, R7.5)."""
    told = answer.adjudicate(case=case)
    seen = standing.as_it_stands(case=case)
    payout = told.payout
    assert payout.from_escrow + payout.platform_advance == payout.refund
    assert min(payout.from_escrow, payout.platform_advance) >= 0
    assert payout.from_escrow <= refund.escrow_held(case=seen)
    assert told.cap_minor == min(award.paid(case=seen), refund.available_coverage(case=seen))
    assert payout.refund <= max(0, told.cap_minor - refund.already_refunded(case=seen))
    if told.status is answer.Status.DECIDED and case.claim.amount_minor is not None:
        assert payout.refund <= case.claim.amount_minor
    if told.status in (answer.Status.INADMISSIBLE, answer.Status.PENDING, answer.Status.WITHDRAWN):
        assert (payout.refund, payout.cap_applied, told.findings) == (0, False, ())


@given(made())
def test_the_view_at_as_of_is_taken_once(case):
    """Rule 1: taking away what is later changes nothing the second time, nor the answer."""
    seen = standing.as_it_stands(case=case)
    assert standing.as_it_stands(case=seen) == seen
    assert answer.adjudicate(case=seen) == answer.adjudicate(case=case)


LISTS = ("payments", "refunds_already_made", "answers", "acceptances", "escalations")


@given(made())
def test_the_order_of_what_happened_does_not_matter(case):
    """Rule 4: acts are taken in order of time, and at one instant by what they say, never by their place in a list."""
    turned = replace(case, **{name: getattr(case, name)[::-1] for name in LISTS})
    assert answer.adjudicate(case=turned) == answer.adjudicate(case=case)


@given(made(), st.integers(0, 1000))
def test_what_has_ended_stays_ended(case, more):
    """Rules 4 and 5: the first settlement, escalation or withdrawal ends the phase; a later look finds the same one."""
    first = conduct.course(case=standing.as_it_stands(case=case))
    later = replace(case, as_of=case.as_of + timedelta(hours=more))
    if first.end is not conduct.End.PENDING:
        assert conduct.course(case=standing.as_it_stands(case=later)) == first


@pytest.mark.parametrize("case", READ, ids=[case.id for case in READ])
def test_findings_do_not_depend_on_escalation(case):
    """R5.10: findings and amounts are there before anybody escalates; a decision finds the same."""
    told = answer.adjudicate(case=case)
    seen = standing.as_it_stands(case=case)
    for finding in told.findings:
        assert answer.ground_finding(case=seen, ground=finding.ground) == finding


@given(st.fractions(0, 10**30))
def test_rounding_is_half_up(exact):
    rounded = figures.half_up(exact)
    assert Fraction(-1, 2) < rounded - exact <= Fraction(1, 2)


@given(st.integers(0, 10**20), st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_amounts_are_written_as_they_are_read(minor, currency):
    """R7.1: exactly the currency's digits, without separators or sign."""
    written = figures.plain(minor, currency=currency)
    assert Fraction(written) * 10 ** figures.digits(currency) == minor
    assert len(written.partition(".")[2]) == figures.digits(currency)
    assert figures.shown(minor, currency=currency).replace(",", "") == written
