"""The inspections of an order: who looks, what the report said, and who is accredited (RULES §4, §6)."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import folding, money, rows, sampling_risk
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading
from tradeward.store import loading
from tradeward.store.models import Accreditation


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One inspection with its verdict; `reference` is what the buyer pays the fee under.

    `may_hold`: the most per cent of units with defects of each class that the lot may hold after the report, 95 times in 100.
    `drawn` are those the buyer picks from, of the `eligible` who could look; `says` says when they are fewer than should be.
    """

    id: UUID
    number: int
    phase: str
    state: str
    inspector_id: UUID | None
    fee: str
    fee_held: str
    currency: str
    reference: str
    requested_at: datetime
    booked_at: datetime | None
    reported_at: datetime | None
    report: dict[str, Any]
    verdict: str
    reasons: tuple[str, ...]
    may_hold: dict[str, str]
    drawn: tuple[UUID, ...]
    eligible: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A report as it was filed: the `version`-th of its inspection, with the verdict computed then. A later one completes it."""

    inspection_id: UUID
    version: int
    phase: str
    inspector_id: UUID
    reported_at: datetime
    report: dict[str, Any]
    verdict: str
    reasons: tuple[str, ...]
    may_hold: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accredited:
    """An inspector who may look on a day: for what, until when, and who said so."""

    inspector_id: UUID
    name: str
    scope: str
    last_on: date
    granted_by: str


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Inspection]:
    """The inspections of an order, oldest first. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at))


def of_bundle(bundle: OrderBundle) -> list[Inspection]:
    """The same of an order that is read."""
    return [one_of(bundle, one) for one in bundle.of(rows.Inspection)]


def one(viewer: Actor, *, inspection_id: UUID, at: datetime) -> Inspection:
    """An inspection, for whoever may see its order. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=loading.order_of(noun="inspection", id=inspection_id), at=at)
    row = bundle.row(rows.Inspection, inspection_id)
    assert row is not None, "an inspection's order holds it"
    return one_of(bundle, row)


def filed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Filed]:
    """Every version of every report of an order, oldest first, as the journal keeps them (RULES §4, §6). Refuses: NotFound."""
    reading.order(viewer, order_id=order_id, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT noun, row_id, verb, at, content FROM journal WHERE subject_id = %s ORDER BY seq", [order_id]
        )
        lines = cursor.fetchall()
    folded: folding.Folded = {}
    told: list[Filed] = []
    for noun, id, verb, when, content in lines:  # all lines: an inspection may come into being with a move of its order
        folding.fold([json.loads(content)], onto=folded)
        if (noun, verb) == ("inspection", "report"):
            told.append(_filed(id, 1 + sum(one.inspection_id == id for one in told), when, folded[id][1]))
    return told


def _filed(id: UUID, version: int, at: datetime, row: dict[str, Any]) -> Filed:
    report = _counted(row["report"])
    return Filed(
        inspection_id=id, version=version, phase=row["phase"], inspector_id=UUID(row["inspector_id"]), reported_at=at,
        report=report, verdict=row["verdict"], reasons=tuple(row["reasons"]), may_hold=_may_hold(report),
    )  # fmt: skip


_COUNTS = ("lot_size", "sample_size", "nonconforming_units")


def _counted(report: dict[str, Any]) -> dict[str, Any]:
    """The journal writes strings alone; what was counted is whole numbers again."""
    told: dict[str, Any] = {**report, **{name: int(report[name]) for name in _COUNTS if report.get(name) is not None}}
    if told.get("defects"):
        told["defects"] = {defect: int(count) for defect, count in told["defects"].items()}
    return told


def _may_hold(report: dict[str, Any]) -> dict[str, str]:
    return {defect: f"{most:f}" for defect, most in sampling_risk.after(report=report).items()}


def one_of(bundle: OrderBundle, row: rows.Inspection) -> Inspection:
    """One inspection of an order that is read."""
    currency = bundle.order.currency
    return Inspection(
        id=row.id, number=row.number, phase=row.phase, state=row.state, inspector_id=row.inspector_id,
        fee=money.Money(row.fee_minor, currency).amount, fee_held=money.Money(row.fee_held_minor, currency).amount,
        currency=currency, reference=row.reference, requested_at=row.requested_at, booked_at=row.booked_at,
        reported_at=row.reported_at, report=dict(row.report), verdict=row.verdict, reasons=tuple(row.reasons),
        may_hold=_may_hold(row.report),
        drawn=tuple(UUID(each) for each in row.drawn), eligible=row.eligible_count,
        says=_few(row, bundle.policy.inspectors_drawn_count),
    )  # fmt: skip


def _few(row: rows.Inspection, wanted: int) -> str:
    if row.eligible_count >= wanted:
        return ""
    return (
        f"Only {row.eligible_count} of {wanted} inspectors could be drawn: accredited for these goods, and independent."
    )


def accredited(viewer: Actor, *, on: date) -> list[Accredited]:
    """The inspectors accredited on a day, by name; everybody may read it (RULES §6)."""
    found = Accreditation.objects.filter(first_on__lte=on, last_on__gte=on).exclude(withdrawn_on__lte=on)
    found = found.select_related("inspector", "granted_by").order_by("inspector__name", "id")
    return [
        Accredited(
            inspector_id=one.inspector.id, name=one.inspector.name, scope=one.scope, last_on=one.last_on,
            granted_by=one.granted_by.label,
        )
        for one in found
    ]  # fmt: skip
