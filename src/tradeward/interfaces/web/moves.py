"""Every move of a life on an order, as a page: drawn from the same tables as the API's operations, so that none is forgotten."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from tradeward.domain import saying, vocabulary
from tradeward.domain.refusals import UNKNOWN, NotFound, OutOfTurn
from tradeward.interfaces import ids
from tradeward.interfaces.web import asking, claims, contracting, door, proofs, shown, tasks
from tradeward.interfaces.web.forms import hints
from tradeward.interfaces.web.words import moves as words
from tradeward.queries import inspections, order_pages, sheets
from tradeward.usecases import moves


@asking.files_to_disk
@door.page(methods=("GET", "HEAD", "POST"))
def move(request: HttpRequest, looking: door.Looking, order: str, row: str, verb: str) -> HttpResponse:
    """`/orders/ORDER/moves/ROW/VERB`: a move of the order or of a row of it, with what may be said with it."""
    order_id, (noun, id) = ids.read("order", order), ids.read_any(row)
    page = order_pages.order(looking.actor, order_id=order_id, at=looking.at)
    task = task_of(looking, page, noun=noun, id=id, verb=verb, back=f"/orders/{order}", sent=request.method == "POST")
    return tasks.page(request, looking, proofs.shown_with(request, page, task, move=(noun, verb)), order=page)


def task_of(
    looking: door.Looking, page: order_pages.OrderPage, *, noun: str, id: UUID, verb: str, back: str, sent: bool
) -> tasks.Task:
    """A move as something to do that leads `back`; one that is not open is a task only when it was sent, to be refused there.

    Refuses: NotFound (no move that people make), OutOfTurn.
    """
    if (noun, verb) not in saying.SAID or (noun, verb) not in words.MOVES:
        raise NotFound(UNKNOWN)
    allowed = next((one for one in page.sheet.allowed_moves if (one.noun, one.id, one.verb) == (noun, id, verb)), None)
    if allowed is None and not sent:
        raise OutOfTurn(gettext("This move is not open to you, as the order stands now."))
    label, tells = words.MOVES[noun, verb]

    def act(**said: Any) -> dict[str, Any]:
        who = {name: said.pop(name) for name in ("by", "at", "key")}
        return moves.make(noun=noun, id=id, verb=verb, told=said, **who)

    task = tasks.Task(
        label=str(label),
        tells=str(tells),
        fields=saying.SAID[noun, verb],
        act=act,
        done=gettext("Done: %(move)s.") % {"move": label},
        back=back,
        hints=_hints(looking, page, noun, verb, id),
        shows=_shows(page, noun, verb),
        why_not=tuple(allowed.why_not) if allowed else (),
        grave=(noun, verb) in words.GRAVE,
    )
    return replace(task, **_guided(looking, page, (noun, verb), id, act))


def _guided(
    looking: door.Looking,
    page: order_pages.OrderPage,
    move: tuple[str, str],
    id: UUID,
    act: Callable[..., dict[str, Any]],
) -> dict[str, Any]:
    """What some moves have of their own beside the form that is drawn from the table."""
    if move == ("order", "sign"):
        return contracting.signing(looking, page)
    if move == ("order", "propose"):
        return contracting.counter(page, act)
    if move == ("dispute", "answer"):
        return claims.answering(page, id=id)
    if move == ("inspection", "book"):
        found = next((one for one in page.inspections if one.id == id), None)
        return {
            "template": "book.html",
            "beside": lambda form: {"inspection": found, "drawn": bool(found and found.drawn)},
        }
    return {}


def _hints(looking: door.Looking, page: order_pages.OrderPage, noun: str, verb: str, id: UUID) -> hints.Hints:
    others = {}
    if (noun, verb) in (("inspection", "book"), ("inspection", "assign")):
        on = looking.at.date()
        others = {one.inspector_id: one.name for one in inspections.accredited(looking.actor, on=on)}
    return hints.of_move(page, noun=noun, verb=verb, id=id, others=others)


def _shows(page: order_pages.OrderPage, noun: str, verb: str) -> tuple[tuple[str, str], ...]:
    """What a signature is given on: the figures that it states (RULES §3)."""
    if (noun, verb) != ("order", "sign"):
        return ()
    quote, currency = page.sheet.quote, page.sheet.currency
    return (
        (gettext("Cover you sign on"), shown.money(quote.cover, currency)),
        (gettext("Not covered"), shown.money(quote.not_covered, currency)),
        (gettext("Why"), gettext(quote.why) if quote.why else "–"),
        (gettext("Version"), f"{quote.version}, {quote.hash[:12]}…"),
    )


def address(order_id: UUID, one: sheets.Allowed) -> str:
    """Where a move is made."""
    return f"/orders/{vocabulary.shown('order', order_id)}/moves/{vocabulary.shown(one.noun, one.id)}/{one.verb}"
