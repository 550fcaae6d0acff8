"""Debts where the usual stories do not go: recalled twice, planned, set off, written off, paid too late (RULES §7–§9)."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.domain.orders_in_memory import OPERATOR, held_order, late
from tests.domain.test_mended_fees import failed, fees
from tests.memory import World
from tradeward.domain import postings, rows

TWO = UUID(int=2)


def owing(world, **more):
    """3,000 released and 7,000 held; cancelled by a ruling: the supplier owes the fund 3,000."""
    trade = held_order(world, **more)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    return trade


def buyers(trade):
    """What the buyer owes after recalls, and in what state that is."""
    found = [one for one in trade.bundle.of(rows.Recovery) if one.kind == "buyer"]
    return sorted((one.debt_minor, one.state) for one in found)


def deposit_recalled(world):
    """3,000 released and paid out; the bank took them back, and the buyer owes them."""
    trade = world.signed(release="on_capture")
    credit = trade.credit("3000.00", 1)
    world.after(days=2)
    trade.recall(credit)
    return trade


# --- recalls


@pytest.mark.parametrize("by_reference_of", ["instalment", "debt"])
def test_money_that_made_a_recall_good_is_recalled_as_well(by_reference_of):
    """RULES §9, R9.6: whatever reference it came under, nothing is paid then, and nothing can be claimed."""
    world = World()
    trade = deposit_recalled(world)
    debt = trade.debt if by_reference_of == "debt" else None
    again = trade.credit("3000.00", 1, debt=debt)
    first = trade.bundle.instalments[0]
    assert (trade.bundle.paid, first.released_minor, buyers(trade)) == (300000, 300000, [(300000, "collected")])
    trade.recall(again)
    assert (trade.bundle.paid, first.paid_minor, first.released_minor, trade.bundle.cover) == (0, 0, 0, 0)
    assert buyers(trade) == [(300000, "collected"), (300000, "noticed")]
    assert world.market.pot("USD").cash_minor == 1700000
    trade.credit("3000.00", 1)
    assert (trade.bundle.paid, first.released_minor, world.market.pot("USD").cash_minor) == (300000, 300000, 2000000)


def test_a_fee_that_is_recalled_before_the_report_is_owed_by_nobody():
    """RULES §7, §9: it was still held for the inspector."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    trade.recall(trade.credit("200.00", reference=trade.inspection().reference))
    assert (trade.inspection().fee_held_minor, buyers(trade)) == (0, [])
    assert world.owed(postings.inspector_fee(trade.order.id)) == "0.00"
    trade.credit("200.00", reference=trade.inspection().reference)
    assert trade.inspection().fee_held_minor == 20000


def test_a_fee_that_is_recalled_after_the_report_is_the_buyers_debt_and_of_no_instalment():
    """RULES §9: the inspector was paid; what makes it good again is nothing that was paid for the goods."""
    world = World()
    trade = world.signed(inspection_fee="200.00")
    trade.credit("3000.00", 1)
    trade.ready()
    credit = trade.credit("200.00", reference=trade.inspection().reference)
    trade.book()
    trade.report()
    trade.recall(credit)
    assert (buyers(trade), trade.bundle.paid) == ([(20000, "noticed")], 300000)
    trade.credit("200.00", debt=trade.debt)
    assert (buyers(trade), trade.bundle.paid) == ([(20000, "collected")], 300000)


def test_a_credit_in_suspense_is_recalled_out_of_suspense():
    """RULES §9: it paid nothing yet, so nobody owes it."""
    world = World()
    trade = world.signed()
    credit = trade.credit("3000.00", 1, payer="a third party's account")
    assert world.owed(postings.SUSPENSE) == "3000.00"
    trade.recall(credit)
    assert (credit.state, world.owed(postings.SUSPENSE), buyers(trade)) == ("recalled", "0.00", [])


@pytest.mark.parametrize(("who", "outcome"), [("buyer", "buyer_default"), ("supplier", "non_delivery")])
def test_while_the_buyer_owes_a_recall_nothing_is_released_to_the_supplier_at_the_end(who, outcome):
    """RULES §9: the order is frozen; what is held of it was paid by the buyer and makes the recall good, the rest goes back."""
    world = World()
    trade = held_order(world)
    recalled = next(one for one in trade.bundle.of(rows.Credit) if one.amount_minor == 300000)
    trade.recall(recalled)
    assert (buyers(trade), trade.held) == ([(300000, "noticed")], "7000.00")
    trade.move(trade.order, {"buyer": "walk_away", "supplier": "give_up"}[who], who)
    assert (trade.order.outcome, trade.held, trade.bundle.instalments[1].released_minor) == (outcome, "0.00", 0)
    assert trade.refund_due == "4000.00"


