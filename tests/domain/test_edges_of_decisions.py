"""How disputes are decided where the usual stories do not go: moved dates, other proofs, departures, reports (RULES §4–§6)."""

import pytest

from tests.domain.orders_in_memory import HELD, held_order, late
from tests.domain.test_mended_fees import failed
from tests.memory import World
from tradeward.domain import postings, rows, shipdate
from tradeward.domain.refusals import OutOfTurn, Refusal, RuleBroken

DISMISSED = {"outcome": "dismissed", "reasons": {"outcome": "It was shipped."}}


# --- the ship date as it stands


@pytest.mark.parametrize(("day", "judged"), [("2027-05-10", None), ("2027-05-20", None), ("2027-05-21", "breached")])
def test_a_signed_amendment_moves_the_day_that_a_claim_is_judged_by(day, judged):
    """RULES §4, §5: premature until the new date has passed in the supplier's zone."""
    world = World()
    trade = held_order(world)
    trade.amended("ship_date", ship_date="2027-05-20")
    world.on(f"{day}T12:00")
    if judged is None:
        with pytest.raises(OutOfTurn, match="ship_date cannot be claimed now"):
            trade.dispute("ship_date")
    else:
        trade.dispute("ship_date")
        world.after(days=8)
        ruling = trade.ruled()
        assert (ruling.findings["ship_date"]["result"], ruling.outcome) == (judged, "cancel")


@pytest.mark.parametrize(
    ("kind", "refused"), [("carrier_receipt", False), ("on_board", False), ("export_clearance", True)]
)
def test_the_contract_may_name_what_else_proves_shipment(kind, refused):
    """RULES §4: FOB is proven on board; a contract that names the carrier's receipt is content with it, or with a later stage."""
    world = World()
    trade = held_order(world, ship_event="carrier_receipt")
    world.on("2027-04-20")
    if refused:
        with pytest.raises(OutOfTurn, match="it proves shipment"):
            trade.ship(kind=kind)
        return
    trade.ship(kind=kind)
    world.on("2027-05-03")
    trade.dispute("ship_date", remedy="keep")
    world.after(days=8)
    assert (trade.ruled().findings["ship_date"]["result"], trade.ruling.outcome) == ("met", "dismissed")


def test_a_receipt_does_not_prove_what_is_agreed_on_board():
    """RULES §4: received for shipment is not on board."""
    world = World()
    trade = held_order(world)
    world.on("2027-04-20")
    with pytest.raises(OutOfTurn, match="it proves shipment"):
        trade.ship(kind="carrier_receipt")


def test_days_count_against_the_buyer_while_a_part_of_an_instalment_is_overdue():
    """RULES §4: an instalment is overdue until it is paid whole; a cent of it does not stop the buyer's days."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD, ship_date="2027-03-20")
    trade.credit("3000.00", 1)
    trade.passed()
    due = trade.bundle.instalments[1].due_on
    assert due.isoformat() == "2027-03-15"
    world.on("2027-03-14")
    trade.credit("0.01", 2)
    world.on("2027-03-25")
    assert shipdate.buyers_days(trade.bundle, until=shipdate.today(trade.bundle, world.now)) == 10
    with pytest.raises(OutOfTurn, match="ship_date cannot be claimed now"):
        trade.dispute("ship_date")
    trade.credit("6999.99", 2)
    assert shipdate.buyers_days(trade.bundle) == 10
    assert shipdate.last_deadline(trade.bundle).isoformat() == "2027-03-30"


# --- reports


def test_where_no_term_is_assured_a_report_finds_nothing_amiss():
    """RULES §4, §6: what was opted out in words is not inspected, and the gate opens on any report."""
    world = World()
    trade = world.signed(not_assured=["size", "line:1"])
    trade.credit("3000.00", 1)
    trade.ready()
    trade.book()
    trade.report("1.0")
    inspection = trade.inspection()
    assert (inspection.state, inspection.verdict) == ("passed", "met")
    assert inspection.reasons == ["No term of the contract is inspected."]


def test_a_report_is_completed_in_time_and_the_inspector_is_paid_once():
    """RULES §4, §7: not proven keeps the gate shut; three working days to complete it; the fee is for one inspection."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("200.00", reference=trade.inspection().reference)
    trade.book()
    trade.move(trade.inspection(), "report", "inspector", report={"sample_size": 2})
    assert (trade.inspection().verdict, trade.bundle.instalments[1].state) == ("not_proven", "planned")
    world.after(days=1)
    trade.report("10.0", "10.1")
    assert (trade.inspection().state, trade.inspection().verdict) == ("passed", "met")
    assert trade.bundle.instalments[1].state == "open"
    paid = [one.amount_minor for one in trade.bundle.of(rows.PaymentOut) if one.purpose == "inspection"]
    assert (paid, world.owed(postings.inspector_fee(trade.order.id))) == ([20000], "0.00")


# --- departures


@pytest.mark.parametrize(
    ("departure", "field", "says"),
    [
        ({"outcome": "mercy", "reasons": {"outcome": "So be it."}}, "outcome",
         "outcome 'mercy' is not one of dismissed, keep, refuse, cancel"),
        ({"award": "10000.01", "reasons": {"award": "More."}}, "award", "the award lies between 0 and what was paid"),
        ({"award": "-0.01", "reasons": {"award": "Less."}}, "award", "the award lies between 0 and what was paid"),
    ],
)  # fmt: skip
def test_a_departure_that_is_none(departure, field, says):
    """RULES §5: an officer departs within the table of ends, and awards nothing that was not paid."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.take()
    with pytest.raises(RuleBroken) as refused:
        trade.rule(**departure)
    assert (refused.value.field, str(refused.value)) == (field, says)
    assert trade.dispute_row.state == "escalated"


@pytest.mark.parametrize("award", ["0.00", "10000.00"])
def test_a_departure_to_either_end_of_what_was_paid(award):
    """RULES §5, §7."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    ruling = trade.ruled(outcome="keep", award=award, reasons={"award": "So be it.", "outcome": "He wants them."})
    assert trade.amount(ruling.award_minor) == award


