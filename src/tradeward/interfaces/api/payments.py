"""Payments out over HTTP: what leaves for whom, what the bank is to be told, and the bank's statements brought back."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain.money import Money
from tradeward.interfaces.api import approvals, calling, paging, shapes, telling
from tradeward.queries import bank
from tradeward.queries import payments as seen
from tradeward.usecases import payment_orders

router = Router(tags=["bank"])

PaymentId = shapes.id_of("payment_out")
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["USD"])]
Signed = Annotated[str, Field(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,4})?$", examples=["125000.00"])]
Day = Annotated[str, Field(max_length=10, json_schema_extra={"format": "date"})]
Text = Annotated[str, Field(max_length=400)]


class PaymentOut(shapes.Told):
    """A payment to one party, from the day it is due until the bank has booked it or given it back."""

    id: PaymentId  # type: ignore[valid-type]
    order: shapes.id_of("order") | None  # type: ignore[valid-type]
    payee: shapes.id_of("organisation") | None  # type: ignore[valid-type]
    state: str
    purpose: str
    account: str
    amount: shapes.Money
    due_at: datetime
    sent_at: datetime | None
    booked_at: datetime | None
    returned_at: datetime | None


class PaymentOrder(shapes.Told):
    """A payment by the id the bank knows it by; `told_at` is null while it waits to be handed out."""

    end_to_end: str
    payment: str
    told_at: datetime | None


class Line(shapes.Said):
    """A line of a statement by the bank's own id.

    `about` is the end-to-end id of a payment, or the bank's id of the credit that a recall takes back; a credit tells its payer,
    text and value date instead.
    """

    bank_id: Annotated[str, Field(min_length=1, max_length=140)]
    kind: Literal["credit", "payment", "recall", "rejected", "returned", "unexplained"]
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,18}(\.[0-9]{1,4})?$", examples=["3000.00"])]
    about: Annotated[str, Field(max_length=140)] = ""
    payer: Text = ""
    payer_account: Text = ""
    text: Text = ""
    value_on: Day | None = None


class NewStatement(shapes.Said):
    """A statement of one currency, complete through a day: what the account holds then, and everything new on it."""

    currency: Currency
    through: Day
    closing: Signed
    lines: Annotated[list[Line], Field(max_length=5_000)]


class StatementImported(shapes.Told):
    """The statement, and what of it nothing here explains: a difference stops payouts (RULES §7)."""

    statement: str
    difference: shapes.Money


class Statement(shapes.Told):
    """A statement that was imported."""

    id: str
    through: date
    closing: shapes.Money
    difference: shapes.Money
    imported_at: datetime


class Item(shapes.Told):
    """Something on its way between the books and the bank."""

    kind: str
    id: str
    amount: shapes.Money


class Reconciliation(shapes.Told):
    """The last statement of a currency against the books; `fits` when they agree, item by item."""

    through: date | None
    closing: shapes.Money
    bank: shapes.Money
    difference: shapes.Money
    unlisted_in: shapes.Money
    unlisted_out: shapes.Money
    incoming: list[Item]
    outgoing: list[Item]
    fits: bool


Payments = paging.page_of(PaymentOut, says="Payments, the oldest first.")
Orders = paging.page_of(PaymentOrder, says="Payments as the bank knows them, by its id for them.")
Statements = paging.page_of(Statement, says="Statements that were imported, the newest first.")


@router.get("/payments", response=Payments, summary="List payments")
def listed(
    request: HttpRequest,
    cursor: paging.Cursor | None = None,
    limit: paging.Limit = 50,
    state: Annotated[str, Field(pattern="^[a-z_]*$", max_length=20)] = "",
):
    """The operator sees all payments, everybody else those to himself."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    found = seen.listed(viewer, state=state, after=place[0] if place else None, limit=limit + 1)
    return paging.page(found, limit=limit, tell=_payment, place=lambda one: [one.id])


