"""Inspections: booked, assigned, reported; what the buyer chooses after a fail (RULES §4, §8)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import rows
from tradeward.domain.vocabulary import Actor
from tradeward.store import loading
from tradeward.usecases import work


def move(*, inspection_id: UUID, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """A move of an inspection: book, assign, decline, report, not_presented, rework, reject.

    Refuses: NotFound, NotAllowed, OutOfTurn, RuleBroken (by name: what in a report is not of its form).
    """

    def decide(done: work.Work) -> work.Answer:
        row = done.bundle.row(rows.Inspection, inspection_id)
        assert row is not None, "an inspection's order holds it"
        done.move(row, verb, **said)
        return {"inspection": str(row.id), "state": row.state, "verdict": row.verdict, "reasons": list(row.reasons)}

    order_id = loading.order_of(noun="inspection", id=inspection_id)
    body = {"inspection": inspection_id, "verb": verb, **said}
    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=decide)
