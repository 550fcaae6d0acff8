"""What the operator may not do alone, at will, or by a slip (RULES §3, §7, §8)."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from tests.memory import World
from tradeward.domain.lifecycle import Act
from tradeward.domain.needs import NEEDS
from tradeward.domain.refusals import OutOfTurn
from tradeward.domain.vocabulary import Actor, Role

A, B = UUID(int=7), UUID(int=8)


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [(A, B, True), (A, A, False), (A, str(A), False), (None, B, False), (A, None, False), (None, None, False)],
)
def test_four_eyes_are_two_people(first, second, met):
    """R7.9: nobody in particular is no pair of eyes."""
    act = Act("plan", Actor(Role.OPERATOR, None, first), SimpleNamespace(), "key", {"approved_by": second})
    assert NEEDS["four_eyes"].test(None, None, act) is met


OPERATOR = Actor(Role.OPERATOR, None, A)


def test_the_operator_assigns_where_he_was_asked_or_nobody_came():
    """R8.4, R8.5: a booked inspector is not replaced at will; one who stayed away for his days is."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"))
    trade.credit("3000.00", 1)
    trade.ready()

    def assign():
        trade.move(trade.inspection(), "assign", OPERATOR, inspector_id=trade.inspector.organisation_id)

    with pytest.raises(OutOfTurn, match="The platform was asked for an inspector"):
        assign()
    world.after(days=4)
    trade.move(trade.inspection(), "call", "supplier")
    assign()
    booked = trade.inspection().booked_at
    world.after(days=6)
    with pytest.raises(OutOfTurn, match="did not report in his days"):
        assign()
    world.after(days=2)
    assign()
    assert (booked, trade.inspection().booked_at) == (world.now - timedelta(days=8), world.now)


@pytest.mark.parametrize("verb", ["admit", "review_limit"])
@pytest.mark.parametrize(
    ("ceiling", "reason", "allowed"),
    [(None, "", True), (0, "young", True), (100000, "young", True), (100000, " ", False), (-1, "young", False)],
)
def test_a_ceiling_is_not_negative_and_has_a_reason(verb, ceiling, reason, allowed):
    """R3.3, S2: the limit is arithmetic; a lower one is the operator's, who says why."""
    world = World()
    supplier = world.supplier(state="reviewed" if verb == "admit" else "assured")
    row = supplier.supplier
    if allowed:
        world.move(supplier, row, verb, OPERATOR, ceiling_minor=ceiling, reason=reason)
        assert row.ceiling_minor == ceiling
    else:
        with pytest.raises(OutOfTurn, match="The ceiling is not negative, and has a reason"):
            world.move(supplier, row, verb, OPERATOR, ceiling_minor=ceiling, reason=reason)
        assert row.ceiling_minor is None


@pytest.mark.parametrize(
    ("cause", "allowed"),
    [("", True), ("fraud", True), ("sanctions", True), ("Fraud", False), ("mood", False), (None, False)],
)
def test_a_cause_of_suspension_is_of_the_list(cause, allowed):
    """R8.8: releases wait for fraud or sanctions; a misspelt cause would let them go."""
    world = World()
    supplier = world.supplier()
    if allowed:
        world.move(supplier, supplier.supplier, "suspend", OPERATOR, reason="forged papers", cause=cause)
        assert (supplier.supplier.state, supplier.supplier.suspended_for) == ("suspended", cause)
    else:
        with pytest.raises(OutOfTurn, match="The cause is"):
            world.move(supplier, supplier.supplier, "suspend", OPERATOR, reason="forged papers", cause=cause)
        assert supplier.supplier.state == "assured"


@pytest.mark.parametrize(("verb", "by"), [("leave", "supplier"), ("expel", "operator")])
def test_a_supplier_goes_only_when_nothing_of_his_is_open(verb, by):
    """R3.1: an order without cover, and money that is on its way to him, keep him too, or he would never be paid."""
    world = World(fund="0")
    supplier = world.supplier(limit="0.00")
    trade = world.signed(supplier, coverage="none", plan=[(10000, "signing", 7, "on_acceptance")])
    trade.credit("10000.00", 1)
    actor = OPERATOR if by == "operator" else trade.supplier

    def go():
        world.move(supplier, supplier.supplier, verb, actor, reason="enough")

    def refused():
        with pytest.raises(OutOfTurn, match="No order runs or holds the supplier's cover"):
            go()

    refused()
    trade.ship()
    world.after(days=1)
    trade.accept()
    refused()
    world.bank_works = False
    world.after(days=1, hours=12)
    assert [one.state for one in supplier.payouts] == ["sent"]
    refused()
    world.bank_works = True
    world.after(days=2)
    go()
    assert (supplier.supplier.state, [one.state for one in supplier.payouts]) == ("out", ["booked"])
