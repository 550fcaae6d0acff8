"""Suppliers as everybody may find them, in the scheme and out of it, with the arithmetic of their limit (RULES §1 S10, §3)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tradeward.domain import coverage, money
from tradeward.domain.bundle import SupplierBundle
from tradeward.domain.refusals import UNKNOWN, NotAllowed, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import reading
from tradeward.store import market


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A supplier in a list; one outside the scheme gives no cover, and that is said."""

    id: UUID
    name: str
    country: str
    state: str
    limit: str
    free: str
    currency: str
    gives_cover: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit and what is left of it, with the lines it was reckoned by."""

    currency: str
    limit: str
    reserved: str
    advanced: str
    free: str
    ceiling: str | None
    verification: str
    reviewed_at: datetime | None
    arithmetic: tuple[str, ...]
    sentence: str = coverage.SENTENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Penalty points from one final ruling; deleted when it was reversed."""

    id: UUID
    order_id: UUID
    dispute_id: UUID | None
    cause: str
    points: int
    at: datetime
    deleted_at: datetime | None


def suppliers(viewer: Actor, *, name: str, state: str, after: UUID | None, limit: int, at: datetime) -> list[Found]:
    """Suppliers whose name begins like `name`, perhaps of one state alone, the oldest first. Whoever trades here may ask."""
    currency = market.policy_at(at=at).policy_currency
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, o.name, o.country, s.state, s.limit_minor, s.reserved_minor, s.advanced_minor"
            " FROM suppliers s JOIN organisations o ON o.id = s.id"
            " WHERE (%(after)s::uuid IS NULL OR s.id > %(after)s) AND (%(state)s = '' OR s.state = %(state)s)"
            " AND starts_with(lower(o.name), lower(%(name)s)) ORDER BY s.id LIMIT %(limit)s",
            {"after": after, "state": state, "name": name, "limit": limit},
        )
        return [
            Found(
                id=id, name=its_name, country=country, state=its_state, currency=currency,
                limit=money.Money(minor, currency).amount, gives_cover=its_state == "assured",
                free=money.Money(coverage.free(limit=minor, reserved=reserved, advanced=advanced), currency).amount,
            )
            for id, its_name, country, its_state, minor, reserved, advanced in cursor.fetchall()
        ]  # fmt: skip


def limit(viewer: Actor, *, supplier_id: UUID, at: datetime) -> Limit:
    """The limit of a supplier, line by line; supplier and buyer can read it (RULES §3). Refuses: NotFound."""
    return limit_of(reading.supplier(viewer, supplier_id=supplier_id, at=at))


def limit_of(bundle: SupplierBundle) -> Limit:
    """The same of a supplier that is read."""
    row, currency = bundle.supplier, bundle.market.policy.policy_currency
    free = coverage.free(limit=row.limit_minor, reserved=row.reserved_minor, advanced=row.advanced_minor)
    return Limit(
        currency=currency, limit=money.Money(row.limit_minor, currency).amount,
        reserved=money.Money(row.reserved_minor, currency).amount,
        advanced=money.Money(row.advanced_minor, currency).amount, free=money.Money(free, currency).amount,
        ceiling=None if row.ceiling_minor is None else money.Money(row.ceiling_minor, currency).amount,
        verification=row.verification, reviewed_at=row.reviewed_at, arithmetic=tuple(row.arithmetic),
    )  # fmt: skip


def points(viewer: Actor, *, supplier_id: UUID, after: UUID | None, limit: int) -> list[Point]:
    """Every penalty point ever given to a supplier, the oldest first.

    Refuses: NotAllowed (neither the supplier, nor an officer, nor the operator), NotFound.
    """
    if viewer.role not in (Role.OPERATOR, Role.OFFICER) and viewer.organisation_id != supplier_id:
        raise NotAllowed("The points of a supplier are for himself, officers and the operator.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM suppliers WHERE id = %s)", [supplier_id])
        if not cursor.fetchone()[0]:
            raise NotFound(UNKNOWN)
        cursor.execute(
            "SELECT id, order_id, dispute_id, cause, points, at, deleted_at FROM points WHERE supplier_id = %s"
            " AND (%s::uuid IS NULL OR id > %s) ORDER BY id LIMIT %s",
            [supplier_id, after, after, limit],
        )
        return [
            Point(id=id, order_id=order, dispute_id=dispute, cause=cause, points=count, at=at, deleted_at=deleted_at)
            for id, order, dispute, cause, count, at, deleted_at in cursor.fetchall()
        ]
