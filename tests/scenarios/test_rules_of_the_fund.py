"""The guarantee fund (RULES §3): two people move it, never below its share; short of cash it pays first come, first served."""

import pytest

from tests.world import BUYER, SUPPLIER, World, plan
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.queries import fund as seen
from tradeward.queries import whole
from tradeward.store import funding
from tradeward.usecases import books, clock, fund

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


def short(world):
    """Two refunds of 1,500 are ruled, and the fund has 100: 1,400 and 1,500 wait."""
    for name in ("lamps", "shades"):
        world.signed(name, value="USD 5,000.00", plan=ALL_ON_CAPTURE, ship_date="2026-05-01").pay(1)
    world.on("2026-05-02")
    ruled(world, "lamps")
    ruled(world, "shades")


def pots(world):
    (pot,) = seen.pots(world.stage.people["operator"])
    return pot


def test_a_debt_that_is_paid_pays_what_waits(market):
    """R3.14: the supplier pays 2,000 of what the fund advanced: the cash is the oldest refund's, without the operator."""
    world = World(limit="USD 20,000.00", fund="USD 100.00", fund_ratio_bp=0)
    short(world)
    assert [(one.order_id, one.amount) for one in pots(world).waiting] == [
        (world.orders["lamps"].id, "1400.00"),
        (world.orders["shades"].id, "1500.00"),
    ]
    world.stage.pay_debt(world.orders["lamps"].id, supplier=SUPPLIER, amount="100.00")
    assert refunded(world, "lamps") == ["100.00", "100.00"]
    with pytest.raises(NotAllowed):
        seen.pots(world.stage.people[BUYER])


def test_a_set_off_pays_what_waits(market):
    """R3.14: what is released to the supplier covers his debt, and the cash that this brings is paid out again, and so on."""
    world = World(limit="USD 20,000.00", fund="USD 100.00", fund_ratio_bp=0)
    short(world)
    other = world.signed(
        "screens", value="USD 2,000.00", plan=plan((10000, "signing", "on_capture")), ship_date="2026-09-01"
    )
    other.pay(1)
    before = len(refunded(world, "lamps"))
    world.after(days=8)
    world.after(days=1)
    assert len(refunded(world, "lamps")) > before
    assert books.check(at=world.now).findings == ()


def test_who_comes_when_the_cash_is_gone_pays_nothing(market, monkeypatch):
    """R3.14: of two hands that pay what waits the later one finds no cash; it moves nothing and writes nothing down."""
    world = World(limit="USD 20,000.00", fund="USD 100.00", fund_ratio_bp=0)
    short(world)
    read = funding.waiting(with_cash=False)  # as it was read before another hand took the cash
    heads = whole.heads(world.stage.people["operator"])
    with monkeypatch.context() as patch:
        patch.setattr(funding, "waiting", lambda: read)
        assert clock.pay_waiting(at=world.now) == 0
    assert whole.heads(world.stage.people["operator"]) == heads
    assert [one.amount for one in pots(world).waiting] == ["1400.00", "1500.00"]
    assert books.check(at=world.now).findings == ()


def test_a_fund_below_zero_is_a_due_of_the_operator_and_no_fault(market):
    """R7.12, R9.6: a bank fact is not refused; the recall after payout takes the fund below zero, since then he owes it."""
    world = World(limit="USD 20,000.00", fund="USD 100.00", fund_ratio_bp=0)
    world.signed(plan=ALL_ON_CAPTURE, ship_date="2026-05-01").pay(1, bank_id="bank:deposit")
    world.after(days=3)
    assert (pots(world).due, pots(world).due_since, books.check(at=world.now).states) == ("0.00", None, ())
    world.stage.recall("bank:deposit")
    since = world.now
    world.after(days=1)
    found = books.check(at=world.now)
    assert (found.findings, found.red) == ((), False)
    assert [str(one) for one in found.states] == [
        f"fund below zero: USD since {since:%Y-%m-%d %H:%M} UTC, 290000 minor units"
    ]
    assert (pots(world).cash, pots(world).due, pots(world).due_since) == ("-2900.00", "2900.00", since)
    world.stage.fund("2900.00")
    assert (pots(world).due, books.check(at=world.now).states) == ("0.00", ())


@pytest.mark.tampers
def test_a_changed_pot_is_a_finding(world, market):
    """R7.12: what somebody wrote into the pot is not the ledger's."""
    with market.superuser() as database:
        database.execute("UPDATE pots SET cash_minor = -1")
    found = books.check(at=world.now)
    assert [(one.check, one.found) for one in found.findings] == [("pot", "cash -1, reserved 0")]
    assert [(one.since, one.minor) for one in found.states] == [(None, 1)]
