"""An inspector's accreditation withdrawn: he looks at nothing new from that day on (RULES §6)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tradeward.domain import saying
from tradeward.domain.refusals import NotAllowed, OutOfTurn
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import people, transactions
from tradeward.usecases import work


@transactions.durable
def withdraw(*, inspector_id: UUID, on: str, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """End an inspector's accreditations from a day on, with a reason (RULES §6).

    Refuses: NotFound, NotAllowed (not the operator), RuleBroken (no reason, no day), OutOfTurn (none that runs then).
    """
    said = saying.asked("accreditations.withdraw", told={"on": on, "reason": reason})
    body: dict[str, Any] = {"inspector": inspector_id, **said}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    if by.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator withdraws an accreditation.")
    people.kind_of(organisation_id=inspector_id)
    day = date.fromisoformat(said["on"])
    if not (count := people.withdraw(inspector_id=inspector_id, on=day.isoformat(), at=at)):
        raise OutOfTurn(f"No accreditation of this inspector runs on {day}.")
    answer = {"inspector": str(inspector_id), "withdrawn": str(count), "on": day.isoformat(), "reason": said["reason"]}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer
