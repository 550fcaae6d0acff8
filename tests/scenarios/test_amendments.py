"""Amendments (RULES §4, §5, §8): both sign, in time, within bounds; more value needs more cover."""

from datetime import date, timedelta

import pytest

from tests.world import BUYER, INSPECTOR, SUPPLIER, World, plan
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.queries import amendments as listed
from tradeward.queries import facts as dates
from tradeward.queries import orders
from tradeward.usecases import amendments

HELD = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_shipment"))


@pytest.fixture
def order(world):
    """Signed and its deposit paid; to ship on 1 May."""
    made = world.signed(plan=HELD, ship_date="2026-05-01")
    made.pay(1)
    return made


def amended(order, who, other, kind, **content):
    """Proposed by one and signed by the other."""
    return order.stage.sign_amendment(order.stage.amend(order.id, who, kind, **content), other)


def deadline(order):
    return dates.ship_deadline(order.stage.people[BUYER], order_id=order.id, at=order.world.now)


def states(order):
    found = listed.listed(order.stage.people[SUPPLIER], order_id=order.id, at=order.world.now)
    return [(one.number, one.kind, one.state, one.proposed_by) for one in found]


def amounts(order):
    return [one.amount for one in orders.instalments(order.stage.people[BUYER], order_id=order.id, at=order.world.now)]


def test_another_ship_date_holds_once_both_have_signed(order):
    """RULES §4: the ship deadline is the contract date with its amendments."""
    id = order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
    assert deadline(order).day == date(2026, 5, 1)
    order.stage.sign_amendment(id, BUYER)
    assert (deadline(order).day, deadline(order).agreed) == (date(2026, 5, 20), date(2026, 5, 20))
    assert states(order) == [(1, "ship_date", "signed", "supplier")]


@pytest.mark.parametrize("who", [SUPPLIER, BUYER])
def test_the_other_side_signs_and_the_own_side_withdraws(order, who):
    """RULES §4, R4.2: both sign."""
    other = BUYER if who == SUPPLIER else SUPPLIER
    id = order.stage.amend(order.id, who, "ship_date", ship_date="2026-05-20")
    with pytest.raises(OutOfTurn, match="The other side proposed it"):
        order.stage.sign_amendment(id, who)
    with pytest.raises(OutOfTurn, match="This side proposed it"):
        amendments.withdraw(amendment_id=id, **order.stage.by(other))
    amendments.withdraw(amendment_id=id, **order.stage.by(who))
    with pytest.raises(OutOfTurn, match="withdrawn"):
        order.stage.sign_amendment(id, other)
    assert states(order) == [(1, "ship_date", "withdrawn", order.stage.people[who].role)]


def test_a_proposal_is_open_for_72_hours(order):
    """RULES §4, R4.2, R2.6: a signature at the deadline's own instant beats the clock (RULES §2)."""
    first = order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
    (told,) = listed.listed(order.stage.people[BUYER], order_id=order.id, at=order.world.now)
    assert told.open_until == order.world.now + timedelta(hours=72)
    order.stage.at = told.open_until  # no sweep: the party moves first
    order.stage.sign_amendment(first, BUYER)
    second = order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-25")
    order.world.after(hours=72)
    with pytest.raises(OutOfTurn, match="lapsed"):
        order.stage.sign_amendment(second, BUYER)
    assert [state for _, _, state, _ in states(order)] == ["signed", "lapsed"]


def test_the_last_signature_comes_before_the_deadline_it_moves(order):
    """RULES §4, R4.2."""
    order.world.after(days=30)
    order.ready()
    order.inspect("50.0")
    order.pay(2)
    order.world.on("2026-05-01T10:00:00+08:00")
    id = order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
    order.world.on("2026-05-02T00:00:00+08:00")
    with pytest.raises(OutOfTurn, match="before the deadline that it moves"):
        order.stage.sign_amendment(id, BUYER)


@pytest.mark.parametrize(
    ("days", "fits"), [(-1, False), (0, False), (1, True), (90, True), (91, False)], ids=lambda value: str(value)
)
def test_all_extensions_together_are_at_most_90_days(order, days, fits):
    """RULES §4, R4.3."""
    day = (date(2026, 5, 1) + timedelta(days=days)).isoformat()
    if fits:
        amended(order, SUPPLIER, BUYER, "ship_date", ship_date=day)
        assert deadline(order).day.isoformat() == day
        with pytest.raises(RuleBroken):
            order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-07-31")
    else:
        with pytest.raises(RuleBroken) as refused:
            order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date=day)
        assert refused.value.field == "ship_date"


def test_one_lot_gets_another_date_and_the_other_keeps_its_own(world):
    """RULES §4: a lot has its own ship date."""
    lots = [{"ship_date": "2026-05-01", "value": "4000.00"}, {"ship_date": "2026-05-15", "value": "6000.00"}]
    order = world.signed(plan=HELD, ship_date="2026-05-15", lots=lots)
    order.pay(1)
    amended(order, SUPPLIER, BUYER, "ship_date", ship_date="2026-05-10", lot="1")
    assert deadline(order).day == date(2026, 5, 15)
    amended(order, SUPPLIER, BUYER, "ship_date", ship_date="2026-05-30", lot="2")
    assert deadline(order).day == date(2026, 5, 30)
    for lot in ("0", "3", "x"):
        with pytest.raises(RuleBroken) as refused:
            order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-06-01", lot=lot)
        assert refused.value.field == "lot"


