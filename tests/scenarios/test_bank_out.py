"""Money out over the bank, statements, and the bank account against the books (RULES §7, §9)."""

from datetime import date

import pytest

from tests import databases
from tests.scenarios.banking import CAPTURE, HELD, credit, operator, reference, settled
from tests.world import BUYER, SUPPLIER, World
from tradeward.domain.refusals import NotAllowed, NotFound, RuleBroken
from tradeward.gateways.payments.port import Line
from tradeward.queries import bank as seen
from tradeward.queries import orders
from tradeward.usecases import bank, fund, organisations, payouts, suspense


def test_a_payout_is_sent_told_once_and_booked(world):
    """RULES §9, R9.7: due → sent → booked; the bank is told after the books, and telling again is harmless."""
    order = world.signed(plan=CAPTURE)
    order.pay(1)
    world.on("2026-03-03T06:01")
    (payment,) = seen.payments(operator(world), payee_id=world.stage.people[SUPPLIER].organisation_id)
    assert (payment.state, payment.amount) == ("sent", "2940.00")
    assert [payouts.hand_over(bank=world.stage.bank, at=world.now) for _ in range(2)] == [1, 0]
    world.after(days=1)
    world.stage.statement_day()
    world.stage.statement_day()
    (payment,) = seen.payments(operator(world), payee_id=world.stage.people[SUPPLIER].organisation_id)
    assert payment.state == "booked"
    assert settled(world)
    assert (
        world.ledger()
        == """
2026-03-02 fund_paid_in        bank_in → fund             USD 20,000.00
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-03-03 sent_out            payable:lantern → bank_out USD 2,940.00
2026-03-04 booked_in           bank → bank_in             USD 20,000.00
2026-03-04 booked_in           bank → bank_in             USD 3,000.00
2026-03-04 booked_out          bank_out → bank            USD 2,940.00
balances
  bank                         USD 20,060.00
  fees                         USD -60.00
  fund                         USD -20,000.00
"""
    )


def test_a_returned_refund_is_due_again_to_the_account_that_works(world, order):
    """RULES §9, R9.7, R9.8: returned → due again; new bank details are in force after 72 hours and two people."""
    buyer = world.stage.people[BUYER].organisation_id
    order.pay(1)
    order.pay(2)
    world.stage.bank.close(account=f"DE-{BUYER}")
    payouts.return_early(order_id=order.id, number=2, **world.stage.by(BUYER))
    world.after(days=1)
    world.stage.statement_day()
    world.after(hours=1)
    world.stage.statement_day(through=world.now.date())
    (payment,) = seen.payments(operator(world), order_id=order.id)
    assert payment.state == "returned"
    change = {"organisation_id": buyer, "account": "DE-NEW"}
    with pytest.raises(NotAllowed):
        world.stage.two(organisations.change_account, second="operator", **change)
    told = world.stage.two(organisations.change_account, **change)
    assert told["notice_to"] == "desk@nordlicht.example"
    world.after(hours=73)
    with pytest.raises(NotFound):
        payouts.renew(payment_id=payment.id, **world.stage.by(BUYER))
    (payment,) = seen.payments(operator(world), order_id=order.id)
    if payment.state == "returned":
        payouts.renew(payment_id=payment.id, **world.stage.by("operator"))
    assert settled(world)
    assert [one.amount_minor for one in world.stage.bank.paid(account="DE-NEW")] == [700000]
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 credit_received     bank_in → suspense         USD 7,000.00
2026-03-02 credit_matched      suspense → early:lamps     USD 7,000.00
2026-03-02 returned            early:lamps → refund_due:lamps USD 7,000.00
2026-03-02 sent_out            refund_due:lamps → bank_out USD 7,000.00
2026-03-03 came_back           bank_out → refund_due:lamps USD 7,000.00
2026-03-06 sent_out            refund_due:lamps → bank_out USD 7,000.00
2026-03-15 booked_out          bank_out → bank            USD 7,000.00
balances
  bank                         USD -7,000.00
  bank_in                      USD 10,000.00
  held:lamps                   USD -3,000.00
