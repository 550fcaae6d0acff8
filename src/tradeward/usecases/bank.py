"""What the bank tells: credits, recalls, statements. All of it is fact, recorded and never refused (RULES §9)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tradeward.domain import credit as life
from tradeward.domain import lives, postings, references, rows, vocabulary
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import loading
from tradeward.usecases import suspense, work

BANK = Actor(Role.REACTION)
"""The bank's news reach the lives as reactions: nobody here decides about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit as the bank tells it: its own entry id, amount, payer, free text and value date."""

    bank_id: str
    currency: str
    amount_minor: int
    payer: str
    payer_account: str
    text: str
    value_on: date


def credit(*, credit: Credit, at: datetime) -> work.Answer:
    """Record a credit and match it by its reference; the same entry id twice has one effect (RULES §9).

    What names no order here, or comes from another's account, waits in suspense for the operator.
    """
    body = {
        "credit": credit.bank_id,
        "currency": credit.currency,
        "minor": credit.amount_minor,
        "account": credit.payer_account,
    }
    reference = references.read(credit.text)
    order_id = loading.by_reference(reference) if reference else None
    if order_id is None:
        return suspense.record(credit=_row(credit, reference, None, at), at=at, body=body)

    def decide(done: work.Work) -> work.Answer:
        row = done.bundle.add(_row(credit, reference, order_id, at))
        act = done.act("arrive", bank_id=credit.bank_id)
        done.bundle.post(
            postings.credit_received(cause=str(row.id), currency=credit.currency, minor=credit.amount_minor)
        )
        lives.note(done.bundle, "credit", row.id, act=act)
        for verb in ("match", "send_back"):
            lives.react(done.bundle, "credit", verb, act)
        lives.settle(done.bundle, act=act)
        return {"credit": str(row.id), "state": row.state}

    return work.on_order(order_id=order_id, by=BANK, at=at, key=credit.bank_id, body=body, decide=decide)


def _row(told: Credit, reference: str, order_id: UUID | None, at: datetime) -> rows.Credit:
    return rows.Credit(
        id=vocabulary.new_id(noun="credit", key=told.bank_id, at=at),
        bank_id=told.bank_id,
        order_id=order_id,
        currency=told.currency,
        amount_minor=told.amount_minor,
        payer=told.payer,
        payer_account=told.payer_account,
        reference=reference,
        value_on=told.value_on,
        recorded_at=at,
        state=life.S.SUSPENSE,
    )