@router.get("/payments/{payment}", response=PaymentOut, summary="Read a payment")
def read(request: HttpRequest, payment: PaymentId):  # type: ignore[valid-type]
    """One payment, for its payee and the operator."""
    viewer, _ = calling.viewing(request)
    return _payment(seen.one(viewer, payment_id=shapes.read("payment_out", payment)))


@router.get("/payment_orders", response=Orders, summary="List payment orders")
def orders(request: HttpRequest, waiting: bool = False, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):
    """The payments under the ids that the bank knows, perhaps only those that were not handed out yet."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.word])
    found = seen.orders(viewer, waiting=waiting, after=place[0] if place else "", limit=limit + 1)
    return paging.page(
        found, limit=limit, place=lambda one: [one.end_to_end],
        tell=lambda one: {**telling.told(one), "payment": str(one.payment_id)},
    )  # fmt: skip


@router.post("/payment_orders/hand_out", response={202: approvals.Asked}, summary="Ask to hand payments out")
def hand_out(request: HttpRequest, key: shapes.Key):
    """Ask for every payment that nobody was told of before, to bring it to the bank.

    What waits names each payment. Once a second person agrees, the answer to that tells them, and the same key tells them again:
    `payments`, each with `end_to_end`, `account`, `amount` and `purpose`. Told twice under one end-to-end id it is one payment.
    """
    return Status(202, calling.do(request, key, payment_orders.hand_out))


@router.get("/statements", response=Statements, summary="List statements")
def statements(request: HttpRequest, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):
    """The bank statements that were imported, for the operator."""
    viewer, _ = calling.viewing(request)
    place = paging.after(cursor, read=[paging.uuid])
    found = seen.statements(viewer, after=place[0] if place else None, limit=limit + 1)
    return paging.page(
        found, limit=limit, place=lambda one: [one.id],
        tell=lambda one: {**telling.told(one, amounts=("closing", "difference")), "id": str(one.id)},
    )  # fmt: skip


@router.post("/statements", response=StatementImported, summary="Import a statement")
def take(request: HttpRequest, key: shapes.Key, body: NewStatement):
    """What the bank says happened: recorded, matched, booked; what it does not explain shows as a difference."""
    told = calling.do(
        request, key, payment_orders.import_statement, currency=body.currency, through=body.through, closing=body.closing,
        lines=[line.model_dump() for line in body.lines],
    )  # fmt: skip
    return {"statement": told["statement"], "difference": telling.money(told["difference"], body.currency)}


@router.get("/reconciliations/{currency}", response=Reconciliation, summary="Read a reconciliation")
def reconciliation(request: HttpRequest, currency: Currency):
    """The last statement of a currency against the books, from one snapshot, for the operator."""
    viewer, _ = calling.viewing(request)
    if currency not in bank.currencies(viewer):
        raise shapes.unknown()
    found = bank.reconciliation(viewer, currency=currency)

    def money(minor: int) -> dict[str, str]:
        return telling.money(Money(minor, currency).amount, currency)

    def items(found: tuple[bank.Item, ...]) -> list[dict[str, Any]]:
        return [{"kind": one.kind, "id": one.id, "amount": money(one.minor)} for one in found]

    return {
        "through": found.through, "closing": money(found.closing_minor), "bank": money(found.bank_minor),
        "difference": money(found.difference_minor), "unlisted_in": money(found.unlisted_in_minor),
        "unlisted_out": money(found.unlisted_out_minor), "incoming": items(found.incoming), "outgoing": items(found.outgoing),
        "fits": found.fits,
    }  # fmt: skip


def _payment(one: seen.Payment) -> dict[str, Any]:
    ids = {"id": "payment_out", "order_id": "order", "payee_id": "organisation"}
    told = telling.told(one, ids=ids, amounts=("amount",))
    return {**told, "order": told["order_id"], "payee": told["payee_id"]}
