"""Whose clock stalls: what the operator's page shows of moves that fell due and could not be made (DESIGN §4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall:
    """One owner of deadlines whose moves fail: since when, how often they were tried, the last fault, the next try."""

    noun: str
    id: UUID
    tries: int
    since: datetime
    retry_at: datetime
    fault: str


def stalls(viewer: Actor) -> list[Stall]:
    """All stalls, the oldest first. Refuses: NotAllowed (not the operator)."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees whose clock stalls.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT noun, id, tries, since, retry_at, fault FROM stalls ORDER BY since, id")
        return [
            Stall(noun=noun, id=id, tries=tries, since=since, retry_at=retry_at, fault=fault)
            for noun, id, tries, since, retry_at, fault in cursor.fetchall()
        ]
