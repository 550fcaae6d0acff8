"""Goods: what is released once stays released, and what people say of the outside is checked (RULES §4, §6)."""

from datetime import date

import pytest

from tests.memory import World
from tests.trading import instant
from tradeward.domain import decision, rows, shipdate
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


# --- goods that were rejected, and the claim did not end the order

DISMISSED = {"outcome": "dismissed", "reasons": {"outcome": "The sample was of another lot."}}
KEPT = {"outcome": "keep", "award": "100.00", "reasons": {"outcome": "It can be used.", "award": "A tenth is bad."}}


def rejected(world):
    """3,000 paid; the inspection failed, and the buyer rejected the goods."""
    trade = made(world)
    trade.failed()
    trade.move(trade.inspection(), "reject", "buyer")
    assert (trade.inspection().state, trade.dispute_row.state) == ("rejected", "open")
    return trade


@pytest.mark.parametrize("ruling", [DISMISSED, KEPT], ids=["dismissed", "kept"])
def test_a_decision_that_lets_the_order_go_on_opens_the_gate(ruling):
    """R5.19, R5.20: dismissed, or kept at a reduction: the order goes on, so its goods may go, and the supplier gets no points."""
    world = World()
    trade = rejected(world)
    world.after(days=8)
    trade.ruled(**ruling)
    assert trade.inspection().state == "rejected"
    world.after(days=8)
    assert (trade.dispute_row.state, trade.inspection().state) == ("final", "agreed")
    trade.credit("7000.00", 2)
    trade.ship()
    assert trade.order.state == "shipped"


def test_a_settlement_opens_the_gate_when_it_is_paid():
    """R5.18: the buyer keeps the goods for 500 less; they go once the supplier has paid it."""
    world = World()
    trade = rejected(world)
    trade.answer()
    trade.offer_settlement("supplier", "500.00")
    trade.settle("buyer")
    assert trade.inspection().state == "rejected"
    trade.credit("500.00", debt=trade.debt)
    assert (trade.dispute_row.state, trade.inspection().state) == ("final", "agreed")


def test_a_claim_given_up_gives_the_choice_back():
    """R5.19, R4.16: rejected an hour before the choice was over: a day more after the withdrawal; in silence rework."""
    world = World()
    trade = made(world)
    trade.failed()
    world.on("2027-03-06T22:00")
    trade.move(trade.inspection(), "reject", "buyer")
    world.after(days=2)
    trade.says("withdraw", "buyer")
    assert (trade.inspection().state, trade.order.state) == ("failed", "ready")
    world.after(hours=24)
    assert trade.inspection().state == "failed"
    world.after(microseconds=1)
    assert (trade.inspection().state, trade.order.state) == ("rework", "making")


def test_a_claim_given_up_may_be_made_again():
    """R4.16: the goods are still bad: the buyer may reject them again at once, and the claim is open again."""
    world = World()
    trade = rejected(world)
    trade.says("withdraw", "buyer")
    trade.move(trade.inspection(), "reject", "buyer")
    assert (trade.inspection().state, trade.dispute_row.number, trade.dispute_row.state) == ("rejected", 2, "open")


@pytest.mark.parametrize(
    ("kind", "content", "state", "order"),
    [
        ("price", {"value": "9000.00"}, "agreed", "ready"),
        ("ship_date", {"ship_date": "2027-06-01"}, "rework", "making"),
    ],
)
def test_an_amendment_that_settles_the_claim_says_what_becomes_of_the_goods(kind, content, state, order):
    """R5.23: a price cut opens the gate, rework until a day takes the goods back to be made good."""
    world = World()
    trade = rejected(world)
    trade.amended(kind, settles=str(trade.dispute_row.id), **content)
    assert (trade.dispute_row.outcome, trade.inspection().state, trade.order.state) == ("agreed", state, order)


@pytest.mark.parametrize("given_up", [True, False])
def test_rejected_goods_that_are_waived_leave_no_choice_open(given_up):
    """RULES §4, S7: who waives the gate while a claim of rejected goods is open has chosen; no clock rejects them again."""
    world = World()
    trade = made(world)
    for _ in range(2):
        trade.failed()
        world.after(days=6)
    assert (trade.inspection().state, trade.dispute_row.remedy) == ("rejected", "refuse")
    trade.waive()
    assert trade.inspection().state == "waived"
    if given_up:
        trade.says("withdraw", "buyer")
    world.after(days=30)
    assert {one.state for one in trade.bundle.of(rows.Inspection)} == {"rework", "waived"}
    assert trade.order.goods_released_at is not None


def test_what_the_clock_rejected_and_the_buyer_gave_up_waits_a_day():
    """R5.19: a second fail is rejected in silence; the claim of it withdrawn, the buyer has a day before the next."""
    world = World()
    trade = made(world)
    for _ in range(2):
        trade.failed()
        world.after(days=6)
    assert (trade.inspection().state, trade.dispute_row.number) == ("rejected", 1)
    trade.says("withdraw", "buyer")
    world.after(hours=24)
    assert (trade.inspection().state, trade.bundle.dispute) == ("failed", None)
    world.after(microseconds=1)
    assert (trade.inspection().state, trade.dispute_row.number) == ("rejected", 2)
