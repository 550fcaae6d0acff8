"""The tables. Those of an order's and a supplier's rows are made from the domain's row classes; the rest stand here."""

import types
import typing
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from tradeward.domain import rows
from tradeward.store.doors import Draft as Draft
from tradeward.store.doors import Token as Token
from tradeward.store.logins import Account as Account
from tradeward.store.logins import Invitation as Invitation
from tradeward.store.parties import AccountChange as AccountChange
from tradeward.store.parties import Accreditation as Accreditation
from tradeward.store.parties import EmailProof as EmailProof
from tradeward.store.parties import Organisation as Organisation
from tradeward.store.parties import Person as Person
from tradeward.store.parties import ScreeningEntry as ScreeningEntry
from tradeward.store.parties import ScreeningHit as ScreeningHit
from tradeward.store.parties import ScreeningList as ScreeningList
from tradeward.store.post import Letter as Letter
from tradeward.store.post import Notice as Notice

_FIELDS: dict[type, type[models.Field]] = {
    UUID: models.UUIDField,
    int: models.BigIntegerField,
    bool: models.BooleanField,
    str: models.TextField,
    datetime: models.DateTimeField,
    date: models.DateField,
    dict: models.JSONField,
    list: models.JSONField,
}

TABLES: dict[str, str] = {
    "order": "orders",
    "version": "versions",
    "signature": "signatures",
    "reservation": "reservations",
    "instalment": "instalments",
    "fact": "facts",
    "credit": "credits",
    "shipment": "shipments",
    "inspection": "inspections",
    "amendment": "amendments",
    "dispute": "disputes",
    "offer": "offers",
    "ruling": "rulings",
    "refund": "refunds",
    "recovery": "recoveries",
    "payment_out": "payments_out",
    "evidence": "evidence",
    "message": "messages",
    "deadline": "deadlines",
    "point": "points",
    "supplier": "suppliers",
    "supplier_fact": "supplier_facts",
}
"""Table by noun."""

_PARENTS = {"order_id": "Order", "supplier_id": "Supplier", "dispute_id": "Dispute", "version_id": "Version"}
_INDEXES: dict[str, list[models.Index | models.BaseConstraint]] = {
    "deadline": [
        models.Index(fields=["due_at"], condition=models.Q(state="open"), name="deadlines_open"),
        models.Index(fields=["supplier_id", "due_at"], condition=models.Q(state="open"), name="deadlines_of_supplier"),
        models.Index(fields=["supplier_id"], condition=models.Q(state="parked"), name="deadlines_parked"),
        models.UniqueConstraint(fields=["subject_id", "verb"], name="one_deadline_a_move"),
    ],
    "credit": [models.UniqueConstraint(fields=["bank_id"], name="one_credit_a_bank_entry")],
    "dispute": [
        models.UniqueConstraint(fields=["order"], condition=models.Q(ended_at=None), name="one_open_dispute_an_order"),
    ],
    "ruling": [
        models.UniqueConstraint(fields=["dispute", "number"], condition=models.Q(sent_back_at=None), name="two_rulings_at_most"),
        models.UniqueConstraint(fields=["dispute"], condition=~models.Q(final_at=None), name="one_final_ruling"),
    ],
    "instalment": [models.UniqueConstraint(fields=["reference"], name="one_instalment_a_reference")],
    "recovery": [models.UniqueConstraint(fields=["reference"], name="one_recovery_a_reference")],
    "inspection": [models.UniqueConstraint(fields=["reference"], name="one_inspection_a_reference")],
    "supplier": [
        models.UniqueConstraint(
            fields=["security_reference"], condition=~models.Q(security_reference=""), name="one_security_a_reference"
        ),
    ],
    "version": [models.UniqueConstraint(fields=["order", "number"], name="one_version_a_number")],
    "refund": [models.Index(fields=["order"], condition=models.Q(waiting_minor__gt=0), name="refunds_waiting")],
    "reservation": [
        models.UniqueConstraint(fields=["order"], condition=models.Q(freed_at=None), name="one_reservation_an_order"),
    ],
    "payment_out": [
        models.Index(fields=["state"], condition=~models.Q(state="booked"), name="payments_out_open"),
        models.Index(fields=["payee_id", "id"], name="payments_out_of_payee"),
        models.Index(fields=["credit_id"], condition=~models.Q(credit_id=None), name="payments_out_of_credit"),
    ],
    "order": [
        models.Index(fields=["buyer_id"], name="orders_of_buyer"),
        models.Index(fields=["buyer_id"], condition=models.Q(state="signed"), name="orders_unpaid"),
    ],
}  # fmt: skip


