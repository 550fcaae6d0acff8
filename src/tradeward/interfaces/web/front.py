"""The first page: what this is in one screen; in a demo, whom one can be. And the ways in and out."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from tradeward.domain.refusals import UNKNOWN, NotFound, RuleBroken
from tradeward.interfaces import demo_cast, identity
from tradeward.interfaces.web import door
from tradeward.usecases import languages

_A_YEAR = 365 * 24 * 3600
_ROLES = ("buyer", "supplier", "inspector", "officer", "operator")


@door.open_page()
def front(request: HttpRequest, looking: door.Looking | None) -> HttpResponse:
    """`/`: what Tradeward is."""
    return render(request, "front.html", {"people": _cast()})


@door.open_page(methods=("POST",))
def enter(request: HttpRequest, looking: door.Looking | None) -> HttpResponse:
    """`/enter`: act as one of the demo's people. Refuses: a market that is no demo (NotFound)."""
    people = {str(one.person_id) for one in identity.demo_people()}
    chosen = request.POST.get("person", "")
    if chosen not in people:
        raise NotFound(UNKNOWN)
    auth.logout(request)
    request.session[identity.PERSON] = str(UUID(chosen))
    return HttpResponseRedirect("/desk")


@door.open_page(methods=("POST",))
def logout(request: HttpRequest, looking: door.Looking | None) -> HttpResponse:
    """`/logout`: the way out, which forgets everything that the session knew."""
    auth.logout(request)
    return HttpResponseRedirect("/")


@door.open_page(methods=("POST",))
def language(request: HttpRequest, looking: door.Looking | None) -> HttpResponse:
    """`/language`: read these pages in another language, here and, for who is signed in, wherever they sign in.

    Refuses: a language there is no whole catalogue of (RuleBroken).
    """
    chosen, back = request.POST.get("language", ""), request.POST.get("back", "")
    if chosen not in dict(settings.LANGUAGES):
        raise RuleBroken("language is none of those at the foot of every page", field="language")
    if looking is not None:
        languages.choose(language=chosen, by=looking.actor)
    answer = HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=_A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.BEHIND_TLS,
    )
    return answer


def _cast() -> list[tuple[str, list[dict[str, Any]]]]:
    """The demo's people by role; nobody where this is no demo."""
    try:
        people = identity.demo_people()
    except NotFound:
        return []
    told = [
        {
            "id": str(one.person_id), "role": one.role, "shows": demo_cast.SHOWS.get(one.organisation, ""),
            "who": one.organisation if one.organisation == one.label else f"{one.organisation}: {one.label}",
        }
        for one in sorted(people, key=lambda one: (_ROLES.index(one.role), one.organisation, one.label))
    ]  # fmt: skip
    return [(role, list(members)) for role, members in groupby(told, key=lambda one: str(one["role"]))]
