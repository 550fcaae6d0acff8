"""The engine at work: a move is made, other lives react, the clock's moves are projected and caught up (RULES §2, DESIGN §3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import (
    amending,
    disputing,
    inspecting,
    making,
    needs,
    paying,
    payouts,
    recovering,
    refunding,
    rows,
    securing,
    signing,
    silence,
    underwriting,
    vocabulary,
    windows,
)  # fmt: skip
from tradeward.domain.amendment import AMENDMENT
from tradeward.domain.bundle import Bundle, OrderBundle, SupplierBundle, party
from tradeward.domain.credit import CREDIT
from tradeward.domain.dispute import DISPUTE, OFFER
from tradeward.domain.inspection import INSPECTION
from tradeward.domain.instalment import INSTALMENT
from tradeward.domain.lifecycle import STAYS, Act, Lifecycle, Move
from tradeward.domain.order import ORDER
from tradeward.domain.payment_out import PAYMENT_OUT
from tradeward.domain.recovery import RECOVERY
from tradeward.domain.refusals import NotAllowed, OutOfTurn
from tradeward.domain.reservation import RESERVATION
from tradeward.domain.shipment import SHIPMENT
from tradeward.domain.supplier import SUPPLIER
from tradeward.domain.vocabulary import CLOCK, Actor, Role

_EFFECTS = (
    amending,
    disputing,
    inspecting,
    making,
    paying,
    payouts,
    recovering,
    refunding,
    securing,
    signing,
    underwriting,
)
"""Modules whose import registers what the moves change."""

LIVES: dict[str, Lifecycle] = {
    life.noun: life
    for life in (
        ORDER, INSTALMENT, RESERVATION, INSPECTION, SHIPMENT, AMENDMENT, DISPUTE, OFFER, RECOVERY, CREDIT, PAYMENT_OUT, SUPPLIER,
    )
}  # fmt: skip

_ORDER_ENDS = (
    "withdraw", "lapse", "call_off", "accept", "walk_away", "give_up", "reject", "part", "default", "forgo", "fail", "cancel",
    "refuse", "lose",
)  # fmt: skip
_DISPUTE_RULED = ("issue", "countersign", "compute", "rule_appeal")
_DISPUTE_ENDS = ("withdraw", "agree", "settle", "stand", "rule_appeal", "conclude", "lapse")
_DEBT_ENDS = ("collect", "cancel", "write_off")

REACTIONS: tuple[tuple[str, str, str, str], ...] = (
    # when this noun   does this           this noun       does this, if its needs are met
    ("order", "propose", "reservation", "free"),
    ("order", "sign", "order", "conclude"),
    ("order", "conclude", "reservation", "open"),
    ("order", "revive", "reservation", "open"),
    ("order", "revive", "instalment", "revive"),
    ("order", "revive", "shipment", "revive"),
    ("order", "conclude", "instalment", "open"),
    ("order", "conclude", "order", "start"),
    ("credit", "match", "recovery", "collect"),
    ("credit", "match", "instalment", "pay"),
    ("credit", "recall", "instalment", "reopen"),
    ("credit", "recall", "payment_out", "take_back"),
    ("instalment", "open", "instalment", "pay"),
    ("instalment", "pay", "instalment", "release"),
    ("instalment", "pay", "order", "start"),
    ("order", "declare_ready", "instalment", "open"),
    ("inspection", "report", "inspection", "pass"),
    ("inspection", "report", "inspection", "fail"),
    ("inspection", "fail", "inspection", "note"),
    *(("inspection", verb, "instalment", "open") for verb in ("pass", "agree", "waive")),
    ("inspection", "rework", "order", "rework"),
    ("inspection", "not_presented", "order", "resume"),
    ("inspection", "reject", "order", "reject"),
    ("order", "waive", "inspection", "waive"),
    ("amendment", "sign", "dispute", "agree"),
    ("amendment", "sign", "order", "part"),
    *(("amendment", "sign", "inspection", verb) for verb in ("rework", "agree")),
    ("amendment", "sign", "instalment", "pay"),
    ("shipment", "ship", "order", "ship"),
    ("order", "ship", "instalment", "open"),
    ("order", "receive", "instalment", "open"),
    ("dispute", "rule", "dispute", "issue"),
    *(("dispute", verb, "offer", "replace") for verb in ("answer", "offer")),
    ("dispute", "settle", "offer", "accept"),
    *(("dispute", verb, "offer", "expire") for verb in ("withdraw", "agree", "escalate", *_DISPUTE_RULED)),
    *(("dispute", verb, "order", end) for verb in _DISPUTE_RULED for end in ("cancel", "refuse")),
    *(("dispute", verb, "recovery", "cancel") for verb in ("escalate", "rule_appeal")),
    ("dispute", "settle", "dispute", "conclude"),
    *(("dispute", verb, "instalment", done) for verb in _DISPUTE_ENDS for done in ("release", "finish")),
    *(("dispute", verb, "inspection", done) for verb in _DISPUTE_ENDS for done in ("agree", "reconsider")),
    ("recovery", "set_off", "recovery", "collect"),
    *(("instalment", verb, "recovery", "collect") for verb in ("return_early", "void")),
    *(("dispute", verb, "recovery", "collect") for verb in _DISPUTE_ENDS),
    *(("order", verb, "recovery", "collect") for verb in _ORDER_ENDS),
    ("recovery", "collect", "dispute", "conclude"),
    ("recovery", "write_off", "order", "lose"),
    *(("recovery", verb, "instalment", done) for verb in _DEBT_ENDS for done in ("release", "finish")),
    ("payment_out", "return", "payment_out", "rebatch"),
    *(("supplier", verb, "payment_out", "send") for verb in ("pay_out", "return_security")),
    *(("order", verb, "instalment", done) for verb in _ORDER_ENDS for done in ("release", "finish", "void")),
    *(("order", verb, noun, "void") for verb in _ORDER_ENDS for noun in ("inspection", "shipment")),
    *(("order", verb, "amendment", "lapse") for verb in _ORDER_ENDS),
    *(("order", verb, "reservation", "free") for verb in _ORDER_ENDS),
)
"""One life moves another only here, in the same transaction."""

_BY_TRIGGER: dict[tuple[str, str], list[tuple[str, str]]] = {}
for _noun, _verb, _other, _its in REACTIONS:
    assert any(move.verb == _verb for move in LIVES[_noun].moves), (_noun, _verb)
    assert any(move.verb == _its for move in LIVES[_other].moves), (_other, _its)
    _BY_TRIGGER.setdefault((_noun, _verb), []).append((_other, _its))

OWN_HANDS = frozenset({Role.REACTION, Role.RULING})


_CLOCK: dict[str, dict[str, list[tuple[Move, windows.Window]]]] = {
    noun: {
        state: [(one, getattr(windows, one.window)) for one in life.rows(state=state) if one.window]
        for state in life.states
    }
    for noun, life in LIVES.items()
}
"""The moves of the clock from each state, with the windows that say when."""


@dataclass(frozen=True, slots=True)
class Due:
    """A move of the clock that the rows call for."""

    row: Any
    move: Move
    at: datetime


def roles(bundle: Bundle, row: Any, by: Actor) -> frozenset[Role]:
    """The words of the tables' `by` column that `by` is to this row: the party is checked, not only the role (DESIGN §3)."""
    if by.role in (Role.BUYER, Role.SUPPLIER):
        if isinstance(bundle, OrderBundle):
            return frozenset({by.role}) if party(bundle, by) else frozenset()
        return frozenset({by.role}) if by.organisation_id == bundle.subject_id else frozenset()
    if by.role is Role.INSPECTOR:
        mine = by.organisation_id is not None and getattr(row, "inspector_id", None) == by.organisation_id
        return frozenset({by.role}) if mine else frozenset()
    return frozenset({by.role})


