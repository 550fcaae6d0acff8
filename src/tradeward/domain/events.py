"""What outsiders are told of what happens here: a journal line as an event, without what was said (DESIGN §4, §5)."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tradeward.domain import lives, vocabulary

NOTED = {
    "amendment.propose": "A change to the signed contract is proposed.",
    "credit.arrive": "Money arrives at the bank for the order, or as a supplier's security.",
    "dispute.open": "The buyer opens a dispute.",
    "evidence.add": "A file joins the order's chain.",
    "evidence.erase": "A file's bytes are erased; its hash stays.",
    "fact.record": "Somebody tells what happened outside.",
    "message.send": "A message is written in the order.",
    "order.advance": "A refund that waited for the fund's cash is paid.",
    "order.offer": "A first contract version is put on the table.",
    "recovery.recall": "Security that had paid for this order was taken back: its supplier owes it.",
}
"""What is written down that is no move of a life."""

MOVES = {
    f"{noun}.{verb}": [move for move in life.moves if move.verb == verb]
    for noun, life in lives.LIVES.items()
    for verb in dict.fromkeys(move.verb for move in life.moves)
}
"""Every move of every life, by type: the noun whose row it is about, and the verb of its table."""

TYPES = tuple(sorted({*MOVES, *NOTED}))
"""Every type of event. Other lines are told to nobody: what an order's move changed of its supplier, what is known of him."""

TEST = "webhook.test"
"""The type of an event that a webhook's owner asked for, to try his receiver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event: `id` is the same wherever it is told; `state` is the row's state after it, None where it stayed as it was."""

    id: str
    type: str
    at: datetime
    by: str
    order_id: UUID | None
    row_id: UUID
    state: str | None

    @property
    def noun(self) -> str:
        """What the event is about."""
        return self.type.partition(".")[0]


def shown_id(hash: str) -> str:
    """An event's id, from the hash that chains its journal line: no two lines share it, and it outlives every copy of the data."""
    return f"evt_{hash[:32]}"


def told(event: Event) -> dict[str, Any]:
    """The event as the API and every webhook tell it; `at` is an instant."""
    return {
        "id": event.id,
        "type": event.type,
        "at": event.at,
        "by": event.by,
        "order": vocabulary.shown("order", event.order_id) if event.order_id else None,
        "about": {"noun": event.noun, "id": vocabulary.shown(event.noun, event.row_id), "state": event.state},
    }


def message(event: Event) -> str:
    """The body of a webhook message, as Standard Webhooks has it: an event is always the same bytes."""
    at = event.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    body = {"type": event.type, "timestamp": at, "data": {**told(event), "at": at}}
    return json.dumps(body, ensure_ascii=True, separators=(",", ":"))
