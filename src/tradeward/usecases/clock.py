"""The clock's own hand: due moves made prompt. History does not depend on it (RULES §2)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tradeward.domain.vocabulary import CLOCK
from tradeward.store import deadlines, loading
from tradeward.usecases import work


def sweep(*, at: datetime, most: int = 500) -> int:
    """Catch up every supplier with something due before `at`, a transaction each; returns how many. One that fails does not stop the rest."""
    due = deadlines.due_suppliers(before=at, most=most)
    for supplier_id in due:
        catch_up(supplier_id=supplier_id, at=at)
    return len(due)


def run(*, at: datetime) -> int:
    """Sweep until nothing is due before `at`; returns how many suppliers were caught up."""
    done = 0
    while count := sweep(at=at):
        done += count
    return done


@transaction.atomic(durable=True)
def catch_up(*, supplier_id: UUID, at: datetime) -> None:
    """Make what is due before `at` on a supplier's orders and on himself."""
    loading.lock_supplier(supplier_id=supplier_id)
    doing = work.Work.on(supplier_id=supplier_id, by=CLOCK, at=at, key=f"sweep:{at.isoformat()}")
    doing.catch_up(at=at)
    doing.record(at=at)
