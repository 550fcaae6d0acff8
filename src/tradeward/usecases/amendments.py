"""Amendments: proposed by one side, signed by the other in time, or gone (RULES §4, §5, §8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import amending, lives, rows, saying
from tradeward.domain.bundle import party
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor
from tradeward.usecases import work


def propose(*, order_id: UUID, kind: str, content: Mapping[str, str], by: Actor, at: datetime, key: str) -> work.Answer:
    """Propose another ship date (of a `lot`, where there are lots), another price, or a split (RULES §4).

    It is open for 72 hours. While disputed only as a settlement, which names the dispute under `settles`; rework until
    a day is a ship date that settles.
    Refuses: NotFound, NotAllowed (not a party), OutOfTurn (over, not signed, disputed), RuleBroken (by name).
    """
    said = saying.asked("amendments.propose", told={"kind": kind, "content": content})

    def decide(done: work.Work) -> work.Answer:
        if not party(done.bundle, by):
            raise NotAllowed("Only buyer and supplier amend their order.")
        act = done.act("propose", **said)
        row = amending.propose(done.bundle, kind=said["kind"], content=said["content"], act=act)
        lives.note(done.bundle, "amendment", row.id, act=act)
        return _told(done, row)

    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=said, decide=decide)


def sign(*, amendment_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Sign what the other side proposed; more value reserves more cover, or the signature is refused (RULES §4).

    Refuses: NotFound, NotAllowed, OutOfTurn with the needs that are not met, or with the cover that can still be given.
    """
    return move(amendment_id=amendment_id, verb="sign", by=by, at=at, key=key)


def withdraw(*, amendment_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Take back an own proposal. Refuses: NotFound, NotAllowed, OutOfTurn (the other side's, or over)."""
    return move(amendment_id=amendment_id, verb="withdraw", by=by, at=at, key=key)


def move(*, amendment_id: UUID, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """Any move of an amendment: both say nothing. Refuses: RuleBroken, NotFound, NotAllowed, OutOfTurn."""
    return work.on_row(cls=rows.Amendment, id=amendment_id, verb=verb, told=said, by=by, at=at, key=key, answer=_told)


def _told(done: work.Work, row: rows.Amendment) -> work.Answer:
    return {"amendment": str(row.id), "number": str(row.number), "state": row.state}
