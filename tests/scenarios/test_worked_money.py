"""The worked money of RULES §12, each a story that ends on its ledger."""

from datetime import timedelta

import pytest

from tests.world import BUYER, SUPPLIER, World, plan
from tradeward.domain.refusals import OutOfTurn

ALL_ON_CAPTURE = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture"))
REST_HELD = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_shipment"))


def founding(world):
    """W1 up to the ruling: everything released, never shipped, silence."""
    order = world.signed(plan=ALL_ON_CAPTURE, cover="USD 7,500.00", ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on(order.ship_deadline + timedelta(days=1))
    dispute = order.disputed("ship_date", remedy="cancel")
    world.on(dispute.opened_at + timedelta(days=7))
    return order, dispute


def second_order_released(world):
    """A second order of the supplier on which 2,000 net are released."""
    order = world.signed(
        "shades", value="USD 2,040.82", plan=plan((10000, "signing", "on_capture")), ship_date="2026-09-01"
    )
    order.pay(1)
    return order


def test_w1_the_founding_example(world):
    """W1, S4, S6, S8."""
    order, dispute = founding(world)
    assert order.risk == ("USD 0.00", "USD 7,500.00", "USD 2,500.00")
    assert dispute.state == "escalated"  # by itself
    ruled = dispute.ruled()
    assert (ruled.refund, ruled.advance, ruled.not_covered) == ("USD 7,500.00", "USD 7,500.00", "USD 2,500.00")
    assert (order.state, order.money("debt")) == ("cancelled", "USD 7,500.00")
    second_order_released(world)
    world.after(days=7)  # the notice is over: what was released since is set off
    assert order.money("debt") == "USD 5,500.00"
    world.after(days=5)
    order.pay_debt("USD 5,500.00")
    world.after(days=1)
    assert [order.money(name) for name in ("held", "debt", "reserved")] == ["USD 0.00"] * 3
    assert world.balance("fund") == "USD -20,000.00"
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-04-05 credit_received     bank_in → suspense         USD 7,000.00
2026-04-05 credit_matched      suspense → held:lamps      USD 7,000.00
2026-04-05 released            held:lamps → payable:lantern USD 6,860.00
2026-04-05 released            held:lamps → fees          USD 140.00
2026-05-09 refunded            debt_supplier:lantern → refund_due:lamps USD 7,500.00
2026-05-09 sent_out            refund_due:lamps → bank_out USD 7,500.00
2026-05-16 debt_set_off        payable:lantern → debt_supplier:lantern USD 2,000.00
2026-05-21 credit_received     bank_in → suspense         USD 5,500.00
2026-05-21 debt_paid           suspense → debt_supplier:lantern USD 5,500.00
balances
  bank_in                      USD 15,500.00
  bank_out                     USD -7,500.00
  fees                         USD -200.00
  payable:lantern              USD -7,800.00
"""
    )


def test_w2_held_money_first_then_cover(market):
    """W2: 9,000 of 10,000 come back where the cover caps what the fund advances."""
    world = World(limit="USD 2,000.00")
    order = world.signed(plan=REST_HELD, cover="USD 2,000.00", ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on(order.ship_deadline + timedelta(days=1))
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    ruled = dispute.ruled()
    assert (ruled.refund, ruled.advance, ruled.not_covered) == ("USD 9,000.00", "USD 2,000.00", "USD 1,000.00")
    world.after(days=8)
    assert (order.money("refunded"), order.money("held")) == ("USD 9,000.00", "USD 0.00")
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-04-05 credit_received     bank_in → suspense         USD 7,000.00
2026-04-05 credit_matched      suspense → held:lamps      USD 7,000.00
2026-05-09 refunded            debt_supplier:lantern → refund_due:lamps USD 2,000.00
2026-05-09 sent_out            refund_due:lamps → bank_out USD 2,000.00
2026-05-16 refunded            held:lamps → refund_due:lamps USD 7,000.00
2026-05-16 sent_out            refund_due:lamps → bank_out USD 7,000.00
balances
  bank_in                      USD 10,000.00
  bank_out                     USD -9,000.00
  debt_supplier:lantern        USD 2,000.00
  fees                         USD -60.00
  payable:lantern              USD -2,940.00
"""
    )


