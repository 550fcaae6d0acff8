"""Any move of any life by its noun, id and verb, with what is said as one object: for who speaks to all lives alike."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import saying
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Actor
from tradeward.usecases import (
    amendments,
    disputes,
    inspections,
    orders,
    payouts,
    recoveries,
    securities,
    suppliers,
    suspense,
    work,
)


def make(*, noun: str, id: UUID, verb: str, told: Mapping[str, Any], by: Actor, at: datetime, key: str) -> work.Answer:
    """Make the move `verb` of the `noun` under `id`; `told` is what is said with it, by its row of `saying.SAID`.

    Refuses: RuleBroken by name (no such noun, a key that the row does not have, a value that is not of its form),
    NotFound, NotAllowed, OutOfTurn with the needs that are not met. What takes two is only asked for (`approvals.agree`).
    """
    if noun not in _BY_NOUN:
        raise RuleBroken(f"noun is not one of {', '.join(_BY_NOUN)}", field="noun")
    said = saying.said(noun=noun, verb=verb, told=told, by=by)
    return _BY_NOUN[noun](id, verb, said, {"by": by, "at": at, "key": key})


def _supplier(id: UUID, verb: str, said: Mapping[str, Any], who: Mapping[str, Any]) -> work.Answer:
    if verb == "return_security":
        return securities.give_back(supplier_id=id, **who)
    return suppliers.move(supplier_id=id, verb=verb, **said, **who)


def _credit(id: UUID, verb: str, said: Mapping[str, Any], who: Mapping[str, Any]) -> work.Answer:
    acts: dict[str, Callable[..., work.Answer]] = {
        "propose": suspense.propose,
        "match": suspense.confirm,
        "decline": suspense.decline,
        "send_back": suspense.send_back,
    }
    return acts[verb](credit_id=id, **said, **who)


_BY_NOUN: dict[str, Callable[[UUID, str, Mapping[str, Any], Mapping[str, Any]], work.Answer]] = {
    "order": lambda id, verb, said, who: orders.move(order_id=id, verb=verb, **said, **who),
    "shipment": lambda id, verb, said, who: orders.move_lot(shipment_id=id, verb=verb, **said, **who),
    "inspection": lambda id, verb, said, who: inspections.move(inspection_id=id, verb=verb, **said, **who),
    "amendment": lambda id, verb, said, who: amendments.move(amendment_id=id, verb=verb, **said, **who),
    "dispute": lambda id, verb, said, who: disputes.move(dispute_id=id, verb=verb, **said, **who),
    "recovery": lambda id, verb, said, who: recoveries.plan(recovery_id=id, **said, **who),
    "instalment": lambda id, verb, said, who: payouts.move_instalment(instalment_id=id, verb=verb, **said, **who),
    "payment_out": lambda id, verb, said, who: payouts.renew(payment_id=id, **said, **who),
    "supplier": _supplier,
    "credit": _credit,
}
