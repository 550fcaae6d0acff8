"""The engine's grammar: a life is a table of moves, and everything else is read from its rows (DESIGN §3)."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tradeward.domain.vocabulary import Actor, Role


@dataclass(frozen=True, slots=True)
class Move:
    """One row of a life: who may do which verb from which states, where it leads, and what it needs.

    `window` names the function of `windows.py` that says when the clock makes the move; only rows of the clock have one.
    """

    verb: str
    by: frozenset[Role]
    sources: frozenset[str]
    target: str
    needs: tuple[str, ...] = ()
    window: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One move as it is made: who, when, under which key, and what they said with it."""

    verb: str
    by: Actor
    at: datetime
    key: str
    said: Mapping[str, Any]


STAYS = ""
"""The target of a move that leaves the state as it is."""

Effect = Callable[[Any, Any, Act], None]


class Lifecycle:
    """The life of one noun; in a `resting` state nothing is left to do, though the world may still move it.

    Refuses at import: unknown states, exits from final states, clock rows without a window.
    """

    def __init__(
        self,
        noun: str,
        *,
        states: type[StrEnum],
        start: str,
        final: Iterable[str],
        moves: Iterable[Move],
        resting: Iterable[str] = (),
    ) -> None:
        self.noun = noun
        self.states = tuple(states)
        self.start = start
        self.final = frozenset(final)
        self.resting = frozenset(resting)
        self.moves = tuple(moves)
        self.effects: dict[str, Effect] = {}
        self._out_of: dict[str, list[Move]] = {
            state: [move for move in self.moves if state in move.sources] for state in self.states
        }
        for move in self.moves:
            assert {*move.sources, move.target} <= {*self.states, STAYS}, (noun, move)
            assert not move.sources & self.final, (noun, "a final state has no exit", move)
            assert (move.window is not None) == (move.by == {Role.CLOCK}), (noun, "a window is the clock's", move)

    def rows(self, *, state: str, verb: str | None = None) -> list[Move]:
        """The moves out of `state`, in table order; only those of `verb` when it is given."""
        found = self._out_of.get(state, [])
        return list(found) if verb is None else [move for move in found if move.verb == verb]

    def effect(self, *verbs: str) -> Callable[[Effect], Effect]:
        """Register what `verbs` change beside the state. One function a verb, whoever makes the move."""

        def register(function: Effect) -> Effect:
            for verb in verbs:
                assert verb in {move.verb for move in self.moves} - set(self.effects), (self.noun, verb)
                self.effects[verb] = function
            return function

        return register


def row(
    verb: str,
    by: Role | Set[Role],
    sources: str | Set[str],
    target: str,
    needs: tuple[str, ...] = (),
    *,
    window: str | None = None,
) -> Move:
    """A row of a table, written short."""
    return Move(
        verb,
        frozenset({by} if isinstance(by, Role) else by),
        frozenset({sources} if isinstance(sources, str) else sources),
        target,
        needs,
        window,
    )
