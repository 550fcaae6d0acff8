"""Payments handed out, by two people, to whoever takes them to the bank, and the bank's statements brought back (RULES §9)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tradeward.domain import contract, money
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways.payments.port import Credit, Line
from tradeward.store import statements, transactions
from tradeward.store.statements import Telling
from tradeward.usecases import bank, eyes, work

HAND_OUT = "payment_orders.hand_out"
KINDS = ("credit", "payment", "recall", "rejected", "returned", "unexplained")


@transactions.durable
def hand_out(*, by: Actor, at: datetime, key: str) -> work.Answer:
    """Ask for every payment that is sent and was not told before, to take it to the bank; another person has to agree.

    What is asked for names each payment, so that the second person sees to whom how much goes (docs/decisions/four-eyes.md).
    Refuses: NotAllowed (not the operator), OutOfTurn (no payment waits).
    """
    body = {"ask": HAND_OUT}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    eyes.check_operator(by=by, does=f"ask for {HAND_OUT}")
    waiting = statements.untold()
    if not waiting:
        raise OutOfTurn("No payment waits to be taken to the bank.")
    answer = eyes.put(what=HAND_OUT, told={"payments": [_shown(one) for one in waiting]}, by=by, at=at, key=key)
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


@transactions.durable
def handed_out(*, agreed: eyes.Agreed) -> work.Answer:
    """Two agree: the payments asked for are told, those that nobody was told of meanwhile; the bank takes each id once.

    Refuses: as `eyes.Agreed.take`.
    """
    if (done := work.again(by=agreed.by, key=agreed.key, body=agreed.body)) is not None:
        return done
    agreed.take()
    left = statements.told([one["end_to_end"] for one in agreed.told["payments"]], at=agreed.at)
    answer: work.Answer = {"payments": [one for one in agreed.told["payments"] if one["end_to_end"] in left]}
    work.keep(by=agreed.by, key=agreed.key, body=agreed.body, answer=answer, at=agreed.at)
    return answer


def _shown(one: Telling) -> dict[str, Any]:
    """A payment as it is taken to the bank."""
    return {
        "end_to_end": one.end_to_end, "account": one.account, "purpose": one.purpose,
        "amount": {"amount": money.Money(one.minor, one.currency).amount, "currency": one.currency},
    }  # fmt: skip


def import_statement(
    *, currency: str, through: str, closing: str, lines: Sequence[Mapping[str, Any]], by: Actor, at: datetime, key: str
) -> work.Answer:
    """Import a statement of one currency that ends with a day, as `bank.statement` does; `lines` as the bank's port has them.

    Refuses: NotAllowed (not the operator), RuleBroken (by name: a line that is none, the same day with other lines).
    """
    said: dict[str, Any] = {
        "currency": currency,
        "through": through,
        "closing": closing,
        "lines": [dict(one) for one in lines],
    }
    if (done := _before(by=by, key=key, said=said)) is not None:
        return done
    _operator(by)
    day = contract.read_day(field="through", text=through)
    _check_once([str(one["bank_id"]) for one in lines])
    told = bank.statement(
        currency=currency, through=day, closing_minor=money.Money.parse(closing, currency=currency).minor,
        lines=[_line(n, one, currency, day) for n, one in enumerate(lines)], at=at,
    )  # fmt: skip
    difference = money.Money(int(told["difference_minor"]), currency).amount
    return _after(by=by, key=key, said=said, answer={"statement": told["statement"], "difference": difference}, at=at)


@transactions.durable
def _before(*, by: Actor, key: str, said: Mapping[str, Any]) -> work.Answer | None:
    return work.again(by=by, key=key, body=said)


@transactions.durable
def _after(*, by: Actor, key: str, said: Mapping[str, Any], answer: work.Answer, at: datetime) -> work.Answer:
    """Keep the answer; a statement that broke off is finished by sending it again, so this comes last."""
    if (done := work.again(by=by, key=key, body=said)) is not None:
        return done
    work.keep(by=by, key=key, body=said, answer=answer, at=at)
    return answer


def _check_once(bank_ids: Sequence[str]) -> None:
    """An entry of the bank stands on a statement once. Refuses: RuleBroken."""
    seen: set[str] = set()
    for n, one in enumerate(bank_ids):
        if one in seen:
            raise RuleBroken(f"lines[{n}].bank_id stands on the statement before", field=f"lines.{n}.bank_id")
        seen.add(one)


def _line(n: int, told: Mapping[str, Any], currency: str, through: date) -> Line:
    kind, bank_id, minor = told["kind"], told["bank_id"], money.Money.parse(told["amount"], currency=currency).minor
    if minor < 0:
        raise RuleBroken(f"lines[{n}].amount is negative: the kind says which way it went", field=f"lines.{n}.amount")
    if kind == "credit":
        credit = Credit(
            bank_id=bank_id, currency=currency, amount_minor=minor, payer=told.get("payer") or "",
            payer_account=told.get("payer_account") or "", text=told.get("text") or "",
            value_on=contract.read_day(field=f"lines.{n}.value_on", text=told.get("value_on") or through.isoformat()),
        )  # fmt: skip
        return Line(bank_id=bank_id, kind="credit", minor=minor, credit=credit)
    if kind not in KINDS:
        raise RuleBroken(f"lines[{n}].kind is not one of {', '.join(KINDS)}", field=f"lines.{n}.kind")
    return Line(bank_id=bank_id, kind=kind, minor=minor, about=told.get("about") or "")


def _operator(by: Actor) -> None:
    if by.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator speaks with the bank.")
