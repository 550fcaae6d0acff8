"""Money in and out over the bank (RULES §9): each case as a story that ends on its ledger, bank and books agreeing."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests import databases
from tests.world import BUYER, SUPPLIER, World, plan
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.gateways.payments.port import Line
from tradeward.queries import bank as seen
from tradeward.queries import orders
from tradeward.usecases import bank, fund, organisations, payouts, suspense

HELD = plan((3000, "signing", "on_acceptance"), (7000, "inspection", "on_acceptance"))
CAPTURE = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture"))


@pytest.fixture
def order(world):
    """An order of 10,000, deposit 3,000, everything held to acceptance."""
    return world.signed(plan=HELD)


def operator(world):
    return world.stage.people["operator"]


def reference(order, number=1):
    return orders.instalments(operator(order.world), order_id=order.id, at=order.world.now)[number - 1].reference


def credit(world, text, amount="3000.00", *, payer=BUYER, currency="USD", **told):
    """A credit with any reference, from anybody; returns its id and what became of it."""
    told = world.stage.credit(reference=text, amount=amount, currency=currency, payer=payer, **told)
    return UUID(told["credit"]), told["state"]


def waiting(world):
    return [(one.amount, one.proposed_reference) for one in seen.suspense(operator(world))]


def settled(world):
    """Payments leave, the bank books them, nothing is in transit, suspense is empty, bank and books agree to the cent."""
    world.after(days=8)  # excess goes back in five working days
    world.stage.statement_day()
    world.after(days=1)
    world.stage.statement_day()
    for currency in seen.currencies(operator(world)):
        found = seen.reconciliation(operator(world), currency=currency)
        assert (found.difference_minor, found.incoming, found.outgoing) == (0, (), ())
        assert found.fits
    assert world.balance("suspense") == "USD 0.00"
    return True


def test_w9_parts_add_up_and_what_is_too_much_goes_back(world, order):
    """RULES §9, W9, R9.3: 2,990 + 10, then 3,000 under another bank id."""
    assert [order.pay(1, "USD 2,990.00"), order.state] == ["matched", "signed"]
    assert [order.pay(1, "USD 10.00"), order.state] == ["matched", "making"]
    assert order.pay(1, "USD 3,000.00") == "matched"
    assert order.money("paid") == "USD 3,000.00"
    assert settled(world)
    assert (
        world.ledger()
        == """
2026-03-02 fund_paid_in        bank_in → fund             USD 20,000.00
2026-03-02 credit_received     bank_in → suspense         USD 2,990.00
2026-03-02 credit_matched      suspense → held:lamps      USD 2,990.00
2026-03-02 credit_received     bank_in → suspense         USD 10.00
2026-03-02 credit_matched      suspense → held:lamps      USD 10.00
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → refund_due:lamps USD 3,000.00
2026-03-07 sent_out            refund_due:lamps → bank_out USD 3,000.00
2026-03-10 booked_in           bank → bank_in             USD 20,000.00
2026-03-10 booked_in           bank → bank_in             USD 2,990.00
2026-03-10 booked_in           bank → bank_in             USD 10.00
2026-03-10 booked_in           bank → bank_in             USD 3,000.00
2026-03-11 booked_out          bank_out → bank            USD 3,000.00
balances
  bank                         USD 23,000.00
  fund                         USD -20,000.00
  held:lamps                   USD -3,000.00
"""
    )


def test_the_same_entry_twice_has_one_effect(world, order):
    """RULES §9, R9.1: same entry id twice → one effect, told at once, later, or with other words."""
    first = order.pay(1, bank_id="entry-1")
    world.after(hours=1)
    assert order.pay(1, bank_id="entry-1") == first
    told = world.stage.bank.receive(
        credit=world.stage._credit("", "1.00", "USD", payer=BUYER, bank_id="entry-1"), on=date(2026, 3, 2)
    )
    assert bank.credit(credit=replace(told, text="no reference this time"), at=world.now)["state"] == first
    assert order.money("paid") == "USD 3,000.00"
    with pytest.raises(RuleBroken, match="another request"):
        bank.credit(credit=replace(told, amount_minor=100), at=world.now)
    with pytest.raises(RuleBroken, match="above 0"):
        bank.credit(credit=replace(told, amount_minor=0), at=world.now)
    assert settled(world)


def test_a_third_party_pays_and_two_people_clear_it(world, order):
    """RULES §9, R9.3: payer ≠ buyer is held until cleared, by four eyes."""
    world.stage.buyer("Onkel Hugo (fictional)")
    id, state = credit(world, reference(order), payer="Onkel Hugo (fictional)")
    assert (state, order.state, waiting(world)) == ("suspense", "signed", [("3000.00", "")])
    with pytest.raises(OutOfTurn, match="A match is proposed"):
        suspense.confirm(credit_id=id, **world.stage.by("second operator"))
    suspense.propose(credit_id=id, reference=reference(order), **world.stage.by("operator"))
    with pytest.raises(OutOfTurn, match="Two people"):
        suspense.confirm(credit_id=id, **world.stage.by("operator"))
    told = suspense.confirm(credit_id=id, **world.stage.by("second operator"))
    assert (told["state"], order.state, waiting(world)) == ("matched", "making", [])
    assert settled(world)
    assert (
        world.ledger()
        == """
