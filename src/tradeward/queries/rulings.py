"""A ruling as one document to take away: it can be computed again wherever the product is installed (RULES §5)."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

import tradeward
from tradeward.domain import evidence, rows, vocabulary
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.evidence import Link
from tradeward.domain.refusals import UNKNOWN, NotAllowed, NotFound
from tradeward.domain.rulings import writing
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import reading
from tradeward.store import loading, recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A ruling's document as bytes, and the hash that closes it."""

    ruling_id: UUID
    content: bytes
    sha256: str


def export(viewer: Actor, *, ruling_id: UUID, at: datetime) -> Export:
    """The ruling with all that it was made from, for the two parties and for who decides; they alone see a draft.

    Refuses: NotFound, NotAllowed (an inspector of the order).
    """
    bundle, _ = seen(viewer, ruling_id=ruling_id, at=at)
    product = f"tradeward {tradeward.__version__}"
    told = writing.document(ruling_id=ruling_id, links=_journal(bundle), product=product)
    return Export(ruling_id=ruling_id, content=vocabulary.canonical(told), sha256=told["sha256"])


def seen(viewer: Actor, *, ruling_id: UUID, at: datetime) -> tuple[OrderBundle, rows.Ruling]:
    """A ruling in its order, for who may take it away. Refuses: as `export`."""
    bundle = reading.order(viewer, order_id=loading.order_of(noun="ruling", id=ruling_id), at=at)
    row = bundle.row(rows.Ruling, ruling_id)
    assert row is not None, "a ruling's order holds it"
    if viewer.role is Role.INSPECTOR:
        raise NotAllowed("A ruling is for the parties and for who decides.")
    if row.issued_at is None and viewer.role not in (Role.OFFICER, Role.OPERATOR):
        raise NotFound(UNKNOWN)
    return bundle, row


def _journal(bundle: OrderBundle) -> list[Link]:
    """The order's whole journal, with the clock's moves that nobody has written down yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, at, by, verb, noun, content::text, previous, hash FROM journal WHERE subject_id = %s AND seq <= %s"
            " ORDER BY seq",
            [bundle.subject_id, bundle.seq],
        )
        written = [
            evidence.Link(
                seq=seq, at=when, by=by, verb=verb, noun=noun, content=json.loads(content), previous=previous, hash=hash
            )
            for seq, when, by, verb, noun, content, previous, hash in cursor.fetchall()
        ]
    return [*written, *recording.links(bundle)]
