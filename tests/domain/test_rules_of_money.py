"""The rules of RULES §7–§9 about money, debts and who does not do his part, each as the shortest story that shows it."""

from uuid import UUID

import pytest

from tests.domain.orders_in_memory import OPERATOR, held_order, late
from tests.memory import World, instant
from tradeward.domain import postings, rows
from tradeward.domain.refusals import OutOfTurn
from tradeward.domain.vocabulary import Actor, Role

# --- §7 money


def test_security_is_taken_before_the_fund_and_restored_by_a_reversal():
    """RULES §5, §7: held → security → fund; what was collected returns from the fund."""
    world = World()
    trade = held_order(world)
    name = postings.security(trade.order.supplier_id)
    world.post(postings.credit_received(cause="s", currency="USD", minor=100000))
    world.post(postings.security_paid_in(cause="s", currency="USD", supplier_id=trade.order.supplier_id, minor=100000))
    late(world, trade)
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.held_minor, ruling.security_minor, ruling.advance_minor) == (700000, 100000, 200000)
    trade.appeal("supplier")
    trade.appeal_ruled(outcome="dismissed", reasons={"outcome": "It was shipped."})
    assert (world.owed(name), world.owed(postings.FUND), trade.debt.state) == ("1000.00", "17000.00", "cancelled")


def test_a_debt_in_parts_and_its_default():
    """RULES §7, R7.9: instalment plan by four eyes; written off at 180 days."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    plan = [{"due": "2027-06-10", "minor": 100000}, {"due": "2027-07-10", "minor": 200000}]
    with pytest.raises(OutOfTurn, match="Two people"):
        trade.move(trade.debt, "plan", OPERATOR, plan=plan, approved_by=OPERATOR.person_id)
    trade.move(trade.debt, "plan", OPERATOR, plan=plan, approved_by=UUID(int=2))
    world.on("2027-06-05")
    trade.credit("1000.00", debt=trade.debt)
    world.on("2027-07-10")
    assert trade.debt.state == "planned"
    world.after(days=1)
    assert trade.debt.state == "overdue"
    world.left_alone()
    assert (trade.debt.state, trade.debt.written_off_minor, world.owed(postings.FUND)) == (
        "written_off",
        200000,
        "18000.00",
    )


def test_released_money_is_set_off_when_it_comes():
    """RULES §7, R7.8: set-off against released-but-unpaid money, also of a later order: parked, then fired."""
    world = World()
    trade = held_order(world, limit="50000.00")
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    world.after(days=10)
    other = world.signed(
        trade.bundle.supplier, value="1000.00", plan=[(10000, "signing", 7, "on_capture")], ship_date="2028-01-01"
    )
    other.credit("1000.00", 1)
    assert (trade.debt.set_off_minor, world.owed(postings.payable(trade.order.supplier_id))) == (98000, "0.00")


def test_the_inspection_fee_follows_the_loser():
    """RULES §7: held for the inspector, paid on the report; the supplier's debt outside the cap, never advanced."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("250.00", reference=trade.inspection().reference)
    assert world.owed(postings.inspector_fee(trade.order.id)) == "200.00"
    trade.book()
    trade.report("9.0", "10.0")
    world.after(days=1)
    assert world.owed(postings.inspector_fee(trade.order.id)) == "0.00"
    trade.move(trade.inspection(), "reject", "buyer")
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.fee_borne_by, ruling.advance_minor) == ("supplier", 300000)
    fee = next(one for one in trade.bundle.of(rows.Recovery) if one.kind == "fee")
    assert fee.debt_minor == 20000
    trade.credit("200.00", debt=fee)
    world.after(days=12)
    assert (fee.state, trade.returned) == ("collected", "3200.00")