2026-03-02 fund_paid_in        bank_in → fund             USD 20,000.00
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-10 booked_in           bank → bank_in             USD 20,000.00
2026-03-10 booked_in           bank → bank_in             USD 3,000.00
balances
  bank                         USD 23,000.00
  fund                         USD -20,000.00
  held:lamps                   USD -3,000.00
"""
    )


def test_a_credit_without_a_reference_finds_its_order(world, order):
    """RULES §9, R9.2: matched by the operator, four eyes; the proposal moves it to the order, declining takes it off again."""
    other = world.signed(
        "shades", value="USD 3,000.00", plan=plan((10000, "signing", "on_acceptance")), cover="USD 0.00"
    )
    id, state = credit(world, "for the lamps, thank you")
    assert (state, waiting(world)) == ("suspense", [("3000.00", "")])
    suspense.propose(credit_id=id, reference=reference(other), **world.stage.by("operator"))
    with pytest.raises(RuleBroken, match="decline it there first"):
        suspense.propose(credit_id=id, reference=reference(order), **world.stage.by("operator"))
    suspense.decline(credit_id=id, **world.stage.by("second operator"))
    suspense.propose(credit_id=id, reference=reference(order), **world.stage.by("second operator"))
    assert suspense.confirm(credit_id=id, **world.stage.by("operator"))["state"] == "matched"
    assert (order.state, other.state) == ("making", "signed")
    assert settled(world)


def test_what_nobody_claims_goes_back_after_ten_working_days(world):
    """RULES §9, R9.2: returned after 10 working days from suspense, to the account it came from, by the clock."""
    id, _ = credit(world, "a mystery")
    world.on("2026-03-16T23:59:59")  # ten working days after Monday 2 March end with Monday the 16th
    assert waiting(world) == [("3000.00", "")]
    world.on("2026-03-17T00:01")
    assert waiting(world) == []
    with pytest.raises(OutOfTurn):
        suspense.send_back(credit_id=id, **world.stage.by("operator"))
    assert settled(world)
    assert [one.amount_minor for one in world.stage.bank.paid(account=f"DE-{BUYER}")] == [300000]
    assert (
        world.ledger()
        == """
2026-03-02 fund_paid_in        bank_in → fund             USD 20,000.00
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-17 sent_out            suspense → bank_out        USD 3,000.00
2026-03-25 booked_in           bank → bank_in             USD 20,000.00
2026-03-25 booked_in           bank → bank_in             USD 3,000.00
2026-03-26 booked_out          bank_out → bank            USD 3,000.00
balances
  bank                         USD 20,000.00
  fund                         USD -20,000.00
"""
    )


@pytest.mark.parametrize("named", [True, False])
def test_the_operator_sends_a_credit_back_before(world, order, named):
    """RULES §9: without waiting for its time, whether it names an order or not."""
    world.stage.buyer("Onkel Hugo (fictional)")
    id, _ = credit(world, reference(order) if named else "?", payer="Onkel Hugo (fictional)")
    assert suspense.send_back(credit_id=id, **world.stage.by("operator"))["state"] == "sent_back"
    assert settled(world)
    assert len(world.stage.bank.paid(account="DE-Onkel Hugo (fictional)")) == 1


def test_the_wrong_currency_goes_back(world, order):
    """RULES §9, R9.3: wrong currency back."""
    assert credit(world, reference(order), "2800.00", currency="EUR")[1] == "sent_back"
    assert order.money("paid") == "USD 0.00"
    assert settled(world)
    assert (
        world.ledger()
        == """
2026-03-02 fund_paid_in        bank_in → fund             USD 20,000.00
2026-03-02 credit_received     bank_in → suspense         EUR 2,800.00
2026-03-02 sent_out            suspense → bank_out        EUR 2,800.00
2026-03-10 booked_in           bank → bank_in             EUR 2,800.00
2026-03-10 booked_in           bank → bank_in             USD 20,000.00
2026-03-11 booked_out          bank_out → bank            EUR 2,800.00
balances
  bank                         USD 20,000.00
  fund                         USD -20,000.00
