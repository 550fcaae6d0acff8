"""The files of an order's chain, and whether the bytes that are kept are still those that came (RULES §6)."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from tradeward.domain import rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.refusals import NotAllowed, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways import files
from tradeward.queries import reading
from tradeward.store import custody, loading


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it is listed: who added it when, by which channel, what proves that, its hash; of an erased one the reason."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    by: str
    at: datetime
    late: bool
    erased_at: datetime | None
    erased_why: str
    channel: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A content that is not on the disk as it came; `order_id` is the first order that has it."""

    sha256: str
    order_id: UUID
    says: str


def listed(viewer: Actor, *, order_id: UUID, at: datetime) -> list[File]:
    """The files of an order, in the order in which they came. Refuses: NotFound."""
    return of_bundle(reading.order(viewer, order_id=order_id, at=at))


def of_bundle(bundle: OrderBundle) -> list[File]:
    """The same of an order that is read."""
    return [_file(one) for one in bundle.of(rows.Evidence)]


def content(viewer: Actor, *, evidence_id: UUID, at: datetime) -> tuple[File, bytes]:
    """A file with its bytes, hashed again on the way out (RULES §6).

    Refuses: NotFound (also of an erased file: with the reason). Raises Corrupt when the bytes are not those that came.
    """
    row = _kept(viewer, evidence_id, at)
    return _file(row), files.here().get(row.sha256)


def opened(viewer: Actor, *, evidence_id: UUID, at: datetime) -> tuple[File, BinaryIO]:
    """The same as an open file, for who passes its bytes on chunk by chunk."""
    row = _kept(viewer, evidence_id, at)
    return _file(row), files.here().opened(row.sha256)


def one(viewer: Actor, *, evidence_id: UUID, at: datetime) -> File:
    """What is known of a file, also of an erased one. Refuses: NotFound."""
    return _file(_row(viewer, evidence_id, at))


def _kept(viewer: Actor, evidence_id: UUID, at: datetime) -> rows.Evidence:
    row = _row(viewer, evidence_id, at)
    if row.erased_at is not None:
        raise NotFound(f"The file was erased on {row.erased_at.date()}: {row.erased_why}")
    return row


def _row(viewer: Actor, evidence_id: UUID, at: datetime) -> rows.Evidence:
    bundle = reading.order(viewer, order_id=loading.order_of(noun="evidence", id=evidence_id), at=at)
    row = bundle.row(rows.Evidence, evidence_id)
    assert row is not None, "a file's order holds it"
    return row


def damaged(viewer: Actor) -> list[Damaged]:
    """Every content that should be kept and is missing or changed, for check-books. Refuses: NotAllowed."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator looks through all files.")
    found = []
    for digest, size, order_id in custody.all_wanted():
        try:
            kept = len(files.here().get(digest))
        except (files.Corrupt, NotFound) as fault:
            found.append(Damaged(sha256=digest, order_id=order_id, says=str(fault)))
            continue
        if kept != size:
            says = f"the file {digest} has {kept} bytes, and {size} are written down"
            found.append(Damaged(sha256=digest, order_id=order_id, says=says))
    return found


def _file(row: rows.Evidence) -> File:
    return File(
        id=row.id, name=row.name, media_type=row.media_type, size=row.size, sha256=row.sha256, by=row.by, at=row.at,
        late=row.late, erased_at=row.erased_at, erased_why=row.erased_why, channel=row.channel, origin=row.origin,
    )  # fmt: skip
