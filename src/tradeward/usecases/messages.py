"""Messages of an order: all in it read them, nobody changes them, they are part of its chain (RULES §5, §6)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tradeward.domain import lives, rows
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.usecases import evidence, work

LONGEST = 10_000


def send(
    *, order_id: UUID, text: str, evidence_ids: Sequence[UUID] = (), by: Actor, at: datetime, key: str
) -> work.Answer:
    """Say something in an order, perhaps with files of its chain. There is no private message to an officer (RULES §5).

    Refuses: NotFound, NotAllowed (neither a party, inspector, case's officer nor operator), RuleBroken (no text, too
    much of it, a file of another order).
    """

    def decide(done: work.Work) -> work.Answer:
        if by.role is not Role.OPERATOR:
            evidence.check_speaks(done.bundle, by)
        if not 0 < len(text.strip()) <= LONGEST:
            raise RuleBroken(f"a message has 1 to {LONGEST} characters", field="text")
        unknown = [one for one in evidence_ids if done.bundle.row(rows.Evidence, one) is None]
        if unknown:
            raise RuleBroken(f"the order has no file {unknown[0]}: add it first", field="evidence_ids")
        act = done.act("send")
        assert by.organisation_id is not None, "who speaks in an order acts for an organisation"
        row = done.bundle.add(
            rows.Message(
                id=done.bundle.new_id("message", act), order_id=order_id, by=by.role,
                organisation_id=by.organisation_id, at=at, text=text.strip(),
                evidence=[str(one) for one in evidence_ids],
            )
        )  # fmt: skip
        lives.note(done.bundle, "message", row.id, act=act)
        return {"message": str(row.id)}

    body = {"text": text, "evidence": list(evidence_ids)}
    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=decide)
