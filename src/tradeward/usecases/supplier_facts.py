"""What is known of a supplier, fact by fact (RULES §3)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain import lives, saying, supplier_facts
from tradeward.domain.vocabulary import Actor
from tradeward.usecases import work


def record(*, supplier_id: UUID, kind: str, says: str, source: str, dated_on: str, expires_on: str,
           by: Actor, at: datetime, key: str) -> work.Answer:  # fmt: skip
    """Write down what is known of a supplier: its source, its day, and the last day on which it holds (RULES §3).

    The newest fact of a kind counts; one that has run out blocks signing, and nothing else.
    Refuses: NotFound, NotAllowed (not the operator), RuleBroken by name (its form, a day of the future).
    """
    told = {"kind": kind, "says": says, "source": source, "dated_on": dated_on, "expires_on": expires_on}
    said = saying.asked("supplier_facts.record", told=told)

    def decide(done: work.Work) -> work.Answer:
        act = done.act("record", kind=kind)
        fact = supplier_facts.record(done.supplier, **said, act=act)
        lives.note(done.supplier, "supplier_fact", fact.id, act=act)
        return {"fact": str(fact.id)}

    body = {"verb": "record_fact", **said}
    return work.on_supplier(supplier_id=supplier_id, by=by, at=at, key=key, body=body, decide=decide)