def test_a_recall_that_is_more_than_what_is_held_takes_all_of_it_and_the_rest_is_still_owed():
    """RULES §9: of 7,000 that were recalled the 3,000 of the order make good a part; nothing is released, nothing goes back."""
    world = World()
    plan = [(7000, "signing", 7, "on_capture"), (3000, "inspection", 14, "on_acceptance")]
    trade = world.signed(world.supplier(limit="20000.00"), plan=plan)
    deposit = trade.credit("7000.00", 1)
    trade.passed()
    trade.credit("3000.00", 2)
    trade.recall(deposit)
    trade.move(trade.order, "give_up", "supplier")
    assert (trade.order.outcome, trade.held, trade.bundle.instalments[1].released_minor) == ("non_delivery", "0.00", 0)
    assert (trade.refund_due, world.owed(postings.buyer_debt(trade.order.id))) == ("0.00", "-4000.00")


def test_money_back_beyond_what_its_accounts_brought_goes_to_the_buyers_own():
    """RULES §9: the deposit was recalled, so of the supplier's 500 no account of a credit can take any."""
    world = World()
    trade = held_order(world)
    deposit = next(one for one in trade.bundle.of(rows.Credit) if one.amount_minor == 300000)
    late(world, trade)
    trade.offer_settlement("supplier", "7500.00")
    trade.settle("buyer")
    settlement = trade.debt
    trade.recall(deposit)
    own = world.market.account(trade.order.buyer_id, world.now)
    world.market.accounts[trade.order.buyer_id] = "a new account"
    trade.credit("500.00", debt=settlement)
    back = {one.account: one.amount_minor for one in trade.bundle.of(rows.PaymentOut)}
    assert back == {own: 700000, "a new account": 50000}


# --- plans, set-off, write-off


def test_a_buyers_debt_may_be_planned_and_its_default_leaves_the_suppliers_limit_alone():
    """RULES §3, §7, §9: it is reckoned anew after an overdue debt of the supplier's."""
    world = World()
    trade = deposit_recalled(world)
    limit, reviewed = trade.bundle.supplier.supplier.limit_minor, trade.bundle.supplier.supplier.reviewed_at
    plan = [{"due": "2027-03-10", "minor": 300000}]
    trade.move(trade.debt, "plan", OPERATOR, plan=plan, approved_by=TWO)
    world.on("2027-03-12")
    assert (trade.debt.state, trade.debt.overdue_at is not None) == ("overdue", True)
    supplier = trade.bundle.supplier.supplier
    assert (supplier.limit_minor, supplier.reviewed_at, supplier.overdue_count) == (limit, reviewed, 0)


@pytest.mark.parametrize(
    "plan",
    [
        [],
        [{"due": "2027-06-10", "minor": 299999}],
        [{"due": "2027-06-10", "minor": 300001}],
        [{"due": "2027-06-10", "minor": 300000}, {"due": "2027-07-10", "minor": 0}],
        [{"due": "2027-06-10", "minor": 300001}, {"due": "2027-07-10", "minor": -1}],
        [{"due": "2027-07-10", "minor": 150000}, {"due": "2027-06-10", "minor": 150000}],
        [{"due": "2027-05-09", "minor": 300000}],
        [{"due": "2027-11-13", "minor": 300000}],
    ],
)
def test_a_plan_that_does_not_fit_the_debt(plan):
    """RULES §7, R7.9: the whole debt in parts above 0, in order, from today to six months of 31 days."""
    world = World()
    trade = owing(world)
    assert world.now.date().isoformat() == "2027-05-10"
    with pytest.raises(Exception, match="The plan covers the debt within its longest time"):
        trade.move(trade.debt, "plan", OPERATOR, plan=plan, approved_by=TWO)