def plain(hint: Any) -> tuple[type, bool]:
    """The plain type of a field's hint, and whether it may be None."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        (one,) = [arg for arg in typing.get_args(hint) if arg is not type(None)]
        return plain(one)[0], True
    return typing.get_origin(hint) or hint, False


def _field(name: str, hint: Any, *, noun: str) -> tuple[str, models.Field]:
    kind, optional = plain(hint)
    if name == "id":
        return name, models.UUIDField(primary_key=True)
    parent = _PARENTS.get(name)
    if parent and parent.lower() != noun:
        key = models.ForeignKey(parent, on_delete=models.PROTECT, null=optional, related_name="+", db_column=name)
        return name.removesuffix("_id"), key
    return name, _FIELDS[kind](null=optional)


def _model(cls: type[rows.Row]) -> type[models.Model]:
    fields = dict(
        _field(name, hint, noun=cls.noun) for name, hint in typing.get_type_hints(cls).items() if name != "noun"
    )
    held = _INDEXES.get(cls.noun, [])
    meta = type(
        "Meta",
        (),
        {
            "db_table": TABLES[cls.noun],
            "indexes": [one for one in held if isinstance(one, models.Index)],
            "constraints": [one for one in held if isinstance(one, models.BaseConstraint)],
        },
    )
    return type(cls.__name__, (models.Model,), {"__module__": __name__, "__doc__": cls.__doc__, "Meta": meta, **fields})


Supplier = _model(rows.Supplier)
Order = _model(rows.Order)
Version = _model(rows.Version)
Dispute = _model(rows.Dispute)
OTHERS = {
    cls.noun: _model(cls)
    for cls in dict.fromkeys((*rows.ORDER_TABLES.values(), *rows.SUPPLIER_TABLES.values()))
    if cls not in (rows.Supplier, rows.Order, rows.Version, rows.Dispute)
}


class Rate(models.Model):
    """The operator's table of exchange rates, each with source and day (RULES §7)."""

    id = models.BigAutoField(primary_key=True)
    from_currency = models.TextField()
    to_currency = models.TextField()
    rate = models.DecimalField(max_digits=24, decimal_places=12)
    source = models.TextField()
    since = models.DateTimeField()

    class Meta:
        db_table = "rates"
        constraints = [
            models.UniqueConstraint(fields=["from_currency", "to_currency", "since"], name="one_rate_an_instant"),
        ]


class PolicyVersion(models.Model):
    """A dated version of the operator's policy: the whole profile as TOML."""

    id = models.BigAutoField(primary_key=True)
    since = models.DateTimeField(unique=True)
    profile = models.TextField()
    text = models.TextField()

    class Meta:
        db_table = "policy_versions"


class Statement(models.Model):
    """An imported bank statement of one currency, complete up to its day; `difference_minor` is what the books lacked then."""

    id = models.UUIDField(primary_key=True)
    currency = models.TextField()
    through = models.DateField()
    closing_minor = models.BigIntegerField()
    difference_minor = models.BigIntegerField()
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "statements"
        constraints = [models.UniqueConstraint(fields=["currency", "through"], name="one_statement_a_day")]


class StatementLine(models.Model):
    """One booked item of a statement: a credit, a payment out, a recall or a return, by the bank's own id."""

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    bank_id = models.TextField(unique=True)
    kind = models.TextField()
    minor = models.BigIntegerField()
    about = models.TextField()

    class Meta:
        db_table = "statement_lines"


