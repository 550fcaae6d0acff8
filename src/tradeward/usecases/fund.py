"""The guarantee fund: the operator pays in and out, by two people; what waited for cash is paid first (RULES §3)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain import lives, money, postings, refunding, vocabulary
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Actor
from tradeward.ledger import book
from tradeward.store import funding, market, recording, transactions
from tradeward.usecases import eyes, work


def pay_in(*, amount: str, currency: str, approved_by: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Put money into the fund; then every refund that waited for cash is paid, first come first (RULES §3).

    Refuses: NotAllowed (not the operator, not two people), RuleBroken (no amount).
    """
    answer = _move(amount=amount, currency=currency, direction="in", approved_by=approved_by, by=by, at=at, key=key)
    for order_id in funding.waiting_orders(currency=currency):
        _pay_waiting(order_id=order_id, at=at, key=f"{key}:{order_id}", by=by)
    return answer


def pay_out(*, amount: str, currency: str, approved_by: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Take money out of the fund, never below its share of open reservations (RULES §3).

    Refuses: NotAllowed (not the operator, not two people), RuleBroken (no amount, or the fund would fall below its ratio).
    """
    return _move(amount=amount, currency=currency, direction="out", approved_by=approved_by, by=by, at=at, key=key)


@transactions.durable
def _move(
    *, amount: str, currency: str, direction: str, approved_by: UUID, by: Actor, at: datetime, key: str
) -> work.Answer:
    body = {"amount": amount, "currency": currency, "direction": direction, "approved_by": approved_by}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    proposer = eyes.check(by=by, approved_by=approved_by, what="move the fund")
    minor = money.Money.parse(amount, currency=currency).minor
    if minor <= 0:
        raise RuleBroken("amount lies above 0", field="amount")
    stored = market.Stored(at=at)
    pot = stored.pot(currency)
    pot.cash_minor += minor if direction == "in" else -minor
    if direction == "out" and pot.cash_minor * money.BASIS < pot.reserved_minor * stored.policy.fund_ratio_bp:
        raise RuleBroken("the fund would fall below its share of open reservations", field="amount")
    if direction == "out" and pot.cash_minor < pot.waiting_minor:
        raise RuleBroken("refunds wait for the fund's cash, which comes first", field="amount")
    id = vocabulary.new_id(noun="fund_movement", key=f"{work.actor_name(by)}:{key}", at=at)
    recipe = postings.fund_paid_in if direction == "in" else postings.fund_paid_out
    funding.add(
        id=id,
        currency=currency,
        minor=minor,
        direction=direction,
        proposed_by=proposer,
        approved_by=approved_by,
        at=at,
    )
    recording.record(bundles=[], pots=[pot])
    book.post([recipe(cause=str(id), currency=currency, minor=minor)], at=at, subject=str(id))
    answer = {"fund": currency, "movement": str(id), "cash": money.Money(pot.cash_minor, currency).amount}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def _pay_waiting(*, order_id: UUID, at: datetime, key: str, by: Actor) -> None:
    def decide(done: work.Work) -> work.Answer:
        act = done.act("advance")
        refunding.pay_waiting(done.bundle, act=act)
        lives.note(done.bundle, "order", order_id, act=act)
        return {}

    work.on_order(order_id=order_id, by=by, at=at, key=key, body={}, decide=decide)
