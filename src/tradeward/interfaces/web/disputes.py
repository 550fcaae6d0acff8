"""A dispute's own page, on which both sides live it to the end."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.interfaces import ids
from tradeward.interfaces.web import claims, door, moves
from tradeward.interfaces.web.words.moves import MOVES
from tradeward.queries import order_pages


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
            "required": claims.claimed(page, found),
            "frozen": str(min(Decimal(found.frozen), Decimal(page.sheet.held))),
            "answer_by": claims.answer_by(page, found),
            "standing_offer": next((one for one in found.offers if one.state == "standing"), None),
        },
    )