def test_w2_where_the_cover_caps_the_refund(market):
    """W2 under `coverage_cap=refund`: 2,000 refunded from held, 5,000 held returned, 3,000 not covered."""
    world = World(limit="USD 2,000.00", coverage_cap="refund")
    order = world.signed(plan=REST_HELD, cover="USD 2,000.00", ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on(order.ship_deadline + timedelta(days=1))
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    ruled = dispute.ruled()
    assert (ruled.refund, ruled.advance, ruled.not_covered) == ("USD 2,000.00", "USD 0.00", "USD 3,000.00")
    world.after(days=8)
    assert (order.money("refunded"), order.money("returned"), order.money("held")) == (
        "USD 2,000.00",
        "USD 5,000.00",
        "USD 0.00",
    )
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-04-05 credit_received     bank_in → suspense         USD 7,000.00
2026-04-05 credit_matched      suspense → held:lamps      USD 7,000.00
2026-05-16 refunded            held:lamps → refund_due:lamps USD 2,000.00
2026-05-16 returned            held:lamps → refund_due:lamps USD 5,000.00
2026-05-16 sent_out            refund_due:lamps → bank_out USD 2,000.00
2026-05-16 sent_out            refund_due:lamps → bank_out USD 5,000.00
balances
  bank_in                      USD 10,000.00
  bank_out                     USD -7,000.00
  fees                         USD -60.00
  payable:lantern              USD -2,940.00
"""
    )


def test_w3_a_second_refund_knows_the_first(market):
    """W3: after 2,000 kept from held, the second refund is 5,000 held and 3,000 of the fund."""
    world = World(limit="USD 3,000.00")
    order = world.signed(plan=REST_HELD, cover="USD 3,000.00", ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on(order.ship_deadline + timedelta(days=1))
    order.disputed("ship_date", remedy="keep").settled("USD 2,000.00")
    world.after(days=1)
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    ruled = dispute.ruled()
    assert (ruled.refund, ruled.advance) == ("USD 8,000.00", "USD 3,000.00")
    world.after(days=8)
    assert (order.money("refunded"), order.money("held")) == ("USD 10,000.00", "USD 0.00")
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-04-05 credit_received     bank_in → suspense         USD 7,000.00
2026-04-05 credit_matched      suspense → held:lamps      USD 7,000.00
2026-05-02 refunded            held:lamps → refund_due:lamps USD 2,000.00
2026-05-02 sent_out            refund_due:lamps → bank_out USD 2,000.00
2026-05-10 refunded            debt_supplier:lantern → refund_due:lamps USD 3,000.00
2026-05-10 sent_out            refund_due:lamps → bank_out USD 3,000.00
2026-05-17 refunded            held:lamps → refund_due:lamps USD 5,000.00
2026-05-17 sent_out            refund_due:lamps → bank_out USD 5,000.00
balances
  bank_in                      USD 10,000.00
  bank_out                     USD -10,000.00
  debt_supplier:lantern        USD 3,000.00
  fees                         USD -60.00
  payable:lantern              USD -2,940.00
"""
    )


def test_w4_late_but_kept(market):
    """W4: two days late at half a per cent a day of 40,000: 400 from held, the order goes on."""
    world = World(limit="USD 20,000.00")
    parts = plan((3000, "signing", "on_acceptance"), (7000, "received", "on_acceptance"))
    order = world.signed(
        value="USD 40,000.00", plan=parts, coverage="post_delivery", ship_date="2026-05-01",
        late_ld={"pct_per_day": "0.5", "cap_pct": "10"},
    )  # fmt: skip
    order.pay(1)
    world.on("2026-05-03")
    order.ready()
    order.ship(day="2026-05-03")
    world.after(days=1)
    dispute = order.disputed("ship_date", remedy="keep")
    world.after(days=7)
    assert dispute.ruled().refund == "USD 400.00"
    world.after(days=8)
    assert (order.money("refunded"), order.money("held"), order.state) == ("USD 400.00", "USD 11,600.00", "shipped")
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 12,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 12,000.00
2026-05-18 refunded            held:lamps → refund_due:lamps USD 400.00
2026-05-18 sent_out            refund_due:lamps → bank_out USD 400.00
balances
  bank_in                      USD 12,000.00
  bank_out                     USD -400.00
  held:lamps                   USD -11,600.00
