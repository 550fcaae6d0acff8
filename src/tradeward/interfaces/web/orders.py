"""An order's page, for all who may see it: one page, drawn by who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradeward.domain.coverage import AtRisk
from tradeward.domain.money import Money
from tradeward.interfaces import ids
from tradeward.interfaces.web import asking, door, moves, readings
from tradeward.interfaces.web.words.moves import MOVES
from tradeward.queries import order_pages, risks, sheets

RECENT = 12
"""Lines of the journal that are shown at once."""
STEPS = 40
"""Steps of the money at risk that are told in figures: the last ones."""


@door.page()
def order(request: HttpRequest, looking: door.Looking, order: str) -> HttpResponse:
    """`/orders/ORDER`: everything that stands about an order, and what the viewer can do."""
    page = order_pages.order(looking.actor, order_id=ids.read("order", order), at=looking.at)
    told = _buttons(page.sheet)
    journal = list(reversed(page.journal))
    whole = request.GET.get("journal") == "all"
    return render(
        request,
        "order.html",
        {
            "page": page,
            "open": [one for one in told if not one.why_not],
            "shut": [one for one in told if one.why_not],
            "journal": journal if whole else journal[:RECENT],
            "older": 0 if whole else max(0, len(journal) - RECENT),
            "askings": asking.buttons(page.sheet, role=looking.actor.role),
            "risk": _figures(page),
            "inspections": _inspections(page),
            "terms": page.required.values(),
            "planned": [{"step": step, **_amounts(standing, page.sheet.currency)} for step, standing in page.planned],
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A move of the viewer's: where it is made, or why not now; of several rows of a kind, which one it is of."""

    noun: str
    verb: str
    address: str
    why_not: list[str]
    of_many: bool
    nth: int


def _buttons(sheet: sheets.Sheet) -> list[Button]:
    many: dict[str, list[UUID]] = {}
    for part in sheet.parts:
        many.setdefault(part.noun, []).append(part.id)
    return [
        Button(
            noun=one.noun,
            verb=one.verb,
            why_not=one.why_not,
            address=moves.address(sheet.id, one),
            of_many=len(many.get(one.noun, ())) > 1,
            nth=many[one.noun].index(one.id) + 1 if one.id in many.get(one.noun, ()) else 1,
        )
        for one in sheet.allowed_moves
        if (one.noun, one.verb) in MOVES
    ]


def _figures(page: order_pages.OrderPage) -> list[dict[str, Any]]:
    return [{"at": one.at, **_amounts(one.risk, page.sheet.currency)} for one in reversed(_steps(page.risk)[-STEPS:])]


def _amounts(standing: AtRisk, currency: str) -> dict[str, str]:
    return {name: Money(getattr(standing, name), currency).amount for name in ("held", "covered", "not_covered")}


def _steps(points: Sequence[risks.Point]) -> list[risks.Point]:
    """The points at which the money changed: the last one may only say how long it stayed."""
    return [one for n, one in enumerate(points) if n == 0 or one.risk != points[n - 1].risk]


def _inspections(page: order_pages.OrderPage) -> list[dict[str, Any]]:
    return [
        {
            "row": one,
            "inspector": page.names.get(one.inspector_id, "") if one.inspector_id else "",
            "drawn": [page.names.get(each, "") for each in one.drawn],
            "readings": readings.against(one.report, required=page.required, reasons=one.reasons),
        }
        for one in page.inspections
    ]
