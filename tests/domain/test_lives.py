"""The tables of all lives, whole: what is in them is there, what is not in them is refused (RULES §4, §5; DESIGN §3)."""

import inspect
from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

import pytest

from tests.memory import World
from tradeward.domain import lives, needs, windows
from tradeward.domain.lifecycle import STAYS, Act, Lifecycle, row
from tradeward.domain.refusals import NotAllowed, OutOfTurn
from tradeward.domain.vocabulary import Actor, Role

LIVES = pytest.mark.parametrize("life", lives.LIVES.values(), ids=lives.LIVES)
INSPECTOR = UUID(int=77)
PEOPLE = UUID(int=5)


@LIVES
def test_each_state_is_reachable(life):
    """DESIGN §3: from the start, by moves of the table."""
    reached, fresh = {life.start}, {life.start}
    while fresh:
        fresh = {move.target for move in life.moves if move.sources & reached and move.target != STAYS} - reached
        reached |= fresh
    assert reached == set(life.states)


@LIVES
def test_final_states_have_no_exits(life):
    """DESIGN §3: what is over is over."""
    assert [move for move in life.moves if move.sources & life.final] == []


@LIVES
def test_from_every_state_that_is_not_final_there_is_a_way_on(life):
    """DESIGN §3: no life is stuck."""
    ways = {state: {move.target for move in life.rows(state=state)} - {STAYS} for state in life.states}
    assert {state for state, on in ways.items() if not on} == set(life.final)


def test_every_need_of_a_table_exists_and_every_need_is_used():
    """DESIGN §3: `needs` name predicates."""
    assert {name for life in lives.LIVES.values() for move in life.moves for name in move.needs} == set(needs.NEEDS)


def test_every_window_of_a_table_exists_and_every_window_is_used():
    """RULES §2: when the clock moves, by name."""
    named = {move.window for life in lives.LIVES.values() for move in life.moves if move.window}
    written = {
        name
        for name, function in inspect.getmembers(windows, inspect.isfunction)
        if function.__module__ == windows.__name__
        and not name.startswith("_")
        and len(inspect.signature(function).parameters) == 2
        and inspect.signature(function).return_annotation == "datetime | None"
        or (
            function.__module__ == windows.__name__
            and not name.startswith("_")
            and list(inspect.signature(function).parameters)[:1] == ["bundle"]
            and len(inspect.signature(function).parameters) == 2
            and "due" not in inspect.signature(function).parameters
            and inspect.signature(function).return_annotation == datetime | None
        )
    }
    assert named == written


@LIVES
def test_every_effect_is_of_a_verb_in_the_table(life):
    """DESIGN §3: nothing changes but by a move."""
    assert set(life.effects) <= {move.verb for move in life.moves}


def test_every_reaction_is_of_two_tables_and_made_by_the_products_own_hand():
    """DESIGN §3: one life moves another only through the reactions."""
    for noun, verb, other, its in lives.REACTIONS:
        assert any(move.verb == verb for move in lives.LIVES[noun].moves), (noun, verb)
        assert any(move.verb == its and move.by & lives.OWN_HANDS for move in lives.LIVES[other].moves), (other, its)


def test_every_move_of_the_products_own_hand_is_made_by_somebody():
    """DESIGN §3: a row that no reaction and no bank news can make is dead."""
    from_outside = {
        ("order", "revive"),
        ("credit", "match"), ("credit", "send_back"), ("credit", "recall"), ("payment_out", "book"), ("payment_out", "return"),
    }  # fmt: skip
    made = {(other, its) for _, _, other, its in lives.REACTIONS} | from_outside
    own = {(life.noun, move.verb) for life in lives.LIVES.values() for move in life.moves if move.by & lives.OWN_HANDS}
    assert own == made


@pytest.fixture(scope="module")
def trade():
    return World().signed()


def actor(trade, role):
    organisations = {
        Role.BUYER: trade.order.buyer_id, Role.SUPPLIER: trade.order.supplier_id, Role.INSPECTOR: INSPECTOR,
    }  # fmt: skip
    return Actor(role, organisations.get(role), PEOPLE)


