"""Money out: payments told to the bank, returned ones renewed, early money asked back (RULES §9)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import lives, rows, saying
from tradeward.domain.bundle import Bundle, SuspenseBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways.payments import port
from tradeward.store import statements
from tradeward.store.statements import Home
from tradeward.usecases import suspense, work


def hand_over(*, bank: port.Payments, at: datetime) -> int:
    """Tell the bank every payment that is sent and not told; returns how many.

    A payment is sent in the books first. Its id towards the bank is written down before the bank is told, and the bank takes
    the same id once, so that after a crash telling it again is harmless (RULES §9).
    """
    waiting = statements.untold()
    for one in waiting:
        bank.send(
            payment=port.Payment(
                end_to_end=one.end_to_end,
                account=one.account,
                currency=one.currency,
                amount_minor=one.minor,
                text=one.purpose,
            ),
            on=at.date(),
        )
        statements.told([one.end_to_end], at=at)
    return len(waiting)


def renew(*, payment_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Make a returned payment due again, to the payee's account in force (RULES §9).

    Refuses: NotFound, NotAllowed (not the operator), OutOfTurn (it did not come back, or there is no account).
    """
    home = statements.home_of_payment(id=payment_id)
    if home is None or by.role is not Role.OPERATOR:
        raise NotFound("There is no such payment.")
    return move(home=home, verb="renew", by=by, at=at, key=key)


def move(*, home: Home, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """A move of a payment, wherever it lives. Refuses: RuleBroken by name, NotFound, NotAllowed, OutOfTurn."""
    said = saying.said(noun="payment_out", verb=verb, told=said, by=by)

    def decide(done: work.Work) -> work.Answer:
        bundle: Bundle = done.bundle if home.order_id else done.supplier
        return _move(bundle, home.id, done.act(verb, **said))

    def decide_alone(bundle: SuspenseBundle, act: Act) -> work.Answer:
        return _move(bundle, home.id, act)

    body = {"payment": home.id, "verb": verb, **said}
    if home.order_id:
        return work.on_order(order_id=home.order_id, by=by, at=at, key=key, body=body, decide=decide)
    if home.supplier_id:
        return work.on_supplier(supplier_id=home.supplier_id, by=by, at=at, key=key, body=body, decide=decide)
    assert home.credit_id is not None, "a payment belongs to an order, a supplier or a credit"
    return suspense.on_credit(
        credit_id=home.credit_id,
        verb=verb,
        said={"payment": home.id, **said},
        by=by,
        at=at,
        key=key,
        decide=decide_alone,
    )


def return_early(*, order_id: UUID, number: int, by: Actor, at: datetime, key: str) -> work.Answer:
    """The buyer asks back what he paid on instalment `number` before it opened (RULES §9).

    Refuses: NotFound, NotAllowed (not the buyer), OutOfTurn (the instalment has opened, or nothing came early).
    """
    saying.asked("payouts.return_early", told={"number": number})

    def decide(done: work.Work) -> work.Answer:
        found = [one for one in done.bundle.instalments if one.number == number]
        if not found:
            raise NotFound("There is no such instalment.")
        done.move(found[0], "return_early")
        return _told(done, found[0])

    body = {"verb": "return_early", "instalment": number}
    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=decide)


def move_instalment(*, instalment_id: UUID, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """Any move of an instalment by its id: `return_early`. Refuses: RuleBroken by name, NotFound, NotAllowed, OutOfTurn."""
    return work.on_row(cls=rows.Instalment, id=instalment_id, verb=verb, told=said, by=by, at=at, key=key, answer=_told)


def _told(done: work.Work, row: rows.Instalment) -> work.Answer:
    return {"instalment": str(row.id), "state": row.state}


def resume(*, at: datetime, key: str) -> int:
    """Try every supplier's payout that is parked, for its need may be met now: the books are green again. Returns how many."""
    waiting = statements.waiting_suppliers(verb="pay_out", before=at)
    for supplier_id in waiting:

        def decide(done: work.Work) -> work.Answer:
            lives.settle(done.supplier, act=done.act("resume"))
            return {}

        own = f"resume:{supplier_id}:{key}"
        work.on_supplier(supplier_id=supplier_id, by=Actor(Role.REACTION), at=at, key=own, body={}, decide=decide)
    return len(waiting)


def _move(bundle: Bundle, payment_id: UUID, act: Act) -> work.Answer:
    loaded: list[rows.PaymentOut] = bundle.tables.setdefault("payment_out", [])
    row = next((one for one in loaded if one.id == payment_id), None)
    if row is None:  # a supplier comes without the payments that are booked
        row = bundle.adopt(statements.payment(id=payment_id))
    lives.move(bundle, row, act.verb, act=act)
    return {"payment": str(row.id), "state": row.state}
