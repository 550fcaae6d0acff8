"""Four eyes: one of the operator's people asks, another agrees, and only then it happens (RULES §3, §7, §9).

What is asked for is a row with the words as they were read; it has no effect of its own and runs out by policy. Whoever
agrees has the effect and the row's end in one transaction, with the effect's own locks first and the row's last.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain import saying, vocabulary
from tradeward.domain.bundle import written
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import approvals, funding, market, transactions
from tradeward.usecases import work

NOTHING = "There is nothing under this id that waits for a second person."


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a second person agrees to: the words of the first, who that was, and who agrees, when, under which key."""

    id: UUID
    what: str
    told: Mapping[str, Any]
    about: UUID | None
    asked_by: UUID
    by: Actor
    at: datetime
    key: str

    @property
    def body(self) -> dict[str, Any]:
        """What the key of the second person stands for."""
        return {"approval": self.id}

    @property
    def subject(self) -> UUID:
        """The row that it is about."""
        assert self.about is not None, f"{self.what} is about a row"
        return self.about

    def take(self) -> UUID:
        """Mark it as agreed to, in the transaction of its effect; returns who agrees.

        Refuses: NotAllowed (not another one of the operator's people), OutOfTurn (decided already, or run out).
        """
        row = approvals.found(id=self.id, lock=True)
        assert row is not None, "approvals are never deleted"
        person = check_operator(by=self.by, does=f"agree to {self.what}")
        if person == row.asked_by:
            raise NotAllowed("Only two of the operator's people do this: who asked for it cannot agree to it.")
        _check_waits(row, at=self.at)
        approvals.decide(id=self.id, state="agreed", by=person, reason="", at=self.at)
        return person


def check_operator(*, by: Actor, does: str) -> UUID:
    """Who acts, when it is one of the operator's people. Refuses: NotAllowed."""
    if by.role is not Role.OPERATOR or by.person_id is None or not funding.is_operator(person_id=by.person_id):
        raise NotAllowed(f"Only the operator's people {does}.")
    return by.person_id


@transactions.durable
def ask(
    *, what: str, told: Mapping[str, Any], about: UUID | None = None, by: Actor, at: datetime, key: str
) -> work.Answer:
    """One of the operator's people asks for something that takes two; nothing happens yet.

    Refuses: NotAllowed (not the operator's).
    """
    body = {"ask": what, "about": about, **told}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    answer = put(what=what, told=told, about=about, by=by, at=at, key=key)
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def put(
    *, what: str, told: Mapping[str, Any], about: UUID | None = None, by: Actor, at: datetime, key: str
) -> work.Answer:
    """Write down what is asked for, in the transaction at hand. Refuses: NotAllowed."""
    person = check_operator(by=by, does=f"ask for {what}")
    id = vocabulary.new_id(noun="approval", key=f"{work.actor_name(by)}:{key}", at=at)
    expires_at = at + timedelta(hours=market.policy_at(at=at).approval_hours)
    body_hash = vocabulary.digest(written({"what": what, "about": about, "told": told}))
    approvals.add(
        id=id, what=what, told=written(told), body_hash=body_hash, about=about, asked_by=person, at=at, expires_at=expires_at
    )  # fmt: skip
    return {"approval": str(id), "what": what, "hash": body_hash, "expires_at": expires_at.isoformat()}


def waiting(*, what: str, about: UUID, by: Actor, at: datetime, key: str) -> Agreed | None:
    """What waits for a second person about a row, for `by` to agree to."""
    rows = approvals.waiting(at=at, what=what, about=about)
    return _of(rows[-1], by, at, key) if rows else None


def overtake(*, what: str, about: UUID, at: datetime) -> None:
    """What was asked for about a row has been overtaken: nobody can agree to it any more."""
    for row in approvals.waiting(at=at, what=what, about=about):
        approvals.decide(id=row.id, state="overtaken", by=None, reason="", at=at)


def agreed(*, approval_id: UUID, by: Actor, at: datetime, key: str) -> Agreed:
    """What `by` is about to agree to. Refuses: NotAllowed (not the operator's), NotFound."""
    check_operator(by=by, does="agree to what one of them asked for")
    row = approvals.found(id=approval_id)
    if row is None:
        raise NotFound(NOTHING)
    return _of(row, by, at, key)


def _of(row: approvals.Approval, by: Actor, at: datetime, key: str) -> Agreed:
    return Agreed(
        id=row.id, what=row.what, told=row.told, about=row.about, asked_by=row.asked_by, by=by, at=at, key=key
    )


@transactions.durable
def refuse(*, approval_id: UUID, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Say no to what waits, or take back what one asked for oneself: it can never be agreed to any more.

    Refuses: NotAllowed (not the operator's), NotFound, OutOfTurn (decided already, or run out).
    """
    reason = saying.asked("approvals.refuse", told={"reason": reason}).get("reason", "")
    body = {"refuse": approval_id, "reason": reason}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    person = check_operator(by=by, does="refuse what one of them asked for")
    row = approvals.found(id=approval_id, lock=True)
    if row is None:
        raise NotFound(NOTHING)
    _check_waits(row, at=at)
    approvals.decide(id=approval_id, state="refused", by=person, reason=reason, at=at)
    answer = {"approval": str(approval_id), "state": "refused"}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def _check_waits(row: approvals.Approval, *, at: datetime) -> None:
    if row.state != "waiting":
        raise OutOfTurn(f"It is {row.state} already: nobody waits for an answer.")
    if at >= row.expires_at:
        raise OutOfTurn(f"It ran out at {row.expires_at:%Y-%m-%d %H:%M} UTC: ask for it again.")
