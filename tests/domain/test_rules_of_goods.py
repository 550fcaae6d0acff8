"""Money and goods on their way (RULES §4): releases, windows to claim, the gate, receipt."""

from datetime import date, timedelta

import pytest

from tests.memory import TICK, Kept, World
from tests.trading import instant
from tradeward.domain import lives, needs, rows
from tradeward.domain.refusals import OutOfTurn

SHIPPED_ON_TIME = "2027-04-20"  # a Tuesday


def signed(world, plan=None, *, coverage="pre_shipment", **more):
    return world.signed(world.supplier(limit="20000.00"), plan=plan, coverage=coverage, **more)


def passed(world, plan=None, **more):
    """Deposit paid, made, inspected with a pass."""
    trade = signed(world, plan, **more)
    trade.credit("3000.00", 1)
    trade.passed()
    return trade


def claimable(trade, *grounds, remedy="keep"):
    """Whether a claim is let in now; the words of the refusal if not. Nothing is left of the attempt."""
    before = Kept(trade.world)
    try:
        trade.dispute(*grounds, remedy=remedy)
    except OutOfTurn as refused:
        return str(refused)
    before.back()
    return "ok"


# --- releases


@pytest.mark.parametrize(
    ("release", "after"),
    [("on_capture", [3000, 3000, 3000]), ("on_shipment", [0, 3000, 3000]), ("on_acceptance", [0, 0, 3000])],
)
def test_each_instalment_is_released_by_its_own_mode(release, after):
    """R4.5: when the money is there, when the goods have left, when the buyer accepts."""
    world = World()
    plan = [(3000, "signing", 7, release), (7000, "shipped", 14, "on_acceptance")]
    trade = signed(world, plan, coverage="post_delivery")
    first = trade.bundle.instalments[0]
    trade.credit("3000.00", 1)
    found = [first.released_minor // 100]
    world.on(SHIPPED_ON_TIME)
    trade.ship()
    trade.credit("7000.00", 2)
    world.after(days=6)
    found.append(first.released_minor // 100)
    trade.receive()
    trade.accept()
    found.append(first.released_minor // 100)
    assert (found, trade.bundle.instalments[1].released_minor, trade.held) == (after, 700000, "0.00")


def test_three_working_days_after_the_document_is_shown():
    """R4.11: shown on Tuesday, the third working day is Friday; it leaves when that day is over, unless disputed."""
    world = World()
    trade = passed(world, [(3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_shipment")])
    trade.credit("7000.00", 2)
    world.on(SHIPPED_ON_TIME)
    trade.ship()
    world.on("2027-04-24T00:00")
    assert trade.held == "7000.00"
    world.after(microseconds=1)
    assert (trade.held, trade.bundle.instalments[1].released_minor) == ("0.00", 700000)


@pytest.mark.parametrize("missing", needs.DOCUMENT)
def test_a_shipping_document_has_all_its_parts(missing):
    """R4.10: kind, number, date, carrier, file, and the place of the contract; one of them missing, nothing is shipped."""
    trade = passed(World())
    trade.credit("7000.00", 2)
    with pytest.raises(OutOfTurn, match="kind, number, date, carrier, file, place"):
        trade.ship(**{missing: ""})
    with pytest.raises(OutOfTurn, match="at the contract's place"):
        trade.ship(place="Hamburg")
    trade.ship()
    assert trade.order.state == "shipped"


# --- windows to claim


def test_before_shipment_quality_is_claimed_until_the_goods_are_released_and_the_ship_date_until_the_end():
    """R4.6: also before anything is shipped; after the approval no more, the missed day to the last."""
    world = World()
    trade = passed(world)
    assert [(one.amount_minor, one.anchor) for one in trade.bundle.instalments] == [
        (300000, "signing"), (700000, "inspection"),
    ]  # fmt: skip
    assert (claimable(trade, "quality"), claimable(trade, "quantity")) == ("ok", "ok")
    trade.move(trade.order, "approve", "buyer")
    world.after(days=1)
    assert "released the goods" in claimable(trade, "quality")
    assert "released the goods" in claimable(trade, "quantity")
    trade.credit("7000.00", 2)
    world.on("2027-05-05")
    trade.ship()
    assert claimable(trade, "ship_date") == "ok"
    world.on("2027-06-10")
    trade.receive()
    assert claimable(trade, "ship_date") == "ok"
    trade.accept()
    assert "closed" in claimable(trade, "ship_date")


def test_after_delivery_quality_is_claimed_from_receipt_to_the_end_of_day_15():
    """R4.7, R4.18, R5.1: before it is too early, day 15 is in time in the buyer's zone, then silence has accepted."""
    world = World()
    trade = signed(world, coverage="post_delivery")
    assert [(one.amount_minor, one.anchor, one.release) for one in trade.bundle.instalments] == [
        (300000, "signing", "on_capture"), (700000, "shipped", "on_acceptance"),
    ]  # fmt: skip
    trade.credit("3000.00", 1)
    assert "the deadline 2027-05-01 had not passed" in claimable(trade, "ship_date")
    world.on("2027-05-02")
    assert claimable(trade, "ship_date") == "ok"
    trade.ship()
    trade.credit("7000.00", 2)
    world.after(hours=1)
    assert "r9: no customs clearance yet" in claimable(trade, "quality")
    world.on("2027-06-01")
    trade.receive()
    end = instant("2027-06-16T22:00")  # the end of 16 June in Berlin
    assert [one.at for one in lives.due(trade.bundle) if one.move.verb == "accept"] == [end]
    world.on(end - TICK)
    assert claimable(trade, "quality", "quantity", "ship_date") == "ok"
    late = World()
    other = signed(late, coverage="post_delivery")
    other.credit("3000.00", 1)
    late.on("2027-05-02")
    other.ship()
    other.credit("7000.00", 2)
    late.on("2027-06-01")
    other.receive()
    late.on(end + TICK)
    assert (other.order.state, other.order.ended_at) == ("closed", end)
    assert "closed" in claimable(other, "quality")


def test_without_coverage_all_is_held_and_only_held_money_is_claimed():
    """R4.8: no cover, nothing released before acceptance, and an award is paid from held money alone."""
    world = World()
    trade = signed(world, coverage="none")
    assert (trade.bundle.cover, {one.release for one in trade.bundle.instalments}) == (0, {"on_acceptance"})
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("7000.00", 2)
    assert (trade.held, trade.bundle.supplier.payable()) == ("10000.00", {})
    world.on("2027-05-02")
    trade.dispute("ship_date")
    world.after(days=8)
    ruling = trade.ruled()
    assert (ruling.held_minor, ruling.security_minor, ruling.advance_minor) == (1000000, 0, 0)
    world.after(days=9)
    assert trade.returned == "10000.00"


# --- the gate


@pytest.mark.parametrize(
    ("readings", "verdict", "opens"),
    [(("9.5", "10.5"), "met", True), (("9.4", "10.0", "10.0"), "breached", False), ((), "not_proven", False)],
)
def test_the_inspector_reports_and_the_verdict_is_computed(readings, verdict, opens):
    """R4.13: all met opens the gate, a breach fails it, not proven keeps it shut."""
    world = World()
    trade = signed(world)
    trade.credit("3000.00", 1)
    trade.ready()
    trade.book()
    said = {"sample_size": 80, "nonconforming_units": 0} | (
        {"measurements": {"size": list(readings)}} if readings else {}
    )
    trade.move(trade.inspection(), "report", "inspector", report=said)
    assert trade.inspection().verdict == verdict
    assert (needs.gate_is_open(trade.bundle), trade.bundle.instalments[1].state) == (
        opens,
        "open" if opens else "planned",
    )
    if not opens:
        with pytest.raises(OutOfTurn, match="The inspection gate is open"):
            trade.ship()


def test_neither_silence_nor_early_money_waives():
    """R4.14: the balance paid before anybody looked opens nothing, and time opens nothing."""
    world = World()
    trade = signed(world)
    trade.credit("3000.00", 1)
    trade.credit("7000.00", 2)
    trade.ready()
    for _ in range(3):
        world.after(days=6)
        assert (trade.bundle.early, trade.order.goods_released_at) == (700000, None)
        with pytest.raises(OutOfTurn, match="The inspection gate is open"):
            trade.ship()


def test_paying_the_inspections_instalment_after_a_pass_approves():
    """R4.15: as the buyer's own approval does; paid after a price cut, for goods that never passed, it does not."""
    world = World()
    trade = passed(world)
    assert trade.order.goods_released_at is None
    world.after(days=1)
    trade.credit("7000.00", 2)
    assert trade.order.goods_released_at == world.now
    cut = signed(World())
    cut.credit("3000.00", 1)
    cut.failed()
    cut.amended("price", value="9000.00")
    cut.credit("6000.00", 2)
    assert (cut.bundle.instalments[1].state, cut.order.goods_released_at) == ("paid", None)
    approved = passed(World())
    approved.move(approved.order, "approve", "buyer")
    assert approved.order.goods_released_at == approved.world.now


def test_rework_never_moves_the_ship_date():
    """R4.16: chosen by the buyer on the fifth day; the contract's day stays, and what is late is the supplier's."""
    world = World(start="2027-04-10")
    trade = signed(world)
    trade.credit("3000.00", 1)
    trade.failed()
    world.after(days=5)
    assert trade.inspection().state == "failed"
    trade.move(trade.inspection(), "rework", "buyer")
    assert (trade.order.state, trade.bundle.of(rows.Shipment)[0].ship_on) == ("making", date(2027, 5, 1))
    world.on("2027-05-02")
    assert claimable(trade, "ship_date") == "ok"


# --- receipt


@pytest.mark.parametrize(("transport", "days"), [("express", 15), ("air", 15), ("road", 30), ("rail", 30), ("sea", 45)])
def test_without_a_report_goods_are_received_by_their_way_of_travel(transport, days):
    """R4.17: so many days after dispatch, by the clock; then 15 days, and silence accepts (R4.18)."""
    world = World()
    trade = signed(world, coverage="post_delivery", transport=transport)
    trade.credit("3000.00", 1)
    world.on(SHIPPED_ON_TIME)
    trade.ship()
    trade.credit("7000.00", 2)
    received = instant("2027-04-20T22:00") + timedelta(days=days)
    world.on(received)
    assert trade.order.state == "shipped"
    world.after(microseconds=1)
    assert (trade.order.state, trade.order.received_at) == ("received", received)
    world.on(received + timedelta(days=15, hours=23))
    assert trade.order.state == "received"
    world.after(days=1)
    assert (trade.order.state, trade.order.outcome) == ("closed", "accepted")
