"""The rail of a life: the states on its longest way to a good end, drawn from its own table, with where it stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from tradeward.domain import vocabulary
from tradeward.domain.lifecycle import STAYS, Lifecycle


@dataclass(frozen=True, slots=True)
class Stop:
    """A state on the rail: `done`, `passed` by unvisited, `now`, `ahead`, or `missed` where the life ended before it."""

    state: str
    how: str


def way(life: Lifecycle) -> list[str]:
    """The states from the start to the first final one, by the longest way that goes forward in the order they are written in."""
    place = {state: n for n, state in enumerate(life.states)}
    longest: dict[str, list[str]] = {life.start: [life.start]}
    for state in life.states:
        for move in life.moves:
            ahead = move.target != STAYS and state in move.sources and place[move.target] > place[state]
            if ahead and state in longest and len(longest[state]) >= len(longest.get(move.target, [])):
                longest[move.target] = [*longest[state], move.target]
    end = next(state for state in life.states if state in life.final)
    return longest[end]


def rail(life: Lifecycle, *, state: str, been: Iterable[str] = ()) -> list[Stop]:
    """The stops of a life that is in `state` and has `been` in others; an end that is not on the way stands at the end."""
    stops, known = way(life), {*been}
    if state in stops:
        here = stops.index(state)
        behind = [Stop(one, "done" if one in known or one == life.start else "passed") for one in stops[:here]]
        return [*behind, Stop(state, "now"), *(Stop(one, "ahead") for one in stops[here + 1 :])]
    return [*(Stop(one, "done" if one in known else "missed") for one in stops[:-1]), Stop(state, "now")]


def stayed(lines: Sequence[Any]) -> set[str]:
    """The states that a row has stayed in, by its lines of the journal: one that a reaction left as soon as it came was skipped."""
    told = [one for one in lines if one.state]
    return {
        one.state
        for one, then in zip_longest(told, told[1:])
        if then is None or then.state == one.state or then.by != vocabulary.Role.REACTION or then.at > one.at
    }
