"""The guarantee fund: the operator pays in and out, by two people; what waited for cash is paid first (RULES §3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tradeward.domain import money, postings, saying, vocabulary
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Actor
from tradeward.ledger import book
from tradeward.store import funding, market, recording, transactions
from tradeward.usecases import eyes, waiting, work

PAY_IN, PAY_OUT = "fund.pay_in", "fund.pay_out"


def pay_in(*, amount: str, currency: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Ask to put money into the fund; another of the operator's people has to agree (RULES §3: four eyes).

    Refuses: NotAllowed (not the operator), RuleBroken (no amount).
    """
    return _ask(PAY_IN, amount, currency, by=by, at=at, key=key)


def pay_out(*, amount: str, currency: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Ask to take money out of the fund; another of the operator's people has to agree (RULES §3: four eyes).

    Refuses: NotAllowed (not the operator), RuleBroken (no amount).
    """
    return _ask(PAY_OUT, amount, currency, by=by, at=at, key=key)


def _ask(what: str, amount: str, currency: str, *, by: Actor, at: datetime, key: str) -> work.Answer:
    told = saying.asked(what, told={"amount": amount, "currency": currency})
    _minor(told)
    return eyes.ask(what=what, told=told, by=by, at=at, key=key)


def _minor(told: Mapping[str, Any]) -> int:
    minor = money.Money.parse(told["amount"], currency=told["currency"]).minor
    if minor <= 0:
        raise RuleBroken("amount lies above 0", field="amount")
    return minor


def move(*, agreed: eyes.Agreed) -> work.Answer:
    """Two agree: the money moves; after it came in, every refund that waited for cash is paid, first come first (RULES §3).

    Refuses: as `eyes.Agreed.take`, RuleBroken (the fund would fall below its share of open reservations, or refunds wait).
    """
    answer = _move(agreed)
    waiting.pay(at=agreed.at)
    return answer


@transactions.durable
def _move(agreed: eyes.Agreed) -> work.Answer:
    by, at, key = agreed.by, agreed.at, agreed.key
    if (done := work.again(by=by, key=key, body=agreed.body)) is not None:
        return done
    minor, currency = _minor(agreed.told), agreed.told["currency"]
    direction = "in" if agreed.what == PAY_IN else "out"
    stored = market.Stored(at=at)
    pot = stored.pot(currency)
    pot.cash_minor += minor if direction == "in" else -minor
    least = max(pot.reserved_minor * stored.policy.fund_ratio_bp, pot.waiting_minor * money.BASIS)
    if direction == "out" and pot.cash_minor * money.BASIS < least:
        raise RuleBroken(
            "the fund would fall below its share of open reservations, or below what refunds wait for", field="amount"
        )
    id = vocabulary.new_id(noun="fund_movement", key=f"{work.actor_name(by)}:{key}", at=at)
    recipe = postings.fund_paid_in if direction == "in" else postings.fund_paid_out
    funding.add(
        id=id,
        currency=currency,
        minor=minor,
        direction=direction,
        proposed_by=agreed.asked_by,
        approved_by=agreed.take(),
        at=at,
    )
    recording.record(bundles=[], pots=[pot])
    book.post([recipe(cause=str(id), currency=currency, minor=minor)], at=at, subject=str(id))
    answer = {"fund": currency, "movement": str(id), "cash": money.Money(pot.cash_minor, currency).amount}
    work.keep(by=by, key=key, body=agreed.body, answer=answer, at=at)
    return answer
