"""Who trades here: organisations with their bank details, and the people who act for them (RULES §9)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store.models import AccountChange, Organisation, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Bank details that are noted, and from when on they are in force."""

    account: str
    at: datetime
    in_force_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation; `account` is the one in force now, None for who may not see it."""

    id: UUID
    kind: str
    name: str
    country: str
    zone: str
    email: str
    owner: str
    address: str
    account: str | None
    account_changes: tuple[Coming, ...]
    verified_at: datetime | None
    screened_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who acts for an organisation."""

    id: UUID
    role: str
    label: str
    created_at: datetime


def one(viewer: Actor, *, organisation_id: UUID, at: datetime) -> Party:
    """An organisation, for its own people, officers and the operator. Refuses: NotFound."""
    _check(viewer, organisation_id)
    found = Organisation.objects.filter(id=organisation_id).first()
    if found is None:
        raise NotFound(UNKNOWN)
    return _party(viewer, found, _changes([found.id])[found.id], at)


def listed(viewer: Actor, *, after: UUID | None, limit: int, kind: str = "", at: datetime) -> list[Party]:
    """The organisations that the viewer may see, the oldest first: officers and the operator all, others their own."""
    found = Organisation.objects.order_by("id")
    if not _sees_all(viewer):
        found = found.filter(id=viewer.organisation_id)
    found = found.filter(id__gt=after) if after else found
    page = list((found.filter(kind=kind) if kind else found)[:limit])
    changes = _changes([row.id for row in page])
    return [_party(viewer, row, changes[row.id], at) for row in page]


def people(viewer: Actor, *, organisation_id: UUID, after: UUID | None, limit: int) -> list[Member]:
    """Who acts for an organisation, the oldest first. Refuses: NotFound."""
    _check(viewer, organisation_id)
    if not Organisation.objects.filter(id=organisation_id).exists():
        raise NotFound(UNKNOWN)
    found = Person.objects.filter(organisation_id=organisation_id).order_by("id")
    found = found.filter(id__gt=after) if after else found
    return [Member(id=row.id, role=row.role, label=row.label, created_at=row.created_at) for row in found[:limit]]


def _changes(organisation_ids: list[UUID]) -> dict[UUID, list[Coming]]:
    """The changes of bank details of organisations, in the order in which they come into force."""
    found: dict[UUID, list[Coming]] = {id: [] for id in organisation_ids}
    noted = AccountChange.objects.filter(organisation_id__in=organisation_ids).order_by("in_force_at", "id")
    for id, account, at, in_force_at in noted.values_list("organisation_id", "account", "at", "in_force_at"):
        found[id].append(Coming(account=account, at=at, in_force_at=in_force_at))
    return found


def _sees_all(viewer: Actor) -> bool:
    return viewer.role in (Role.OPERATOR, Role.OFFICER)


def _check(viewer: Actor, organisation_id: UUID) -> None:
    if not _sees_all(viewer) and viewer.organisation_id != organisation_id:
        raise NotFound(UNKNOWN)


def _party(viewer: Actor, row: Organisation, changes: list[Coming], at: datetime) -> Party:
    sees_account = viewer.role is Role.OPERATOR or viewer.organisation_id == row.id
    in_force = [change.account for change in changes if change.in_force_at <= at]
    coming = [change for change in changes if change.in_force_at > at]
    return Party(
        id=row.id, kind=row.kind, name=row.name, country=row.country, zone=row.zone, email=row.email, owner=row.owner,
        address=row.address, account=[row.account, *in_force][-1] if sees_account else None,
        account_changes=tuple(coming) if sees_account else (),
        verified_at=row.verified_at, screened_at=row.screened_at, created_at=row.created_at,
    )  # fmt: skip
