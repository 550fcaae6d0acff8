"""What the operator sets for the whole market, dated: policy versions and exchange rates."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from tradeward.store import models


def add_policy(*, since: datetime, profile: str, text: str) -> None:
    """Write a policy version."""
    models.PolicyVersion.objects.create(since=since, profile=profile, text=text)


def last_policy_since() -> datetime | None:
    """From when the newest policy version holds."""
    return models.PolicyVersion.objects.order_by("-since").values_list("since", flat=True).first()


def add_rate(*, from_currency: str, to_currency: str, rate: Decimal, source: str, since: datetime) -> None:
    """Write an exchange rate."""
    models.Rate.objects.create(
        from_currency=from_currency, to_currency=to_currency, rate=rate, source=source, since=since
    )


def last_rate_since(*, from_currency: str, to_currency: str) -> datetime | None:
    """From when the newest rate of a pair holds."""
    pair = models.Rate.objects.filter(from_currency=from_currency, to_currency=to_currency)
    return pair.order_by("-since").values_list("since", flat=True).first()


def running() -> dict[UUID, list[UUID]]:
    """The suppliers with a deadline that runs, each with those of his orders that have one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT supplier_id, coalesce(array_agg(DISTINCT order_id ORDER BY order_id) FILTER (WHERE order_id IS NOT NULL),"
            " '{}') FROM deadlines WHERE supplier_id IS NOT NULL GROUP BY supplier_id ORDER BY supplier_id"
        )
        return dict(cursor.fetchall())
