"""A supplier's way into the scheme, and his limit (RULES §3, S1, S2)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tradeward.domain.vocabulary import Actor
from tradeward.usecases import work


def apply(*, supplier_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """The supplier asks to be assured. Refuses: NotAllowed, OutOfTurn."""
    return _move(supplier_id, "apply", {}, by=by, at=at, key=key)


def review(*, supplier_id: UUID, verification: str, history: str, performance: str, legal_status: str,
           by: Actor, at: datetime, key: str) -> work.Answer:  # fmt: skip
    """The operator has looked at sales history (it may be empty), performance record and legal status (RULES §1 S1)."""
    said = {"verification": verification, "history": history, "performance": performance, "legal_status": legal_status}
    return _move(supplier_id, "review", said, by=by, at=at, key=key)


def admit(
    *, supplier_id: UUID, ceiling_minor: int | None = None, reason: str = "", by: Actor, at: datetime, key: str
) -> work.Answer:
    """Assure the supplier, with a limit from its arithmetic, or a lower ceiling with a reason (S1, S2)."""
    return _move(supplier_id, "admit", {"ceiling_minor": ceiling_minor, "reason": reason}, by=by, at=at, key=key)


def suspend(*, supplier_id: UUID, reason: str, cause: str = "", by: Actor, at: datetime, key: str) -> work.Answer:
    """No new offers; signed orders go on with their cover; for `fraud` or `sanctions` releases wait (RULES §8)."""
    return _move(supplier_id, "suspend", {"reason": reason, "cause": cause}, by=by, at=at, key=key)


def restore(*, supplier_id: UUID, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """End a suspension."""
    return _move(supplier_id, "restore", {"reason": reason}, by=by, at=at, key=key)


def decline(*, supplier_id: UUID, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Refuse an application, with reasons; the supplier may appeal once."""
    return _move(supplier_id, "decline", {"reason": reason}, by=by, at=at, key=key)


def appeal(*, supplier_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """The supplier asks for a second look at a refused application, once (RULES §3). Refuses: NotAllowed, OutOfTurn."""
    return _move(supplier_id, "appeal", {}, by=by, at=at, key=key)


def leave(*, supplier_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """The supplier leaves the scheme, when no order holds his cover and nothing is owed or due (RULES §3)."""
    return _move(supplier_id, "leave", {}, by=by, at=at, key=key)


def expel(*, supplier_id: UUID, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """The operator puts a supplier out of the scheme, with reasons, when nothing of his is open any more (RULES §3)."""
    return _move(supplier_id, "expel", {"reason": reason}, by=by, at=at, key=key)


def review_limit(
    *, supplier_id: UUID, ceiling_minor: int | None, reason: str, by: Actor, at: datetime, key: str
) -> work.Answer:
    """Reckon the limit again now; a cut never touches signed orders (RULES §3)."""
    return _move(supplier_id, "review_limit", {"ceiling_minor": ceiling_minor, "reason": reason}, by=by, at=at, key=key)


def _move(
    supplier_id: UUID, verb: str, said: Mapping[str, object], *, by: Actor, at: datetime, key: str
) -> work.Answer:
    def decide(done: work.Work) -> work.Answer:
        row = done.supplier.supplier
        done.move(row, verb, bundle=done.supplier, **said)
        return {"supplier": str(supplier_id), "state": row.state, "limit_minor": str(row.limit_minor)}

    return work.on_supplier(supplier_id=supplier_id, by=by, at=at, key=key, body={"verb": verb, **said}, decide=decide)
