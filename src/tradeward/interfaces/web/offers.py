"""A new order: one side offers a contract to another, from a template that can be signed as it stands."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tradeward.domain import order as order_life
from tradeward.domain import saying, vocabulary
from tradeward.domain.saying.forms import CONTRACT
from tradeward.domain.vocabulary import Role
from tradeward.interfaces import ids
from tradeward.interfaces.web import door, shown, tasks
from tradeward.interfaces.web.forms import Hint, Hints, flattened
from tradeward.queries import desks, directory
from tradeward.usecases import orders

_PARTIES = frozenset({Role.BUYER, Role.SUPPLIER})


@door.page()
def listed(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/orders`: the orders that the viewer may see, newest first, perhaps of one state."""
    state = request.GET.get("state", "")
    after = ids.read("order", request.GET["after"]) if request.GET.get("after") else None
    found = desks.listed(looking.actor, state=state, after=after)
    return render(
        request,
        "orders.html",
        {
            "orders": found,
            "states": [*order_life.S],
            "state": state,
            "offers": looking.actor.role in _PARTIES,
            "next": vocabulary.shown("order", found[-1].order_id) if len(found) == desks.MOST else "",
        },
    )


@door.page(of=_PARTIES, methods=("GET", "HEAD", "POST"))
def offer(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/new`: offer a contract."""
    task = tasks.Task(
        label=gettext("Offer a contract"),
        fields=saying.ASKED["orders.offer"],
        act=_act,
        back="/orders",
        hints=_hints(looking),
        done=gettext("The contract is on the table."),
        leads=lambda told: f"/orders/{vocabulary.shown('order', UUID(told['order']))}",
        tells=gettext(
            "The other side signs it, counters it, or lets it be. Both sign the same text; nothing is owed before."
        ),
    )
    return tasks.page(request, looking, task)


def _act(*, body: Mapping[str, Any] | None = None, **who: Any) -> dict[str, Any]:
    told = saying.asked("orders.offer", told={"body": body})
    return orders.offer(body=told["body"], **who)


def others(looking: door.Looking) -> tuple[tuple[str, str], ...]:
    """Whom a contract can be offered to: for a buyer all suppliers, with what they can cover; for a supplier his buyers so far."""
    if looking.actor.role is Role.BUYER:
        found = directory.suppliers(looking.actor, name="", state="", after=None, limit=100, at=looking.at)
        return tuple((str(one.id), f"{one.name} ({_free(one)})") for one in found)
    return tuple((str(id), name) for id, name in desks.partners(looking.actor))


def _free(one: directory.Found) -> str:
    if not one.gives_cover:
        return gettext("no cover")
    return gettext("can cover %(amount)s") % {"amount": shown.money(one.free, one.currency)}


def _hints(looking: door.Looking) -> Hints:
    mine, theirs = ("buyer", "supplier") if looking.actor.role is Role.BUYER else ("supplier", "buyer")
    filled = flattened(CONTRACT, _template(looking), path="body")
    return {
        **filled,
        f"body.{mine}": Hint(value=str(looking.actor.organisation_id), hidden=True),
        f"body.{theirs}": Hint(options=others(looking)),
    }


def _template(looking: door.Looking) -> Mapping[str, Any]:
    """A contract that can be decided: one exact ship date, one term that a reading settles, the recommended coverage."""
    ships = looking.at.date() + timedelta(days=60)
    zone = str(looking.zone)
    buys = looking.actor.role is Role.BUYER
    return {
        "currency": "USD",
        "lines": [{"goods": "desk lamps", "quantity": "1000", "unit": "pcs", "price": "5000.00", "terms": ["width"]}],
        "incoterm": "FOB Ningbo, Incoterms 2020",
        "ship_date": ships.isoformat(),
        "ship_zone": "Asia/Shanghai" if buys else zone,
        "buyer_zone": zone if buys else "Europe/Berlin",
        "coverage": "pre_shipment",
        "transport": "sea",
        "terms": [
            {
                "id": "width",
                "kind": "measure",
                "property": "width",
                "unit": "mm",
                "method": "ISO 3611",
                "min": "49.5",
                "max": "50.5",
            }
        ],
    }
