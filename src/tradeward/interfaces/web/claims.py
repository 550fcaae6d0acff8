"""A claim: the guided form that opens it, and its own page, on which both sides live it to the end."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradeward.domain.refusals import UNKNOWN, NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Role
from tradeward.interfaces import ids
from tradeward.interfaces.web import door, moves
from tradeward.interfaces.web.forms import Form
from tradeward.interfaces.web.words import states
from tradeward.interfaces.web.words.moves import MOVES
from tradeward.queries import claims, disputes, order_pages

_SAID = ("grounds", "remedy", "terms", "amount")


def guided(looking: door.Looking, page: order_pages.OrderPage) -> dict[str, Any]:
    """What makes the form of a dispute a guided one: each term with the evidence that it asks for, and what it would come to."""

    def beside(form: Form) -> Mapping[str, Any]:
        chosen = set(form.values("terms"))
        return {
            "required": [
                (one, states.DECIDED_BY[one.NAME], one.id in chosen) for one in page.required.values() if not one.lacks
            ],
            **(_come_to(looking, page, form) if form.typed is not None else {}),
        }

    return {"template": "claim.html", "beside": beside}


def _come_to(looking: door.Looking, page: order_pages.OrderPage, form: Form) -> Mapping[str, Any]:
    """The figures of the claim as it is typed, or why there are none."""
    if looking.actor.role is not Role.BUYER:
        return {}
    told = form.told()
    said = {name: told.get(name) for name in _SAID}
    try:
        found = claims.preview(
            looking.actor,
            order_id=page.sheet.id,
            **{**said, "grounds": said["grounds"] or (), "remedy": said["remedy"] or ""},
            at=looking.at,
        )
    except (RuleBroken, OutOfTurn) as refusal:
        return {"come_to_not": refusal.reasons}
    return {"come_to": found}


@door.page()
def dispute(request: HttpRequest, looking: door.Looking, order: str, dispute: str) -> HttpResponse:
    """`/orders/ORDER/disputes/DISPUTE`: the claim with its clock, terms, evidence, offers and rulings, and what is open to whom."""
    page = order_pages.order(looking.actor, order_id=ids.read("order", order), at=looking.at)
    id = ids.read("dispute", dispute)
    found = next((one for one in page.disputes if one.id == id), None)
    if found is None:
        raise NotFound(UNKNOWN)
    mine = [one for one in found.allowed_moves if (one.noun, one.verb) in MOVES]
    return render(
        request,
        "dispute.html",
        {
            "page": page,
            "one": found,
            "open": [(one, moves.address(page.sheet.id, one)) for one in mine if not one.why_not],
            "shut": [one for one in mine if one.why_not],
            "required": _claimed(page, found),
            "standing_offer": next((one for one in found.offers if one.state == "standing"), None),
        },
    )


def _claimed(page: order_pages.OrderPage, found: disputes.Dispute) -> list[tuple[Any, Any]]:
    """The terms that are meant, each with what settles it; none named means all of them, and a missed date means none."""
    if found.grounds == ["ship_date"]:
        return []
    return [
        (one, states.DECIDED_BY[one.NAME])
        for one in page.required.values()
        if found.terms is None or one.id in found.terms
    ]
