"""Lists that parties are held against, the hits, and the proofs of e-mail addresses (RULES §9)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from tradeward.store import models


class Party(NamedTuple):
    """An organisation as it is screened."""

    id: UUID
    name: str


def add_list(
    *, id: UUID, name: str, source: str, entries: Iterable[Mapping[str, str]], imported_by: UUID, at: datetime
) -> None:
    """Write a list with its entries; it takes the place of the one of that name before."""
    models.ScreeningList.objects.create(id=id, name=name, source=source, imported_by_id=imported_by, imported_at=at)
    models.ScreeningEntry.objects.bulk_create(
        [models.ScreeningEntry(list_id=id, name=one["name"], country=one.get("country", "")) for one in entries],
        batch_size=1000,
    )


def entries(*, list_id: UUID | None = None) -> list[tuple[str, str, str]]:
    """List, name and country of every entry that counts: of one list, or of the newest list of each name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.name, e.name, e.country FROM screening_entries e JOIN ("
            " SELECT DISTINCT ON (name) id, name FROM screening_lists ORDER BY name, imported_at DESC, id DESC) l"
            " ON l.id = e.list_id"
            " WHERE %s::uuid IS NULL OR l.id = %s ORDER BY e.id",
            [list_id, list_id],
        )
        return [(one, name, country) for one, name, country in cursor.fetchall()]


def parties() -> list[Party]:
    """Every organisation but the operator's."""
    found = models.Organisation.objects.exclude(kind="operator").order_by("id").values_list("id", "name")
    return [Party(*one) for one in found]


def known(*, organisation_ids: Sequence[UUID]) -> set[tuple[UUID, str, str]]:
    """The hits there were ever: organisation, list and entry. What was cleared once is no news."""
    found = models.ScreeningHit.objects.filter(organisation_id__in=organisation_ids)
    return set(found.values_list("organisation_id", "list_name", "entry_name"))


def add_hits(hits: Sequence[Mapping[str, Any]]) -> None:
    """Write hits down."""
    models.ScreeningHit.objects.bulk_create([models.ScreeningHit(**one) for one in hits])


def screened(*, organisation_ids: Sequence[UUID], at: datetime) -> None:
    """Note when organisations were screened last."""
    models.Organisation.objects.filter(id__in=organisation_ids).update(screened_at=at)


def open_hit(*, id: UUID) -> UUID | None:
    """The organisation of a hit that waits, locked; None when it waits no more, or never was."""
    found = models.ScreeningHit.objects.select_for_update().filter(id=id, cleared_at=None)
    return found.values_list("organisation_id", flat=True).first()


def clear(*, id: UUID, by: UUID, approved_by: UUID, reason: str, at: datetime) -> None:
    """Note that a hit is none."""
    models.ScreeningHit.objects.filter(id=id).update(
        cleared_by_id=by, cleared_approved_by_id=approved_by, reason=reason, cleared_at=at
    )


def touched_orders(*, organisation_id: UUID) -> list[UUID]:
    """The orders of a party with a move of the clock to come, or a credit that waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id FROM orders o WHERE (o.buyer_id = %s OR o.supplier_id = %s) AND ("
            " EXISTS (SELECT 1 FROM deadlines d WHERE d.order_id = o.id)"
            " OR EXISTS (SELECT 1 FROM credits c WHERE c.order_id = o.id AND c.state = 'suspense')) ORDER BY o.id",
            [organisation_id, organisation_id],
        )
        return [id for (id,) in cursor.fetchall()]


def is_supplier(*, organisation_id: UUID) -> bool:
    """Whether an organisation sells here."""
    return models.Supplier.objects.filter(id=organisation_id).exists()


def address(*, organisation_id: UUID) -> tuple[str, datetime | None] | None:
    """The e-mail address of an organisation, and when it was verified."""
    found = models.Organisation.objects.filter(id=organisation_id).values_list("email", "verified_at").first()
    return (str(found[0]), found[1]) if found else None


def add_proof(
    *, id: UUID, organisation_id: UUID, email: str, token_hash: str, at: datetime, expires_at: datetime
) -> None:
    """Write down that a token proves an address, until an instant; earlier ones prove it no more."""
    models.EmailProof.objects.filter(organisation_id=organisation_id, used_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    models.EmailProof.objects.create(
        id=id, organisation_id=organisation_id, email=email, token_hash=token_hash, at=at, expires_at=expires_at
    )


def proof(*, token_hash: str) -> tuple[UUID, UUID, str, datetime, datetime | None] | None:
    """What a token proves, locked: its id, organisation, address, until when, and when it was used."""
    found = models.EmailProof.objects.select_for_update().filter(token_hash=token_hash)
    row = found.values_list("id", "organisation_id", "email", "expires_at", "used_at").first()
    return tuple(row) if row else None


def verify(*, proof_id: UUID, organisation_id: UUID, at: datetime) -> None:
    """The address is the organisation's own."""
    models.EmailProof.objects.filter(id=proof_id).update(used_at=at)
    models.Organisation.objects.filter(id=organisation_id).update(verified_at=at)
