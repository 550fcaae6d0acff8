"""A journal line as an event, read by whoever tells it."""

from collections.abc import Sequence
from typing import Any

from tradeward.domain import events
from tradeward.domain.events import Event

COLUMNS = (
    "j.hash, j.noun || '.' || j.verb, j.at, j.by, CASE WHEN j.buyer_id IS NOT NULL THEN j.subject_id END, j.row_id,"
    " (SELECT one -> 'set' ->> 'state' FROM jsonb_array_elements(j.content -> 'changes') one"
    " WHERE one ->> 'id' = j.row_id::text LIMIT 1)"
)
"""What an event is read from: who did what to which row when, and the state that the line says the row has since."""


def event(found: Sequence[Any]) -> Event:
    """The event of a line that was read by `COLUMNS`."""
    hash, type, at, by, order_id, row_id, state = found
    return Event(id=events.shown_id(hash), type=type, at=at, by=by, order_id=order_id, row_id=row_id, state=state)
