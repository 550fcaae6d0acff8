"""Who may trade, and what a screening hit holds: nothing is lost, and two people let it go (RULES §9)."""

import pytest

from tests.memory import World
from tradeward.domain import lives, rows
from tradeward.domain.refusals import OutOfTurn
from tradeward.domain.vocabulary import Actor, Role


def hit(world, organisation_id):
    """A hit waits from now on; the deadlines are looked at again."""
    world.market.hits[organisation_id] = [(world.now, None)]
    again(world)


def cleared(world, organisation_id):
    ((begun, _),) = world.market.hits[organisation_id]
    world.market.hits[organisation_id] = [(begun, world.now)]
    again(world)


def again(world):
    act = world.act("look_again", Actor(Role.REACTION))
    for bundle in world.bundles:
        lives.catch_up([bundle], at=world.now)
        for verb in ("send_back", "match"):
            lives.react(bundle, "credit", verb, act)
        lives.settle(bundle, act=act)
        lives.project(bundle)


@pytest.mark.parametrize("side", ["buyer", "supplier"])
def test_nobody_signs_before_both_are_onboarded(side):
    """R9.10: a verified address and no hit, on both sides, whoever signs."""
    world = World()
    trade = world.offer()
    id = trade.by(side).organisation_id
    world.market.unverified.add(id)
    with pytest.raises(OutOfTurn, match=f"Both companies are onboarded.*{id}: its e-mail address is not verified"):
        trade.sign("buyer")
    world.market.unverified.clear()
    hit(world, id)
    with pytest.raises(OutOfTurn, match=f"{id}: a screening hit waits for the operator"):
        trade.sign("supplier")
    world.after(days=1)
    cleared(world, id)
    trade.sign("supplier")
    trade.sign("buyer")
    assert trade.order.state == "signed"


def test_a_hit_holds_the_first_payment_until_it_is_cleared():
    """R9.10: in suspense with its order, longer than ten working days, and the order does not lapse over it."""
    world = World()
    trade = world.signed()
    hit(world, trade.order.buyer_id)
    credit = trade.credit("3000.00")
    stranger = trade.credit("100.00", currency="EUR")
    world.after(days=60)
    assert (credit.state, stranger.state, trade.order.state, trade.held) == ("suspense", "suspense", "signed", "0.00")
    cleared(world, trade.order.buyer_id)
    assert (credit.state, stranger.state, trade.order.state) == ("matched", "sent_back", "making")
    assert trade.order.ended_at is None


def test_a_hit_holds_a_refund_where_it_is_due():
    """R9.10: dated when it is let go."""
    world = World()
    trade = world.signed(release="on_acceptance")
    trade.credit("3000.00")
    hit(world, trade.order.buyer_id)
    trade.move(trade.order, "give_up", "supplier")
    world.after(days=30)
    (payment,) = trade.bundle.of(rows.PaymentOut)
    assert (payment.state, payment.amount_minor, trade.refund_due) == ("due", 300000, "3000.00")
    cleared(world, trade.order.buyer_id)
    assert (payment.state, payment.sent_at, trade.refund_due) == ("sent", world.now, "0.00")


def test_a_hit_holds_a_suppliers_payout_and_his_security():
    """R9.10: what is released stays payable, once, and what is put up waits."""
    world = World()
    trade = world.signed(release="on_capture")
    supplier = trade.bundle.supplier
    hit(world, supplier.subject_id)
    trade.credit("3000.00")
    put = world.put_up(supplier, "500.00")
    world.after(days=5)
    assert (supplier.payable(), supplier.payouts, put.state) == ({"USD": 294000}, [], "suspense")
    cleared(world, supplier.subject_id)
    assert (put.state, [one.amount_minor for one in supplier.payouts]) == ("matched", [294000])
