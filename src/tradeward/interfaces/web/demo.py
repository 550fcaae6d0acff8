"""The levers of a demo market: its bank and its clock. In production none of these pages is there."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from tradeward.domain.refusals import UNKNOWN, NotFound, RuleBroken
from tradeward.interfaces import clock, doing, ids
from tradeward.interfaces.web import door, tasks
from tradeward.queries import orders
from tradeward.usecases import sandbox, sandbox_bank

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "three": timedelta(days=3), "week": timedelta(days=7)}
"""How far the clock is moved at once."""


@door.page(methods=("POST",))
def pay(request: HttpRequest, looking: door.Looking, order: str) -> HttpResponse:
    """`/demo/pay/ORDER`: let the sandbox bank pay an open instalment or debt from the payer's own account. Refuses: NotFound."""
    _demo_only()
    order_id, wanted = ids.read("order", order), request.POST.get("reference", "")
    sums = orders.payable(looking.actor, order_id=order_id, at=looking.at)
    if wanted not in sums:
        raise NotFound(UNKNOWN)
    amount, currency = sums[wanted]
    doing.done(
        sandbox_bank.receive,
        reference=wanted,
        amount=amount,
        currency=currency,
        payer="",
        payer_account="",
        bank_id="",
        value_on=None,
        by=looking.actor,
        at=looking.at,
        key=request.POST.get("key") or tasks.fresh_key(),
    )
    messages.success(request, gettext("The sandbox bank has paid it."))
    return HttpResponseRedirect(f"/orders/{order}")


@door.page(methods=("POST",))
def move_clock(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/demo/clock`: let time pass for everybody in this demo market; what falls due until then has happened afterwards."""
    _demo_only()
    step = STEPS.get(request.POST.get("forward", ""))
    if step is None:
        raise RuleBroken("forward is none of the steps that the clock is moved by", field="forward")
    doing.done(
        sandbox.move_clock,
        to=None,
        forward=step,
        machine=clock.machine(),
        by=looking.actor,
        at=looking.at,
        key=request.POST.get("key") or tasks.fresh_key(),
    )
    sandbox.sweep(at=clock.now())
    messages.success(request, gettext("Time has passed."))
    back = request.POST.get("back", "")
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/desk")


def _demo_only() -> None:
    if not settings.DEMO:
        raise NotFound(UNKNOWN)
