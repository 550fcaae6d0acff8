"""W13 of RULES §12: currencies without digits and with three, from the plan to the ledger, on a limit in USD."""

from types import SimpleNamespace

import pytest
from django.db import transaction

from tests.world import BUYER, World, plan
from tradeward.queries import orders
from tradeward.store import market as stored

HELD = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_shipment"))


@pytest.fixture
def abroad(market):
    """Rates of yen and dinar, and a fund in each."""
    world = World(limit="USD 20,000.00")
    world.stage.rate("JPY", "USD", "0.0068")
    world.stage.rate("KWD", "USD", "3.2573")
    world.stage.fund("20000000", "JPY")
    world.stage.fund("20000.000", "KWD")
    return world


def amounts(order):
    return [one.amount for one in orders.instalments(order.stage.people[BUYER], order_id=order.id, at=order.world.now)]


def test_w13_yen_three_days_late_but_kept(abroad):
    """RULES §12, W13: JPY 1,000,000, LD 0.35 %/day, 3 days: 10,500, and no yen is lost to rounding."""
    clause = {"pct_per_day": "0.35", "cap_pct": "10"}
    order = abroad.signed(value="JPY 1,000,000", plan=HELD, ship_date="2026-05-01", late_ld=clause)
    order.inspected_and_paid()
    abroad.on("2026-05-04")
    order.ship()
    dispute = order.disputed("ship_date", remedy="keep")
    abroad.after(days=7)
    assert dispute.ruled().refund == "JPY 10,500"
    abroad.after(days=8)
    assert (order.money("refunded"), order.money("held"), order.money("released")) == (
        "JPY 10,500", "JPY 0", "JPY 989,500",
    )  # fmt: skip


def test_w13_dinar_in_three_instalments(abroad):
    """RULES §12, W13: KWD 1,000.000 in 3333/3333/3334 bp is 333.300 + 333.300 + 333.400."""
    thirds = plan(
        (3333, "signing", "on_capture"), (3333, "inspection", "on_shipment"), (3334, "received", "on_acceptance")
    )
    order = abroad.signed(value="KWD 1,000.000", plan=thirds, ship_date="2026-05-01")
    assert amounts(order) == ["333.300", "333.300", "333.400"]
    order.inspected_and_paid()
    abroad.on("2026-04-25")
    order.ship()
    abroad.on("2026-05-20")
    order.move(BUYER, "receive", document="customs paper", cleared_at=abroad.now)
    order.pay(3)
    order.move(BUYER, "accept")
    assert (order.state, order.money("released"), order.money("held")) == ("closed", "KWD 1,000.000", "KWD 0.000")
    assert abroad.balance("fees", "KWD") == "KWD -20.000"


def test_the_pots_of_all_orders_in_hand_are_locked_by_currency(abroad):
    """RULES §3: whoever needs two takes them in one order, whichever he looks at first; a new pot comes into being empty."""
    with transaction.atomic():
        seen = stored.Stored(at=abroad.now)
        seen.loaded = [SimpleNamespace(order=SimpleNamespace(currency=one)) for one in ("USD", "KWD", "JPY", "CHF")]
        assert (seen.pot("USD").cash_minor, list(seen.pots)) == (2_000_000, ["CHF", "JPY", "KWD", "USD"])
        assert (seen.pot("CHF").cash_minor, seen.pot("EUR").cash_minor) == (0, 0)
        assert list(seen.pots) == ["CHF", "JPY", "KWD", "USD", "EUR"]