def move(bundle: Bundle, row: Any, verb: str, *, act: Act) -> None:
    """Make the move `verb` of `row`, everything that reacts to it, and what was parked on it.

    Refuses: NotAllowed (not a move of this actor on this row), OutOfTurn (not from this state, or a need is not met).
    """
    life, who = LIVES[row.noun], roles(bundle, row, act.by)
    if not any(one.verb == verb and one.by & who for one in life.moves):
        raise NotAllowed(f"{verb} is no move of yours on this {row.noun}.")
    mine = [one for one in life.rows(state=row.state, verb=verb) if one.by & who]
    if not mine:
        raise OutOfTurn(f"The {row.noun} is {row.state}: it cannot {verb.replace('_', ' ')} from there.")
    lacking = needs.unmet(mine[0].needs, bundle, row, act)
    if lacking:
        raise OutOfTurn(*(f"Not met: {sentence}" for sentence in lacking))
    _make(bundle, row, mine[0], act)
    settle(bundle, act=act)


def note(bundle: Bundle, noun: str, id: Any, *, act: Act) -> None:
    """Write down what `act` made that is no move of a life (a new row, a fact), and let the lives react to it."""
    bundle.line(act, noun, id)
    react(bundle, "order", "revive", act)
    for verb in ("send_back", "match"):
        react(bundle, "credit", verb, act)
    settle(bundle, act=act)