def test_goods_not_presented_go_back_to_making_at_the_suppliers_fee():
    """RULES §8, R8.5: back to MAKING, fee to supplier; a declined inspector's days are nobody's."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("200.00", reference=trade.inspection().reference)
    trade.book()
    world.after(days=5)
    trade.move(trade.inspection(), "decline", "inspector")
    assert trade.inspection().requested_at == world.now
    trade.book()
    world.market.scopes[world.id("organisation")] = "any"
    trade.move(trade.inspection(), "object", "supplier", reason="My cousin.")
    trade.book()
    with pytest.raises(OutOfTurn, match="may still object"):
        trade.move(trade.inspection(), "object", "supplier", reason="My aunt.")
    trade.move(trade.inspection(), "not_presented", "inspector")
    assert (trade.order.state, trade.debt.kind, trade.debt.debt_minor) == ("making", "fee", 20000)


def test_a_fee_without_an_inspection_goes_back():
    """RULES §7: waived before the report."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("200.00", reference=trade.inspection().reference)
    trade.waive()
    assert (trade.refund_due, world.owed(postings.inspector_fee(trade.order.id))) == ("200.00", "0.00")


# --- §8 when somebody does not do his part


def test_never_shipped_and_never_claimed():
    """RULES §8, R8.6: 60 days after the ship deadline: held to the buyer, points, 30 more days to claim the released part."""
    world = World()
    trade = held_order(world)
    world.on("2027-07-01")
    assert (trade.order.state, trade.order.outcome, trade.returned, trade.held) == (
        "cancelled",
        "non_delivery",
        "7000.00",
        "0.00",
    )
    assert [(one.cause, one.points) for one in trade.bundle.supplier.points] == [("non_delivery", 24)]
    trade.dispute("ship_date")
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.refund_minor, ruling.advance_minor, ruling.not_covered_minor) == (300000, 300000, 0)
    world.left_alone()
    assert (trade.returned, trade.bundle.reservation) == ("10000.00", None)
    assert [one.cause for one in trade.bundle.supplier.points if one.cause != "debt"] == ["non_delivery"]


def test_after_thirty_days_the_cover_is_free():
    """RULES §8, R8.6: 30 more days to claim."""
    world = World()
    trade = held_order(world)
    world.on("2027-07-01")
    world.after(days=32)
    assert trade.bundle.reservation is None
    with pytest.raises(OutOfTurn, match="cancelled cannot be disputed"):
        trade.dispute("ship_date")


