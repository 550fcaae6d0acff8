"""What people may say: a closed table of fields for each move and each request, read once at the edge (DESIGN §4).

`SAID` (by life and verb) and `ASKED` (by use case) are the data that the reference of the API is generated from.
"""

from collections.abc import Mapping
from typing import Any

from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.saying.asks import ASKED
from tradeward.domain.saying.field import Field, Fields, Kind
from tradeward.domain.saying.moves import SAID
from tradeward.domain.saying.reading import read, shown
from tradeward.domain.vocabulary import Actor, Role

__all__ = ["ASKED", "OWN_HANDS", "SAID", "Field", "Fields", "Kind", "asked", "check_key", "read", "said"]

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


def asked(what: str, *, told: Mapping[str, Any]) -> dict[str, Any]:
    """What is said with the use case `what`, read by its row of `ASKED`; a field that is not said is left out.

    Refuses, by name: as `said`.
    """
    return read(fields=ASKED[what], told=told)


_KEY = (Field.text("key", "The key under which the answer is kept.", required=True, most=300),)


def check_key(key: Any) -> None:
    """Refuses, by name: a key that is no text, is empty or too long, or cannot be kept (DESIGN §5: Idempotency-Key)."""
    if read(fields=_KEY, told={"key": key})["key"] != key:
        raise RuleBroken("key begins or ends with a blank: leave it out", field="key")
