"""What rulings, appeals and settlements do with money where the usual stories do not go (RULES §5, §7)."""

from datetime import timedelta

import pytest

from tests.domain.orders_in_memory import held_order, late
from tests.domain.test_mended_fees import failed
from tests.memory import World
from tradeward.domain import postings, refunding, rows

NOT_BAD = {"outcome": "dismissed", "reasons": {"outcome": "The drawing allows it."}}
ADVANCED = {"settlement_advance": True}


def ruled_against(world, **more):
    """3,000 released and 7,000 held of a cancelled order, ruled at once."""
    trade = held_order(world, **more)
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    return trade


# --- the inspection fee follows the loser


def test_a_dismissal_against_the_findings_leaves_the_fee_with_the_buyer():
    """RULES §7, R7.11: cost follows the loser, and a supplier who won on the officer's own reasons is none."""
    world = World()
    trade = failed(world)
    world.after(days=8)
    ruling = trade.ruled(**NOT_BAD)
    assert (ruling.outcome, ruling.findings["quality"]["result"], ruling.fee_borne_by) == (
        "dismissed",
        "breached",
        "buyer",
    )
    assert [one for one in trade.bundle.of(rows.Recovery) if one.kind == "fee"] == []


@pytest.mark.parametrize(
    ("rule", "bearer"), [("split", "split"), ("supplier_always", "supplier"), ("buyer_always", "buyer")]
)
def test_a_fee_that_the_contract_lays_on_somebody_stays_with_him(rule, bearer):
    """RULES §7: the contract says who bears it, whatever the result."""
    world = World()
    trade = failed(world, inspection_fee_rule=rule)
    world.after(days=8)
    assert trade.ruled(**NOT_BAD).fee_borne_by == bearer


@pytest.mark.parametrize(
    ("paid", "ended", "coming"), [("0", ("cancelled", 20000), "0.00"), ("50.00", ("cancelled", 15000), "50.00"),
                                  ("200.00", ("collected", 0), "200.00")],
)  # fmt: skip
def test_a_reversal_takes_the_fee_off_the_supplier_and_gives_back_what_he_paid_of_it(paid, ended, coming):
    """RULES §5, §7: what is unpaid of it is owed no more; what he paid the fund makes good, and the buyer keeps it."""
    world = World()
    trade = failed(world)
    world.after(days=8)
    trade.ruled()
    fee = next(one for one in trade.bundle.of(rows.Recovery) if one.kind == "fee")
    if paid != "0":
        trade.credit(paid, debt=fee)
    trade.appeal("supplier")
    trade.appeal_ruled(**NOT_BAD)
    assert (trade.dispute_row.outcome, trade.ruling.fee_borne_by) == ("dismissed", "buyer")
    assert (fee.state, fee.cancelled_minor) == ended
    assert trade.bundle.supplier.supplier.fees_owed == {}
    assert world.owed(postings.payable(trade.order.supplier_id)) == coming
    world.after(days=30)
    assert [(one.state, one.debt_minor) for one in trade.bundle.of(rows.Recovery) if one.kind == "fee"] == [
        (ended[0], 20000)
    ]


# --- an appeal that changes nothing


def test_an_appeal_that_finds_the_same_moves_no_money_and_leaves_the_debt():
    """RULES §5: the fund's advance stays the supplier's debt, and held money goes when the ruling is final."""
    world = World()
    trade = ruled_against(world)
    fund = world.owed(postings.FUND)
    trade.appeal("supplier")
    trade.appeal_ruled()
    assert (trade.dispute_row.state, trade.dispute_row.outcome) == ("final", "cancel")
    assert (trade.debt.state, trade.debt.debt_minor, trade.debt.cancelled_minor) == ("noticed", 300000, 0)
    assert (world.owed(postings.FUND), trade.returned, trade.held) == (fund, "10000.00", "0.00")
    assert [one.reversed_at for one in trade.bundle.of(rows.Refund)] == [None] * 2