def _line_supplier(bundle: Bundle, act: Act) -> None:
    """What a move changed of the supplier stands in his journal as of that move, not of the unit of work (RULES §2)."""
    if isinstance(bundle, OrderBundle) and bundle.supplier.unlined():
        bundle.supplier.line(act, "supplier", bundle.supplier.subject_id)


def _make(bundle: Bundle, row: Any, move: Move, act: Act) -> None:
    life = LIVES[row.noun]
    if move.target != STAYS:
        row.state = move.target
    effect = life.effects.get(move.verb)
    if effect:
        effect(bundle, row, act)
    bundle.line(act, row.noun, row.id)
    for noun, verb in _BY_TRIGGER.get((row.noun, move.verb), ()):
        react(bundle, noun, verb, act)


def react(bundle: Bundle, noun: str, verb: str, act: Act) -> None:
    """Make the move `verb` of every row of `noun` that may make it by itself now."""
    for row in list(bundle.tables.get(noun, ())):
        for one in LIVES[noun].rows(state=row.state, verb=verb):
            hand = one.by & OWN_HANDS
            if not hand:
                continue
            by = Actor(next(iter(hand)))
            own = Act(verb, by, act.at, f"{act.key}>{verb}", {})
            if not needs.unmet(one.needs, bundle, row, own):
                _make(bundle, row, one, own)
                break


def due(bundle: Bundle) -> list[Due]:
    """Every move that the clock will make if nobody acts, soonest first (RULES §2)."""
    found = []
    row: Any  # whatever has a life has a state
    for row in bundle.every():
        clocked = _CLOCK.get(row.noun)
        for one, window in clocked.get(row.state, ()) if clocked else ():
            at = window(bundle, row)  # type: ignore[arg-type]
            if at is not None:
                found.append(Due(row, one, at))
    return sorted(found, key=lambda one: (one.at, one.row.noun, one.row.id, one.move.verb))


def clock_act(one: Due, *, at: datetime) -> Act:
    """The clock's act: its key is what it moves and when that fell due."""
    return Act(one.move.verb, CLOCK, at, f"clock:{one.row.id}:{one.move.verb}:{one.at.isoformat()}", {})


def ready(bundle: Bundle, one: Due, *, at: datetime) -> bool:
    """Whether nothing parks the clock's move at `at`."""
    return not needs.unmet(one.move.needs, bundle, one.row, clock_act(one, at=at))


_RESTLESS = 10_000
"""More moves than these in one go are a circle."""


def settle(bundle: Bundle, *, act: Act) -> None:
    """Fire what was due before and parked on a need that is met now, dated now (RULES §2); first what waited to be released."""
    if isinstance(bundle, OrderBundle):
        react(bundle, "instalment", "release", act)
    fired = 0
    while waiting := [one for one in due(bundle) if one.at < act.at and ready(bundle, one, at=act.at)]:
        assert (fired := fired + 1) <= _RESTLESS, "the clock does not come to rest"
        _make(bundle, waiting[0].row, waiting[0].move, clock_act(waiting[0], at=act.at))
    _line_supplier(bundle, act)


