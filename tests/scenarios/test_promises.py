"""What the founding text promises (RULES §1), each promise by name."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.world import BUYER, SUPPLIER, plan
from tradeward.domain import contract
from tradeward.domain.refusals import OutOfTurn, RuleBroken
from tradeward.queries import orders as seen
from tradeward.queries import sheets

ALL_ON_CAPTURE = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture"))
OTHER = "Paper Moon (fictional)"


def test_s1_assurance_comes_after_review(world):
    """S1: without review there is no cover; a new supplier gets the base limit only."""
    world.stage.organisation(OTHER, "supplier")
    order = world.offered("early", supplier=OTHER)
    assert order.quote.cover == "0.00"
    with pytest.raises(RuleBroken, match="history is missing"):
        world.stage.review(OTHER, history="", performance="no record yet", legal_status="licence verified")
    world.stage.review(OTHER, history="none yet: new", performance="no record yet", legal_status="licence verified")
    world.stage.admit(OTHER)
    assert world.stage.standing(OTHER).limit == "5000.00"  # site audited, nothing sold yet
    assert order.quote.cover == "5000.00"


def test_s2_experience_raises_the_limit(world):
    """S2: a fifth of what was completed, times performance, raises the limit."""
    world.stage.supplier(OTHER)
    before = world.stage.standing(OTHER).limit
    order = world.signed("done", supplier=OTHER, value="USD 20,000.00")
    order.inspected_and_paid()
    order.ship()
    world.after(days=5)
    order.move(BUYER, "accept")
    world.stage.review_limit(OTHER)
    assert (before, world.stage.standing(OTHER).limit) == ("20000.00", "24000.00")


def test_s3_what_is_covered(world):
    """S3: a missed ship date, quality and quantity are covered; a change of mind is not."""
    order = world.signed(plan=ALL_ON_CAPTURE, ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on("2026-05-03")
    with pytest.raises(RuleBroken, match="ship_date, quality, quantity"):
        order.disputed("change_of_mind", remedy="cancel")
    assert order.disputed("ship_date", remedy="cancel").state == "open"


def test_s4_three_days_then_up(world):
    """S4: the buyer may not escalate before 72 hours have passed in silence; after 168 it goes up by itself."""
    order = world.signed(plan=ALL_ON_CAPTURE, ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on("2026-05-03")
    dispute = order.disputed("ship_date", remedy="cancel")
    world.stage.at = dispute.opened_at + timedelta(hours=72)
    with pytest.raises(OutOfTurn, match="hours are over"):
        dispute.say(BUYER, "escalate")
    world.stage.at += timedelta(microseconds=1)
    dispute.say(BUYER, "escalate")
    assert dispute.state == "escalated"


def test_s5_decided_from_contract_and_evidence(world):
    """S5: the findings are computed; an officer who departs from them writes why."""
    order = world.signed(plan=ALL_ON_CAPTURE, ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on("2026-05-03")
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    with pytest.raises(OutOfTurn, match="written reason"):
        dispute.ruled(award="100.00", outcome="keep")
    told = dispute.say("officer A", "rule", award="100.00", reasons={"award": "both sides asked for it in writing"})
    assert (told["award"], told["findings"]["ship_date"]["result"]) == ("100.00", "breached")


def test_s6_the_platform_pays_first(world):
    """S6: the refund leaves on the day of the ruling; the supplier owes it from that instant."""
    order = world.signed(plan=ALL_ON_CAPTURE, ship_date="2026-05-01")
    order.inspected_and_paid()
    world.on("2026-05-03")
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    dispute.ruled()
    world.after(minutes=1)
    assert world.ledger("lamps").count("refund_due:lamps → bank_out USD 7,500.00") == 1
    assert order.money("debt") == "USD 7,500.00"


def test_s7_withholding_is_a_safe_state(world):
    """S7: after a failed inspection the buyer withholds the balance without default, and claims the deposit back."""
    order = world.signed(cover="USD 7,500.00", ship_date="2026-05-01")
    order.pay(1)
    world.on("2026-04-01")
    order.ready()
    assert order.inspect("48.0", "50.0") == "breached"
    with pytest.raises(OutOfTurn, match="gate is open"):
        order.ship(day="2026-04-01")
    world.stage.choose(order.id, BUYER, "reject")
    world.after(days=40)
    assert order.outcome != "buyer_default"
    assert order.money("refunded") == "USD 3,000.00"
    assert order.state == "cancelled"


def test_s8_post_delivery_fifteen_days_and_the_smaller_of_value_and_limit(world):
    """S8: order 10,000, limit 7,500: at most 7,500, if an accredited inspector confirms it in time."""
    parts = plan((3000, "signing", "on_capture"), (7000, "shipped", "on_capture"))
    order = world.signed(plan=parts, coverage="post_delivery", ship_date="2026-05-01")
    order.pay(1)
    world.on("2026-04-20")
    order.ready()
    order.ship(day="2026-04-20")
    order.pay(2)
    world.on("2026-05-20")
    order.move(BUYER, "receive", document="customs declaration", cleared_at=world.now)
    world.after(days=15)
    dispute = order.disputed("quality", remedy="refuse")
    dispute.say(BUYER, "inspect")
    assert order.inspect("40.0") == "breached"
    world.after(days=7)
    assert dispute.ruled().refund == "USD 7,500.00"
    for who in (BUYER, SUPPLIER):  # R5.22: refused goods are at the supplier's disposal for 30 days, the last one whole
        shown = sheets.order(world.stage.people[who], order_id=order.id, at=world.now)
        assert (shown.state, shown.goods_until) == ("closed", datetime(2026, 7, 11, 22, tzinfo=UTC))


def test_s8_too_late(world):
    """S8: after day 15 silence has accepted."""
    parts = plan((3000, "signing", "on_capture"), (7000, "shipped", "on_capture"))
    order = world.signed(plan=parts, coverage="post_delivery", ship_date="2026-05-01")
    order.pay(1)
    world.on("2026-04-20")
    order.ready()
    order.ship(day="2026-04-20")
    order.pay(2)
    world.on("2026-05-20")
    order.move(BUYER, "receive", document="customs declaration", cleared_at=world.now)
    world.after(days=16)
    with pytest.raises(OutOfTurn, match="closed"):
        order.disputed("quality", remedy="refuse")


LAMPS = {"goods": "lamps", "quantity": "1", "unit": "pcs", "price": "100", "terms": ["nice"]}
VAGUE = {"id": "nice", "kind": "vague", "text": "high quality, good materials"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"ship_date": "early May"}, "one exact day"),
        ({"ship_date": None}, "ship_date is missing"),
        ({"terms": [VAGUE], "lines": [LAMPS]}, "nice"),
        ({"incoterm": "fast delivery"}, "incoterm"),
    ],
)
def test_s9_vague_terms_are_stopped_before_anyone_pays(world, changes, says):
    """S9: an exact date and executable terms, or no signature."""
    with pytest.raises((RuleBroken, OutOfTurn), match=says):
        world.offered(**changes).sign(BUYER)


def test_s10_best_practice_is_built_in(world):
    """S10: pre-shipment is what a draft begins with; cover is shown with what it does not cover, and one fixed sentence."""
    order = world.offered(plan=ALL_ON_CAPTURE)
    assert (order.quote.cover, order.quote.not_covered) == ("7500.00", "2500.00")
    assert order.quote.sentence.startswith("Cover is a safety net, not a guarantee")
    deposit = world.offered("deposit", plan=plan((9000, "signing", "on_capture"), (1000, "inspection", "on_capture")))
    assert any("deposit" in warning for warning in deposit.quote.warnings)
    world.stage.organisation(OTHER, "supplier")
    outside = world.signed("outside", supplier=OTHER)
    plan_outside = seen.instalments(world.stage.people[BUYER], order_id=outside.id, at=world.now)
    assert {part.release for part in plan_outside} == {"on_acceptance"}
    assert contract.PRESELECTED == "pre_shipment"
