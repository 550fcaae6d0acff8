"""Disputes, rulings and appeals (RULES §5, §6), each rule as the shortest story that shows it."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.memory import TICK, World
from tradeward.domain import postings, rows
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role

HELD = [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_acceptance")]
REVERSED = {"outcome": "dismissed", "reasons": {"outcome": "The bill of lading was in the file."}}


def paid(world, *, limit="20000.00", **more):
    """3,000 released, 7,000 held, passed."""
    trade = world.signed(world.supplier(limit=limit), plan=HELD, **more)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    return trade


def late(world, *, limit="20000.00", **claim):
    """Never shipped, and claimed on the first day that it is late."""
    trade = paid(world, limit=limit)
    world.on("2027-05-02")
    trade.dispute("ship_date", **claim)
    return trade


def escalated(world, **claim):
    trade = late(world, **claim)
    world.after(days=7, microseconds=1)
    assert trade.dispute_row.state == "escalated"
    return trade


# --- opening


def test_a_dispute_names_terms_of_the_contract_and_covered_grounds():
    """R5.1: others are refused by name, too early with the rule and the day that has to pass."""
    trade = paid(World())
    for claim, field in (({"terms": ["colour"]}, "terms"), ({"remedy": "revenge"}, "remedy")):
        with pytest.raises(RuleBroken) as refused:
            trade.dispute("quality", **claim)
        assert refused.value.field == field
    with pytest.raises(RuleBroken, match="ship_date, quality, quantity"):
        trade.dispute("regret")
    with pytest.raises(OutOfTurn, match="r7: .*the deadline 2027-05-01 had not passed"):
        trade.dispute("ship_date")


def test_the_amount_asked_is_frozen_and_nothing_else():
    """R5.3: at most what was paid; of 7,000 held only 400; the supplier's other money goes its way."""
    world = World()
    trade = paid(world, limit="50000.00")
    world.on("2027-05-02")
    with pytest.raises(RuleBroken, match=r"at most .*USD 10,000\.00"):
        trade.dispute("ship_date", remedy="keep", asked="10000.01")
    trade.dispute("ship_date", remedy="keep", asked="400.00")
    assert (trade.bundle.frozen, trade.held) == (40000, "7000.00")
    plan = [(10000, "signing", 7, "on_capture")]
    other = world.signed(trade.bundle.supplier, value="1000.00", plan=plan, ship_date="2028-01-01")
    other.credit("1000.00", 1)
    world.after(days=2)
    assert [one.amount_minor for one in trade.bundle.supplier.payouts] == [294000, 98000]
    all_of_it = late(World())
    assert all_of_it.bundle.frozen == all_of_it.bundle.held == 700000  # 10,000 asked, of which held money is first


def test_the_supplier_accepts_by_one_word():
    """R5.4: his acceptance of the amount asked is an offer of it, to which the buyer says yes."""
    trade = late(World(), remedy="keep", asked="400.00")
    trade.answer("accept")
    trade.settle("buyer")
    assert (trade.refunded, trade.dispute_row.state, trade.order.state) == ("400.00", "final", "ready")


@pytest.mark.parametrize("answer", ["contest", "cure"])
def test_an_answer_is_one_of_three_and_admits_nothing(answer):
    """R5.4: contested or cured, it escalates unsettled; another word is refused."""
    world = World()
    trade = late(world)
    with pytest.raises(RuleBroken, match="accept, contest, cure"):
        trade.answer("perhaps")
    trade.answer(answer)
    assert (trade.dispute_row.state, trade.dispute_row.admitted) == ("answered", False)
    world.after(days=8)
    assert trade.dispute_row.state == "escalated"


# --- officers


def test_an_officer_declares_that_he_has_no_tie_and_only_the_one_who_took_the_case_rules():
    """R5.7: a tie keeps him out; another officer neither asks nor rules; an item is precise and of one side."""
    trade = escalated(World())
    with pytest.raises(OutOfTurn, match="no tie to either side"):
        trade.says("take", trade.officer(0), tie="his brother sells lamps")
    trade.take(0)
    for verb, said in (("rule", {}), ("ask", {"item": "the log book", "of": "supplier"})):
        with pytest.raises(OutOfTurn, match="This officer has the case"):
            trade.says(verb, trade.officer(1), **said)
    for said in ({"item": " ", "of": "supplier"}, {"item": "the log book", "of": "both"}):
        with pytest.raises(OutOfTurn, match="named precisely"):
            trade.says("ask", trade.officer(0), **said)


