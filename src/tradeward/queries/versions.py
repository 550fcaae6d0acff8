"""The versions of an order's contract, and what changed from one to another (RULES §4)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import money, rows, versions
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature: of which side, when, on which cover."""

    party: str
    person_id: UUID | None
    at: datetime
    cover: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version as it was offered, immutable, with the signatures over its hash."""

    number: int
    hash: str
    offered_by: str
    at: datetime
    contract: dict[str, Any]
    signatures: tuple[Signed, ...]
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One place that differs, with the sentence that says so."""

    pointer: str
    was: Any
    now: Any
    says: str


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Version]:
    """All versions, the first one first. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    return [_version(bundle, one) for one in _all(bundle)]


def between(viewer: Actor, *, order_id: UUID, old: int, new: int, at: datetime) -> list[Changed]:
    """What changed from version `old` to version `new`. Refuses: NotFound (also a version that never was)."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    bodies = {one.number: one.body for one in _all(bundle)}
    for number in (old, new):
        if number not in bodies:
            raise NotFound(f"The order has no version {number}.", field="from" if number == old else "to")
    return [
        Changed(pointer=one.pointer, was=one.was, now=one.now, says=one.sentence)
        for one in versions.changes(bodies[old], new=bodies[new])
    ]


def _all(bundle: OrderBundle) -> list[rows.Version]:
    return sorted(bundle.of(rows.Version), key=lambda one: one.number)


def _version(bundle: OrderBundle, row: rows.Version) -> Version:
    currency = str(row.body["currency"])
    return Version(
        number=row.number, hash=row.hash, offered_by=row.offered_by, at=row.at, contract=row.body, currency=currency,
        signatures=tuple(
            Signed(
                party=one.party, person_id=one.person_id, at=one.at, cover=money.Money(one.cover_minor, currency).amount
            )
            for one in bundle.of(rows.Signature)
            if one.version_id == row.id
        ),
    )  # fmt: skip