"""
    )


def test_w5_the_balance_never_comes(world):
    """W5: passed, the balance unpaid 14 + 14 days: cancelled by the clock, the deposit is the supplier's, no points."""
    order = world.signed(cover="USD 7,500.00", ship_date="2026-05-01")
    order.pay(1)
    world.on("2026-04-01")
    order.ready()
    assert order.inspect("50.0") == "met"
    world.after(days=28)
    assert order.state == "ready"
    world.after(days=1)
    assert (order.state, order.outcome, order.facts["points"]) == ("cancelled", "buyer_default", 0)
    assert order.money("released") == "USD 3,000.00"
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
balances
  bank_in                      USD 3,000.00
  fees                         USD -60.00
  payable:lantern              USD -2,940.00
"""
    )


def test_w6_an_appeal_reverses(world):
    """W6: the open debt is the fund's, what was collected comes back the same day, the buyer keeps what he got."""
    order, dispute = founding(world)
    dispute.ruled()
    second_order_released(world)
    world.after(days=7)
    assert order.money("debt") == "USD 5,500.00"
    dispute.appealed(SUPPLIER)
    world.after(days=1)
    told = dispute.ruled_on_appeal(
        outcome="dismissed", reasons={"outcome": "the bill of lading was in the file all along"}
    )
    assert (told.state, order.money("debt"), order.facts["points"]) == ("final", "USD 0.00", 0)
    assert world.balance("fund") == "USD -12,500.00"
    assert order.money("refunded") == "USD 7,500.00"
    world.after(days=1)
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-04-05 credit_received     bank_in → suspense         USD 7,000.00
2026-04-05 credit_matched      suspense → held:lamps      USD 7,000.00
2026-04-05 released            held:lamps → payable:lantern USD 6,860.00
2026-04-05 released            held:lamps → fees          USD 140.00
2026-05-09 refunded            debt_supplier:lantern → refund_due:lamps USD 7,500.00
2026-05-09 sent_out            refund_due:lamps → bank_out USD 7,500.00
2026-05-16 debt_set_off        payable:lantern → debt_supplier:lantern USD 2,000.00
2026-05-17 debt_reversed       fund → debt_supplier:lantern USD 5,500.00
2026-05-17 debt_reversed       fund → payable:lantern     USD 2,000.00
balances
  bank_in                      USD 10,000.00
  bank_out                     USD -7,500.00
  fees                         USD -200.00
  fund                         USD 7,500.00
  payable:lantern              USD -9,800.00
"""
    )


def test_w7_a_settlement_on_released_money(world):
    """W7: the fund advances nothing; unpaid after 7 days it goes up as an admitted debt."""
    order = world.signed(plan=ALL_ON_CAPTURE, cover="USD 7,500.00", ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on(order.ship_deadline + timedelta(days=1))
    dispute = order.disputed("ship_date", remedy="keep")
    dispute.settled("USD 4,000.00")
    assert (dispute.state, order.money("refunded"), world.balance("fund")) == ("settled", "USD 0.00", "USD -20,000.00")
    with pytest.raises(OutOfTurn, match="The settlement is overdue"):
        dispute.say(BUYER, "escalate")
    world.after(days=8)
    dispute.say(BUYER, "escalate")
    ruled = dispute.ruled()
    assert (ruled.award, ruled.refund) == ("USD 4,000.00", "USD 4,000.00")
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-04-05 credit_received     bank_in → suspense         USD 7,000.00
2026-04-05 credit_matched      suspense → held:lamps      USD 7,000.00
2026-04-05 released            held:lamps → payable:lantern USD 6,860.00
2026-04-05 released            held:lamps → fees          USD 140.00
2026-05-10 refunded            debt_supplier:lantern → refund_due:lamps USD 4,000.00
balances
  bank_in                      USD 10,000.00
  debt_supplier:lantern        USD 4,000.00
  fees                         USD -200.00
  payable:lantern              USD -9,800.00
  refund_due:lamps             USD -4,000.00
"""
    )


