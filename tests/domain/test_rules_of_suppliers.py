"""What is known of a supplier, fact by fact (RULES §3)."""

import pytest

from tests.memory import World
from tradeward.domain import needs
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role

RAN_OUT = (
    "Not met: What is known of the supplier has not run out. licence, from the trade office, held until 2027-03-10;"
    " the operator records a newer one."
)


def test_an_expired_fact_blocks_signing_and_a_newer_one_unblocks_it():
    """R3.2: it holds through its last day, whose end is the operator's; then neither side signs, until a newer one is there."""
    world = World()
    supplier = world.supplier()
    fact = world.supplier_fact(supplier, expires_on="2027-03-10")
    assert (fact.kind, fact.says, fact.source, str(fact.dated_on)) == (
        "licence", "class B", "the trade office", "2027-01-01",
    )  # fmt: skip
    world.on("2027-03-10T23:59")
    world.offer(supplier).sign("buyer")
    trade = world.offer(supplier)
    world.on("2027-03-11T00:00")
    for side in ("buyer", "supplier"):
        with pytest.raises(OutOfTurn) as refused:
            trade.sign(side, cover="7500.00")
        assert str(refused.value) == RAN_OUT
    world.supplier_fact(supplier, kind="insurance", expires_on="2029-01-01")
    with pytest.raises(OutOfTurn):
        trade.sign("buyer", cover="7500.00")
    world.supplier_fact(supplier, dated_on="2026-12-31", expires_on="2029-01-01")
    assert [str(one.expires_on) for one in needs.signing.facts_that_count(supplier)] == ["2027-03-10", "2029-01-01"]
    world.supplier_fact(supplier, dated_on="2027-03-11", expires_on="2029-01-01")
    trade.sign("buyer")
    trade.sign("supplier")
    assert trade.order.state == "signed"


def test_an_expired_fact_blocks_nothing_but_signing():
    """R3.2: a signed order goes on to its end, its cover too, and another version may be put on the table."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), release="on_capture")
    world.supplier_fact(trade.bundle.supplier, expires_on="2027-03-02")
    offered = world.offer(trade.bundle.supplier)
    world.on("2027-03-05")
    offered.propose("buyer", "9000.00")
    trade.credit("3000.00")
    trade.amended("ship_date", ship_date="2027-05-02")
    trade.passed()
    trade.credit("7000.00", 2)
    world.on("2027-05-03")
    trade.dispute("ship_date")
    world.after(days=8)
    assert trade.amount(trade.ruled().refund_minor) == "10000.00"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"says": " "}, "says"),
        ({"source": ""}, "source"),
        ({"dated_on": "spring"}, "dated_on"),
        ({"dated_on": "2027-03-02"}, "dated_on"),
        ({"expires_on": ""}, "expires_on"),
        ({"expires_on": "2026-12-31"}, "expires_on"),
    ],
)
def test_a_fact_has_source_day_and_expiry(changed, field):
    """R3.2: each is asked for by name, and no fact is of the future."""
    world = World()
    with pytest.raises(RuleBroken) as refused:
        world.supplier_fact(world.supplier(), **{"expires_on": "2028-01-01", **changed})
    assert refused.value.field == field


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_only_the_operator_records_a_fact(role):
    """R3.2: the operator answers for what is known."""
    world = World()
    supplier = world.supplier()
    with pytest.raises(NotAllowed):
        world.supplier_fact(supplier, by=Actor(role, supplier.subject_id), expires_on="2028-01-01")
    assert supplier.facts == []