def test_a_dismissal_awards_nothing_whatever_figure_stands_beside_it():
    """RULES §5."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    ruling = trade.ruled(outcome="dismissed", award="500.00", reasons={"award": "So.", "outcome": "It was shipped."})
    assert (ruling.award_minor, ruling.refund_minor) == (0, 0)


@pytest.mark.parametrize(("paid", "state"), [("9999.99", "ruled"), ("10000.00", "drafted")])
def test_an_order_without_cover_needs_a_second_signature_by_its_amount_alone(paid, state):
    """RULES §5: from 10,000, or above half of the supplier's limit, which is 50,000 here."""
    world = World()
    plan = [(10000, "signing", 7, "on_acceptance")]
    trade = world.signed(world.supplier(limit="50000.00"), coverage="none", plan=plan, value=paid)
    trade.credit(paid, 1)
    late(world, trade)
    world.after(days=8)
    trade.take()
    trade.rule()
    assert (trade.bundle.cover, trade.dispute_row.state) == (0, state)


# --- grounds, offers, amendments


def test_a_ground_is_claimed_once():
    """RULES §5: grounds may be added, each only once."""
    world = World()
    trade = failed(world)
    with pytest.raises(OutOfTurn, match="The ground is not claimed yet"):
        trade.says("add_ground", "buyer", ground="quality")
    world.on("2027-03-02")
    assert trade.dispute_row.grounds == ["quality"]


def test_a_ground_that_cannot_be_claimed_yet_is_not_added_either():
    """RULES §5: grounds are let in as those that open a dispute."""
    world = World()
    trade = failed(world)
    with pytest.raises(OutOfTurn, match="ship_date cannot be claimed now") as refused:
        trade.says("add_ground", "buyer", ground="ship_date")
    assert (refused.value.field, trade.dispute_row.grounds) == ("ground", ["quality"])


@pytest.mark.parametrize(
    ("asked", "figure", "most"),
    [
        (None, "0.00", "10,000.00"),
        (None, "10000.01", "10,000.00"),
        ("4000.00", "4000.01", "4,000.00"),
        (None, "-1", "10,000.00"),
    ],
)
def test_an_offer_beyond_what_may_be_settled_on(asked, figure, most):
    """RULES §5: above 0, at most what was paid and is not back, and at most what is asked."""
    world = World()
    trade = held_order(world)
    late(world, trade, asked=asked)
    with pytest.raises(RuleBroken, match=f"an offer lies above 0 and is at most USD {most}"):
        trade.offer_settlement("supplier", figure)
    trade.offer_settlement("supplier", most.replace(",", ""))
    assert [one.amount_minor for one in trade.bundle.of(rows.Offer)] == [trade.minor(most.replace(",", ""))]


def test_an_unpaid_settlement_that_goes_up_leaves_other_debts_of_the_order_alone():
    """RULES §5, W7: the figure is an admitted debt; the fee of a failed inspection is still owed."""
    world = World()
    trade = failed(world)
    world.after(days=8)
    trade.ruled(outcome="keep", award="100.00", reasons={"outcome": "It can be used.", "award": "A tenth is bad."})
    late(world, trade)
    trade.offer_settlement("supplier", "2000.00")
    trade.settle("buyer")
    world.after(days=7, microseconds=1)
    trade.escalate()
    kinds = {one.kind: (one.debt_minor, one.cancelled_minor) for one in trade.bundle.of(rows.Recovery)}
    assert kinds == {"advance": (10000, 0), "fee": (20000, 0), "settlement": (200000, 200000)}
    assert trade.dispute_row.admitted


@pytest.mark.parametrize("gone", ["withdrawn", "cancelled"])
def test_an_amendment_that_settles_a_dispute_dies_with_it(gone):
    """RULES §4, §5: it was proposed as a settlement, and there is nothing to settle any more."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    proposed = trade.amend("ship_date", "supplier", ship_date="2027-06-01", settles=str(trade.dispute_row.id))
    if gone == "withdrawn":
        trade.says("withdraw", "buyer")
        with pytest.raises(OutOfTurn, match="The order can be amended"):
            trade.move(proposed, "sign", "buyer")
    else:
        trade.amended("split", "supplier", to_supplier="0.00", settles=str(trade.dispute_row.id))
        with pytest.raises(OutOfTurn, match="The amendment is lapsed"):
            trade.move(proposed, "sign", "buyer")


def test_a_price_is_not_amended_while_the_buyer_owes_what_the_bank_took_back():
    """RULES §9: an order with a recalled credit is frozen at its price; its ship date may still be moved."""
    world = World()
    trade = world.signed(release="on_capture")
    credit = trade.credit("3000.00", 1)
    cut = trade.amend("price", "buyer", value="9000.00")
    later = trade.amend("ship_date", "supplier", ship_date="2027-05-10")
    world.after(hours=2)
    trade.recall(credit)
    with pytest.raises(OutOfTurn, match="no recalled credit freezes its price"):
        trade.move(cut, "sign", "supplier")
    trade.move(later, "sign", "buyer")
    assert (cut.state, later.state) == ("proposed", "signed")


def test_a_refusal_gives_its_reasons():
    """DESIGN §4: a no without a sentence is a bug."""
    with pytest.raises(ValueError, match="a refusal gives its reasons"):
        Refusal()
    assert Refusal("One.", "Two.", field="x").reasons == ("One.", "Two.")