class PaymentOrder(models.Model):
    """A payment to tell the bank, by the id the bank knows it by; one row a try, `told_at` once it was told."""

    end_to_end = models.TextField(primary_key=True)
    payment_id = models.UUIDField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payment_orders"
        indexes = [models.Index(fields=["payment_id"], name="orders_of_payment")]


class Approval(models.Model):
    """What one of the operator's people asked for and another agrees to, refuses, or lets run out (RULES §3, §7, §9)."""

    id = models.UUIDField(primary_key=True)
    what = models.TextField()
    told = models.JSONField()
    body_hash = models.TextField()
    about = models.UUIDField(null=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.TextField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")

    class Meta:
        db_table = "approvals"
        indexes = [
            models.Index(fields=["what", "about"], condition=models.Q(state="waiting"), name="approvals_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="agreed") | ~models.Q(decided_by=models.F("asked_by")),
                name="two_people_agree",
            ),
        ]


class Pot(models.Model):
    """The guarantee fund in one currency: cash (fund less debts) and open reservations, both checked as sums (RULES §3)."""

    currency = models.TextField(primary_key=True)
    cash_minor = models.BigIntegerField(default=0)
    reserved_minor = models.BigIntegerField(default=0)

    class Meta:
        db_table = "pots"


class FundMovement(models.Model):
    """Money into or out of the fund: proposed by one of the operator's people, approved by another (RULES §3)."""

    id = models.UUIDField(primary_key=True)
    currency = models.TextField()
    minor = models.BigIntegerField()
    direction = models.TextField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "fund_movements"


class Journal(models.Model):
    """A line of a subject's history, chained by hash to the one before (DESIGN §4); `writer` lets a reader skip nothing."""

    id = models.BigAutoField(primary_key=True)
    subject_id = models.UUIDField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.TextField()
    verb = models.TextField()
    noun = models.TextField()
    row_id = models.UUIDField()
    content = models.JSONField()
    previous = models.TextField()
    hash = models.TextField()

    class Meta:
        db_table = "journal"
        constraints = [models.UniqueConstraint(fields=["subject_id", "seq"], name="one_line_a_number")]


class SealedHead(models.Model):
    """A leaf of the tree over all journals: where one of them ended when it was sealed (DESIGN §4)."""

    number = models.BigIntegerField(primary_key=True)
    subject_id = models.UUIDField()
    seq = models.BigIntegerField()
    hash = models.TextField()

    class Meta:
        db_table = "sealed_heads"
        constraints = [models.UniqueConstraint(fields=["subject_id", "seq"], name="one_leaf_an_end")]


class TreeHead(models.Model):
    """A head of the tree over all journals, with what it takes to grow on; `upto` is the first writer that is not in it."""

    size = models.BigIntegerField(primary_key=True)
    head = models.TextField()
    at = models.DateTimeField()
    upto = models.BigIntegerField()
    peaks = models.JSONField()

    class Meta:
        db_table = "tree_heads"


class Command(models.Model):
    """An idempotency key with what was asked and what was answered, written by the effect's own transaction (DESIGN §5)."""

    id = models.BigAutoField(primary_key=True)
    actor = models.TextField()
    key = models.TextField()
    body_hash = models.TextField()
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "commands"
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="one_answer_a_key")]


class Stall(models.Model):
    """A supplier or credit whose due moves could not be made: what went wrong, how often, when it is tried again (DESIGN §4)."""

    id = models.UUIDField(primary_key=True)
    noun = models.TextField()
    tries = models.IntegerField()
    since = models.DateTimeField()
    retry_at = models.DateTimeField()
    fault = models.TextField()

    class Meta:
        db_table = "stalls"


class BooksCheck(models.Model):
    """The last run of check-books; while it is red no supplier is paid out (RULES §9)."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    red = models.BooleanField()
    findings = models.JSONField()

    class Meta:
        db_table = "books_checks"
