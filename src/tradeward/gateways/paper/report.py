"""An inspection's report as a paper: what was read term by term, and the verdict computed from it (RULES §4, §6)."""

from collections.abc import Mapping
from typing import Any

from tradeward.domain import rows, vocabulary
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.refusals import NotFound
from tradeward.gateways.paper import blocks, terms
from tradeward.gateways.paper.blocks import Block, Paper, instant
from tradeward.gateways.paper.contract import Names
from tradeward.gateways.paper.words import Language, Words

COUNTS = ("lot", "lot_size", "sample_size", "nonconforming_units")
SEEN = ("position", "seen_at")
"""Where and when the goods were looked at, as the inspector tells it; nobody judges it."""


def paper(bundle: OrderBundle, *, inspection: rows.Inspection, names: Names, language: Language) -> Paper:
    """The report as filed. Refuses: NotFound (nothing is reported yet)."""
    if inspection.reported_at is None or inspection.inspector_id is None:
        raise NotFound("There is no report of this inspection yet.")
    words = Words(language)
    order, own = vocabulary.shown("order", bundle.order.id), vocabulary.shown("inspection", inspection.id)
    found = [
        blocks.facts(
            (words("paper.order"), order),
            (words("report.inspection"), f"{inspection.number} · {own}"),
            (words("report.phase"), words.one_of("report", inspection.phase)),
            (words("paper.inspector"), str(names[inspection.inspector_id])),
            (words("paper.buyer"), str(names[bundle.order.buyer_id])),
            (words("paper.supplier"), str(names[bundle.order.supplier_id])),
            (words("report.looked"), str(inspection.report.get("date", ""))),
            *((words(f"report.{name}"), str(told)) for name in SEEN if (told := inspection.report.get(name))),
            (words("report.reported"), instant(inspection.reported_at)),
        ),
        blocks.box(
            words("paper.other", key=words("report.verdict"), value=words.one_of("report", inspection.verdict)),
            rows=[],
            sentence=words("report.computed"),
        ),
        blocks.heading(words("report.readings")),
        _readings(bundle, inspection.report, words),
        *_sample(inspection.report, words),
        blocks.heading(words("report.why")),
        blocks.listed(inspection.reasons),
    ]
    return Paper(
        language=language, title=words("report.title"), mark=order, at=inspection.reported_at, blocks=found,
        foot=f"{own} · {words('paper.hash')} {vocabulary.digest(_strings(inspection.report))}",
    )  # fmt: skip


def _readings(bundle: OrderBundle, report: Mapping[str, Any], words: Words) -> Block:
    """Every term of the contract with what was reported on it, also nothing."""
    measured, results = report.get("measurements") or {}, report.get("results") or {}

    def read(id: str) -> str:
        found = [words.listed([str(one) for one in measured[id]])] if id in measured else []
        return words.then([*found, *([words.one_of("report", results[id])] if id in results else [])])

    said = [[one.id, terms.said(one, words=words), read(one.id) or "–"] for one in bundle.contract.terms]
    head = [words("contract.term"), words("contract.agreed"), words("report.reading")]
    return blocks.table(head, rows=said, wide=(1, 2))


def _sample(report: Mapping[str, Any], words: Words) -> list[Block]:
    counted = [(name, report[name]) for name in COUNTS if report.get(name) is not None]
    counted += list((report.get("defects") or {}).items())
    if not counted:
        return []
    told = [(words.one_of("report", name), str(count)) for name, count in counted]
    return [blocks.heading(words("report.sample")), blocks.facts(*told)]


def _strings(value: Any) -> Any:
    """The report as its hash is over it: with every number as a string."""
    if isinstance(value, Mapping):
        return {key: _strings(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_strings(one) for one in value]
    return value if isinstance(value, bool | str) or value is None else str(value)
