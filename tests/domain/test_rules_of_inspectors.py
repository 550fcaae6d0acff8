"""Who may look: drawn by lot among those who fit, picked by the buyer, objected to once (RULES §6)."""

from uuid import UUID

import pytest

from tests.memory import World
from tradeward.domain import accreditation
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken


def ready(world, *scopes, **contract):
    """An order whose goods are ready, where inspectors of these scopes are there beside its own."""
    trade = world.signed(**contract)
    for scope in scopes:
        world.market.scopes[world.id("organisation")] = scope
    trade.credit("3000.00", 1)
    trade.ready()
    return trade


def pick(trade, inspector):
    trade.move(trade.inspection(), "book", "buyer", inspector_id=UUID(inspector))


def test_three_are_drawn_and_another_order_draws_others():
    """R6.6: of ten; the lot is the order's, so that it can be drawn again by whoever looks."""
    world = World()
    first, second = (ready(world, *["any"] * 5, release="on_acceptance") for _ in range(2))
    for trade in (first, second):
        row = trade.inspection()
        assert len(set(row.drawn)) == 3
        assert {UUID(one) for one in row.drawn} <= set(world.market.scopes)
    assert (first.inspection().eligible_count, second.inspection().eligible_count) == (6, 12)
    assert first.inspection().drawn != second.inspection().drawn


def test_an_objection_draws_anew_without_him_and_is_made_once():
    """R6.6: with a reason; the two others who were drawn stay, and the platform does not assign him either."""
    world = World()
    trade = ready(world, *["any"] * 4)
    row = trade.inspection()
    before = list(row.drawn)
    pick(trade, before[0])
    trade.move(row, "object", "supplier", reason="He works for our competitor.")
    assert (row.objected, row.drawn[:2], len(row.drawn), row.eligible_count) == (before[:1], before[1:], 3, 4)
    assert before[0] not in row.drawn
    with pytest.raises(OutOfTurn, match="one of those drawn"):
        pick(trade, before[0])
    trade.book()
    with pytest.raises(OutOfTurn, match="may still object"):
        trade.move(row, "object", "supplier", reason="He too.")


def test_who_declares_a_tie_declines_and_is_not_drawn_again():
    """RULES §6: independent of both sides; who only cannot come stays among those who are drawn."""
    world = World()
    trade = ready(world, "any", "any")
    row, own = trade.inspection(), str(trade.inspector.organisation_id)
    for tie, gone in (({}, []), ({"tie": "my brother works there"}, [own])):
        pick(trade, own)
        trade.move(row, "decline", "inspector", **tie)
        assert (row.state, row.objected, row.objections, own in row.drawn) == ("requested", gone, 0, not tie)


def test_when_none_of_those_drawn_can_look_any_more_it_is_drawn_anew():
    """R6.6: the buyer asks for it, and nobody else."""
    world = World()
    trade = ready(world)
    row = trade.inspection()
    with pytest.raises(OutOfTurn, match="None of the inspectors drawn"):
        trade.move(row, "draw", "buyer")
    world.market.withdrawn.add(trade.inspector.organisation_id)
    late = world.id("organisation")
    world.market.scopes[late] = "any"
    with pytest.raises(NotAllowed):
        trade.move(row, "draw", "supplier")
    trade.move(row, "draw", "buyer")
    assert (row.drawn, row.eligible_count) == ([str(late)], 1)


@pytest.mark.parametrize("scope", ["toys", "lamps", "any"])
def test_who_is_related_or_out_of_scope_is_not_drawn(scope):
    """R6.6: for lamps; the buyer's own inspector is not drawn in whatever scope."""
    world = World()
    trade = world.offer(lines=[
        {"goods": "lamp", "quantity": "10", "unit": "pcs", "price": "10000.00", "terms": ["size"], "category": "Lamps"},
    ])  # fmt: skip
    one, kin = world.id("organisation"), world.id("organisation")
    world.market.scopes = {one: scope, kin: "any"}
    world.market.relations.add(frozenset({kin, trade.order.buyer_id}))
    for side in ("buyer", "supplier"):
        trade.sign(side)
    trade.credit("3000.00", 1)
    trade.ready()
    assert trade.inspection().drawn == ([] if scope == "toys" else [str(one)])


@pytest.mark.parametrize(
    ("scope", "goods", "covered"),
    [
        ("any", {"lamps", ""}, True),
        ("lamps", {"lamps"}, True),
        ("lamps,toys", {"lamps", "toys"}, True),
        ("lamps", {"lamps", "toys"}, False),
        ("lamps", {""}, False),
        ("lamps", {"lamp"}, False),
    ],
)
def test_a_scope_is_any_or_a_list_of_categories(scope, goods, covered):
    """R6.6: every line's category is in it; a line without one takes an inspector of any goods."""
    assert accreditation.covers(kept=scope, categories=goods) is covered


@pytest.mark.parametrize(
    ("said", "kept"), [("Any", "any"), ("lamps, any", "any"), (" Toys , desk  lamps,toys", "desk lamps,toys")]
)
def test_a_scope_is_kept_folded_and_sorted(said, kept):
    """R6.6."""
    assert accreditation.scope(said) == kept


@pytest.mark.parametrize("said", ["", " ", "lamps,", ",", "lamps,,toys"])
def test_a_scope_that_says_nothing_is_refused(said):
    """R6.6."""
    with pytest.raises(RuleBroken, match="scope is any"):
        accreditation.scope(said)
