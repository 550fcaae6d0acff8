"""Messages of an order: all in it read them, nobody changes them, they are part of its chain (RULES §5, §6)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tradeward.domain import lives, rows, saying
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.usecases import evidence, work


def send(
    *, order_id: UUID, text: str, evidence_ids: Sequence[UUID] = (), by: Actor, at: datetime, key: str
) -> work.Answer:
    """Say something in an order, perhaps with files of its chain. There is no private message to an officer (RULES §5).

    Refuses: NotFound, NotAllowed (neither a party, inspector, case's officer nor operator), RuleBroken (no text, too
    much of it, a file of another order).
    """
    said = saying.asked("messages.send", told={"text": text, "evidence_ids": evidence_ids})
    files: list[UUID] = said.get("evidence_ids", [])

    def decide(done: work.Work) -> work.Answer:
        if by.role is not Role.OPERATOR:
            evidence.check_speaks(done.bundle, by)
        unknown = [one for one in files if done.bundle.row(rows.Evidence, one) is None]
        if unknown:
            raise RuleBroken(f"the order has no file {unknown[0]}: add it first", field="evidence_ids")
        act = done.act("send")
        assert by.organisation_id is not None, "who speaks in an order acts for an organisation"
        row = done.bundle.add(
            rows.Message(
                id=done.bundle.new_id("message", act), order_id=order_id, by=by.role,
                organisation_id=by.organisation_id, at=at, text=said["text"],
                evidence=[str(one) for one in files],
            )
        )  # fmt: skip
        lives.note(done.bundle, "message", row.id, act=act)
        return {"message": str(row.id)}

    body = {"text": said["text"], "evidence": files}
    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=decide)