"""
    )


def test_a_payout_that_was_booked_and_comes_back_is_paid_again(world):
    """RULES §9: booked, returned days later, in the next batch again; the account changed meanwhile."""
    order = world.signed(plan=CAPTURE)
    order.pay(1)
    world.on("2026-03-03T06:01")
    world.stage.statement_day()
    world.on("2026-03-04T05:00")
    world.stage.statement_day()
    (paid,) = world.stage.bank.paid(account=f"CN-{SUPPLIER}")
    world.stage.bank.give_back(end_to_end=paid.end_to_end, on=date(2026, 3, 4))
    world.stage.two(
        organisations.change_account, organisation_id=world.stage.people[SUPPLIER].organisation_id, account="CN-NEW"
    )
    world.on("2026-03-07T05:30")
    world.stage.statement_day()
    world.on("2026-03-07T06:01")
    told = [(one.state, one.account) for one in seen.payments(operator(world))]
    assert told == [("rebatched", f"CN-{SUPPLIER}"), ("sent", "CN-NEW")]
    assert settled(world)
    assert (
        world.ledger()
        == """
2026-03-02 fund_paid_in        bank_in → fund             USD 20,000.00
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-03-03 sent_out            payable:lantern → bank_out USD 2,940.00
2026-03-03 booked_in           bank → bank_in             USD 20,000.00
2026-03-03 booked_in           bank → bank_in             USD 3,000.00
2026-03-04 booked_out          bank_out → bank            USD 2,940.00
2026-03-07 came_back           bank → payable:lantern     USD 2,940.00
2026-03-07 sent_out            payable:lantern → bank_out USD 2,940.00
2026-03-16 booked_out          bank_out → bank            USD 2,940.00
balances
  bank                         USD 20,060.00
  fees                         USD -60.00
  fund                         USD -20,000.00
