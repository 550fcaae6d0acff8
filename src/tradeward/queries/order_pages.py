"""An order as its page shows it: the sheet, and all that was said, shown, found, moved and disputed, from one reading."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import contract, coverage, money, rows, signing, terms
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor
from tradeward.queries import (
    amendments,
    disputes,
    evidence,
    facts,
    inspections,
    messages,
    orders,
    reading,
    recoveries,
    refunds,
    risks,
    sheets,
    shipments,
)
from tradeward.store.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the journal as people read it: what happened to what, and the state that it led to, where it led to one."""

    seq: int
    at: datetime
    by: str
    noun: str
    verb: str
    row_id: UUID
    state: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """What is due at signing, and what of it came: once all of it is here it is safe to begin making the goods."""

    amount: str
    paid: str
    secured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """All that an order's page tells. `names` are the inspectors' and parties' by id; `planned` is told while nothing is paid.

    `required` is what each term says, as a sentence, by its id.
    """

    sheet: sheets.Sheet
    goods: str
    names: Mapping[UUID, str]
    ship_deadline: facts.ShipDeadline
    messages: list[messages.Message]
    files: list[evidence.File]
    inspections: list[inspections.Inspection]
    shipments: list[shipments.Shipment]
    amendments: list[amendments.Amendment]
    disputes: list[disputes.Dispute]
    debts: list[recoveries.Recovery]
    refunds: list[refunds.Refund]
    payable: Mapping[str, tuple[str, str]]
    journal: list[Line]
    risk: list[risks.Point]
    planned: list[tuple[str, coverage.AtRisk]]
    required: Mapping[str, terms.OfGoods]
    deposit: Deposit | None
    covered_grounds: tuple[str, ...]
    answer_hours: int


def order(viewer: Actor, *, order_id: UUID, at: datetime) -> OrderPage:
    """The order's page as it stands at `at`. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at), viewer=viewer, at=at)


def of_bundle(bundle: OrderBundle, *, viewer: Actor, at: datetime) -> OrderPage:
    """The same of an order that is read."""
    names = _names(bundle)
    lines, contents = _journal(bundle.order.id)
    drawn = risks.over_life(bundle, lines=contents)
    now = orders.risk_of(bundle)
    if not drawn or drawn[-1].risk != now or bundle.order.ended_at is None:
        drawn.append(risks.Point(at=at, risk=now))  # up to now; what is over ends with its last line
    return OrderPage(
        sheet=sheets.of_bundle(bundle, viewer=viewer, at=at, names=names),
        goods=contract.goods_of(bundle.version.body),
        names=names,
        ship_deadline=facts.ship_deadline_of(bundle),
        messages=messages.of_bundle(bundle),
        files=evidence.of_bundle(bundle),
        inspections=inspections.of_bundle(bundle),
        shipments=shipments.of_bundle(bundle),
        amendments=amendments.of_bundle(bundle),
        disputes=[disputes.of_bundle(bundle, row=row, viewer=viewer, at=at) for row in bundle.of(rows.Dispute)],
        debts=recoveries.of_bundle(bundle),
        refunds=refunds.of_bundle(bundle),
        payable=orders.payable_of(bundle, role=viewer.role),
        journal=lines,
        risk=drawn,
        planned=_planned(bundle, at=at),
        required={one.id: one for one in bundle.contract.terms},
        deposit=_deposit(bundle),
        covered_grounds=tuple(bundle.policy.covered_grounds),
        answer_hours=bundle.policy.answer_hours,
    )


def _planned(bundle: OrderBundle, *, at: datetime) -> list[tuple[str, coverage.AtRisk]]:
    """The course that is agreed, of an order on which nothing is paid; of one that is over without a payment there is none."""
    if bundle.paid or bundle.order.ended_at is not None or bundle.order.state == "lapsed":
        return []
    agreed = bundle.contract
    cover = bundle.cover or signing.quote(bundle, at=at).cover
    return coverage.planned(plan=agreed.plan, value_minor=agreed.value_minor, cover=cover)


def _deposit(bundle: OrderBundle) -> Deposit | None:
    """None where nothing is due at signing, or nobody has signed yet."""
    parts = zip(bundle.contract.plan, bundle.instalments, strict=False)
    due = [one for part, one in parts if part.anchor == "signing"]
    if not due:
        return None
    amount, paid = sum(one.amount_minor for one in due), sum(one.paid_minor for one in due)
    currency = bundle.order.currency
    return Deposit(
        amount=money.Money(amount, currency).amount, paid=money.Money(paid, currency).amount, secured=paid >= amount
    )


def _names(bundle: OrderBundle) -> dict[UUID, str]:
    """The organisations that the page names."""
    wanted = {bundle.order.buyer_id, bundle.order.supplier_id}
    for one in bundle.of(rows.Inspection):
        wanted |= {UUID(each) for each in one.drawn} | ({one.inspector_id} if one.inspector_id else set())
    return dict(Organisation.objects.filter(id__in=wanted).values_list("id", "name"))


def _journal(order_id: UUID) -> tuple[list[Line], list[tuple[datetime, Mapping[str, Any]]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, at, by, noun, verb, row_id, content FROM journal WHERE subject_id = %s ORDER BY seq",
            [order_id],
        )
        found = cursor.fetchall()
    lines, contents = [], []
    for seq, at, by, noun, verb, row_id, told in found:
        content = json.loads(told) if isinstance(told, str) else told
        state = _led_to(content, row_id)
        said = content.get("said") or {}
        lines.append(Line(seq=seq, at=at, by=by, noun=noun, verb=verb, row_id=row_id, state=state, said=said))
        contents.append((at, content))
    return lines, contents


def _led_to(content: Mapping[str, Any], row_id: UUID) -> str:
    """The state that a line's own row came into."""
    for change in content.get("changes") or ():
        if change["id"] == str(row_id):
            return str(change["set"].get("state", ""))
    return ""
