"""A supplier's own money that the platform keeps: paid in, used, refilled, given back (RULES §7, §9)."""

import pytest

from tests.domain.orders_in_memory import HELD, OPERATOR, late
from tests.memory import World
from tradeward.domain import lives, postings, securing
from tradeward.domain.refusals import NotAllowed, OutOfTurn
from tradeward.domain.vocabulary import Actor, Role

BANK = Actor(Role.REACTION)
SECOND = "another person"


def kept(world, supplier, currency="USD"):
    return world.owed(postings.security(supplier.subject_id), currency)


def give_back(world, supplier, **said):
    world.move(supplier, supplier.supplier, "return_security", OPERATOR, **{"approved_by": SECOND, **said})


def recall(world, supplier, credit, order=None):
    """The bank takes a credit back; what is gone of it is owed from `order`."""
    act = world.act("recall", BANK, recall_id="R")

    def take() -> None:
        lives.move(supplier, credit, "recall", act=act)
        if credit.applied_minor:
            debt = securing.owe(order.bundle, credit, act=act)
            lives.note(order.bundle, "recovery", debt.id, act=act)

    world.do(supplier, act, take)


def test_security_is_paid_in_under_a_reference_of_its_own():
    """R7.6: from the supplier's account it is kept at once, in whatever currency; it is not what he is paid out."""
    world = World()
    supplier = world.supplier()
    credit = world.put_up(supplier, "500.00")
    world.put_up(supplier, "300.00")
    world.put_up(supplier, "70000", currency="JPY")
    assert (credit.state, credit.matched_to, credit.applied_minor) == (
        "matched", supplier.supplier.security_reference, 50000,
    )  # fmt: skip
    assert (supplier.security(), supplier.payable()) == ({"USD": 80000, "JPY": 70000}, {})
    assert world.owed(postings.SUSPENSE) == "0.00"


def test_security_from_a_strangers_account_waits_for_two_people():
    """R7.6, R9.3: a payer who is not the supplier is held until cleared, or the money goes back after ten working days."""
    world = World()
    supplier = world.supplier()
    cleared, forgotten = (world.put_up(supplier, "500.00", payer="a stranger's") for _ in range(2))
    assert (cleared.state, kept(world, supplier)) == ("suspense", "0.00")
    reference = supplier.supplier.security_reference
    with pytest.raises(OutOfTurn):
        world.move(supplier, cleared, "match", OPERATOR, reference=reference)
    world.move(supplier, cleared, "match", OPERATOR, reference=reference, approved_by=SECOND)
    assert (cleared.state, kept(world, supplier)) == ("matched", "500.00")
    world.after(days=20)
    (back,) = supplier.payouts
    assert (forgotten.state, back.account, back.amount_minor, back.state) == (
        "sent_back",
        "a stranger's",
        50000,
        "booked",
    )


def test_a_refund_takes_security_between_held_money_and_the_fund():
    """R7.6: 3,000 released, 7,000 held, 500 put up: 7,000 + 500 + 2,500."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    world.put_up(trade.bundle.supplier, "500.00")
    late(world, trade)
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.held_minor, ruling.security_minor, ruling.advance_minor) == (700000, 50000, 250000)
    assert kept(world, trade.bundle.supplier) == "0.00"


def owing(world):
    """Everything released and paid out, 5,000 advanced by the fund, the debt overdue."""
    trade = world.signed(world.supplier(limit="20000.00"), value="5000.00", release="on_capture")
    trade.credit("1500.00", 1)
    trade.passed()
    trade.credit("3500.00", 2)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    world.after(days=8)
    assert (trade.debt.state, trade.debt.debt_minor) == ("overdue", 500000)
    return trade


def test_security_that_is_refilled_covers_an_overdue_debt_at_once():
    """R7.8: released money first, then security refilled since; the rest stays security when nothing is owed any more."""
    world = World()
    trade = owing(world)
    supplier = trade.bundle.supplier
    world.put_up(supplier, "2000.00")
    assert (trade.debt.security_minor, kept(world, supplier)) == (200000, "0.00")
    world.put_up(supplier, "3100.00")
    assert (trade.debt.security_minor, trade.debt.state, kept(world, supplier)) == (500000, "collected", "100.00")


def test_security_is_given_back_when_nothing_is_open_by_two_people():
    """R7.6: not while an order runs or a debt is open; then all of it, a payment a currency, to the supplier's account."""
    world = World()
    trade = world.signed(release="on_capture")
    supplier = trade.bundle.supplier
    with pytest.raises(OutOfTurn, match="Security of the supplier's is kept"):
        give_back(world, supplier)
    world.put_up(supplier, "500.00")
    world.put_up(supplier, "70000", currency="JPY")
    for refused, said in ((OutOfTurn, {}), (OutOfTurn, {"approved_by": OPERATOR.person_id})):
        with pytest.raises(refused):
            give_back(world, supplier, **said)
    with pytest.raises(NotAllowed):
        world.move(supplier, supplier.supplier, "return_security", trade.supplier, approved_by=SECOND)
    trade.move(trade.order, "call_off", "buyer")
    world.after(minutes=1)
    with pytest.raises(OutOfTurn, match="No security of the supplier's is kept any more"):
        world.move(supplier, supplier.supplier, "leave", trade.supplier)
    give_back(world, supplier)
    paid = sorted((one.purpose, one.currency, one.amount_minor, one.state) for one in supplier.payouts)
    assert paid == [("security", "JPY", 70000, "sent"), ("security", "USD", 50000, "sent")]
    assert supplier.security() == {}
    world.after(days=2)
    world.move(supplier, supplier.supplier, "leave", trade.supplier)


def test_security_that_the_bank_returns_is_security_again():
    """R9.7, R7.6: it is not sent by itself again; the operator gives it back anew."""
    world = World()
    supplier = world.supplier()
    world.put_up(supplier, "500.00")
    give_back(world, supplier)
    (payment,) = supplier.payouts
    world.move(supplier, payment, "return", BANK, returned="R")
    assert (payment.state, kept(world, supplier)) == ("rebatched", "500.00")
    world.after(days=30)
    assert kept(world, supplier) == "500.00"
    give_back(world, supplier)
    assert kept(world, supplier) == "0.00"


def test_a_recalled_credit_takes_security_and_what_was_used_is_owed():
    """R9.6, R7.8: of 1,000 put up 400 are left; recalled, the 600 that a debt took are the supplier's debt again."""
    world = World()
    trade = owing(world)
    supplier = trade.bundle.supplier
    trade.credit("4400.00", debt=trade.debt)
    cash = world.market.pot("USD").cash_minor
    credit = world.put_up(supplier, "1000.00")
    assert (trade.debt.state, kept(world, supplier)) == ("collected", "400.00")
    recall(world, supplier, credit, trade)
    assert (credit.state, kept(world, supplier), trade.debt.debt_minor, trade.debt.state) == (
        "recalled", "0.00", 60000, "noticed",
    )  # fmt: skip
    assert world.market.pot("USD").cash_minor == cash
    waiting = world.put_up(supplier, "50.00", payer="a stranger's")
    recall(world, supplier, waiting)
    assert (waiting.state, world.owed(postings.SUSPENSE)) == ("recalled", "0.00")
