"""The guarantee fund (RULES §3): two people move it, never below its share; short of cash it pays first come, first served."""

import pytest

from tests.world import BUYER, SUPPLIER, World, plan
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.usecases import books, fund

ALL_ON_CAPTURE = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture"))


def moved(world, way, amount, *, by="operator", second="second operator"):
    """`by` asks to move the fund and `second` agrees."""
    return world.stage.two(way, first=by, second=second, amount=amount, currency="USD")["cash"]


@pytest.mark.parametrize("way", [fund.pay_in, fund.pay_out])
@pytest.mark.parametrize(
    ("by", "second"),
    [
        ("operator", "operator"),
        ("operator", "officer A"),
        ("operator", BUYER),
        ("officer A", "second operator"),
        (SUPPLIER, "second operator"),
    ],
)
def test_two_people_of_the_operator_move_the_fund(world, way, by, second):
    """R3.13: money in and out by four eyes."""
    with pytest.raises(NotAllowed):
        moved(world, way, "100.00", by=by, second=second)
    assert world.balance("fund") == "USD -20,000.00"


def test_the_fund_never_falls_below_its_share_of_open_reservations(world):
    """R3.13: a fifth of 7,500 stays, to the cent; when nothing is reserved any more all of it may go."""
    order = world.signed(plan=ALL_ON_CAPTURE, cover="USD 7,500.00", ship_date="2026-05-01")
    with pytest.raises(RuleBroken, match="below its share of open reservations"):
        moved(world, fund.pay_out, "18500.01")
    assert moved(world, fund.pay_out, "18500.00") == "1500.00"
    order.move(BUYER, "call_off")
    world.after(minutes=1)
    assert moved(world, fund.pay_out, "1500.00") == "0.00"
    with pytest.raises(RuleBroken, match="below its share"):
        moved(world, fund.pay_out, "0.01")


def refunded(world, name):
    """What the fund has refunded on an order so far, payment by payment."""
    lines = world.ledger(name).splitlines()
    return [line.split("USD ")[1] for line in lines if " refunded " in line]


def ruled(world, name):
    """A deposit of 1,500 released, never shipped, cancelled by a ruling."""
    dispute = world.orders[name].disputed("ship_date", remedy="cancel")
    world.after(days=7)
    dispute.ruled(second=None)


def test_short_of_cash_refunds_are_paid_first_come(market):
    """R3.14: 100 are there; the first ruling's rest is paid before the second's when the operator pays in."""
    world = World(limit="USD 20,000.00", fund="USD 100.00", fund_ratio_bp=0)
    for name in ("lamps", "shades"):
        world.signed(name, value="USD 5,000.00", plan=ALL_ON_CAPTURE, ship_date="2026-05-01").pay(1)
    world.on("2026-05-02")
    ruled(world, "lamps")
    ruled(world, "shades")
    assert (refunded(world, "lamps"), refunded(world, "shades")) == (["100.00"], [])
    moved(world, fund.pay_in, "2000.00")
    assert (refunded(world, "lamps"), refunded(world, "shades")) == (["100.00", "1,400.00"], ["600.00"])
    moved(world, fund.pay_in, "900.00")
    assert refunded(world, "shades") == ["600.00", "900.00"]
    world.after(minutes=1)
    assert [world.orders[name].money("refunded") for name in ("lamps", "shades")] == ["USD 1,500.00"] * 2


@pytest.mark.tampers
def test_a_fund_below_zero_is_named(world, market):
    """R7.12: a bank fact is not refused, so cash below zero is a finding, never hidden."""
    with market.superuser() as database:
        database.execute("UPDATE pots SET cash_minor = -1")
    found = books.check(at=world.now).findings
    assert sorted((one.check, one.found) for one in found) == [
        ("fund below zero", "-1"),
        ("pot", "cash -1, reserved 0"),
    ]
