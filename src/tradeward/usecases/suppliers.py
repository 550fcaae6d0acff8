"""A supplier's way into the scheme, and his limit (RULES §3, S1, S2)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import saying
from tradeward.domain.vocabulary import Actor
from tradeward.usecases import work


def apply(*, supplier_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """The supplier asks to be assured. Refuses: NotAllowed, OutOfTurn."""
    return move(supplier_id=supplier_id, verb="apply", by=by, at=at, key=key)


def review(*, supplier_id: UUID, verification: str, history: str, performance: str, legal_status: str,
           by: Actor, at: datetime, key: str) -> work.Answer:  # fmt: skip
    """The operator has looked at sales history (it may be empty), performance record and legal status (RULES §1 S1)."""
    said = {"verification": verification, "history": history, "performance": performance, "legal_status": legal_status}
    return move(supplier_id=supplier_id, verb="review", by=by, at=at, key=key, **said)


def admit(
    *, supplier_id: UUID, ceiling_minor: int | None = None, reason: str = "", by: Actor, at: datetime, key: str
) -> work.Answer:
    """Assure the supplier, with a limit from its arithmetic, or a lower ceiling with a reason (S1, S2)."""
    return move(
        supplier_id=supplier_id, verb="admit", by=by, at=at, key=key, ceiling_minor=ceiling_minor, reason=reason
    )


def suspend(*, supplier_id: UUID, reason: str, cause: str = "", by: Actor, at: datetime, key: str) -> work.Answer:
    """No new offers; signed orders go on with their cover; for `fraud` or `sanctions` releases wait (RULES §8)."""
    return move(supplier_id=supplier_id, verb="suspend", by=by, at=at, key=key, reason=reason, cause=cause)


def restore(*, supplier_id: UUID, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """End a suspension."""
    return move(supplier_id=supplier_id, verb="restore", by=by, at=at, key=key, reason=reason)


def decline(*, supplier_id: UUID, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Refuse an application, with reasons; the supplier may appeal once."""
    return move(supplier_id=supplier_id, verb="decline", by=by, at=at, key=key, reason=reason)


def appeal(*, supplier_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """The supplier asks for a second look at a refused application, once (RULES §3). Refuses: NotAllowed, OutOfTurn."""
    return move(supplier_id=supplier_id, verb="appeal", by=by, at=at, key=key)


def leave(*, supplier_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """The supplier leaves the scheme, when no order holds his cover and nothing is owed or due (RULES §3)."""
    return move(supplier_id=supplier_id, verb="leave", by=by, at=at, key=key)


def expel(*, supplier_id: UUID, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """The operator puts a supplier out of the scheme, with reasons, when nothing of his is open any more (RULES §3)."""
    return move(supplier_id=supplier_id, verb="expel", by=by, at=at, key=key, reason=reason)


def review_limit(
    *, supplier_id: UUID, ceiling_minor: int | None, reason: str, by: Actor, at: datetime, key: str
) -> work.Answer:
    """Reckon the limit again now; a cut never touches signed orders (RULES §3)."""
    return move(
        supplier_id=supplier_id, verb="review_limit", by=by, at=at, key=key, ceiling_minor=ceiling_minor, reason=reason
    )


def move(*, supplier_id: UUID, verb: str, by: Actor, at: datetime, key: str, **told: Any) -> work.Answer:
    """Any move of a supplier, with what may be said with it (`saying.SAID`).

    Refuses: RuleBroken by name, NotFound, NotAllowed, OutOfTurn with the needs that are not met.
    """
    said = saying.said(noun="supplier", verb=verb, told=told, by=by)
    if verb in ("admit", "review_limit"):
        said.setdefault("ceiling_minor", None)  # without one, the ceiling that stood is gone

    def decide(done: work.Work) -> work.Answer:
        row = done.supplier.supplier
        done.move(row, verb, bundle=done.supplier, **said)
        return {"supplier": str(supplier_id), "state": row.state, "limit_minor": str(row.limit_minor)}

    return work.on_supplier(supplier_id=supplier_id, by=by, at=at, key=key, body={"verb": verb, **said}, decide=decide)