"""
    )


def test_a_refund_that_was_booked_and_comes_back_goes_out_once_more(world, order):
    """RULES §9: out and back on one statement, then out again with another id towards the bank."""
    order.pay(1)
    order.pay(2)
    payouts.return_early(order_id=order.id, number=2, **world.stage.by(BUYER))
    world.after(hours=1)
    payouts.hand_over(bank=world.stage.bank, at=world.now)
    (first,) = world.stage.bank.paid(account=f"DE-{BUYER}")
    world.stage.bank.give_back(end_to_end=first.end_to_end, on=date(2026, 3, 2))
    world.after(days=1)
    world.stage.statement_day()
    assert seen.reconciliation(operator(world), currency="USD").fits
    assert [one.state for one in seen.payments(operator(world))] == ["returned"]
    world.after(days=4)
    assert settled(world)
    (second,) = world.stage.bank.paid(account=f"DE-{BUYER}")
    assert second.end_to_end != first.end_to_end
    assert world.balance("bank") == "USD 23,000.00"


def test_money_of_a_later_day_does_not_save_an_order(world, order):
    """RULES §8, §9, R9.5: dated by value date: while the lapse waits for the statement, what came too late goes back."""
    world.on("2026-03-12T06:00")
    assert order.pay(1, value_on=date(2026, 3, 12)) == "sent_back"
    assert order.pay(1, value_on=date(2026, 3, 11)) == "matched"
    assert order.state == "making"
    assert settled(world)


def test_the_operator_bears_what_the_bank_took(world):
    """RULES §7: a difference is borne by two people out of the fees, and payouts go on."""
    fee = Line(bank_id="fee", kind="payment", minor=100, about="account keeping")
    bank.statement(currency="USD", through=date(2026, 3, 1), closing_minor=-100, lines=[fee], at=world.now)
    said = {"bank_id": "fee", "reason": "account keeping"}
    for wrong, refusal in (
        ({"second": "operator"}, NotAllowed),
        ({"reason": " "}, RuleBroken),
        ({"bank_id": "nothing"}, NotFound),
    ):
        with pytest.raises(refusal):
            world.stage.two(bank.bear, **{**said, **wrong})
    told = world.stage.two(bank.bear, **said)
    assert (told["borne"], seen.reconciliation(operator(world), currency="USD").fits) == ("1.00", True)


def test_new_bank_details_are_not_in_force_for_72_hours(world):
    """RULES §9, R9.8: until then the old account is paid."""
    order = world.signed(plan=CAPTURE)
    world.stage.two(
        organisations.change_account, organisation_id=world.stage.people[SUPPLIER].organisation_id, account="CN-NEW"
    )
    order.pay(1)
    world.after(days=1)
    world.stage.statement_day()
    assert [one.amount_minor for one in world.stage.bank.paid(account=f"CN-{SUPPLIER}")] == [294000]


def test_a_shared_account_makes_parties_related(world):
    """RULES §3, §9: also one that is not in force yet: no cover between related parties."""
    assert world.offered().quote.cover != "0.00"
    world.stage.two(
        organisations.change_account,
        organisation_id=world.stage.people[SUPPLIER].organisation_id,
        account=f"DE-{BUYER}",
    )
    assert world.offered("shades").quote.cover == "0.00"


def test_a_difference_stops_payouts_until_it_is_gone(world):
    """RULES §7, §9, R7.13: the bank account = last imported statement + listed items in transit; a difference stops payouts."""
    order = world.signed(plan=CAPTURE)
    strange = Line(bank_id="strange", kind="payment", minor=100, about="nobody's")
    told = bank.statement(currency="USD", through=date(2026, 3, 1), closing_minor=-100, lines=[strange], at=world.now)
    assert told["difference_minor"] == "-100"
    order.pay(1)
    world.after(days=2)
    assert seen.payments(operator(world)) == []
    assert seen.reconciliation(operator(world), currency="USD").difference_minor == -100
    world.stage.statement_day()
    assert [one.state for one in seen.payments(operator(world))] == ["sent"]
    assert settled(world)


def test_a_statement_again_changes_nothing(world, order):
    """RULES §9: the same day again is answered as before, also when an import broke off before its end."""
    order.pay(1)
    world.after(days=1)
    first = world.stage.statement_day()
    before = world.ledger()
    world.after(hours=1)
    assert world.stage.statement_day() == first
    assert world.ledger() == before
    with pytest.raises(RuleBroken, match="another request"):
        bank.statement(currency="USD", through=date(2026, 3, 2), closing_minor=1, lines=[], at=world.now)


def test_an_import_that_broke_off_is_finished_by_importing_again(world, monkeypatch):
    """RULES §9: a crash between the statement and its payments leaves them in transit, listed, and no difference."""
    order = world.signed(plan=CAPTURE)
    order.pay(1)
    world.on("2026-03-03T06:01")
    payouts.hand_over(bank=world.stage.bank, at=world.now)
    world.on("2026-03-04T06:01")
    with monkeypatch.context() as broken:
        broken.setattr(bank, "_book", lambda line, *, at: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.stage.statement_day()
    found = seen.reconciliation(operator(world), currency="USD")
    assert (found.difference_minor, [one.minor for one in found.outgoing], found.fits) == (0, [-294000], True)
    world.stage.statement_day()
    found = seen.reconciliation(operator(world), currency="USD")
    assert (found.difference_minor, found.outgoing, found.fits) == (0, (), True)


def test_a_crash_between_books_and_bank_pays_once(world):
    """RULES §9: the payment's own id towards the bank makes telling it again harmless."""
    order = world.signed(plan=CAPTURE)
    order.pay(1)
    world.on("2026-03-03T06:01")

    class Breaks:
        def send(self, *, payment, on):
            world.stage.bank.send(payment=payment, on=on)
            raise ConnectionError("the bank took it, and the line broke")

    with pytest.raises(ConnectionError):
        payouts.hand_over(bank=Breaks(), at=world.now)
    assert payouts.hand_over(bank=world.stage.bank, at=world.now) == 1
    assert [one.amount_minor for one in world.stage.bank.paid(account=f"CN-{SUPPLIER}")] == [294000]
    assert settled(world)


def test_the_news_of_a_bank_are_recorded_once(world, order):
    """RULES §9: credits and recalls told during the day, as often as the bank likes."""
    told = world.stage._credit(reference(order), "3000.00", "USD", payer=BUYER, bank_id="deposit")
    world.stage.bank.receive(credit=told, on=date(2026, 3, 2))
    assert [bank.news(bank=world.stage.bank, at=world.now) for _ in range(2)] == [
        2,
        2,
    ]  # the fund's own transfer and this one
    assert order.money("paid") == "USD 3,000.00"
    world.stage.bank.recall(of="deposit", on=date(2026, 3, 2))
    assert bank.news(bank=world.stage.bank, at=world.now) == 3
    assert order.money("paid") == "USD 0.00"
    assert settled(world)


