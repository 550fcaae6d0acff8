"""What people may say: a closed table of fields for each move and each request, read once at the edge (DESIGN §4).

`SAID` is the data that the reference of the API is generated from; `said` reads one move by it.
"""

from collections.abc import Mapping
from typing import Any

from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.saying.field import Field, Fields, Kind
from tradeward.domain.saying.moves import SAID
from tradeward.domain.saying.reading import read, shown
from tradeward.domain.vocabulary import Actor, Role

__all__ = ["OWN_HANDS", "SAID", "Field", "Fields", "Kind", "read", "said"]

OWN_HANDS = frozenset({Role.CLOCK, Role.RULING, Role.REACTION})
"""Who is no person: what they say is the product's own."""


def said(*, noun: str, verb: Any, told: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """What `by` says with the move `verb` of a `noun`, read by its row of the table. Reading it again changes nothing.

    Refuses, by name: a key that the row does not have, one that is missing, a value that is not of its form; NotAllowed
    (a verb that no person has).
    """
    if by.role in OWN_HANDS:
        return dict(told)
    if not isinstance(verb, str):
        raise RuleBroken(f"verb is {shown(verb)}: name a move", field="verb")
    if (noun, verb) not in SAID:
        raise NotAllowed(f"{shown(verb)} is no move of yours on this {noun}.")
    return read(fields=SAID[noun, verb], told=told)
