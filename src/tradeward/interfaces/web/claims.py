"""A claim: the guided form that opens it, and the screen on which it is answered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tradeward.domain.refusals import OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Role
from tradeward.interfaces.web import door
from tradeward.interfaces.web.forms import Form
from tradeward.interfaces.web.words import states
from tradeward.queries import claims, disputes, order_pages

_FOLLOWS = {
    "accept": _(
        "You grant the claim. An amount that is asked for stands as your offer, and settles it when the buyer agrees; where none"
        " is asked for, name the figure as an offer."
    ),
    "cure": _(
        "You ship, rework or replace, and show it here. The claim stays open until the buyer withdraws or agrees."
    ),
    "contest": _("You say that the terms are met. Put what shows it into the evidence: the officer finds by it."),
}
"""What follows from each answer, beside the ways to put a figure forward."""
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


def answer_by(page: order_pages.OrderPage, found: disputes.Dispute) -> datetime | None:
    """Until when an answer is in time; None once there is one, or the claim is past answering (RULES §2: also at that instant)."""
    return found.opened_at + timedelta(hours=page.answer_hours) if found.state == "open" else None


def answering(page: order_pages.OrderPage, *, id: UUID) -> dict[str, Any]:
    """What makes the form of an answer a screen to decide on: the clock, what is asked, and what follows from each answer."""
    found = next((one for one in page.disputes if one.id == id), None)
    if found is None:
        return {}

    def beside(form: Form) -> Mapping[str, Any]:
        told = [(name, states.CHOICES[name], tells, form.value("answer") == name) for name, tells in _FOLLOWS.items()]
        return {"one": found, "answer_by": answer_by(page, found), "answers": told, "required": claimed(page, found)}

    return {"template": "answer.html", "beside": beside}


def claimed(page: order_pages.OrderPage, found: disputes.Dispute) -> list[tuple[Any, Any]]:
    """The terms that are meant, each with what settles it; none named means all of them, and a missed date means none."""
    if found.grounds == ["ship_date"]:
        return []
    return [
        (one, states.DECIDED_BY[one.NAME])
        for one in page.required.values()
        if found.terms is None or one.id in found.terms
    ]