"""
    )


def test_early_money_waits_and_is_applied_when_its_instalment_opens(world, order):
    """RULES §9, R9.4: before its instalment opens: kept as early, applied when due."""
    order.pay(1)
    assert order.pay(2) == "matched"
    assert order.money("held") == "USD 3,000.00"
    order.ready()
    order.inspect("50.0", "50.1", "49.9")
    assert order.money("held") == "USD 10,000.00"
    assert settled(world)


def test_early_money_goes_back_on_request(world, order):
    """RULES §9, R9.4: returned on request, to the account it came from."""
    order.pay(1)
    order.pay(2)
    with pytest.raises(NotAllowed):
        payouts.return_early(order_id=order.id, number=2, **world.stage.by(SUPPLIER))
    payouts.return_early(order_id=order.id, number=2, **world.stage.by(BUYER))
    with pytest.raises(OutOfTurn):
        payouts.return_early(order_id=order.id, number=2, **world.stage.by(BUYER))
    assert settled(world)
    assert [one.amount_minor for one in world.stage.bank.paid(account=f"DE-{BUYER}")] == [700000]
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 credit_received     bank_in → suspense         USD 7,000.00
2026-03-02 credit_matched      suspense → early:lamps     USD 7,000.00
2026-03-02 returned            early:lamps → refund_due:lamps USD 7,000.00
2026-03-02 sent_out            refund_due:lamps → bank_out USD 7,000.00
2026-03-11 booked_out          bank_out → bank            USD 7,000.00
balances
  bank                         USD -7,000.00
  bank_in                      USD 10,000.00
  held:lamps                   USD -3,000.00
"""
    )


def test_an_order_lapses_when_the_statement_is_there_and_shows_nothing(world, order):
    """R2.9, R8.1: deposit due 9 March + 2 bank days; the lapse waits for the statement of that day, and is dated by it."""
    world.on("2026-03-12T06:00")
    assert order.state == "signed"
    world.stage.statement_day(through=date(2026, 3, 10))
    assert order.state == "signed"
    world.stage.statement_day()
    assert order.state == "lapsed"
    assert [
        one.at.isoformat()
        for one in orders.journal(operator(world), order_id=order.id, at=world.now)
        if one.verb == "lapse"
    ] == ["2026-03-12T06:00:00+00:00"]
    assert settled(world)


def test_a_credit_that_only_the_statement_shows_keeps_the_order(world, order):
    """RULES §9, R9.1, R9.5: dated by value date: the statement's own credits count before the lapse is tried."""
    world.on("2026-03-12T06:00")
    late = world.stage._credit(reference(order), "3000.00", "USD", payer=BUYER, value_on=date(2026, 3, 11))
    world.stage.bank.receive(credit=late, on=date(2026, 3, 11))
    world.stage.statement_day()
    assert (order.state, order.money("paid")) == ("making", "USD 3,000.00")


def test_a_credit_for_a_lapsed_order_goes_back(world, order):
    """RULES §9, R9.5: for a lapsed order: back."""
    world.on("2026-03-12T06:00")
    world.stage.statement_day()
    assert order.state == "lapsed"
    order.pay(1)
    assert order.money("held") == "USD 0.00"
    assert settled(world)
    assert (
        world.ledger("lamps")
        == """
2026-03-12 credit_received     bank_in → suspense         USD 3,000.00
2026-03-12 credit_matched      suspense → refund_due:lamps USD 3,000.00
2026-03-19 sent_out            refund_due:lamps → bank_out USD 3,000.00
2026-03-21 booked_out          bank_out → bank            USD 3,000.00
balances
  bank                         USD -3,000.00
  bank_in                      USD 3,000.00
"""
    )


def test_a_proposed_match_holds_the_lapse(world, order):
    """RULES §9: a credit that may be this order's keeps it alive until it is cleared or sent back."""
    id, _ = credit(world, "lamps?")
    suspense.propose(credit_id=id, reference=reference(order), **world.stage.by("operator"))
    world.on("2026-03-12T06:00")
    world.stage.statement_day()
    assert order.state == "signed"
    suspense.decline(credit_id=id, **world.stage.by("operator"))
    assert order.state == "lapsed"
    assert settled(world)


def test_a_recalled_credit_that_is_held_opens_the_instalment_again(world, order):
    """RULES §9, R9.6: still held → instalment open again."""
    order.pay(1, bank_id="deposit")
    world.after(days=1)
    assert world.stage.recall("deposit")["state"] == "recalled"
    assert world.stage.recall("deposit")["state"] == "recalled"
    assert (order.money("paid"), order.money("held")) == ("USD 0.00", "USD 0.00")
    order.pay(1)
    assert order.money("held") == "USD 3,000.00"
    assert settled(world)
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-03 credit_recalled     held:lamps → bank_in       USD 3,000.00
2026-03-03 credit_received     bank_in → suspense         USD 3,000.00
2026-03-03 credit_matched      suspense → held:lamps      USD 3,000.00
balances
  bank_in                      USD 3,000.00
  held:lamps                   USD -3,000.00
