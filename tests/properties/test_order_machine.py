"""Anybody does anything at any time: the money always adds up, and left alone everything ends (RULES §4, §7)."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.memory import World
from tests.properties.players import orders, play
from tradeward.domain import lives, needs, postings, recovering, recovery, refunding, rows, signing

STEP = st.tuples(
    st.sampled_from([0, 0, 1, 5, 24, 24, 73, 100, 169, 400, 1000]),
    st.integers(0, 2),
    st.integers(0, 70),
    st.integers(0, 60),
)
STORY = st.lists(STEP, min_size=5, max_size=60)


def floors(world: World) -> None:
    """No account is ever on its wrong side (RULES §7)."""
    for (account, currency), minor in world.purse.balances.items():
        kind = account.split(":")[0]
        if kind in ("held", "early", "refund_due", "inspector_fee", "payable", "security", "suspense", "fees"):
            assert minor <= 0, (account, currency, minor)
        if kind in ("debt_supplier", "debt_buyer"):
            assert minor >= 0, (account, currency, minor)


def parts(world: World) -> None:
    """What was paid is held, released or gone back, instalment by instalment and in the ledger (RULES §4, §9)."""
    for bundle in orders(world):
        for one in bundle.instalments:
            assert min(one.paid_minor, one.early_minor, one.released_minor, one.returned_minor) >= 0, one
            assert one.released_minor + one.returned_minor <= one.paid_minor, one
            assert one.paid_minor + one.early_minor <= one.amount_minor, one
        assert (
            sum(one.paid_minor - one.released_minor - one.returned_minor for one in bundle.instalments) == bundle.held
        )
        assert sum(one.early_minor for one in bundle.instalments) == bundle.early
        if bundle.instalments:
            assert sum(one.amount_minor for one in bundle.instalments) == bundle.order.value_minor
            assert sum(one.value_minor for one in bundle.of(rows.Shipment)) == bundle.order.value_minor
        due = [
            one.amount_minor for one in bundle.of(rows.PaymentOut)
            if one.source == postings.refund_due(bundle.order.id) and one.state in ("due", "returned")
        ]  # fmt: skip
        assert sum(due) == bundle.purse.owed(postings.refund_due(bundle.order.id), bundle.order.currency)


def counters(world: World) -> None:
    """Counters are sums over rows, and the fund's cash is the fund less what is owed to it (RULES §3, §7)."""
    for supplier in world.suppliers.values():
        mine = [one for one in orders(world) if one.supplier is supplier]
        held = [row for one in mine for row in one.of(rows.Reservation) if row.freed_at is None]
        debts = [row for one in mine for row in one.of(rows.Recovery)]
        row = supplier.supplier
        assert row.reserved_minor == sum(signing.open_limit(one) for one in held)
        assert row.advanced_minor == sum(recovering.unpaid_limit(one) for one in debts)
        assert row.overdue_count == sum(one.state == "overdue" and one.kind != "buyer" for one in debts)
        assert row.reserved_minor >= 0
        fees = sum(recovering.unpaid_fee(one) for one in debts)
        assert row.fees_owed == ({"USD": str(fees)} if fees else {})
        advances = sum(needs.owed(one) for one in debts if one.kind == "advance" and one.state in recovery.OPEN)
        assert advances == supplier.purse.balance(postings.supplier_debt(row.id), "USD")
    reserved = sum(
        one.reservation.cover_minor - one.reservation.advanced_minor for one in orders(world) if one.reservation
    )
    pot = world.market.pot("USD")
    assert pot.reserved_minor == reserved
    owing = sum(minor for (name, _), minor in world.purse.balances.items() if name.startswith("debt_"))
    assert pot.cash_minor == world.purse.owed(postings.FUND, "USD") - owing