def test_the_fund_is_paid_in_and_out_over_the_bank(world):
    """RULES §3, §7: the operator's own transfers are listed in transit, then on the statement."""
    world.stage.two(fund.pay_out, amount="5000.00", currency="USD")
    found = seen.reconciliation(operator(world), currency="USD")
    assert ([one.minor for one in found.incoming], [one.minor for one in found.outgoing]) == ([2000000], [-500000])
    assert settled(world)
    assert (
        world.ledger()
        == """
2026-03-02 fund_paid_in        bank_in → fund             USD 20,000.00
2026-03-02 fund_paid_out       fund → bank_out            USD 5,000.00
2026-03-10 booked_in           bank → bank_in             USD 20,000.00
2026-03-11 booked_out          bank_out → bank            USD 5,000.00
balances
  bank                         USD 15,000.00
  fund                         USD -15,000.00
"""
    )


def test_two_payments_out_of_the_fund_are_told_apart(world):
    """RULES §3, §9: each line of the statement is the movement whose id and amount it has."""
    for amount in ("300.00", "200.00"):
        world.stage.two(fund.pay_out, amount=amount, currency="USD")
    assert settled(world)
    assert (world.balance("bank"), world.balance("fund")) == ("USD 19,500.00", "USD -19,500.00")


@pytest.mark.tampers
def test_lines_that_nothing_explains_are_a_difference(world, order):
    """RULES §7, §9: a recall of nothing, of what went back, a payment nobody ordered, a credit told otherwise before."""
    order.pay(1, bank_id="deposit")
    sent_back, _ = credit(world, "?", bank_id="mystery")
    suspense.send_back(credit_id=sent_back, **world.stage.by("operator"))
    other = world.stage._credit(reference(order), "1.00", "USD", payer=BUYER, bank_id="deposit")
    lines = [
        Line(bank_id="r1", kind="recall", minor=500, about="never came"),
        Line(bank_id="r2", kind="recall", minor=300000, about="mystery"),
        Line(bank_id="p1", kind="payment", minor=70, about="not ours"),
        Line(bank_id="deposit", kind="credit", minor=100, credit=other),
        Line(bank_id="p2", kind="payment", minor=70, about="not ours"),
        Line(bank_id="blank", kind="credit", minor=9),
    ]
    told = bank.statement(currency="USD", through=date(2026, 3, 2), closing_minor=-123, lines=lines, at=world.now)
    assert told["difference_minor"] == "-123"
    found = seen.reconciliation(operator(world), currency="USD")
    assert (found.difference_minor, found.unlisted_in_minor, found.unlisted_out_minor) == (-123, 0, 0)
    assert world.balance("bank") == "USD 0.00"


def test_with_the_worker_off_the_history_is_the_same(template):
    """RULES §2, R2.5: what waited for the statement happens when it is imported, whoever swept before."""
    told = []
    for swept in (True, False):
        with databases.lent(template):
            world = World()
            order = world.signed(plan=HELD)
            credit(world, "a mystery")
            world.stage.at = world.stage.at.replace(day=12)
            if swept:
                world.on(world.stage.at)
            world.stage.statement_day()
            world.on("2026-03-20")
            lines = orders.journal(operator(world), order_id=order.id, at=world.now)
            told.append(([(one.at, one.noun, one.verb) for one in lines], world.ledger()))
    assert told[0] == told[1]


def test_only_the_operator_sees_and_moves_suspense(world):
    """RULES §9, DESIGN §4: who may not know of a credit is told that there is none."""
    id, _ = credit(world, "a mystery")
    for act in (suspense.confirm, suspense.decline, suspense.send_back):
        with pytest.raises(NotFound):
            act(credit_id=id, **world.stage.by(BUYER))
    with pytest.raises(NotFound):
        suspense.propose(credit_id=id, reference="RF", **world.stage.by(BUYER))
    with pytest.raises(RuleBroken, match="is of no instalment"):
        suspense.propose(credit_id=id, reference="RF", **world.stage.by("operator"))
    with pytest.raises(NotAllowed):
        seen.suspense(world.stage.people[BUYER])
