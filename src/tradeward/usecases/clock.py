"""The clock's own hand: due moves made prompt. History does not depend on it (RULES §2)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain.vocabulary import CLOCK
from tradeward.store import deadlines, loading, suspended, transactions
from tradeward.usecases import suspense, work


def sweep(*, at: datetime, most: int = 500) -> int:
    """Catch up every supplier, and every credit without an order, with something due before `at`; returns how many. One that fails does not stop the rest."""
    due = deadlines.due_suppliers(before=at, most=most)
    for supplier_id in due:
        catch_up(supplier_id=supplier_id, at=at)
    waiting = suspended.due(before=at, most=most)
    for credit_id in waiting:
        suspense.catch_up(credit_id=credit_id, at=at)
    return len(due) + len(waiting)


def run(*, at: datetime) -> int:
    """Sweep until nothing is due before `at`; returns how many suppliers were caught up."""
    done = 0
    while count := sweep(at=at):
        done += count
    return done


@transactions.durable
def catch_up(*, supplier_id: UUID, at: datetime) -> None:
    """Make what is due before `at` on a supplier's orders and on himself."""
    loading.lock_supplier(supplier_id=supplier_id)
    doing = work.Work.on(supplier_id=supplier_id, by=CLOCK, at=at, key=f"sweep:{at.isoformat()}")
    doing.catch_up(at=at)
    doing.record(at=at)
