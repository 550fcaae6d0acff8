"""Whatever is said with a move, at every stage of an order: done, or refused, and never anything else (DESIGN §4)."""

from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings

from tests.domain.orders_in_memory import delivered, late
from tests.memory import Kept, World
from tests.told import body, in_strings
from tradeward.domain import contract, decision, lives, saying
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import Refusal
from tradeward.domain.saying import forms
from tradeward.domain.vocabulary import Actor, Role

SOME = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
MANY = settings(SOME, max_examples=150)


def signed(world):
    trade = world.signed(world.supplier(limit="20000.00"), inspection_fee="100.00")
    trade.credit("10.00", reference="RF00NOTHING")
    return trade


def making(world):
    trade = signed(world)
    trade.credit("3000.00", 1)
    return trade


def booked(world):
    trade = making(world)
    trade.ready()
    trade.book()
    return trade


def failed(world):
    trade = making(world)
    trade.failed()
    trade.amend("price", value="9000.00")
    return trade


def passed(world):
    trade = making(world)
    trade.passed()
    trade.credit("7000.00", 2)
    return trade


def shipped(world):
    trade = passed(world)
    world.on("2027-04-20")
    trade.ship()
    return trade


def disputed(world):
    trade = passed(world)
    late(world, trade, remedy="cancel")
    trade.offer_settlement("supplier", "100.00")
    return trade


def taken(world):
    trade = disputed(world)
    world.after(days=8)
    trade.take()
    trade.says("ask", trade.officer(0), item="The log book", of="supplier")
    return trade


def drafted(world):
    trade = taken(world)
    trade.rule()
    return trade


def ruled(world):
    trade = drafted(world)
    if trade.dispute_row.state == "drafted":
        trade.countersign()
    return trade


def appealed(world):
    trade = ruled(world)
    trade.appeal("supplier")
    trade.says("take_appeal", trade.officer(2), tie="none")
    return trade


STAGES = {
    one.__name__: one
    for one in (signed, making, booked, failed, passed, shipped, delivered, disputed, taken, drafted, ruled, appealed)
}


@cache
def staged(name):
    world = World()
    trade = world.offer() if name == "offered" else STAGES[name](world)
    return world, trade


def actors(trade, role):
    if role is Role.OFFICER:
        return [trade.officer(n) for n in range(3)]
    if role is Role.OPERATOR:
        return [Actor(role, None, trade.officer(4).person_id)]
    return [trade.by(role)]


@pytest.mark.parametrize("name", ["offered", *STAGES])
def test_every_move_from_every_stage_is_done_or_refused(name):
    """DESIGN §4: everything that is not one of the four refusals is a bug."""
    world, trade = staged(name)
    tried = 0
    for bundle in (trade.bundle, trade.bundle.supplier):
        for row in [one for one in bundle.every() if one.noun in lives.LIVES]:
            for move in lives.LIVES[row.noun].rows(state=row.state):
                for role in sorted(move.by - saying.OWN_HANDS):
                    tried += 1
                    attempts(world, trade, bundle, row, move.verb, role)
    assert tried


def attempts(world, trade, bundle, row, verb, role):
    @SOME
    @given(body(saying.SAID[row.noun, verb]))
    def attempt(told):
        for by in actors(trade, role):
            before = Kept(world)
            said = saying.said(noun=row.noun, verb=verb, told=told, by=by)
            with suppress(Refusal):
                world.move(bundle, row, verb, by, **said)
            before.back()

    attempt()


@MANY
@given(body(forms.CONTRACT).map(in_strings))
def test_a_contract_of_the_right_form_is_read_or_refused(told):
    """RULES §4, §6: what is missing or malformed is named."""
    policy = Policy.load("standard")
    with suppress(Refusal):
        saying.read(fields=forms.CONTRACT, told=told)
        agreed = contract.read(body=told, policy=policy)
        decision.agreed(body=told, currency=agreed.currency, value_minor=agreed.value_minor)
        contract.not_executable(agreed)
