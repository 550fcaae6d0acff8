"""Contract, inspection report and ruling as PDF, for who may read them (RULES §1 S10, §4, §5)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from tradeward.domain import rows, vocabulary
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.vocabulary import Actor
from tradeward.gateways.paper import contract as contract_paper
from tradeward.gateways.paper import press
from tradeward.gateways.paper import report as report_paper
from tradeward.gateways.paper import ruling as ruling_paper
from tradeward.gateways.paper import statement as statement_paper
from tradeward.gateways.paper.blocks import Paper
from tradeward.gateways.paper.contract import Named
from tradeward.gateways.paper.words import Language
from tradeward.queries import accounts, reading, rulings
from tradeward.store import loading
from tradeward.store.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """A paper, ready to be taken away: its name as a file, its bytes and their hash."""

    name: str
    content: bytes
    sha256: str


def contract(viewer: Actor, *, order_id: UUID, language: Language, at: datetime) -> Pdf:
    """The version on offer or in force. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    paper = contract_paper.paper(bundle, names=_names(bundle), language=language)
    return _pdf(paper, f"contract-{order_id.hex}-{bundle.version.number}")


def report(viewer: Actor, *, inspection_id: UUID, language: Language, at: datetime) -> Pdf:
    """The report of an inspection. Refuses: NotFound (also: not reported yet)."""
    bundle = reading.order(viewer, order_id=loading.order_of(noun="inspection", id=inspection_id), at=at)
    row = bundle.row(rows.Inspection, inspection_id)
    assert row is not None, "an inspection's order holds it"
    paper = report_paper.paper(bundle, inspection=row, names=_names(bundle), language=language)
    return _pdf(paper, f"report-{inspection_id.hex}")


def ruling(viewer: Actor, *, ruling_id: UUID, language: Language, at: datetime) -> Pdf:
    """A ruling, for the parties and who decides; a draft for these alone. Refuses: NotFound, NotAllowed."""
    bundle, row = rulings.seen(viewer, ruling_id=ruling_id, at=at)
    paper = ruling_paper.paper(bundle, ruling=row, names=_names(bundle), language=language)
    return _pdf(paper, f"ruling-{ruling_id.hex}")


def statement(viewer: Actor, *, language: Language, at: datetime) -> Pdf:
    """What was moved on the viewer's accounts here, and what stands there. Refuses: NotAllowed (no supplier)."""
    found = list(accounts.statement(viewer))
    sums: dict[tuple[str, str], Decimal] = {}
    for one in found:
        sums[one.account, one.currency] = sums.get((one.account, one.currency), Decimal(0)) + Decimal(one.amount)
    lines = [
        statement_paper.Line(
            at=one.at, order=vocabulary.shown("order", one.order_id) if one.order_id else "", recipe=one.recipe,
            account=one.account, amount=one.amount, currency=one.currency,
        )
        for one in found
    ]  # fmt: skip
    name = Organisation.objects.values_list("name", flat=True).get(id=viewer.organisation_id)
    told = {key: str(amount) for key, amount in sorted(sums.items())}
    paper = statement_paper.paper(supplier=name, lines=lines, sums=told, language=language, at=at)
    return _pdf(paper, f"statement-{at:%Y-%m-%d}")


_NAMES = """SELECT DISTINCT ON (o.id) o.id, coalesce(s.name, o.name), coalesce(s.country, o.country)
    FROM organisations o LEFT JOIN names_shown s ON s.organisation_id = o.id AND s.about = ANY(%s)
   WHERE o.id = ANY(%s) ORDER BY o.id, s.about DESC"""


def _names(bundle: OrderBundle) -> dict[UUID, Named]:
    """The names as they were when the version was offered, and an inspector's when he reported: a paper keeps its bytes."""
    looked = {one.id: one.inspector_id for one in bundle.of(rows.Inspection) if one.inspector_id}
    ids = {bundle.order.buyer_id, bundle.order.supplier_id, *looked.values()}
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [[bundle.version.id, *looked], list(ids)])
        return {id: Named(name=name, country=country) for id, name, country in cursor.fetchall()}


def _pdf(paper: Paper, name: str) -> Pdf:
    content = press.pdf(paper)
    return Pdf(name=f"{name}-{paper.language}.pdf", content=content, sha256=hashlib.sha256(content).hexdigest())
