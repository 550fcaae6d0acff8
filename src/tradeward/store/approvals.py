"""What one of the operator's people asked for and another has to agree to (RULES §3, §7, §9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.store import models


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A row as it stands: what is asked for, about what, by whom, until when, and what became of it."""

    id: UUID
    what: str
    told: Mapping[str, Any]
    about: UUID | None
    asked_by: UUID
    asked_at: datetime
    expires_at: datetime
    state: str


def add(
    *, id: UUID, what: str, told: Mapping[str, Any], body_hash: str, about: UUID | None, asked_by: UUID, at: datetime,
    expires_at: datetime,
) -> None:  # fmt: skip
    """Write down what is asked for."""
    models.Approval.objects.create(
        id=id, what=what, told=dict(told), body_hash=body_hash, about=about, asked_by_id=asked_by, asked_at=at,
        expires_at=expires_at, state="waiting",
    )  # fmt: skip


def found(*, id: UUID, lock: bool = False) -> Approval | None:
    """One row; with `lock`, until the transaction ends nobody else decides about it."""
    rows = models.Approval.objects.filter(id=id)
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    return _read(row) if row else None


def waiting(*, at: datetime, what: str | None = None, about: UUID | None = None) -> list[Approval]:
    """What waits for a second person at `at`, the oldest first."""
    rows = models.Approval.objects.filter(state="waiting", expires_at__gt=at).order_by("asked_at", "id")
    rows = rows.filter(what=what) if what else rows
    return [_read(row) for row in (rows.filter(about=about) if about else rows)]


def decide(*, id: UUID, state: str, by: UUID | None, reason: str, at: datetime) -> None:
    """Write down what became of it."""
    models.Approval.objects.filter(id=id).update(state=state, decided_by_id=by, decided_at=at, reason=reason)


def _read(row: models.Approval) -> Approval:
    return Approval(
        id=row.id, what=row.what, told=row.told, about=row.about, asked_by=row.asked_by_id, asked_at=row.asked_at,
        expires_at=row.expires_at, state=row.state,
    )  # fmt: skip
