"""An order on one sheet: everything a party needs to know what stands, what is safe, and what it may do now (DESIGN §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import lives, money, refunding, rows, shipdate
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import orders, reading
from tradeward.store.models import Organisation

LONGEST_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A move of the viewer's from where a row stands: open, or the sentences that say why not."""

    noun: str
    id: UUID
    verb: str
    why_not: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row of an order that lives a life of its own."""

    noun: str
    id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An order whole. Amounts are in decimal notation of `currency`.

    `goods_until`: until when refused goods are at the supplier's disposal; None where none were refused (RULES §5, table).
    """

    id: UUID
    state: str
    outcome: str
    buyer_id: UUID
    buyer: str
    supplier_id: UUID
    supplier: str
    currency: str
    value: str
    version: int
    hash: str
    contract: dict[str, Any]
    signed_by: list[str]
    quote: orders.Quote
    held: str
    covered: str
    not_covered: str
    ship_deadline: date
    goods_until: datetime | None
    instalments: list[orders.Instalment]
    debts: list[orders.Debt]
    parts: list[Part]
    deadlines: list[orders.Deadline]
    allowed_moves: list[Allowed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An order in a list."""

    id: UUID
    state: str
    outcome: str
    buyer_id: UUID
    supplier_id: UUID
    currency: str
    value: str
    offered_at: datetime


def order(viewer: Actor, *, order_id: UUID, at: datetime) -> Sheet:
    """The order as it stands at `at`, for a party, its inspector, an officer or the operator. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at), viewer=viewer, at=at)


def of_bundle(bundle: OrderBundle, *, viewer: Actor, at: datetime, names: Mapping[UUID, str] | None = None) -> Sheet:
    """The same of an order that is read; `names` are its parties', where they are known already."""
    parties = [bundle.order.buyer_id, bundle.order.supplier_id]
    names = names or dict(Organisation.objects.filter(id__in=parties).values_list("id", "name"))
    row, currency = bundle.order, bundle.order.currency
    risk = orders.risk_of(bundle)
    return Sheet(
        id=row.id, state=row.state, outcome=row.outcome, buyer_id=row.buyer_id, buyer=names[row.buyer_id],
        supplier_id=row.supplier_id, supplier=names[row.supplier_id], currency=currency,
        value=money.Money(row.value_minor, currency).amount, version=bundle.version.number, hash=bundle.version.hash,
        contract=bundle.version.body,
        signed_by=[one.party for one in bundle.of(rows.Signature) if one.version_id == bundle.version.id],
        quote=orders.quote_of(bundle, at=at), held=money.Money(risk.held, currency).amount,
        covered=money.Money(risk.covered, currency).amount, not_covered=money.Money(risk.not_covered, currency).amount,
        ship_deadline=shipdate.last_deadline(bundle), goods_until=refunding.goods_until(bundle),
        instalments=orders.instalments_of(bundle, payer=names[bundle.order.buyer_id]),
        debts=orders.debts_of(bundle), parts=_parts(bundle), deadlines=orders.deadlines_of(bundle),
        allowed_moves=[
            Allowed(noun=one.noun, id=one.id, verb=move.verb, why_not=why)
            for one, move, why in lives.allowed_moves(bundle, viewer, at=at)
        ],
    )  # fmt: skip


def _parts(bundle: OrderBundle) -> list[Part]:
    return [
        Part(noun=one.noun, id=one.id, state=one.state)  # type: ignore[attr-defined]
        for one in bundle.every()
        if one.noun in lives.LIVES and one is not bundle.order and not isinstance(one, rows.Instalment)
    ]


def listed(viewer: Actor, *, after: UUID | None, limit: int, state: str = "") -> list[Entry]:
    """The orders that the viewer may see, newest first, from behind `after`; perhaps those of one state alone.

    Refuses: RuleBroken (a limit outside 1 to 100).
    """
    if not 1 <= limit <= LONGEST_PAGE:
        raise RuleBroken(f"limit {limit} is not between 1 and {LONGEST_PAGE}", field="limit")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, state, outcome, buyer_id, supplier_id, currency, value_minor, offered_at FROM orders"
            f" WHERE {_MINE[viewer.role]} AND (%(after)s::uuid IS NULL OR id < %(after)s)"
            " AND (%(state)s = '' OR state = %(state)s) ORDER BY id DESC LIMIT %(limit)s",
            {"me": viewer.organisation_id, "after": after, "state": state, "limit": limit},
        )
        return [
            Entry(
                id=id, state=state, outcome=outcome, buyer_id=buyer_id, supplier_id=supplier_id, currency=currency,
                value=money.Money(value, currency).amount, offered_at=offered_at,
            )
            for id, state, outcome, buyer_id, supplier_id, currency, value, offered_at in cursor.fetchall()
        ]  # fmt: skip


_MINE = {
    Role.BUYER: "buyer_id = %(me)s",
    Role.SUPPLIER: "supplier_id = %(me)s",
    Role.INSPECTOR: "id IN (SELECT order_id FROM inspections WHERE inspector_id = %(me)s)",
    Role.OFFICER: "true",
    Role.OPERATOR: "true",
}
