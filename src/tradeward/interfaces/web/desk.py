"""The first page of everybody who works here: what waits for them, by deadline; and the orders they may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradeward.domain import coverage
from tradeward.domain.vocabulary import Role
from tradeward.interfaces.web import cases, door, jobs, office
from tradeward.queries import desks

_OWN = {Role.INSPECTOR: jobs.desk, Role.OFFICER: cases.desk, Role.OPERATOR: office.desk}
"""The desks of those who are no party."""


@door.page()
def desk(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/desk`: what waits for me."""
    if own := _OWN.get(looking.actor.role):
        return own(request, looking)
    found = desks.desk(looking.actor, at=looking.at)
    return render(request, "desk.html", {"desk": found, "sentence": coverage.SENTENCE})