def covered(world: World) -> None:
    """Cash at the bank and on its way pays every liability, and every entry balances (RULES §7)."""
    totals: Counter[str] = Counter()
    for (name, currency), minor in world.purse.balances.items():
        if name.split(":")[0] in ("bank", "bank_in", "bank_out"):
            totals["cash", currency] += minor
        elif not name.startswith(("debt", "fund", "fees")):
            totals["liabilities", currency] -= minor
    pot = world.market.pot("USD").cash_minor
    assert totals["cash", "USD"] == totals["liabilities", "USD"] + pot + world.purse.owed(postings.FEES, "USD")
    assert sum(world.purse.balances.values()) == 0


def no_more_than_awarded(world: World) -> None:
    """Nobody gets back more than was paid, nor more of a dispute than asked, awarded or agreed (RULES §7)."""
    for bundle in orders(world):
        recalled = any(one.state == "recalled" for one in bundle.of(rows.Credit))
        back = refunding.refunded(bundle) + refunding.returned(bundle)
        assert recalled or back <= bundle.paid, (back, bundle.paid)
        for dispute in bundle.of(rows.Dispute):
            got = refunding.refunded(bundle, dispute=dispute)
            rulings = [one for one in bundle.of(rows.Ruling) if one.dispute_id == dispute.id and one.issued_at]
            most = max([dispute.settled_minor or 0, *(one.award_minor for one in rulings)])
            assert got <= most, (got, most)
            assert dispute.asked_minor is None or got <= dispute.asked_minor
            assert len(rulings) <= 2
            assert sum(one.final_at is not None for one in rulings) <= 1


def projected(world: World) -> None:
    """The deadlines written down are those that the rows call for (RULES §2)."""
    for bundle in world.bundles:
        lives.project(bundle)
        kept = {(one.subject_id, one.verb): one.due_at for one in bundle.tables["deadline"] if one.state != "over"}
        assert kept == {(one.row.id, one.move.verb): one.at for one in lives.due(bundle)}


def check(world: World) -> None:
    for invariant in (floors, parts, counters, covered, no_more_than_awarded, projected):
        invariant(world)


def finished(world: World) -> None:
    """Two years of nobody acting leave every life over, and nothing held, early, reserved, in suspense or due (RULES §4)."""
    world.left_alone()
    check(world)
    for bundle in orders(world):
        left = [(one.noun, one.state) for one in lives.open_rows(bundle)]
        assert left == [], (left, bundle.order.state, bundle.order.outcome)
        assert (bundle.held, bundle.early) == (0, 0)
        assert bundle.purse.owed(postings.refund_due(bundle.order.id), bundle.order.currency) == 0
        assert bundle.purse.owed(postings.inspector_fee(bundle.order.id), bundle.order.currency) == 0
    for supplier in world.suppliers.values():
        assert (supplier.supplier.reserved_minor, supplier.supplier.advanced_minor) == (0, 0)
    assert {
        currency: minor for (name, currency), minor in world.purse.balances.items() if name == "suspense" and minor
    } == {}
    assert world.market.pot("USD").reserved_minor == 0


@settings(max_examples=60, deadline=None)
@given(story=STORY, seed=st.booleans())
def test_the_money_adds_up_and_left_alone_it_ends(story, seed):
    """RULES §4, §7, R4.19, R7.12: from every state that people can reach."""
    world = World(profile="seed" if seed else "standard", fund="200000.00")
    for step in story:
        if play(world, step):
            check(world)
    finished(world)


@settings(max_examples=20, deadline=None)
@given(story=STORY, ticks=st.lists(st.integers(1, 300), max_size=40))
def test_history_does_not_depend_on_the_worker(story, ticks):
    """RULES §2, R2.7: with the worker always on, off, and at random instants, the journals are the same, byte for byte."""
    journals = []
    for mode in ("always", "off", "random"):
        world = World(fund="200000.00", worker=mode, ticks=tuple(ticks))
        world.bank_works = False
        for step in story:
            play(world, step)
        world.catch_up(at=world.now)
        journals.append(world.journals())
    assert journals[0] == journals[1] == journals[2]