def test_a_tie_of_an_officers_organisation_is_found_whatever_is_declared():
    """R5.7: declared and checked: of neither side, and sharing no owner, address or account with one, now or when he rules."""
    world = World()
    trade = escalated(world)
    house = UUID(int=77)
    sides = (trade.order.buyer_id, trade.order.supplier_id)

    def of(organisation_id, n=0):
        return Actor(Role.OFFICER, organisation_id, trade.officer(n).person_id)

    for side in sides:
        with pytest.raises(OutOfTurn, match="The officer's organisation is neither side's"):
            trade.says("take", of(side), tie="none")
        world.market.relations = {frozenset({house, side})}
        with pytest.raises(OutOfTurn, match="shares no owner, address or bank account"):
            trade.says("take", of(house), tie="none")
    world.market.relations = set()
    trade.says("take", of(house), tie="none")
    world.market.relations = {frozenset({house, sides[0]})}
    with pytest.raises(OutOfTurn, match="shares no owner, address or bank account"):
        trade.says("rule", of(house))
    world.market.relations = set()
    trade.says("rule", of(house))
    world.market.relations = {frozenset({house, sides[1]})}
    for verb, said in (("countersign", {}), ("send_back", {"reason": "Look again."})):
        with pytest.raises(OutOfTurn, match="shares no owner, address or bank account"):
            trade.says(verb, of(house, 1), tie="none", **said)


def test_findings_that_the_clock_issued_can_be_appealed():
    """R5.8: 15 working days after escalation; the breach is found, and another officer looks again."""
    world = World()
    trade = escalated(world)
    opened = trade.dispute_row.escalated_at
    world.on(opened + timedelta(days=19))
    assert trade.dispute_row.state == "escalated"
    world.after(days=1)
    assert (trade.dispute_row.state, trade.ruling.officer_id, trade.ruling.outcome) == ("ruled", None, "cancel")
    trade.appeal("supplier")
    trade.appeal_ruled(1, **REVERSED)
    assert (trade.dispute_row.state, trade.dispute_row.outcome) == ("final", "dismissed")


def test_a_departure_from_the_computed_findings_has_its_reason():
    """R5.10: each figure that is changed; what was computed stays in the ruling beside it."""
    trade = escalated(World())
    trade.take()
    for departure in ({"award": "100.00"}, {"outcome": "keep", "award": "100.00", "reasons": {"award": "So agreed."}}):
        with pytest.raises(OutOfTurn, match="written reason"):
            trade.rule(**departure)
    trade.rule(outcome="keep", award="100.00", reasons={"award": "So agreed.", "outcome": "Both want the goods."})
    ruling = trade.last(rows.Ruling)
    assert (ruling.award_minor, ruling.outcome, ruling.findings["ship_date"]["result"]) == (10000, "keep", "breached")
    assert ruling.departures == {"award": "So agreed.", "outcome": "Both want the goods."}
    assert ruling.reasons != []


@pytest.mark.parametrize(("asked", "state"), [("9999.99", "ruled"), ("10000.00", "drafted")])
def test_from_ten_thousand_a_second_officer_signs(asked, state):
    """R5.11: however high the limit; the officer of the case cannot be his own second."""
    world = World(fund="100000.00")
    trade = escalated(world, limit="400000.00", asked=asked)
    trade.take()
    trade.rule()
    assert trade.dispute_row.state == state
    if state == "drafted":
        with pytest.raises(OutOfTurn, match="Another officer"):
            trade.countersign(0)
        trade.countersign(1)
        assert trade.dispute_row.state == "ruled"


# --- appeal


def test_seven_days_to_appeal_once_to_another_officer_who_has_ten():
    """R5.13: to the end of day 7, with a reason; neither side a second time, nor the officers who ruled."""
    world = World()
    trade = escalated(world)
    trade.ruled()
    with pytest.raises(OutOfTurn, match="A reason is written"):
        trade.says("appeal", "supplier", reason="")
    world.after(days=7)
    trade.appeal("supplier")
    for side in ("supplier", "buyer"):
        with pytest.raises(OutOfTurn, match="appealed"):
            trade.appeal(side)
    for n in (0, 1):
        with pytest.raises(OutOfTurn, match="Another officer"):
            trade.says("take_appeal", trade.officer(n), tie="none")
    trade.says("take_appeal", trade.officer(2), tie="none")
    world.after(days=9)
    assert trade.dispute_row.state == "appealed"
    world.after(days=2)
    assert (trade.dispute_row.state, trade.dispute_row.outcome) == ("final", "cancel")
    over = escalated(World())
    over.ruled()
    over.world.after(days=8)
    with pytest.raises(OutOfTurn):
        over.appeal("buyer")


