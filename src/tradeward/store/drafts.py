"""Drafts as rows: one organisation's own, changed in place, each change a revision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.store.models import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A draft as it is locked."""

    id: UUID
    organisation_id: UUID
    title: str
    revision: int
    body: dict[str, Any]
    order_id: UUID | None


def add(*, id: UUID, organisation_id: UUID, title: str, body: dict[str, Any], at: datetime) -> None:
    """Write a new draft, revision 1."""
    Draft.objects.create(
        id=id, organisation_id=organisation_id, title=title, revision=1, body=body, created_at=at, changed_at=at
    )


def held(*, id: UUID, organisation_id: UUID | None) -> Held:
    """A draft of an organisation, locked until the transaction ends. Refuses: NotFound."""
    row = Draft.objects.select_for_update().filter(id=id, organisation_id=organisation_id).first()
    if row is None:
        raise NotFound(UNKNOWN)
    return Held(
        id=row.id, organisation_id=row.organisation_id, title=row.title, revision=row.revision, body=row.body,
        order_id=row.order_id,
    )  # fmt: skip


def change(*, id: UUID, revision: int, title: str, body: dict[str, Any], at: datetime) -> None:
    """Write another revision of a draft that is locked."""
    Draft.objects.filter(id=id).update(revision=revision, title=title, body=body, changed_at=at)


def offered(*, id: UUID, order_id: UUID, at: datetime) -> None:
    """Note what became of a draft that is locked."""
    Draft.objects.filter(id=id).update(order_id=order_id, changed_at=at)


def remove(*, id: UUID) -> None:
    """Remove a draft that is locked."""
    Draft.objects.filter(id=id).delete()
