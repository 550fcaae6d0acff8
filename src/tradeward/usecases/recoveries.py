"""A supplier's debts: a plan to repay one, by four eyes (RULES §7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tradeward.domain import money, rows, saying
from tradeward.domain.vocabulary import Actor
from tradeward.store import loading
from tradeward.usecases import eyes, work

PLAN = "recoveries.plan"


def plan(*, recovery_id: UUID, parts: Sequence[Mapping[str, str]], by: Actor, at: datetime, key: str) -> work.Answer:
    """Ask to let a debt be repaid in `parts`, each an `amount` `due` on a day, which sum to it in six months (RULES §7).

    Another of the operator's people has to agree. Refuses: NotFound, NotAllowed (not the operator), RuleBroken (a day or
    amount that is none).
    """
    said = saying.said(noun="recovery", verb="plan", told={"parts": parts}, by=by)
    eyes.check_operator(by=by, does=f"ask for {PLAN}")
    loading.order_of(noun="recovery", id=recovery_id)
    return eyes.ask(what=PLAN, told=said, about=recovery_id, by=by, at=at, key=key)


def planned(*, agreed: eyes.Agreed) -> work.Answer:
    """Two agree to a plan. Set-off waits while it is kept; a part that is not paid ends it (RULES §7).

    Refuses: as `eyes.Agreed.take`, OutOfTurn (the debt is not open any more, or the plan does not fit it).
    """

    def decide(done: work.Work) -> work.Answer:
        row = done.bundle.row(rows.Recovery, agreed.subject)
        assert row is not None, "a debt's order holds it"
        currency = done.bundle.order.currency
        parts = [_part(one, currency) for one in agreed.told["parts"]]
        agreed.take()
        done.move(row, "plan", plan=parts, approved_by=agreed.asked_by)
        return {"recovery": str(row.id), "state": row.state}

    order_id = loading.order_of(noun="recovery", id=agreed.subject)
    return work.on_order(order_id=order_id, by=agreed.by, at=agreed.at, key=agreed.key, body=agreed.body, decide=decide)


def _part(told: Mapping[str, str], currency: str) -> dict[str, str]:
    return {"due": told["due"], "minor": str(money.Money.parse(told["amount"], currency=currency).minor)}