def test_a_reversal_leaves_the_debt_of_another_dispute_alone():
    """RULES §5: it takes back what its own dispute made the supplier owe."""
    world = World()
    trade = failed(world)
    world.after(days=8)
    trade.ruled(outcome="keep", award="100.00", reasons={"outcome": "It can be used.", "award": "A tenth is bad."})
    first = next(one for one in trade.bundle.of(rows.Recovery) if one.kind == "advance")
    world.on("2027-05-02")
    trade.dispute("ship_date")
    world.after(days=8)
    trade.ruled()
    second = trade.bundle.of(rows.Recovery)[-1]
    trade.appeal("supplier")
    trade.appeal_ruled(outcome="dismissed", reasons={"outcome": "It was shipped."})
    assert (first.debt_minor, first.cancelled_minor, first.returned_minor) == (10000, 0, 0)
    assert (second.debt_minor, second.cancelled_minor, second.state) == (290000, 290000, "cancelled")


# --- settlement


@pytest.mark.parametrize(
    ("limit", "figure", "fund", "owed"),
    [
        ("20000.00", "7000.00", 0, 0),  # all of it held
        ("20000.00", "7500.00", 50000, 0),
        ("20000.00", "10000.00", 300000, 0),
        ("2000.00", "10000.00", 200000, 100000),  # the cover ends at 2,000: the rest is the supplier's own debt
        ("2000.00", "8999.99", 199999, 0),
        ("2000.00", "9000.01", 200000, 1),
    ],
)
def test_a_settlement_that_the_fund_advances_by_policy(limit, figure, fund, owed):
    """RULES §5: from held, then security, then the fund within the cover, and the rest by the supplier in 7 days."""
    world = World(**ADVANCED)
    trade = held_order(world, limit=limit)
    late(world, trade)
    trade.offer_settlement("supplier", figure)
    trade.settle("buyer")
    debts = [(one.kind, one.debt_minor) for one in trade.bundle.of(rows.Recovery)]
    assert debts == [("advance", fund)] * bool(fund) + [("settlement", owed)] * bool(owed)
    assert trade.dispute_row.state == ("settled" if owed else "final")


@pytest.mark.parametrize(
    ("figure", "fund", "owed"), [("7400.00", 40000, 0), ("7500.00", 50000, 0), ("9000.00", 50000, 150000)]
)
def test_under_a_cap_on_the_refund_a_settlement_takes_of_the_fund_what_the_held_money_leaves_of_the_cover(
    figure, fund, owed
):
    """RULES §5, §7, `seed`: cover 7,500, of which 7,000 come from held money."""
    world = World(profile="seed")
    trade = held_order(world, limit="7500.00")
    late(world, trade)
    trade.offer_settlement("supplier", figure)
    trade.settle("buyer")
    debts = [(one.kind, one.debt_minor) for one in trade.bundle.of(rows.Recovery)]
    assert debts == [("advance", fund)] + [("settlement", owed)] * bool(owed)


def test_the_fund_advances_nothing_of_a_settlement_unless_the_policy_says_so():
    """RULES §5: paid from held, then security, then by the supplier."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    trade.offer_settlement("supplier", "7500.00")
    trade.settle("buyer")
    assert [(one.kind, one.debt_minor) for one in trade.bundle.of(rows.Recovery)] == [("settlement", 50000)]


# --- refused goods


def test_goods_lie_at_the_suppliers_disposal_only_where_they_were_refused():
    """RULES §5, table: thirty whole days from the end of the order; no goods of a cancelled order, nor of one that runs."""
    world = World()
    trade = held_order(world)
    assert refunding.goods_until(trade.bundle) is None
    late(world, trade)
    world.after(days=8)
    trade.ruled()
    world.after(days=8)
    assert (trade.order.state, refunding.goods_until(trade.bundle)) == ("cancelled", None)
    trade.order.outcome = "refused"
    end = refunding.goods_until(trade.bundle)
    assert timedelta(days=30) < end - trade.order.ended_at <= timedelta(days=31)
    trade.order.ended_at = None
    assert refunding.goods_until(trade.bundle) is None


# --- points


@pytest.mark.parametrize(("appeal", "left"), [(NOT_BAD, [3]), ({}, [3, 24])])
def test_a_reversal_deletes_the_points_of_an_order_that_seemed_never_shipped(appeal, left):
    """RULES §3, R3.7: the clock gave them for non-delivery; another order's stay, and so do these if the appeal is lost."""
    world = World()
    supplier = world.supplier(limit="50000.00")
    other = world.signed(supplier, coverage="post_delivery", release="on_capture")
    other.credit("3000.00", 1)
    trade = world.signed(supplier, release="on_capture")
    trade.credit("3000.00", 1)
    world.on("2027-05-03")
    other.ship()
    other.credit("7000.00", 2)
    other.receive()
    other.dispute("ship_date", remedy="keep")
    world.on("2027-07-01")
    assert [one.points for one in supplier.points] == [3, 24]
    trade.dispute("ship_date")
    world.after(days=8)
    trade.ruled()
    trade.appeal("supplier")
    trade.appeal_ruled(**appeal)
    assert [one.points for one in supplier.points if one.deleted_at is None] == left


