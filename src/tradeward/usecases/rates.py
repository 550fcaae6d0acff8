"""Exchange rates: the operator's table, each rate with its source and date (RULES §7)."""

from datetime import datetime
from decimal import Decimal

from tradeward.domain import money, saying
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import dated, transactions
from tradeward.usecases import work

PLACES = 12
"""Digits before and after the decimal point that the table keeps."""


@transactions.durable
def publish(
    *, from_currency: str, to_currency: str, rate: str, source: str, since: datetime, by: Actor, at: datetime, key: str
) -> work.Answer:
    """Set what one unit of a currency is worth in another from `since` on; what is signed keeps its rate (RULES §7).

    Refuses: NotAllowed (not the operator), RuleBroken (by name: a currency that is none, the same twice, a rate that is
    no positive number of at most 12 + 12 digits, no source, a date in the past or before the pair's newest rate).
    """
    told = {"from_currency": from_currency, "to_currency": to_currency, "rate": rate, "source": source, "since": since}
    said = saying.asked("rates.publish", told=told)
    from_currency, to_currency, rate, source, since = (said[name] for name in told)
    body = {"from": from_currency, "to": to_currency, "rate": rate, "source": source, "since": since}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    if by.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sets exchange rates.")
    _check_pair(from_currency, to_currency)
    last = dated.last_rate_since(from_currency=from_currency, to_currency=to_currency)
    if since < at or (last is not None and since <= last):
        raise RuleBroken("since lies neither in the past nor before the newest rate of the pair", field="since")
    dated.add_rate(from_currency=from_currency, to_currency=to_currency, rate=_read(rate), source=source, since=since)
    answer = {"from": from_currency, "to": to_currency, "rate": rate, "since": since.isoformat()}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


def _check_pair(from_currency: str, to_currency: str) -> None:
    for field, code in (("from_currency", from_currency), ("to_currency", to_currency)):
        if code not in money.CURRENCIES:
            raise RuleBroken(f"{field} {code!r} is no currency of ISO 4217", field=field)
    if from_currency == to_currency:
        raise RuleBroken("to_currency is the same: a currency needs no rate to itself", field="to_currency")


def _read(text: str) -> Decimal:
    refused = RuleBroken(f"rate {text[:40]!r} is no positive number of at most 12 + 12 digits", field="rate")
    rate = Decimal(text)
    if not 0 < rate < 10**PLACES or rate != rate.quantize(Decimal(1).scaleb(-PLACES)):
        raise refused
    return rate
