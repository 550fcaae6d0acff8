"""Money in over the bank (RULES §9): each case as a story that ends on its ledger, bank and books agreeing."""

from dataclasses import replace
from datetime import date

import pytest

from tests.scenarios.banking import CAPTURE, HELD, credit, operator, reference, settled, waiting
from tests.world import BUYER, SUPPLIER, plan
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.gateways.payments.port import Line
from tradeward.queries import orders
from tradeward.usecases import bank, payouts, suspense


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
    with pytest.raises(RuleBroken, match="amount_minor is no whole number from 1"):
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
    with pytest.raises(NotAllowed, match="two of the operator's people"):
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


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"bank_id": ""}, "lines[0].bank_id"),
        ({"bank_id": "B\0"}, "lines[0].bank_id"),
        ({"kind": "gift"}, "lines[0].kind"),
        ({"minor": "100"}, "lines[0].minor"),
        ({"minor": -1}, "lines[0].minor"),
        ({"about": "\ud800"}, "lines[0].about"),
    ],
)
def test_a_line_of_a_statement_that_cannot_be_kept_is_refused_by_name(world, changed, field):
    """DESIGN §4: the whole statement is refused, and nothing of it is recorded; the bank is asked again."""
    line = Line(**{"bank_id": "B-1", "kind": "unexplained", "minor": 100} | changed)
    with pytest.raises(RuleBroken) as refused:
        bank.statement(currency="USD", through=date(2026, 3, 1), closing_minor=0, lines=[line], at=world.now)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"currency": "dollars"}, "currency"),
        ({"through": "yesterday"}, "through"),
        ({"closing_minor": 1.5}, "closing_minor"),
    ],
)
def test_a_statement_that_cannot_be_kept_is_refused_by_name(world, changed, field):
    """DESIGN §4: one clear message names the field."""
    said = {"currency": "USD", "through": date(2026, 3, 1), "closing_minor": 0, "lines": []}
    with pytest.raises(RuleBroken) as refused:
        bank.statement(**{**said, **changed}, at=world.now)
    assert refused.value.field == field


def test_a_deposit_that_the_bank_tells_late_revives_the_order(world):
    """R9.5: of a day that kept the deadline, after the statements that did not show it; the books stay green."""
    order = world.signed(plan=HELD)
    for _ in range(12):
        world.after(days=1)
        world.stage.statement_day()
    assert order.state == "lapsed"
    assert order.pay(1, value_on=date(2026, 3, 10)) == "matched"
    assert (order.state, order.money("paid")) == ("making", "USD 3,000.00")