def test_w8_the_cover_has_gone(world):
    """W8: signed on 7,500; after the hold others have taken it; the supplier's signature is refused, 900 is shown."""
    order = world.offered(plan=ALL_ON_CAPTURE, ship_date="2026-06-01")
    order.sign(BUYER, cover="USD 7,500.00")
    world.after(days=3, hours=12)
    world.signed("other", value="USD 6,600.00", plan=plan((10000, "signing", "on_capture")), ship_date="2026-07-01")
    world.after(hours=12)
    with pytest.raises(OutOfTurn, match=r"The cover that can be given now is USD 900\.00"):
        order.sign(SUPPLIER, cover="USD 7,500.00")
    order.sign(BUYER, cover="USD 900.00")
    order.sign(SUPPLIER, cover="USD 900.00")
    assert (order.state, order.money("cover")) == ("signed", "USD 900.00")


def test_w9_parts_add_up_and_excess_goes_back(world):
    """W9: 2,990 + 10, then 3,000 under another bank id: paid 3,000, 3,000 returned."""
    order = world.signed(cover="USD 7,500.00")
    assert order.pay(1, "USD 2,990.00", bank_id="b1") == "matched"
    assert order.state == "signed"
    order.pay(1, "USD 10.00", bank_id="b2")
    order.pay(1, "USD 10.00", bank_id="b2")  # the same entry again has no effect
    assert (order.state, order.money("paid")) == ("making", "USD 3,000.00")
    order.pay(1, "USD 3,000.00", bank_id="b3")
    world.after(days=8)
    assert order.money("paid") == "USD 3,000.00"
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 2,990.00
2026-03-02 credit_matched      suspense → held:lamps      USD 2,990.00
2026-03-02 credit_received     bank_in → suspense         USD 10.00
2026-03-02 credit_matched      suspense → held:lamps      USD 10.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → refund_due:lamps USD 3,000.00
2026-03-07 sent_out            refund_due:lamps → bank_out USD 3,000.00
balances
  bank_in                      USD 6,000.00
  bank_out                     USD -3,000.00
  fees                         USD -60.00
  payable:lantern              USD -2,940.00
"""
    )


def test_w10_shipped_while_a_part_is_disputed(market):
    """W10: 400 of 7,000 held are disputed: 6,600 are released, 400 stay until final."""
    world = World(limit="USD 20,000.00")
    order = world.signed(plan=REST_HELD, ship_date="2026-05-01", late_ld={"pct_per_day": "2", "cap_pct": "10"})
    order.inspected_and_paid()
    world.on("2026-05-03")
    dispute = order.disputed("ship_date", remedy="keep", asked="USD 400.00")
    world.after(hours=1)
    order.ship(day="2026-05-03")
    world.after(days=6)
    assert (order.money("held"), order.money("released")) == ("USD 400.00", "USD 9,600.00")
    world.on(dispute.opened_at + timedelta(days=7))
    assert dispute.ruled().refund == "USD 400.00"
    assert order.money("held") == "USD 400.00"
    world.after(days=8)
    assert (order.money("held"), order.money("refunded")) == ("USD 0.00", "USD 400.00")
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-04-05 credit_received     bank_in → suspense         USD 7,000.00
2026-04-05 credit_matched      suspense → held:lamps      USD 7,000.00
2026-05-07 released            held:lamps → payable:lantern USD 6,468.00
2026-05-07 released            held:lamps → fees          USD 132.00
2026-05-17 refunded            held:lamps → refund_due:lamps USD 400.00
2026-05-17 sent_out            refund_due:lamps → bank_out USD 400.00
balances
  bank_in                      USD 10,000.00
  bank_out                     USD -400.00
  fees                         USD -192.00
  payable:lantern              USD -9,408.00
"""
    )


