"""Orders over HTTP: offered, countered, signed, and everything that stands about them."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from tradeward.domain import vocabulary
from tradeward.domain.saying.forms import CONTRACT
from tradeward.interfaces.api import calling, forms, shapes
from tradeward.queries import sheets
from tradeward.usecases import orders

router = Router(tags=["orders"])

OrderId = shapes.id_of("order")


class Offered(shapes.Told):
    """A contract version on the table: both sign its hash."""

    order: OrderId  # type: ignore[valid-type]
    version: str
    hash: str


class Party(shapes.Told):
    """A party of an order."""

    id: shapes.id_of("organisation")  # type: ignore[valid-type]
    name: str


class Instalment(shapes.Told):
    """A part of the price: what is due when, paid under which reference, and where the money is."""

    number: int
    state: str
    amount: shapes.Money
    paid: shapes.Money
    released: shapes.Money
    release: str
    due_on: date | None
    reference: str


class Cover(shapes.Told):
    """What stands behind the order, or would behind a signature now, what nobody covers, and the share that can be decided."""

    cover: shapes.Money
    exposure: shapes.Money
    not_covered: shapes.Money
    why: str
    warnings: list[str]
    decidable_bp: int
    sentence: str


class AtRisk(shapes.Told):
    """The buyer's money now: safe, covered, not covered (RULES §8)."""

    held: shapes.Money
    covered: shapes.Money
    not_covered: shapes.Money


class Debt(shapes.Told):
    """What somebody owes from this order, and the reference to pay it by."""

    kind: str
    state: str
    amount: shapes.Money
    owed: shapes.Money
    reference: str


class Deadline(shapes.Told):
    """What the clock does next, and on whom it waits."""

    at: datetime
    noun: str
    verb: str
    waits_on: str


class Part(shapes.Told):
    """Something of the order that lives a life of its own."""

    noun: str
    id: str
    state: str


class Allowed(shapes.Told):
    """A move of yours: open when `why_not` is empty."""

    noun: str
    id: str
    verb: str
    why_not: list[str]


class Order(shapes.Told):
    """An order whole, as it stands now. Refused goods are at the supplier's disposal until `goods_until`."""

    id: OrderId  # type: ignore[valid-type]
    state: str
    outcome: str
    buyer: Party
    supplier: Party
    value: shapes.Money
    version: int
    hash: str
    contract: dict[str, Any]
    signed_by: list[str]
    cover: Cover
    at_risk: AtRisk
    ship_deadline: date
    goods_until: datetime | None
    instalments: list[Instalment]
    debts: list[Debt]
    parts: list[Part]
    deadlines: list[Deadline]
    allowed_moves: list[Allowed]


class Entry(shapes.Told):
    """An order in a list."""

    id: OrderId  # type: ignore[valid-type]
    state: str
    outcome: str
    buyer: shapes.id_of("organisation")  # type: ignore[valid-type]
    supplier: shapes.id_of("organisation")  # type: ignore[valid-type]
    value: shapes.Money
    offered_at: datetime


class OrderPage(shapes.Told):
    """Orders, newest first; `next` is the cursor of the following page, null on the last."""

    items: list[Entry]
    next: str | None


@router.post("/orders", response={201: Offered}, summary="Offer a contract")
def offer(request: HttpRequest, key: shapes.Key, body: forms.body_of(CONTRACT)):  # type: ignore[valid-type]
    """Put a first contract version on the table; the other side signs it, counters it, or lets it be.

    Its hash is over the contract as it is told back: the ids of the parties without their prefix.
    """
    return Status(201, calling.do(request, key, orders.offer, body=forms.plain_ids(CONTRACT, body)))


@router.get("/orders", response=OrderPage, summary="List orders")
def listed(
    request: HttpRequest,
    cursor: OrderId | None = None,  # type: ignore[valid-type]
    limit: Annotated[int, Field(ge=1, le=sheets.LONGEST_PAGE)] = 50,
    state: Annotated[str, Field(pattern="^[a-z_]*$", max_length=30)] = "",
):
    """The orders that you may see: a party's own, an inspector's inspections, an officer's and the operator's all."""
    viewer, _ = calling.viewing(request)
    after = shapes.read("order", cursor) if cursor else None
    found = sheets.listed(viewer, after=after, limit=limit, state=state)
    more = len(found) == limit
    return {
        "items": [
            {
                "id": vocabulary.shown("order", one.id), "state": one.state, "outcome": one.outcome,
                "buyer": vocabulary.shown("organisation", one.buyer_id),
                "supplier": vocabulary.shown("organisation", one.supplier_id),
                "value": {"amount": one.value, "currency": one.currency}, "offered_at": one.offered_at,
            }
            for one in found
        ],
        "next": vocabulary.shown("order", found[-1].id) if more else None,
    }  # fmt: skip


@router.get("/orders/{order}", response=Order, summary="Read an order")
def read(request: HttpRequest, response: HttpResponse, order: OrderId):  # type: ignore[valid-type]
    """The order as it stands now, with your moves, the deadlines, and the money at risk."""
    viewer, at = calling.viewing(request)
    sheet = sheets.order(viewer, order_id=shapes.read("order", order), at=at)
    response["ETag"] = f'"{sheet.hash}"'
    return _shown(sheet)


def _shown(sheet: sheets.Sheet) -> dict[str, Any]:
    def money(amount: str) -> dict[str, str]:
        return {"amount": amount, "currency": sheet.currency}

    def priced(value: Any, *amounts: str) -> dict[str, Any]:
        return {key: money(one) if key in amounts else one for key, one in asdict(value).items()}

    def named(value: Any) -> dict[str, Any]:
        return {**asdict(value), "id": vocabulary.shown(value.noun, value.id)}

    return {
        "id": vocabulary.shown("order", sheet.id), "state": sheet.state, "outcome": sheet.outcome,
        "buyer": {"id": vocabulary.shown("organisation", sheet.buyer_id), "name": sheet.buyer},
        "supplier": {"id": vocabulary.shown("organisation", sheet.supplier_id), "name": sheet.supplier},
        "value": money(sheet.value), "version": sheet.version, "hash": sheet.hash, "contract": sheet.contract,
        "signed_by": sheet.signed_by, "cover": priced(sheet.quote, "cover", "exposure", "not_covered"),
        "at_risk": {"held": money(sheet.held), "covered": money(sheet.covered), "not_covered": money(sheet.not_covered)},
        "ship_deadline": sheet.ship_deadline, "goods_until": sheet.goods_until,
        "instalments": [priced(one, "amount", "paid", "released") for one in sheet.instalments],
        "debts": [priced(one, "amount", "owed") for one in sheet.debts],
        "parts": [named(one) for one in sheet.parts],
        "deadlines": [asdict(one) for one in sheet.deadlines],
        "allowed_moves": [named(one) for one in sheet.allowed_moves],
    }  # fmt: skip
