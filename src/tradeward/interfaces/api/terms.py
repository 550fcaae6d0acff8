"""The terms of a contract over HTTP: each in one sentence, with what it lacks, and what a sampling plan lets through."""

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tradeward.domain import decidability
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.sampling_risk import Risk as Found
from tradeward.domain.terms.sampling import EDITION, Sampling
from tradeward.interfaces.api import calling, shapes
from tradeward.queries import terms as seen

router = Router(tags=["terms"])

OrderId = shapes.id_of("order")
DraftId = shapes.id_of("draft")
Share = Annotated[str, Field(examples=["5"])]


class CurvePoint(shapes.Told):
    """A lot with so many per cent of defects, or defects per hundred units, and how often it passes, from 0 to 1."""

    percent: Share
    passes: Share


class Risk(shapes.Told):
    """What the plan of one class lets through: units drawn, the most that accept, points of its curve, and sentences.

    `p95`, `p50`, `p10` are the qualities in per cent that pass 95, 50 and 10 times in 100.
    """

    defect: str
    lot: int
    n: int
    ac: int
    curve: list[CurvePoint]
    p95: Share
    p50: Share
    p10: Share
    says: list[str]


class Term(shapes.Told):
    """A term: what it says, what decides it, and what it still lacks to be executable (RULES §6)."""

    id: str
    kind: str
    assured: bool
    text: str
    evidence: str
    lacks: list[str]
    risks: list[Risk]


class Terms(shapes.Told):
    """All terms; `decidable_bp` is the share of the value that measurement could decide, `open_lines` the lines it could not."""

    decidable_bp: int
    open_lines: list[int]
    terms: list[Term]


class Risks(shapes.Told):
    """A class of defects each."""

    items: list[Risk]


@router.get("/orders/{order}/terms", response=Terms, summary="Read the terms of an order")
def of_order(request: HttpRequest, order: OrderId):  # type: ignore[valid-type]
    """Every term of the version on offer, or signed, in one sentence, with what it lacks and the risk of its sampling plan."""
    viewer, at = calling.viewing(request)
    return _told(seen.of_order(viewer, order_id=shapes.read("order", order), at=at))


@router.get("/drafts/{draft}/terms", response=Terms, summary="Read the terms of a draft")
def of_draft(request: HttpRequest, draft: DraftId):  # type: ignore[valid-type]
    """The same of a draft of your organisation; nothing while no contract can be read from it."""
    viewer, at = calling.viewing(request)
    return _told(seen.of_draft(viewer, draft_id=shapes.read("draft", draft), at=at))


@router.get("/sampling/risk", response=Risks, summary="Preview the risk of a sampling plan")
def risk(
    request: HttpRequest,
    lot: Annotated[int, Field(ge=2, le=10**9, examples=[1000])],
    critical: str = "",
    major: str = "",
    minor: str = "",
    level: str = "II",
    state: str = "normal",
):
    """What single sampling by ISO 2859-1:1999 lets through: an AQL, or none_allowed, for at least one class of defects."""
    viewer, _ = calling.viewing(request)
    aql = {defect: limit for defect, limit in (("critical", critical), ("major", major), ("minor", minor)) if limit}
    value = {"id": "plan", "kind": "sampling", "standard": EDITION, "level": level, "state": state, "aql": aql}
    found = seen.risk(viewer, term=Sampling.read(value, Place("plan")), lot=Decimal(lot))
    return {"items": [_risk(one) for one in found]}


def _told(found: decidability.Decidable) -> dict[str, Any]:
    terms = [
        {
            "id": one.id, "kind": one.kind, "assured": one.assured, "text": one.text, "evidence": one.evidence,
            "lacks": list(one.lacks), "risks": [_risk(risk) for risk in one.risks],
        }
        for one in found.terms
    ]  # fmt: skip
    return {"decidable_bp": found.bp, "open_lines": list(found.open_lines), "terms": terms}


def _risk(found: Found) -> dict[str, Any]:
    plan = found.plan
    return {
        "defect": plan.defect, "lot": plan.lot, "n": plan.n, "ac": plan.ac, "says": list(found.says),
        "curve": [{"percent": f"{share:f}", "passes": f"{often:f}"} for share, often in found.curve],
        **{key: f"{getattr(found, key):f}" for key in ("p95", "p50", "p10")},
    }  # fmt: skip