@pytest.mark.parametrize("last", ["2027-05-10", "2027-11-12"])
def test_a_plan_may_begin_today_and_end_on_its_last_day(last):
    """RULES §7, R7.9."""
    world = World()
    trade = owing(world)
    plan = [{"due": "2027-05-10", "minor": 1}, {"due": last, "minor": 299999}]
    trade.move(trade.debt, "plan", OPERATOR, plan=plan, approved_by=TWO)
    assert trade.debt.state == "planned"


@pytest.mark.parametrize(
    ("paid", "overdue_on"), [("0", "2027-06-11"), ("1000.00", "2027-07-11"), ("999.99", "2027-06-11")]
)
def test_a_plan_is_in_default_after_the_first_part_that_is_not_covered(paid, overdue_on):
    """RULES §7: parts are covered in their order, by whatever was paid since the plan."""
    world = World()
    trade = owing(world)
    plan = [{"due": "2027-06-10", "minor": 100000}, {"due": "2027-07-10", "minor": 200000}]
    trade.move(trade.debt, "plan", OPERATOR, plan=plan, approved_by=TWO)
    if paid != "0":
        trade.credit(paid, debt=trade.debt)
    world.left_alone(days=100)
    at = trade.debt.overdue_at + timedelta(hours=2)  # the buyer's days end at 22:00 UTC
    assert (trade.debt.state, at.date().isoformat()) == ("overdue", overdue_on)


def test_security_paid_in_later_is_set_off_by_itself():
    """RULES §7, R7.8: where no released money waits, security refilled since."""
    world = World()
    trade = owing(world)
    world.after(days=9)
    assert (trade.debt.state, trade.debt.security_minor) == ("overdue", 0)
    supplier = trade.order.supplier_id
    world.post(postings.credit_received(cause="s", currency="USD", minor=100000))
    world.post(postings.security_paid_in(cause="s", currency="USD", supplier_id=supplier, minor=100000))
    world.after(days=1)
    assert (trade.debt.security_minor, trade.debt.set_off_minor) == (100000, 0)
    assert (world.owed(postings.security(supplier)), world.market.pot("USD").cash_minor) == ("0.00", 1800000)


def test_a_fee_and_a_settlement_that_nobody_pays_cost_the_fund_nothing():
    """RULES §7: written off at 180 days; the fund had not advanced them."""
    world = World()
    with_fee = failed(world)
    world.after(days=8)
    with_fee.ruled(outcome="keep", award="0.01", reasons={"outcome": "It can be used.", "award": "Hardly any."})
    with_settlement = held_order(world)
    late(world, with_settlement)
    with_settlement.offer_settlement("supplier", "7500.00")
    with_settlement.settle("buyer")
    world.left_alone(days=200)
    assert fees(with_fee) == [(20000, "written_off")]
    assert (with_settlement.debt.kind, with_settlement.debt.state) == ("settlement", "written_off")
    assert with_settlement.debt.written_off_minor == 50000
    assert with_fee.bundle.supplier.supplier.fees_owed == {}
    written = [one for one in world.entries() if one.recipe == "debt_written_off"]
    assert [one.rows[0].minor for one in written] == [1]
    assert world.owed(postings.FUND) == "19999.99"


def test_money_for_a_debt_that_is_no_more_goes_back_to_who_paid_it():
    """RULES §9: what is too much goes back in five working days, all of it where nothing is owed."""
    world = World()
    trade = owing(world)
    trade.credit("3000.00", debt=trade.debt)
    late_one = trade.credit("3000.00", debt=trade.debt)
    assert (trade.debt.state, late_one.applied_minor, trade.debt.paid_minor) == ("collected", 0, 300000)
    (excess,) = [one for one in trade.bundle.of(rows.PaymentOut) if one.credit_id == late_one.id]
    assert (excess.amount_minor, excess.purpose, excess.account) == (300000, "excess", late_one.payer_account)


def test_a_fee_that_a_supplier_outside_the_scheme_owes_does_not_make_him_a_limit():
    """RULES §3, §7: only the limit of who is in the scheme is reckoned after an overdue debt."""
    world = World()
    plan = [(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")]
    trade = failed(world, world.supplier(state="outside", limit="0.00"), plan=plan, coverage="none")
    supplier = trade.bundle.supplier.supplier
    world.left_alone(days=60)
    assert fees(trade) == [(20000, "overdue")]
    assert (supplier.state, supplier.limit_minor, supplier.reviewed_at) == ("outside", 0, None)