def attempt(trade, life, state, verb, by):
    of_supplier = life.noun == "supplier"
    bundle = trade.bundle.supplier if of_supplier else trade.bundle
    held = SimpleNamespace(noun=life.noun, state=state, inspector_id=INSPECTOR, id=UUID(int=1))
    lives.move(bundle, held, verb, act=Act(verb, by, trade.world.now, "product", {}))


@LIVES
def test_what_is_not_in_the_table_is_refused(life, trade):
    """RULES §5, §8: the whole product of states, verbs and roles."""
    tried = 0
    for role in Role:
        for verb in sorted({move.verb for move in life.moves}):
            mine = [move for move in life.moves if move.verb == verb and role in move.by]
            for state in life.states:
                if any(state in move.sources for move in mine):
                    continue
                tried += 1
                with pytest.raises(OutOfTurn if mine else NotAllowed):
                    attempt(trade, life, state, verb, actor(trade, role))
    assert tried


@LIVES
def test_a_verb_that_no_table_has_is_refused(life, trade):
    """DESIGN §3: unknown verbs are nobody's."""
    for role in Role:
        with pytest.raises(NotAllowed):
            attempt(trade, life, life.start, "conjure", actor(trade, role))


@LIVES
@pytest.mark.parametrize("role", [Role.BUYER, Role.SUPPLIER, Role.INSPECTOR])
def test_the_party_is_checked_and_not_only_the_role(life, role, trade):
    """DESIGN §3: a buyer of another order is nobody here."""
    for stranger in (Actor(role, UUID(int=666), PEOPLE), Actor(role, None, PEOPLE)):
        for move in life.moves:
            for state in move.sources:
                with pytest.raises(NotAllowed):
                    attempt(trade, life, state, move.verb, stranger)


def test_a_buyer_who_is_the_supplier_elsewhere_is_not_both(trade):
    """DESIGN §3: the supplier's organisation in the buyer's role is nobody."""
    for role, id in ((Role.BUYER, trade.order.supplier_id), (Role.SUPPLIER, trade.order.buyer_id)):
        assert lives.roles(trade.bundle, trade.order, Actor(role, id, PEOPLE)) == frozenset()


def test_a_refusal_lists_every_need_that_is_not_met(trade):
    """DESIGN §3: each a sentence."""
    shipment = trade.bundle.tables["shipment"][0]
    with pytest.raises(OutOfTurn) as refused:
        trade.move(shipment, "ship", "supplier")
    found = [
        needs.NEEDS[name].sentence
        for name in ("order_in_making", "gate_open", "instalments_due_paid", "document_named")
    ]
    assert list(refused.value.reasons) == [f"Not met: {sentence}" for sentence in found]


def test_the_moves_allowed_say_why_not(trade):
    """DESIGN §3: buttons and their "why not" are read from the rows; what depends on the input is left out."""
    found = {
        (one.noun, move.verb): why
        for one, move, why in lives.allowed_moves(trade.bundle, trade.supplier, at=trade.world.now)
    }
    assert found == {
        ("order", "call_off"): [],
        ("order", "give_up"): [needs.NEEDS["after_first_credit"].sentence],
        ("shipment", "ship"): [
            needs.NEEDS[name].sentence for name in ("order_in_making", "gate_open", "instalments_due_paid")
        ],
    }


def test_a_table_refuses_nonsense_at_import():
    """DESIGN §3: unknown states, exits from final states, a clock without a window."""
    states = lives.LIVES["shipment"].states[0].__class__
    for moves in (
        [row("ship", Role.SUPPLIER, "lost", "shipped")],
        [row("ship", Role.SUPPLIER, "planned", "lost")],
        [row("ship", Role.SUPPLIER, "shipped", "planned")],
        [row("ship", Role.CLOCK, "planned", "shipped")],
        [row("ship", Role.SUPPLIER, "planned", "shipped", window="offer")],
    ):
        with pytest.raises(AssertionError):
            Lifecycle("shipment", states=states, start="planned", final={"shipped", "void"}, moves=moves)
