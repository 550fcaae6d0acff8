"""A supplier's debts: a plan to repay one, by four eyes (RULES §7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tradeward.domain import money, rows, saying
from tradeward.domain.vocabulary import Actor
from tradeward.store import loading
from tradeward.usecases import eyes, work


def plan(
    *, recovery_id: UUID, parts: Sequence[Mapping[str, str]], approved_by: UUID, by: Actor, at: datetime, key: str
) -> work.Answer:
    """Let a debt be repaid in `parts`, each an `amount` `due` on a day, which sum to it in six months (RULES §7).

    Set-off waits while the plan is kept; a part that is not paid ends it.
    Refuses: NotFound, NotAllowed (not two of the operator's people), OutOfTurn (not open, or a plan that does not fit),
    RuleBroken (a day or amount that is none).
    """
    told = {"parts": parts, "approved_by": approved_by}
    said = saying.said(noun="recovery", verb="plan", told=told, by=by)

    def decide(done: work.Work) -> work.Answer:
        eyes.check(by=by, approved_by=approved_by, what="let a debt be repaid in parts")
        row = done.bundle.row(rows.Recovery, recovery_id)
        assert row is not None, "a debt's order holds it"
        currency = done.bundle.order.currency
        done.move(row, "plan", plan=[_part(one, currency) for one in said["parts"]], approved_by=approved_by)
        return {"recovery": str(row.id), "state": row.state}

    order_id = loading.order_of(noun="recovery", id=recovery_id)
    body = {"recovery": recovery_id, **said}
    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=decide)


def _part(told: Mapping[str, str], currency: str) -> dict[str, str]:
    return {"due": told["due"], "minor": str(money.Money.parse(told["amount"], currency=currency).minor)}
