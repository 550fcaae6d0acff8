"""The guarantee fund, a pot a currency, for the operator (RULES §3)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tradeward.domain import money
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import market


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """A pot: its cash, the cover that open orders hold, what waits for cash, and the cash it must not fall below."""

    currency: str
    cash: str
    reserved: str
    waiting: str
    least: str


def pots(viewer: Actor, *, at: datetime) -> list[Pot]:
    """Every pot, by currency. Refuses: NotAllowed (not the operator)."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees the fund.")
    ratio = market.policy_at(at=at).fund_ratio_bp
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.currency, p.cash_minor, p.reserved_minor,"
            " (SELECT coalesce(sum(r.waiting_minor), 0)::bigint FROM refunds r JOIN orders o ON o.id = r.order_id"
            "   WHERE r.waiting_minor > 0 AND o.currency = p.currency) FROM pots p ORDER BY p.currency"
        )
        return [
            Pot(
                currency=currency, cash=money.Money(cash, currency).amount, reserved=money.Money(reserved, currency).amount,
                waiting=money.Money(waiting, currency).amount,
                least=money.Money(-(-reserved * ratio // money.BASIS), currency).amount,
            )
            for currency, cash, reserved, waiting in cursor.fetchall()
        ]  # fmt: skip
