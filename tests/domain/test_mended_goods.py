"""Goods: what is released once stays released, and what people say of the outside is checked (RULES §4, §6)."""

from datetime import date

import pytest

from tests.memory import World
from tests.trading import instant
from tradeward.domain import decision, shipdate
from tradeward.domain.adjudication import case
from tradeward.domain.refusals import OutOfTurn, RuleBroken

NO_INSPECTION = [(3000, "signing", 7, "on_capture"), (7000, "shipped", 14, "on_capture")]


def made(world, **more):
    trade = world.signed(world.supplier(limit="20000.00"), **more)
    trade.credit("3000.00", 1)
    return trade


# --- the release of the goods


def test_the_buyer_releases_the_goods_once():
    """R4.6, R4.15: quality cover ends with the first release; a second approval would move that instant, and is refused."""
    world = World()
    trade = made(world, coverage="post_delivery", plan=NO_INSPECTION)
    trade.move(trade.order, "approve", "buyer")
    released = world.now
    world.after(days=3)
    with pytest.raises(OutOfTurn) as refused:
        trade.move(trade.order, "approve", "buyer")
    assert (str(refused.value), trade.order.goods_released_at) == ("Not met: The goods are not released yet.", released)


def test_a_waived_inspection_is_not_approved_later():
    """R4.14: the waiver ends quality cover at its own instant, whatever the buyer approves afterwards."""
    world = World()
    trade = made(world)
    trade.ready()
    trade.waive()
    waived = world.now
    world.after(days=1)
    for verb, said in {"approve": {}, "waive": {"amount": "10000.00"}}.items():
        with pytest.raises(OutOfTurn, match="The goods are not released yet"):
            trade.move(trade.order, verb, "buyer", **said)
    assert trade.order.goods_released_at == waived


# --- the inspector's report


def booked(world):
    trade = made(world)
    world.after(days=5)
    trade.ready()
    trade.book()
    world.after(days=3)
    return trade


def report(trade, **changed):
    said = {"sample_size": 80, "nonconforming_units": 0, "measurements": {"size": ["10.0"] * 80}}
    trade.move(trade.inspection(), "report", "inspector", report=said | changed)


@pytest.mark.parametrize(
    ("day", "allowed"),
    [("2027-03-05", False), ("2027-03-06", True), ("2027-03-09", True), ("2027-03-10", False)],
)
def test_a_report_is_of_a_day_from_booking_to_today(day, allowed):
    """R4.13, R6.6: the inspector looked after he was booked and not in the future."""
    trade = booked(World())
    if allowed:
        report(trade, date=day)
        assert (trade.inspection().state, trade.inspection().report["date"]) == ("passed", day)
    else:
        with pytest.raises(RuleBroken, match="from the day of booking to today") as refused:
            report(trade, date=day)
        assert (refused.value.field, trade.inspection().state) == ("report.date", "booked")


def test_a_report_of_an_inspector_whose_accreditation_is_withdrawn_proves_nothing():
    """R6.6: accredited on the day he looked, as the platform's own register says, not as he says."""
    world = World()
    trade = booked(world)
    world.market.withdrawn.add(trade.inspector.organisation_id)
    report(trade)
    found = trade.inspection()
    assert (found.verdict, found.state, found.report["accredited"]) == ("not_proven", "reported", False)
    assert "the inspector is not accredited" in found.reasons[0]


@pytest.mark.parametrize("key", ["accredited", "accredited_until", "inspector", "after_rework", "related_to", "colour"])
def test_what_the_platform_knows_itself_is_not_reported(key):
    """R4.13: the inspector says what he found; who he is and whether the goods were reworked is known here."""
    trade = booked(World())
    with pytest.raises(RuleBroken, match=f"report.{key} is no key of a report") as refused:
        report(trade, **{key: "true"})
    assert refused.value.field == f"report.{key}"


@pytest.mark.parametrize("said", ["all good", ["10.0"], 7, {"sample_size": "many"}, {"date": 20270306}], ids=str)
def test_a_report_that_is_not_of_its_form_names_the_field(said):
    """R4.13: bad words are refused, and nothing is left of them."""
    trade = booked(World())
    with pytest.raises(RuleBroken) as refused:
        trade.move(trade.inspection(), "report", "inspector", report=said)
    assert (refused.value.field.split(".")[0], trade.inspection().report) == ("report", {})


# --- the shipping document, the clearance, force majeure


@pytest.mark.parametrize(
    ("day", "allowed"),
    [("2027-02-28", False), ("2027-03-01", True), ("2027-03-04", True), ("2027-03-05", False)],
)
def test_a_shipping_document_is_of_a_day_from_signing_to_today(day, allowed):
    """R4.10: goods left after the order was signed, and not tomorrow."""
    world = World()
    trade = made(world, coverage="post_delivery", plan=NO_INSPECTION)
    world.after(days=3)
    if allowed:
        trade.ship(on=day)
        assert trade.order.dispatched_on == date.fromisoformat(day)
    else:
        with pytest.raises(OutOfTurn, match="from the day of signing to today"):
            trade.ship(on=day)


@pytest.mark.parametrize(
    ("cleared", "allowed"),
    [("2027-03-10", False), ("2027-03-12", True), ("2027-03-14", True), ("2027-03-14T08:01", False)],
)
def test_clearance_lies_between_dispatch_and_now(cleared, allowed):
    """R4.17: what the buyer reports has happened, after the goods left."""
    world = World()
    trade = made(world, coverage="post_delivery", plan=NO_INSPECTION)
    world.on("2027-03-11")
    trade.ship()
    world.on("2027-03-14")
    if allowed:
        trade.receive(cleared)
        assert trade.order.received_at == instant(cleared)
    else:
        with pytest.raises(OutOfTurn, match="not in the future"):
            trade.receive(cleared)


@pytest.mark.parametrize(
    ("told_on", "said", "days"),
    [
        ("2027-03-12", {"notice": "2027-03-12"}, 3),
        ("2027-03-12", {"notice": "2027-03-11"}, 3),
        ("2027-03-18", {"notice": "2027-03-11"}, 0),
        ("2027-03-18", {"notice": "2027-03-11", "evidence": "letter.pdf"}, 3),
        ("2027-03-18", {"notice": "2027-03-18", "evidence": "letter.pdf"}, 0),
        ("2027-03-12", {}, 0),
    ],
)
def test_notice_of_force_majeure_is_the_day_it_is_told_here(told_on, said, days):
    """R4.12: an earlier day counts only with the proof that it was given then."""
    world = World()
    trade = made(world, force_majeure={"notice_days": "7"})
    world.on(told_on)
    trade.fact("force_majeure", start="2027-03-10", end="2027-03-12", certificate="true", **said)
    assert shipdate.force_majeure_days(trade.bundle) == days
    claim = case.Claim(opened_at=world.now, grounds=("ship_date",), remedy=case.Remedy.CANCEL)
    judged = decision.case_of(trade.bundle, claim=claim, at=world.now)
    (event,) = judged.force_majeure
    assert event.notice == (shipdate.noticed_on(trade.bundle, trade.bundle.facts("force_majeure")[0]))
