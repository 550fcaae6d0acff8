"""An inspector's readings beside the terms they answer: what was agreed, what was found, and so met or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext

from tradeward.domain.terms import OfGoods

MOST = 12
"""Readings of one term that are shown; of more, how many there are, the least and the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """One term with what was found of it; `result` is empty where the report says nothing of it."""

    id: str
    agreed: str
    found: str
    result: str


def against(report: Mapping[str, Any], *, required: Mapping[str, OfGoods], reasons: Sequence[str]) -> list[Against]:
    """A line for each term of quality, of a report that came; `reasons` are the verdict's, one a term."""
    if not report:
        return []
    results = dict(one.split(". ", 1)[0].split(": ", 1) for one in reasons if ": " in one.split(". ", 1)[0])
    return [
        Against(id=id, agreed=term.text, found=_found(report, term), result=results.get(id, ""))
        for id, term in required.items()
        if term.QUALITY
    ]


def _found(report: Mapping[str, Any], term: OfGoods) -> str:
    if term.NAME == "sampling":
        defects = report.get("defects") or {}
        return ", ".join(f"{count} {gettext(kind)}" for kind, count in defects.items()) or gettext("nothing counted")
    if result := (report.get("results") or {}).get(term.id):
        return gettext(result)
    return _listed([str(one) for one in (report.get("measurements") or {}).get(term.id) or ()])


def _listed(found: Sequence[str]) -> str:
    if not found:
        return "–"
    if len(found) <= MOST:
        return ", ".join(found)
    by_size = sorted(found, key=_figure)
    return gettext("%(n)s readings, %(least)s to %(most)s") % {
        "n": len(found),
        "least": by_size[0],
        "most": by_size[-1],
    }


def _figure(told: str) -> Decimal:
    try:
        return Decimal(told.partition(" ")[0])
    except InvalidOperation:
        return Decimal(0)