def test_the_advance_is_paid_at_once_and_held_money_when_final():
    """R5.14: 3,000 from the fund in the instant of the ruling; 7,000 held after the days to appeal."""
    world = World()
    trade = escalated(world)
    trade.ruled()
    assert (trade.refund_due, trade.held, world.market.pot("USD").cash_minor) == ("3000.00", "7000.00", 1700000)
    world.after(days=9)
    assert (trade.returned, trade.held) == ("10000.00", "0.00")


def test_a_reversal_undoes_debt_and_points_and_the_buyer_keeps_what_he_got():
    """R5.15: nothing is asked back of the buyer; what was collected is the supplier's again the same day."""
    world = World()
    trade = escalated(world)
    trade.ruled()
    trade.credit("1000.00", debt=trade.debt)
    trade.appeal("supplier")
    trade.appeal_ruled(**REVERSED)
    supplier = trade.order.supplier_id
    assert (trade.debt.state, trade.debt.cancelled_minor, trade.debt.returned_minor) == ("cancelled", 200000, 100000)
    assert (world.owed(postings.payable(supplier)), world.owed(postings.FUND)) == ("1000.00", "17000.00")
    assert [one for one in trade.bundle.supplier.points if one.deleted_at is None] == []
    assert [one.kind for one in trade.bundle.of(rows.Recovery)] == ["advance"]  # the buyer owes nothing
    assert (trade.refunded, trade.returned) == ("3000.00", "10000.00")  # beside it what was held of the cancelled order


def test_an_appeal_stops_recovery_and_not_the_freeze():
    """R5.16: no set-off while it runs, and of what is released meanwhile nothing is paid out that covers the debt."""
    world = World()
    trade = escalated(world, limit="50000.00")
    plan = [(10000, "signing", 7, "on_capture")]
    other = world.signed(trade.bundle.supplier, value="1000.00", plan=plan, ship_date="2028-01-01")
    trade.ruled()
    trade.appeal("supplier")
    other.credit("1000.00", 1)
    world.after(days=9)
    assert (trade.debt.state, trade.debt.set_off_minor) == ("noticed", 0)
    assert world.owed(postings.payable(trade.order.supplier_id)) == "980.00"
    world.after(days=2)
    assert (trade.dispute_row.state, trade.debt.set_off_minor) == ("final", 98000)


@pytest.mark.parametrize("first", ["settle", "withdraw", "rule"])
def test_of_three_ends_one_wins(first):
    """R5.17: the others are out of turn, and a third ruling there never is."""
    world = World()
    trade = escalated(world, remedy="keep", asked="700.00")
    trade.take()
    trade.offer_settlement("supplier", "500.00")
    ends = {
        "settle": lambda: trade.settle("buyer"),
        "withdraw": lambda: trade.says("withdraw", "buyer"),
        "rule": lambda: trade.rule(award="700.00", reasons={"award": "Storage."}),
    }
    ends.pop(first)()
    for other in ends.values():
        with pytest.raises(OutOfTurn):
            other()
    with pytest.raises(OutOfTurn):
        trade.escalate()
    if first == "rule":
        trade.appeal("supplier")
        trade.appeal_ruled(1)
        assert [one.number for one in trade.bundle.of(rows.Ruling)] == [1, 2]
        with pytest.raises(OutOfTurn):
            trade.appeal("buyer")
    world.after(days=20)
    assert sum(one.final_at is not None for one in trade.bundle.of(rows.Ruling)) == (first == "rule")


# --- ends


def test_a_settlement_takes_held_money_then_security_then_seven_days_of_the_supplier():
    """R5.18: 7,000 held, 500 of security, 500 owed by the supplier; the fund advances nothing."""
    world = World()
    trade = late(world, remedy="keep")
    supplier = trade.order.supplier_id
    world.post(postings.credit_received(cause="s", currency="USD", minor=50000))
    world.post(postings.security_paid_in(cause="s", currency="USD", supplier_id=supplier, minor=50000))
    trade.offer_settlement("supplier", "8000.00")
    trade.settle("buyer")
    refund = trade.last(rows.Refund)
    assert (refund.held_minor, refund.security_minor, refund.fund_minor) == (700000, 50000, 0)
    assert (trade.debt.kind, trade.debt.debt_minor, world.owed(postings.FUND)) == ("settlement", 50000, "20000.00")
    world.after(days=7)
    with pytest.raises(OutOfTurn, match="The settlement is overdue"):
        trade.escalate()
    world.after(microseconds=1)
    trade.escalate()
    assert (trade.dispute_row.state, trade.dispute_row.admitted, trade.debt.state) == ("escalated", True, "cancelled")