# --- why money goes back


def lapsed(world):
    trade = world.signed()
    trade.credit("500.00", 1)
    world.after(days=20)
    return trade


def walked_away(world):
    trade = held_order(world)
    trade.move(trade.order, "walk_away", "buyer")
    return trade


def given_up(world):
    trade = held_order(world)
    trade.move(trade.order, "give_up", "supplier")
    return trade


def parted(world):
    trade = held_order(world)
    trade.amended("split", to_supplier="1000.00")
    return trade


def ruled_out(world):
    trade = ruled_against(world)
    world.after(days=9)
    return trade


def lost(world):
    trade = held_order(world)
    trade.recall(next(one for one in trade.bundle.of(rows.Credit) if one.amount_minor == 300000))
    world.after(days=61)
    return trade


@pytest.mark.parametrize(
    ("ended", "outcome", "cause", "held"),
    [
        (lapsed, "lapsed", "lapsed", 50000),
        (walked_away, "buyer_default", "buyer_default", 700000),
        (given_up, "non_delivery", "non_delivery", 700000),
        (parted, "parted", "parted", 600000),
        (ruled_out, "cancelled", "ruling", 700000),
        (lost, "recalled", "recalled", 400000),
    ],
)
def test_each_end_of_an_order_says_why_money_goes_back(ended, outcome, cause, held):
    """RULES §5, §7, §8: by the refund's cause and the payment's purpose; only what a ruling gave counts as refund of a claim."""
    trade = ended(World())
    (refund,) = [one for one in trade.bundle.of(rows.Refund) if one.held_minor and one.cause != "set_off"]
    purpose = "refund" if cause == "ruling" else cause
    sent = sum(one.amount_minor for one in trade.bundle.of(rows.PaymentOut) if one.purpose == purpose)
    assert (trade.order.outcome, refund.cause, refund.held_minor, refund.counts) == (
        outcome,
        cause,
        held,
        cause == "ruling",
    )
    assert sent == held + (300000 if cause == "ruling" else 0)
    assert (trade.held, trade.order.ended_at is not None) == ("0.00", True)


def test_goods_that_failed_where_quality_is_not_covered_go_back_with_what_is_held():
    """RULES §4, §5: rejected, with nothing to claim of it; the order is over and says so."""
    world = World(covered_grounds=("ship_date",))
    trade = failed(world, plan=[(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")])
    (refund,) = [one for one in trade.bundle.of(rows.Refund) if one.held_minor]
    assert (trade.bundle.dispute, trade.order.outcome, refund.cause, refund.held_minor) == (
        None, "rejected", "rejected", 300000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("award", "back"), [("500.00", [0, 50000]), ("7000.00", [0, 700000]), ("8000.00", [100000, 700000])]
)
def test_a_refund_from_held_money_is_noted_on_the_last_instalment_first(award, back):
    """RULES §7: each cent leaves one instalment, and what stays of them is what is held."""
    world = World()
    plan = [(3000, "signing", 7, "on_acceptance"), (7000, "inspection", 14, "on_acceptance")]
    trade = world.signed(world.supplier(limit="50000.00"), plan=plan)
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    late(world, trade)
    world.after(days=8)
    trade.ruled(outcome="keep", award=award, reasons={"outcome": "He wants them.", "award": "So much."})
    world.after(days=9)
    assert [one.returned_minor for one in trade.bundle.instalments] == back
    assert sum(one.paid_minor - one.returned_minor for one in trade.bundle.instalments) == trade.bundle.held
