"""Any move of any life through one door: done, or refused by one of the four, whatever is said (DESIGN §4)."""

from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.told import JSON, ODD, body
from tests.world import BUYER, INSPECTOR, SUPPLIER, World
from tradeward.domain import lives, saying
from tradeward.domain.refusals import NotAllowed, NotFound, Refusal, RuleBroken
from tradeward.domain.vocabulary import Role
from tradeward.queries import scenes
from tradeward.usecases import moves

WHO = {
    Role.BUYER: BUYER, Role.SUPPLIER: SUPPLIER, Role.INSPECTOR: INSPECTOR, Role.OFFICER: "officer A", Role.OPERATOR: "operator",
}  # fmt: skip
FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def world(template):
    """An order that is inspected and disputed, another that is on offer; what the moves of these tests change stays."""
    from tests import databases

    with databases.lent(template):
        yield World()


@pytest.fixture(scope="module")
def ids(world):
    order = world.signed(ship_date="2026-05-01")
    order.inspected_and_paid()
    amendment = world.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
    world.on("2026-05-02")
    dispute = order.disputed("ship_date", remedy="cancel")
    stray = world.stage.credit(reference="RF00", amount="5.00", currency="USD", payer=BUYER)["credit"]
    found = scenes.scene(world.stage.people["operator"], order_id=order.id, at=world.now).rows
    return {
        "order": world.offered("second", ship_date="2026-08-01").id,
        "instalment": found["instalment"][0]["id"],
        "inspection": found["inspection"][0]["id"],
        "shipment": found["shipment"][0]["id"],
        "amendment": amendment,
        "dispute": dispute.id,
        "recovery": UUID(int=7),
        "credit": UUID(stray),
        "payment_out": UUID(int=7),
        "supplier": world.stage.people[SUPPLIER].organisation_id,
    }


@pytest.mark.parametrize(("noun", "verb"), sorted(saying.SAID))
def test_whatever_is_said_is_done_or_refused(world, ids, noun, verb):
    """DESIGN §4: a traceback is never the answer to a body."""
    roles = sorted(
        {role for move in lives.LIVES[noun].moves if move.verb == verb for role in move.by} - saying.OWN_HANDS
    )
    names = [one.name for one in saying.SAID[noun, verb]] or ["x"]

    @FEW
    @given(body(saying.SAID[noun, verb]) | st.dictionaries(st.sampled_from(names), ODD | JSON, max_size=3))
    def attempt(told):
        for role in roles:
            with suppress(Refusal):
                moves.make(noun=noun, id=ids[noun], verb=verb, told=told, **world.stage.by(WHO[role]))

    attempt()


def test_a_noun_that_has_no_life_is_refused(world):
    """DESIGN §4: by name."""
    with pytest.raises(RuleBroken, match="noun is not one of order, ") as refused:
        moves.make(noun="journal", id=UUID(int=7), verb="accept", told={}, **world.stage.by(BUYER))
    assert refused.value.field == "noun"


def test_a_verb_of_another_life_is_nobodys(world, ids):
    """DESIGN §3: a move is of its life."""
    with pytest.raises(NotAllowed):
        moves.make(noun="order", id=ids["order"], verb="countersign", told={}, **world.stage.by("officer A"))


PAPER = dict.fromkeys(("kind", "number", "carrier", "file", "place"), "x") | {"date": "2026-05-01"}
ONE_OF_EACH = {
    "amendment": "withdraw", "credit": "decline", "dispute": "settle", "inspection": "call", "instalment": "return_early",
    "order": "withdraw", "payment_out": "renew", "recovery": "plan", "shipment": "ship", "supplier": "leave",
}  # fmt: skip


@pytest.mark.parametrize(("noun", "verb"), ONE_OF_EACH.items())
def test_an_id_that_nobody_has_is_not_found(world, noun, verb):
    """DESIGN §4: whatever the noun."""
    told = {"shipment": PAPER, "recovery": {"parts": [{"due": "2026-06-01", "amount": "1.00"}]}}.get(noun, {})
    role = next(role for move in lives.LIVES[noun].moves if move.verb == verb for role in sorted(move.by))
    with pytest.raises(NotFound):
        moves.make(noun=noun, id=UUID(int=7), verb=verb, told=told, **world.stage.by(WHO[role]))