def catch_up(bundles: Sequence[Bundle], *, at: datetime) -> None:
    """Make every move of the clock that is due before `at`, in due order, dated when due (RULES §2).

    A party's move at the deadline's own instant beats the clock, so what is due at `at` itself waits.
    """
    bundles = sorted(
        bundles, key=lambda bundle: bundle.subject_id
    )  # older orders first, however they came to be loaded
    found = {bundle.subject_id: due(bundle) for bundle in bundles}
    fired = 0
    while first := _first(bundles, found, at):
        assert (fired := fired + 1) <= _RESTLESS, "the clock does not come to rest"
        bundle, one = first
        act = clock_act(one, at=one.at)
        _make(bundle, one.row, one.move, act)
        for each in bundles:
            if each is bundle or not isinstance(each, OrderBundle) or _may_set_off(found[each.subject_id]):
                settle(each, act=act)
                found[each.subject_id] = due(each)
            _line_supplier(each, act)
        for each in bundles:  # what an order settled last may have brought its supplier something to be paid
            if not isinstance(each, OrderBundle):
                found[each.subject_id] = due(each)


def _may_set_off(found: list[Due]) -> bool:
    """Whether a debt waits for money of the supplier's, which another order may bring: the one need that orders share."""
    return any(one.move.verb == "set_off" for one in found)


def _first(bundles: Sequence[Bundle], found: Mapping[UUID, list[Due]], at: datetime) -> tuple[Bundle, Due] | None:
    """The first move due before `at` that nothing parks; of two at one instant that of the lower subject id."""
    firsts = []
    for bundle in bundles:
        one = next((one for one in found[bundle.subject_id] if one.at < at and ready(bundle, one, at=one.at)), None)
        if one:
            firsts.append((one.at, bundle.subject_id, bundle, one))
    if not firsts:
        return None
    _, _, bundle, one = min(firsts, key=lambda each: (each[0], each[1]))
    return bundle, one


def waits_on(bundle: Bundle, one: Due) -> Role:
    """Whose silence lets the clock move."""
    assert one.move.window is not None, "the clock's moves have a window"
    return silence.of(bundle, one.row, one.move.window)


def project(bundle: Bundle) -> None:
    """Make the deadline rows say what `due` says: one row for each move, parked ones marked (RULES §2)."""
    kept: list[rows.Deadline] = bundle.tables.setdefault("deadline", [])
    known = {(row.subject_id, row.verb): row for row in kept}
    wanted = {(one.row.id, one.move.verb): one for one in due(bundle)}
    for key, one in wanted.items():
        state = "parked" if one.move.needs and not ready(bundle, one, at=one.at) else "open"
        row = known.get(key)
        if row is None:
            order = bundle.order if isinstance(bundle, OrderBundle) else None
            kept.append(
                rows.Deadline(
                    id=vocabulary.new_id(noun="deadline", key=f"{one.row.id}:{one.move.verb}", at=one.at),
                    order_id=order.id if order else None,
                    supplier_id=_supplier_of(bundle),
                    subject=one.row.noun,
                    subject_id=one.row.id,
                    verb=one.move.verb,
                    due_at=one.at,
                    waits_on=waits_on(bundle, one),
                    state=state,
                )
            )
        else:
            row.due_at, row.state, row.waits_on = one.at, state, waits_on(bundle, one)
    for key, row in known.items():
        if key not in wanted:
            row.state = "over"


def _supplier_of(bundle: Bundle) -> UUID | None:
    if isinstance(bundle, OrderBundle):
        return bundle.order.supplier_id
    return bundle.subject_id if isinstance(bundle, SupplierBundle) else None


def allowed_moves(bundle: Bundle, by: Actor, *, at: datetime) -> list[tuple[rows.Row, Move, list[str]]]:
    """For each row, the moves of `by` from its state, with the needs that are not met: the buttons and their "why not"."""
    found = []
    row: Any
    for row in bundle.every():
        life = LIVES.get(row.noun)
        if life is None:
            continue
        who = roles(bundle, row, by)
        for one in life.rows(state=row.state):
            if one.by & who:
                act = Act(one.verb, by, at, "preview", {})
                found.append((row, one, needs.unmet(one.needs, bundle, row, act, preview=True)))
    return found


def open_rows(bundle: OrderBundle | SupplierBundle) -> list[rows.Row]:
    """The rows whose life is not over; empty means that nothing is left to do."""
    return [row for row in bundle.every() if row.noun in LIVES and not _at_rest(row)]


def _at_rest(row: Any) -> bool:
    life = LIVES[row.noun]
    return row.state in life.final | life.resting