"""
    )


def test_w12_a_recall_after_release_is_the_buyers_debt(world):
    """RULES §9, W12, R9.6: paid 0, debt 3,000, frozen, cover 0; after 60 days the fund's loss."""
    order = world.signed(plan=CAPTURE)
    order.pay(1, bank_id="deposit")
    world.after(days=1)
    world.stage.statement_day()
    world.stage.recall("deposit")
    assert (order.money("paid"), order.money("cover")) == ("USD 0.00", "USD 0.00")
    world.after(days=61)
    assert world.balance("fund") == "USD -17,000.00"
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
2026-03-03 credit_recalled     debt_buyer:lamps → bank_in USD 3,000.00
2026-05-02 buyer_debt_lost     fund → debt_buyer:lamps    USD 3,000.00
2026-05-11 booked_recall       bank_in → bank             USD 3,000.00
2026-05-11 booked_out          bank_out → bank            USD 2,940.00
balances
  bank                         USD 17,060.00
  fees                         USD -60.00
  fund                         USD -17,000.00
"""
    )


def test_a_recalled_credit_in_suspense_leaves_nothing(world):
    """RULES §9: taken back before anybody claimed it."""
    credit(world, "a mystery", bank_id="mystery")
    assert world.stage.recall("mystery")["state"] == "recalled"
    assert waiting(world) == []
    assert settled(world)


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
    second = world.stage.people["second operator"].person_id
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
    with pytest.raises(NotAllowed):
        organisations.change_account(
            organisation_id=buyer, account="DE-NEW", approved_by=operator(world).person_id, **world.stage.by("operator")
        )
    told = organisations.change_account(
        organisation_id=buyer, account="DE-NEW", approved_by=second, **world.stage.by("operator")
    )
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
    organisations.change_account(
        organisation_id=world.stage.people[SUPPLIER].organisation_id,
        account="CN-NEW",
        approved_by=world.stage.people["second operator"].person_id,
        **world.stage.by("operator"),
    )
    world.on("2026-03-07T05:30")
    world.stage.statement_day()
    world.on("2026-03-07T06:01")
    told = [(one.state, one.account) for one in seen.payments(operator(world))]
    assert told == [("rebatched", f"CN-{SUPPLIER}"), ("sent", "CN-NEW")]
    assert settled(world)
    assert world.ledger() == """
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
    second = world.stage.people["second operator"].person_id
    fee = Line(bank_id="fee", kind="payment", minor=100, about="account keeping")
    bank.statement(currency="USD", through=date(2026, 3, 1), closing_minor=-100, lines=[fee], at=world.now)
    said = {"bank_id": "fee", "reason": "account keeping", "approved_by": second}
    for wrong, refusal in (
        ({"approved_by": operator(world).person_id}, NotAllowed),
        ({"reason": " "}, RuleBroken),
        ({"bank_id": "nothing"}, NotFound),
    ):
        with pytest.raises(refusal):
            bank.bear(**{**said, **wrong}, **world.stage.by("operator"))
    told = bank.bear(**said, **world.stage.by("operator"))
    assert (told["borne"], seen.reconciliation(operator(world), currency="USD").fits) == ("1.00", True)
    assert bank.bear(**said, by=operator(world), at=world.now, key=f"play:{world.stage.count}") == told


def test_new_bank_details_are_not_in_force_for_72_hours(world):
    """RULES §9, R9.8: until then the old account is paid."""
    order = world.signed(plan=CAPTURE)
    organisations.change_account(
        organisation_id=world.stage.people[SUPPLIER].organisation_id,
        account="CN-NEW",
        approved_by=world.stage.people["second operator"].person_id,
        **world.stage.by("operator"),
    )
    order.pay(1)
    world.after(days=1)
    world.stage.statement_day()
    assert [one.amount_minor for one in world.stage.bank.paid(account=f"CN-{SUPPLIER}")] == [294000]


def test_a_shared_account_makes_parties_related(world):
    """RULES §3, §9: also one that is not in force yet: no cover between related parties."""
    assert world.offered().quote.cover != "0.00"
    organisations.change_account(
        organisation_id=world.stage.people[SUPPLIER].organisation_id,
        account=f"DE-{BUYER}",
        approved_by=world.stage.people["second operator"].person_id,
        **world.stage.by("operator"),
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
    second = world.stage.people["second operator"].person_id
    fund.pay_out(amount="5000.00", currency="USD", approved_by=second, **world.stage.by("operator"))
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
        made = databases.clone(template)
        try:
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
        finally:
            databases.drop(made)
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
