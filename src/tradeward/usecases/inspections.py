"""Inspections: booked, assigned, reported; what the buyer chooses after a fail (RULES §4, §8)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import rows
from tradeward.domain.vocabulary import Actor
from tradeward.usecases import work


def move(*, inspection_id: UUID, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """Any move of an inspection, with what may be said with it (`saying.SAID`).

    Refuses: NotFound, NotAllowed, OutOfTurn, RuleBroken (by name: also what in a report is not of its form).
    """
    return work.on_row(cls=rows.Inspection, id=inspection_id, verb=verb, told=said, by=by, at=at, key=key, answer=_told)


def _told(done: work.Work, row: rows.Inspection) -> work.Answer:
    return {"inspection": str(row.id), "state": row.state, "verdict": row.verdict, "reasons": list(row.reasons)}