def test_a_price_cut_comes_off_what_is_unpaid(order):
    """RULES §4, R4.3: an amendment may not touch paid instalments."""
    assert amounts(order) == ["3000.00", "7000.00"]
    amended(order, SUPPLIER, BUYER, "price", value="9000.00")
    assert amounts(order) == ["3000.00", "6000.00"]
    for value in ("2999.99", "0.00", "9000.00"):
        with pytest.raises(RuleBroken) as refused:
            order.stage.amend(order.id, SUPPLIER, "price", value=value)
        assert refused.value.field == "value"


def test_a_price_cut_after_a_failed_inspection_opens_the_gate(order):
    """RULES §4: after a fail the buyer may take a price cut, which is an amendment."""
    order.world.after(days=30)
    order.ready()
    assert order.inspect("52.0") == "breached"
    amended(order, SUPPLIER, BUYER, "price", value="8000.00")
    order.pay(2)
    order.ship()
    assert (order.state, amounts(order)) == ("shipped", ["3000.00", "5000.00"])


def test_more_value_reserves_more_cover(market):
    """RULES §4, R4.3: more value → more cover reserved."""
    world = World(limit="USD 11,000.00")
    order = world.signed(plan=HELD, ship_date="2026-05-01")
    order.pay(1)
    assert order.money("cover") == "USD 10,000.00"
    amended(order, BUYER, SUPPLIER, "price", value="10500.00")
    assert (order.money("cover"), order.money("reserved"), amounts(order)) == (
        "USD 10,500.00", "USD 10,500.00", ["3000.00", "7500.00"],
    )  # fmt: skip


def test_more_value_without_cover_for_it_is_plainly_refused(order):
    """RULES §4, R4.3: the limit of 7,500 is used up; nothing changes."""
    id = order.stage.amend(order.id, BUYER, "price", value="10500.00")
    with pytest.raises(OutOfTurn, match="only USD 0.00 more can be given"):
        order.stage.sign_amendment(id, SUPPLIER)
    assert (order.money("cover"), amounts(order)) == ("USD 7,500.00", ["3000.00", "7000.00"])


def test_both_part_with_a_split_of_what_is_held(order):
    """RULES §8, R8.7: cancelled by both, a signed split."""
    order.world.after(days=30)
    order.ready()
    order.inspect("50.0")
    order.pay(2)
    with pytest.raises(RuleBroken) as refused:
        order.stage.amend(order.id, BUYER, "split", to_supplier="7000.01")
    assert refused.value.field == "to_supplier"
    amended(order, BUYER, SUPPLIER, "split", to_supplier="2000.00")
    assert (order.state, order.outcome) == ("cancelled", "parted")
    assert (order.money("held"), order.money("released")) == ("USD 0.00", "USD 5,000.00")


def test_while_disputed_an_amendment_is_a_settlement(order):
    """R4.2, R5.23: none while disputed except as settlement; rework until D ends the dispute and moves the ship date."""
    order.world.after(days=30)
    order.ready()
    order.inspect("50.0")
    order.pay(2)
    order.world.on("2026-05-03")
    dispute = order.disputed("ship_date", remedy="keep")
    with pytest.raises(OutOfTurn, match="settles the open dispute"):
        order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
    amended(order, SUPPLIER, BUYER, "ship_date", ship_date="2026-05-20", settles=str(dispute.id))
    assert (order.state, deadline(order).day) == ("ready", date(2026, 5, 20))
    assert dispute.state not in ("open", "answered", "escalated")


@pytest.mark.parametrize(
    ("kind", "content", "field"),
    [
        ("colour", {}, "kind"),
        ("ship_date", {}, "ship_date"),
        ("ship_date", {"ship_date": "in May"}, "ship_date"),
        ("ship_date", {"ship_date": "20260520"}, "ship_date"),
        ("price", {}, None),
        ("price", {"value": "9,000"}, None),
        ("split", {"to_supplier": "-1.00"}, "to_supplier"),
    ],
)
def test_a_proposal_that_is_none_is_refused(order, kind, content, field):
    """RULES §4: by name."""
    with pytest.raises(RuleBroken) as refused:
        order.stage.amend(order.id, SUPPLIER, kind, **content)
    assert field is None or refused.value.field == field
    assert states(order) == []


@pytest.mark.parametrize("who", ["operator", "officer A", INSPECTOR])
def test_only_the_two_amend(order, who):
    """RULES §4: both sign; nobody does it for them."""
    order.world.after(days=30)
    order.ready()
    order.inspect("50.0")
    with pytest.raises(NotAllowed):
        order.stage.amend(order.id, who, "ship_date", ship_date="2026-05-20")


def test_an_order_that_is_not_signed_or_over_is_not_amended(world):
    """RULES §4."""
    order = world.offered(ship_date="2026-05-01")
    with pytest.raises(OutOfTurn, match="offered"):
        order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
    order.sign(BUYER)
    order.sign(SUPPLIER)
    order.move(BUYER, "call_off")
    with pytest.raises(OutOfTurn, match="cancelled"):
        order.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
