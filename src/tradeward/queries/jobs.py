"""An inspector's jobs: what is booked, by when its report is due, what the contract asks to be looked at (RULES §4, §6, §8)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import contract, days, lives, money, rows
from tradeward.domain.adjudication import terms as judged
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.inspection import S
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.terms import OfGoods
from tradeward.domain.terms.kind import Recorded
from tradeward.domain.terms.measure import Measure
from tradeward.domain.terms.sampling import Sampling
from tradeward.domain.vocabulary import Actor
from tradeward.queries import inspections, order_pages, reading
from tradeward.store import loading, market

MOST = 50
CLASSES = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An inspection that an inspector is, or was, booked for; `due_at` is when its report is due or to be completed, else None."""

    inspection_id: UUID
    order_id: UUID
    goods: str
    quantity: str
    place: str
    buyer: str
    supplier: str
    phase: str
    state: str
    verdict: str
    booked_at: datetime
    due_at: datetime | None
    reported_at: datetime | None
    fee: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of defects in a sampling plan: units to look at, most that accept, least that reject (ISO 2859-1)."""

    term: str
    name: str
    aql: str
    units: int
    accept: int
    reject: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A measured term: what its sentence says, its unit, how many readings the sampling asks for."""

    term: str
    says: str
    property: str
    unit: str
    least: str
    most: str
    readings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A term of which pass or fail is recorded."""

    term: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What an inspection is to find: readings, looks, defects by class out of a sample from a lot; and what nobody can judge."""

    readings: list[Reading]
    looks: list[Look]
    classes: list[Class]
    units: int
    lot: str
    standard: str
    beside: list[Look]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """A job with the order around it, what it is to find, and when its report is due."""

    inspection: inspections.Inspection
    order: order_pages.OrderPage
    sheet: Sheet
    due_at: datetime | None


def jobs(viewer: Actor, *, at: datetime) -> list[Job]:
    """The viewer's inspections, those that wait for a report first, the soonest due first; then the newest."""
    today = market.policy_at(at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.id, i.order_id, i.phase, i.state, i.verdict, i.booked_at, i.reported_at, i.fee_minor, o.currency, o.policy,"
            " v.body, b.name, s.name, d.due_at FROM inspections i JOIN orders o ON o.id = i.order_id"
            " JOIN versions v ON v.order_id = o.id AND v.number = o.version"
            " JOIN organisations b ON b.id = o.buyer_id JOIN organisations s ON s.id = o.supplier_id"
            " LEFT JOIN LATERAL (SELECT due_at FROM deadlines WHERE subject_id = i.id AND state = 'open' AND waits_on = 'inspector'"
            " ORDER BY due_at LIMIT 1) d ON true"
            " WHERE i.inspector_id = %s AND i.booked_at IS NOT NULL"
            " ORDER BY i.state <> 'booked', i.booked_at DESC, i.id LIMIT %s",
            [viewer.organisation_id, MOST],
        )
        found = [_job(row, today) for row in cursor.fetchall()]
    waiting = sorted((one for one in found if one.due_at), key=lambda one: (one.due_at or at, one.inspection_id))
    return [*waiting, *(one for one in found if not one.due_at)]


def _job(row: tuple[Any, ...], today: Policy) -> Job:
    id, order_id, phase, state, verdict, booked_at, reported_at, fee, currency, policy, body, buyer, supplier, clock = (
        row
    )
    frozen, body = (json.loads(one) if isinstance(one, str) else one for one in (policy, body))
    absent_at = _report_due(body, booked_at=booked_at, policy=Policy.thaw(frozen, today=today))
    return Job(
        inspection_id=id, order_id=order_id, phase=phase, state=state, verdict=verdict, booked_at=booked_at,
        reported_at=reported_at, fee=money.Money(fee, currency).amount, currency=currency, buyer=buyer, supplier=supplier,
        goods=contract.goods_of(body), place=str(body["incoterm"]),
        quantity=", ".join(f"{line['quantity']} {line['unit']}" for line in body["lines"]),
        due_at=min(absent_at, clock or absent_at) if state == S.BOOKED else clock,
    )  # fmt: skip


def _report_due(body: Mapping[str, Any], *, booked_at: datetime, policy: Policy) -> datetime:
    """When an inspector who has not reported counts as absent: after so many days of the buyer's (RULES §8)."""
    zone = days.zone(body["buyer_zone"])
    last = days.day_of(at=booked_at, zone=zone) + timedelta(days=policy.inspection_window_days)
    return days.too_late_from(day=last, zone=zone)


def one(viewer: Actor, *, inspection_id: UUID, at: datetime) -> JobPage:
    """One of the viewer's inspections. Refuses: NotFound (also one of another inspector's)."""
    bundle = reading.order(viewer, order_id=loading.order_of(noun="inspection", id=inspection_id), at=at)
    row = bundle.row(rows.Inspection, inspection_id)
    if row is None or row.inspector_id != viewer.organisation_id or row.booked_at is None:
        raise NotFound(UNKNOWN)
    due = [found.at for found in lives.due(bundle) if found.row is row]
    if row.state == S.BOOKED:
        due.append(_report_due(bundle.version.body, booked_at=row.booked_at, policy=bundle.policy))
    return JobPage(
        inspection=inspections.one_of(bundle, row), order=order_pages.of_bundle(bundle, viewer=viewer, at=at),
        sheet=sheet_of(bundle), due_at=min(due, default=None) if row.state in (S.BOOKED, S.REPORTED) else None,
    )  # fmt: skip


def sheet_of(bundle: OrderBundle) -> Sheet:
    """What the terms of an order's contract ask an inspector to find, in a lot of all its units (RULES §6)."""
    body = bundle.version.body
    out = set(body.get("not_assured") or ())
    terms = contract.goods_terms(body=body)
    asked = [one for one in terms if one.id not in out and not one.lacks and one.QUALITY]
    size = max(1, int(sum(Decimal(line["quantity"]) for line in body["lines"])))
    classes = [each for one in asked if isinstance(one, Sampling) for each in _classes(one, size)]
    units = max((one.units for one in classes), default=0)
    return Sheet(
        readings=[_reading(one, units) for one in asked if isinstance(one, Measure)],
        looks=[_look(one) for one in asked if isinstance(one, Recorded)],
        classes=sorted(classes, key=lambda one: CLASSES.index(one.name)),
        units=units,
        lot=str(size),
        standard=next((one.text for one in asked if isinstance(one, Sampling)), ""),
        beside=[_look(one) for one in terms if one not in asked],
    )


def _classes(term: Sampling, lot: int) -> list[Class]:
    aqls = dict(term.aql)
    return [
        Class(
            term=term.id,
            name=one.defect,
            aql=aqls[one.defect].replace("_", " "),
            units=one.n,
            accept=one.re - 1,
            reject=one.re,
        )
        for one in judged.class_plans(term=term.complete, lot=lot)
    ]


def _reading(term: Measure, units: int) -> Reading:
    return Reading(
        term=term.id, says=term.text, property=term.characteristic, unit=term.unit, readings=units,
        least="" if term.min is None else str(term.min), most="" if term.max is None else str(term.max),
    )  # fmt: skip


def _look(term: OfGoods) -> Look:
    return Look(term=term.id, says=term.text)
