"""Facts: what happened outside, dated, immutable, never refused for being out of turn (RULES §4, DESIGN §3)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tradeward.domain import facts, lives, making, saying
from tradeward.domain.vocabulary import Actor
from tradeward.usecases import work


def record(
    *, order_id: UUID, kind: str, content: Mapping[str, str], by: Actor, at: datetime, key: str,
    happened_at: datetime | None = None,
) -> work.Answer:  # fmt: skip
    """Write down force majeure, a count on delivery, or a shipping document; no state changes by it (RULES §4, §5).

    `happened_at` is now when it is left out.
    Refuses: NotFound, NotAllowed (another role reports it), RuleBroken (by name: its form).
    """
    told = {"kind": kind, "content": content, "happened_at": happened_at}
    said = saying.asked("facts.record", told=told)

    def decide(done: work.Work) -> work.Answer:
        when = said.get("happened_at", at)
        facts.admit(done.bundle, kind=said["kind"], content=said["content"], happened_at=when, by=by, at=at)
        act = done.act("record", kind=said["kind"], happened_at=when)
        row = making.record(done.bundle, kind=said["kind"], content=said["content"], act=act)
        lives.note(done.bundle, "fact", row.id, act=act)
        return {"fact": str(row.id)}

    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=said, decide=decide)