def test_an_inspection_nobody_books_is_the_buyers_default():
    """RULES §8: not booked in 3 days: the supplier may ask the platform; 30 days without a report: buyer default."""
    world = World()
    trade = world.signed(plan=[(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")])
    trade.credit("3000.00", 1)
    trade.ready()
    with pytest.raises(OutOfTurn, match="days to book"):
        trade.move(trade.inspection(), "call", "supplier")
    world.after(days=4)
    trade.move(trade.inspection(), "call", "supplier")
    assert trade.inspection().called_at == world.now
    world.after(days=28)
    assert (trade.order.outcome, trade.bundle.instalments[0].released_minor) == ("buyer_default", 300000)


@pytest.mark.parametrize(
    ("act", "outcome", "back", "points"),
    [
        (lambda t: t.move(t.order, "walk_away", "buyer"), "buyer_default", "7000.00", 0),
        (lambda t: t.move(t.order, "give_up", "supplier"), "non_delivery", "7000.00", 24),
        (lambda t: t.amended("split", to_supplier="2500.00"), "parted", "4500.00", 0),
    ],
)  # fmt: skip
def test_parting(act, outcome, back, points):
    """RULES §8, R8.7: by the buyer alone: buyer default; by the supplier alone: non-delivery; by both: a signed split."""
    world = World()
    trade = held_order(world)
    with pytest.raises(OutOfTurn, match="cannot call off"):
        trade.move(trade.order, "call_off", "buyer")
    act(trade)
    assert (trade.order.outcome, trade.returned, trade.held) == (outcome, back, "0.00")
    assert sum(one.points for one in trade.bundle.supplier.points) == points


def test_before_the_first_credit_either_may_call_off():
    """RULES §8, R8.7: before the first credit free for either."""
    for side in ("buyer", "supplier"):
        world = World()
        trade = world.signed()
        trade.move(trade.order, "call_off", side)
        world.after(microseconds=1)
        assert (trade.order.state, trade.bundle.reservation, trade.bundle.supplier.points) == ("cancelled", None, [])


def test_for_fraud_releases_wait():
    """RULES §8, R8.8: signed orders go on with their cover; for fraud releases wait, and after the end the payout does."""
    world = World()
    trade = world.signed(release="on_capture")
    supplier = trade.bundle.supplier
    world.move(supplier, supplier.supplier, "suspend", OPERATOR, reason="Forged papers.", cause="fraud")
    trade.credit("3000.00", 1)
    assert (trade.held, trade.order.state) == ("3000.00", "making")
    with pytest.raises(OutOfTurn, match="neither suspended nor out"):
        world.signed(supplier)
    world.move(supplier, supplier.supplier, "restore", OPERATOR, reason="They were not.")
    assert trade.held == "0.00"


# --- §9 money in and out


def test_what_is_unclear_waits_ten_working_days():
    """RULES §9: payer ≠ buyer held until cleared, else returned from suspense; wrong currency back."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    stranger = trade.credit("3000.00", 1, payer="somebody else")
    euro = trade.credit("3000.00", 1, currency="EUR")
    assert (stranger.state, euro.state) == ("suspense", "sent_back")
    world.on("2027-03-15T23:59")
    assert stranger.state == "suspense"
    world.on("2027-03-16T00:00:01")
    assert stranger.state == "sent_back"
    cleared = trade.credit("7000.00", 2, payer="somebody else")
    trade.move(cleared, "match", OPERATOR, approved_by=UUID(int=2))
    assert trade.bundle.early == 700000


def test_a_returned_payment_is_tried_again():
    """RULES §9: due → sent → booked | returned, each a row; refund to the account it came from."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    trade.credit("100.00", 1)
    world.bank_works = False
    world.after(days=9)
    payment = trade.last(rows.PaymentOut)
    assert (payment.state, trade.refund_due) == ("sent", "0.00")
    trade.move(payment, "return", Actor(Role.REACTION), returned="R-1")
    assert (payment.state, trade.refund_due) == ("returned", "100.00")
    world.after(hours=72)
    assert payment.state == "returned"
    world.after(microseconds=1)
    assert (payment.state, trade.refund_due) == ("sent", "0.00")


def test_no_payout_while_the_books_are_red():
    """RULES §9, R9.9: one payout batch a day; none while check-books is red."""
    world = World()
    trade = world.signed(release="on_capture")
    world.market.books_are_green = False
    trade.credit("3000.00", 1)
    world.after(days=3)
    assert world.owed(postings.payable(trade.order.supplier_id)) == "2940.00"
    world.market.books_are_green = True
    world.on(instant("2027-03-05"))
    assert world.owed(postings.payable(trade.order.supplier_id)) == "0.00"
    assert [one.amount_minor for one in trade.bundle.supplier.payouts] == [294000]


def test_a_supplier_whose_payment_is_recalled_owes_again():
    """RULES §9: a recalled credit of the supplier's is his debt anew."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    credit = trade.credit("3000.00", debt=trade.debt)
    first = trade.debt
    assert first.state == "collected"
    trade.recall(credit)
    again = next(one for one in trade.bundle.of(rows.Recovery) if one is not first)
    assert (again.kind, again.debt_minor, again.state) == ("advance", 300000, "noticed")
    assert world.market.pot("USD").cash_minor == 1700000


def test_a_fact_is_never_refused():
    """DESIGN §3: recorded, dated, immutable, whatever the state."""
    trade = World().signed()
    trade.move(trade.order, "call_off", "buyer")
    trade.fact("count", quantity="900")
    assert trade.last(rows.Fact).content == {"quantity": "900"}
