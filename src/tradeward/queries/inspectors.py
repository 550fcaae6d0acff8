"""Inspectors as the operator keeps them: accredited for what and when; and inspections that nobody has taken (RULES §6, §8)."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from tradeward.domain import contract
from tradeward.domain.refusals import UNKNOWN, NotAllowed, NotFound
from tradeward.domain.vocabulary import Actor, Role

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Accreditation:
    """For what an inspector is accredited, and on which days; perhaps withdrawn from a day on."""

    scope: str
    first_on: date
    last_on: date
    withdrawn_on: date | None
    runs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """An organisation that inspects; without an accreditation that runs it is never drawn."""

    id: UUID
    name: str
    country: str
    accreditations: list[Accreditation]

    @property
    def runs(self) -> bool:
        """Whether one of its accreditations runs."""
        return any(one.runs for one in self.accreditations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An inspection that the platform has to name an inspector for: since when it is asked for."""

    inspection_id: UUID
    order_id: UUID
    goods: str
    phase: str
    since: datetime


def listed(viewer: Actor, *, at: datetime, inspector_id: UUID | None = None) -> list[Inspector]:
    """The inspectors by name with all their accreditations, or the one that is named. Refuses: NotAllowed (not the operator)."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, o.name, o.country, a.scope, a.first_on, a.last_on, a.withdrawn_on"
            " FROM (SELECT id, name, country FROM organisations WHERE kind = 'inspector'"
            "   AND (%(one)s::uuid IS NULL OR id = %(one)s) ORDER BY name, id LIMIT %(most)s) o"
            " LEFT JOIN accreditations a ON a.inspector_id = o.id"
            " ORDER BY o.name, o.id, a.last_on DESC, a.id",
            {"one": inspector_id, "most": MOST},
        )
        found: dict[UUID, Inspector] = {}
        for id, name, country, scope, first_on, last_on, withdrawn_on in cursor.fetchall():
            one = found.setdefault(id, Inspector(id=id, name=name, country=country, accreditations=[]))
            if scope is not None:
                runs = first_on <= at.date() <= last_on and (withdrawn_on is None or withdrawn_on > at.date())
                one.accreditations.append(
                    Accreditation(scope=scope, first_on=first_on, last_on=last_on, withdrawn_on=withdrawn_on, runs=runs)
                )
        return list(found.values())


def one(viewer: Actor, *, inspector_id: UUID, at: datetime) -> Inspector:
    """An inspector. Refuses: NotAllowed (not the operator), NotFound."""
    found = listed(viewer, at=at, inspector_id=inspector_id)
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def wanted(viewer: Actor) -> list[Wanted]:
    """The inspections that wait for the operator to name somebody, the longest waiting first. Refuses: NotAllowed."""
    _operator(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.id, i.order_id, v.body -> 'lines', i.phase, coalesce(i.called_at, i.requested_at) AS since"
            " FROM inspections i JOIN orders o ON o.id = i.order_id JOIN versions v ON v.order_id = o.id AND v.number = o.version"
            " WHERE i.state = 'requested' AND (i.called_at IS NOT NULL OR i.phase = 'post_delivery')"
            " ORDER BY since, i.id LIMIT %s",
            [MOST],
        )
        return [
            Wanted(
                inspection_id=id, order_id=order_id, phase=phase, since=since,
                goods=contract.goods_of({"lines": json.loads(lines) if isinstance(lines, str) else lines}),
            )
            for id, order_id, lines, phase, since in cursor.fetchall()
        ]  # fmt: skip


def _operator(viewer: Actor) -> None:
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees all inspectors.")
