"""Credits that no order owns yet: kept in suspense, then matched by two of the operator's people or sent back (RULES §9)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tradeward.domain import postings, rows
from tradeward.domain.vocabulary import Actor, Role
from tradeward.ledger import book
from tradeward.store import recording
from tradeward.usecases import work


@transaction.atomic(durable=True)
def record(*, credit: rows.Credit, at: datetime, body: Mapping[str, Any]) -> work.Answer:
    """Write a credit down that names no order here. The same bank entry twice has one effect."""
    bank = Actor(Role.REACTION)
    if (done := work.again(by=bank, key=credit.bank_id, body=body)) is not None:
        return done
    recording.add(credit)
    entry = postings.credit_received(cause=str(credit.id), currency=credit.currency, minor=credit.amount_minor)
    book.post([entry], at=at, subject=str(credit.id))
    answer = {"credit": str(credit.id), "state": credit.state}
    work.keep(by=bank, key=credit.bank_id, body=body, answer=answer, at=at)
    return answer
