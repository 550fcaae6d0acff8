"""Something to do on a page of its own: a form that is drawn, sent once, and kept as it was typed when the answer is no."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.domain.saying import Fields
from tradeward.interfaces import doing
from tradeward.interfaces.unreadable import Unreadable
from tradeward.interfaces.web import door
from tradeward.interfaces.web.forms import Form, Hints, widgets
from tradeward.interfaces.web.words import rules
from tradeward.queries.order_pages import OrderPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done: the button's label, what follows from it, the fields, and the use case that does it.

    `act` takes what is said and returns the use case's answer; `done` is told on the page `back` (of what was answered) afterwards.
    A form with a `template` of its own knows what stands `beside` its fields, as they are typed; `sorts` puts what a browser sent
    for it in order.
    """

    label: str
    tells: str
    fields: Fields
    act: Callable[..., dict[str, Any]]
    done: str
    back: str
    leads: Callable[[Mapping[str, Any]], str] | None = None
    hints: Hints = field(default_factory=dict)
    shows: tuple[tuple[str, str], ...] = ()
    why_not: tuple[str, ...] = ()
    grave: bool = False
    multipart: bool = False
    template: str = "move.html"
    beside: Callable[[Form], Mapping[str, Any]] = field(default=lambda form: {})
    sorts: Callable[[Form], None] | None = None


def fresh_key() -> str:
    """A key for a form that is drawn now: whatever is sent with it is done once."""
    return f"web-{secrets.token_urlsafe(18)}"


def page(request: HttpRequest, looking: door.Looking, task: Task, *, order: OrderPage | None = None) -> HttpResponse:
    """Draw the task's form, or do what it says: once for its key, however often it is sent; then lead on."""
    form = Form(task.fields, looking.zone, task.hints, dict(request.POST.lists()) if request.method == "POST" else None)
    if task.sorts:
        task.sorts(form)
    if request.method != "POST" or "more" in request.POST:
        return _drawn(request, task, form, order, key=request.POST.get("key"))
    key = request.POST.get("key") or fresh_key()
    try:
        answer = doing.done(task.act, by=looking.actor, at=looking.at, key=key, **form.told())
    except RuleBroken as broken:
        if broken.field == "key":
            return _drawn(request, task, form, order, sent=True, status=409)
        beside = form.refuse(broken)
        return _drawn(request, task, form, order, key=key, reasons=broken.reasons, beside=beside, status=422)
    except Unreadable as fault:
        return _drawn(request, task, form, order, key=key, wrong_file=rules.said(str(fault)), status=fault.status)
    except (OutOfTurn, NotAllowed) as refusal:
        status = 403 if isinstance(refusal, NotAllowed) else 409
        return _drawn(request, task, form, order, reasons=refusal.reasons, news=_news(request, order), status=status)
    messages.success(request, task.done)
    return HttpResponseRedirect(task.leads(answer) if task.leads else task.back)


def _news(request: HttpRequest, order: OrderPage | None) -> list[Any]:
    """What others did to the order since this form was drawn."""
    seen = request.POST.get("seen", "")
    if order is None or not seen.isdecimal() or not seen.isascii() or len(seen) > 9:
        return []
    return [one for one in order.journal if one.seq > int(seen)]


def _drawn(
    request: HttpRequest, task: Task, form: Form, order: OrderPage | None, *, key: str | None = None, status: int = 200,
    reasons: tuple[str, ...] = (), beside: bool = False, **told: Any,
) -> HttpResponse:  # fmt: skip
    return render(request, task.template, {
        "form": form, "task": task, "page": order, "label": task.label, "tells": task.tells, "back": task.back,
        "shows": task.shows,
        "grave": task.grave, "multipart": task.multipart, "why_not": task.why_not if not reasons else (),
        "widgets": widgets.of(form), "key": key or fresh_key(), "seen": order.journal[-1].seq if order and order.journal else 0,
        "reasons": (*reasons, gettext("It is marked below.")) if beside else reasons, **task.beside(form), **told,
    }, status=status)  # fmt: skip