@pytest.mark.parametrize("end", ["withdrawn", "dismissed"])
def test_an_order_goes_on_after_a_claim_that_came_to_nothing(end):
    """R5.19: unfrozen at once when withdrawn, when final where it was dismissed; the cover stays."""
    world = World()
    trade = escalated(world, remedy="keep", asked="400.00")
    if end == "withdrawn":
        trade.says("withdraw", "buyer")
        assert (trade.bundle.frozen, trade.dispute_row.state) == (0, "withdrawn")
    else:
        trade.ruled(**REVERSED)
        assert (trade.bundle.frozen, trade.dispute_row.state) == (40000, "ruled")
        world.after(days=8)
        assert (trade.bundle.frozen, trade.dispute_row.state) == (0, "final")
    assert (trade.order.state, trade.held, trade.bundle.cover) == ("ready", "7000.00", 300000)
    trade.ship()
    assert trade.order.state == "shipped"


def test_a_kept_order_goes_on_and_the_award_leaves_held_money():
    """R5.20: 300 of the 7,000 held; the rest stays where it is, and the goods are shipped."""
    world = World()
    trade = escalated(world, remedy="keep", asked="300.00")
    trade.ruled(award="300.00", reasons={"award": "Storage."})
    world.after(days=8)
    assert (trade.order.state, trade.held, trade.returned) == ("ready", "6700.00", "300.00")
    trade.ship()
    assert trade.order.state == "shipped"


def test_a_cancelled_order_ends_at_once():
    """R5.21: open instalments void, the rest of held money back when final, the advance is a debt."""
    world = World()
    trade = world.signed(
        world.supplier(limit="20000.00"),
        plan=[(3000, "signing", 7, "on_capture"), (7000, "shipped", 14, "on_acceptance")],
    )
    trade.credit("3000.00", 1)
    world.on("2027-05-02")
    trade.dispute("ship_date")
    world.after(days=8)
    trade.ruled()
    assert (trade.order.state, trade.bundle.instalments[1].state) == ("cancelled", "void")
    assert (trade.debt.kind, trade.debt.debt_minor, trade.bundle.reservation.advanced_minor) == (
        "advance",
        300000,
        300000,
    )


def test_goods_refused_before_they_leave_end_the_order_as_cancelled():
    """R5.22: after a failed inspection; refused after delivery it is closed."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    trade.credit("3000.00", 1)
    trade.failed()
    trade.move(trade.inspection(), "reject", "buyer")
    world.after(days=8)
    assert (trade.ruled().outcome, trade.order.state) == ("cancel", "cancelled")
    after = World()
    other = after.signed(after.supplier(limit="20000.00"), coverage="post_delivery")
    other.credit("3000.00", 1)
    after.on("2027-04-20")
    other.ship()
    other.credit("7000.00", 2)
    after.on("2027-05-10")
    other.receive()
    other.dispute("quality", remedy="refuse")
    other.says("inspect", "buyer")
    other.book()
    other.report("9.0")
    after.after(days=8)
    assert (other.ruled().outcome, other.order.state, other.order.outcome) == ("refuse", "closed", "refused")


def test_an_inspection_after_delivery_follows_the_claim_within_fifteen_days():
    """R6.7: asked for by the buyer after he claimed; not reported by the end of day 15, it is given up and no more can be asked."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), coverage="post_delivery")
    trade.credit("3000.00", 1)
    world.on("2027-04-20")
    trade.ship()
    trade.credit("7000.00", 2)
    world.on("2027-05-10")
    trade.receive()
    opened = trade.dispute("quality", remedy="keep").opened_at
    with pytest.raises(NotAllowed):
        trade.says("inspect", "supplier")
    trade.says("inspect", "buyer")
    assert trade.inspection().phase == "post_delivery"
    trade.book()
    world.on("2027-05-25T22:00")  # the end of day 15 in Berlin
    assert trade.inspection().state == "booked"
    world.on(world.now + TICK)
    assert trade.inspection().state == "void"
    with pytest.raises(OutOfTurn, match="no inspection of the claim is under way"):
        trade.says("inspect", "buyer")
    assert opened.date().isoformat() == "2027-05-10"
