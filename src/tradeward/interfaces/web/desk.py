"""The first page of everybody who works here: what waits for them, by deadline; and the orders they may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradeward.domain import coverage
from tradeward.interfaces.web import door
from tradeward.queries import desks


@door.page()
def desk(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/desk`: what waits for me."""
    found = desks.desk(looking.actor, at=looking.at)
    return render(request, "desk.html", {"desk": found, "sentence": coverage.SENTENCE})