def test_w11_the_buyers_days(world):
    """W11: the balance came 10 days late, the goods 8 days: not late, no damages, no points."""
    order = world.signed(ship_date="2026-05-01", late_ld={"pct_per_day": "1", "cap_pct": "10"})
    order.pay(1)
    world.on("2026-04-01")
    order.ready()
    order.inspect("50.0")
    world.on("2026-04-25")  # due on 15 April
    order.pay(2)
    assert order.ship_deadline.date().isoformat() == "2026-05-11"
    world.on("2026-05-09")
    order.ship(day="2026-05-09")
    world.after(days=1)
    with pytest.raises(OutOfTurn, match="premature"):
        order.disputed("ship_date", remedy="keep")
    world.on("2026-05-12")
    dispute = order.disputed("ship_date", remedy="keep")
    world.after(days=7)
    ruled = dispute.ruled()
    assert (ruled.outcome, ruled.award) == ("dismissed", "USD 0.00")
    world.after(days=8)
    assert (order.facts["points"], order.money("refunded")) == (0, "USD 0.00")


def test_w12_the_deposit_is_recalled(world):
    """W12: recalled after release and payout: the buyer's debt, everything frozen, cover 0; on day 60 the fund's loss."""
    order = world.signed(cover="USD 7,500.00")
    order.pay(1, bank_id="deposit")
    world.after(days=2)
    world.stage.recall("deposit")
    assert [order.money(name) for name in ("paid", "buyer_debt", "cover")] == ["USD 0.00", "USD 3,000.00", "USD 0.00"]
    world.after(days=59)
    assert world.balance("fund") == "USD -20,000.00"
    world.after(days=2)
    assert (world.balance("fund"), order.state) == ("USD -17,000.00", "cancelled")
    assert (
        world.ledger("lamps")
        == """
2026-03-02 credit_received     bank_in → suspense         USD 3,000.00
2026-03-02 credit_matched      suspense → held:lamps      USD 3,000.00
2026-03-02 released            held:lamps → payable:lantern USD 2,940.00
2026-03-02 released            held:lamps → fees          USD 60.00
2026-03-04 credit_recalled     debt_buyer:lamps → bank_in USD 3,000.00
2026-05-03 buyer_debt_lost     fund → debt_buyer:lamps    USD 3,000.00
balances
  fees                         USD -60.00
  fund                         USD 3,000.00
  payable:lantern              USD -2,940.00
"""
    )


def test_w14_settle_or_rule(world):
    """W14: whoever comes second is out of turn; one refund. (The race itself is in tests/faults.)"""
    order, dispute = founding(world)
    dispute.offer(SUPPLIER, "USD 500.00")
    dispute.ruled()
    with pytest.raises(OutOfTurn):
        dispute.say(BUYER, "settle")
    assert order.money("refunded") == "USD 7,500.00"


@pytest.mark.parametrize(("escalates_when", "state"), [("unsettled", "escalated"), ("unanswered", "answered")])
def test_w15_an_answer_at_the_last_instant(market, escalates_when, state):
    """W15: answered at +168 h exactly: answered; where only silence escalates it stays, else it goes up."""
    world = World(escalates_when=escalates_when)
    order = world.signed(plan=ALL_ON_CAPTURE, ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on(order.ship_deadline + timedelta(days=1))
    dispute = order.disputed("ship_date", remedy="cancel")
    world.stage.at = dispute.opened_at + timedelta(hours=168)
    dispute.say(SUPPLIER, "answer", answer="contest")
    assert dispute.state == "answered"
    world.after(hours=1)
    assert dispute.state == state
