"""Organisations, people, accreditations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import rows, supplier
from tradeward.domain.refusals import NotFound
from tradeward.store import models, recording


def add_organisation(*, id: UUID, kind: str, at: datetime, **fields: Any) -> None:
    """Write an organisation, its address not verified yet; a supplier's begins outside the scheme."""
    models.Organisation.objects.create(id=id, kind=kind, created_at=at, **fields)
    if kind == "supplier":
        recording.add(rows.Supplier(id=id, state=supplier.S.OUTSIDE, verification="", limit_minor=0))


def add_person(*, id: UUID, organisation_id: UUID, role: str, label: str, at: datetime) -> None:
    """Write a person."""
    models.Person.objects.create(id=id, organisation_id=organisation_id, role=role, label=label, created_at=at)


def speaks(*, id: UUID, language: str) -> None:
    """Write the language that a person reads."""
    models.Person.objects.filter(id=id).update(language=language)


def kind_of(*, organisation_id: UUID) -> str:
    """What an organisation is. Refuses: NotFound."""
    found = models.Organisation.objects.filter(id=organisation_id).values_list("kind", flat=True).first()
    if found is None:
        raise NotFound("There is no such organisation.")
    return str(found)


def operator_exists() -> bool:
    """Whether the installation has its operator."""
    return models.Organisation.objects.filter(kind="operator").exists()


def accredit(
    *, id: UUID, inspector_id: UUID, scope: str, first_on: str, last_on: str, granted_by_id: UUID, at: datetime
) -> None:
    """Write an accreditation."""
    models.Accreditation.objects.create(
        id=id, inspector_id=inspector_id, scope=scope, first_on=first_on, last_on=last_on, granted_by_id=granted_by_id,
        granted_at=at,
    )  # fmt: skip


def withdraw(*, inspector_id: UUID, on: str, at: datetime) -> int:
    """End every accreditation of an inspector that still runs on a day; how many."""
    running = models.Accreditation.objects.filter(inspector_id=inspector_id, last_on__gte=on)
    return running.exclude(withdrawn_on__lte=on).update(withdrawn_on=on, withdrawn_at=at)


def officers() -> int:
    """How many officers the operator has."""
    return models.Person.objects.filter(role="officer", organisation__kind="operator").count()


def arbiters() -> list[str]:
    """The outside arbiters who have somebody to rule, by name."""
    found = models.Person.objects.filter(role="officer", organisation__kind="arbiter")
    return list(found.order_by("organisation__name").values_list("organisation__name", flat=True).distinct())


def change_account(
    *,
    id: UUID,
    organisation_id: UUID,
    account: str,
    proposed_by: UUID,
    approved_by: UUID,
    at: datetime,
    in_force_at: datetime,
) -> str:
    """Write new bank details; returns the contact that is to have notice. Refuses: NotFound."""
    found = models.Organisation.objects.filter(id=organisation_id).values_list("email", flat=True).first()
    if found is None:
        raise NotFound("There is no such organisation.")
    models.AccountChange.objects.create(
        id=id,
        organisation_id=organisation_id,
        account=account,
        proposed_by_id=proposed_by,
        approved_by_id=approved_by,
        notice_to=found,
        at=at,
        in_force_at=in_force_at,
    )
    return str(found)
