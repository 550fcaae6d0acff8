"""What every page does alike: who looks, what time it is there, and what is shown when the answer is no (DESIGN §4, §6)."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from tradeward.domain import days
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, Refusal, RuleBroken, Stale
from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces import clock, identity
from tradeward.interfaces.unreadable import Unreadable
from tradeward.store.faults import Busy, OutcomeUnknown

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: our own files and nothing else; no script or style stands in the page itself."""

SECOND_FACTOR = "/account/2fa/"
"""Where a second factor is set up: whoever needs one is led there until he has it."""
EVERYBODY = frozenset({Role.BUYER, Role.SUPPLIER, Role.INSPECTOR, Role.OFFICER, Role.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who looks at a page: the actor, what they are called, whom they act for, where their days end, and when it is."""

    actor: Actor
    label: str
    organisation: str
    zone: ZoneInfo
    at: datetime


STATUS: dict[type[Exception], int] = {
    NotFound: 404, NotAllowed: 403, OutOfTurn: 409, Stale: 409, RuleBroken: 422, Busy: 503, OutcomeUnknown: 503,
}  # fmt: skip
"""The status of the page that a refusal is told on; a test says that the map is total."""


def page(
    *, of: frozenset[Role] = EVERYBODY, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view of a page for people in some roles: it is called with the request and who looks.

    Whoever is not signed in is shown the way in, and comes back here afterwards; another role is told that there is nothing.
    """

    def made(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(methods)
        @functools.wraps(view)
        def answer(request: HttpRequest, **words: str) -> HttpResponse:
            looking = _looking(request)
            with translation.override(_language(request)):
                if looking is None:
                    return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")
                if identity.lacks_second_factor(request, request.seat):  # type: ignore[attr-defined]
                    return HttpResponseRedirect(SECOND_FACTOR)
                request.looking = looking  # type: ignore[attr-defined]
                try:
                    if looking.actor.role not in of:
                        raise NotFound("This page is for others.")
                    response = view(request, looking, **words)
                except tuple(STATUS) as refusal:
                    response = refused(request, refusal)
                return _zipped(request, _safe(response))

        answer.methods = methods  # type: ignore[attr-defined]
        return answer

    return made


def open_page(*, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[Any], Any]:
    """Make a view of a page for everybody, signed in or not: it is called with the request and who looks, or None."""

    def made(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(methods)
        @functools.wraps(view)
        def answer(request: HttpRequest, **words: str) -> HttpResponse:
            looking = _looking(request)
            with translation.override(_language(request)):
                request.looking = looking  # type: ignore[attr-defined]
                try:
                    response = view(request, looking, **words)
                except tuple(STATUS) as refusal:
                    response = refused(request, refusal)
                return _zipped(request, _safe(response))

        answer.methods = methods  # type: ignore[attr-defined]
        return answer

    return made


def account_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the library's pages of accounts know who looks, and load nothing from elsewhere, like ours."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/account/"):
            return get_response(request)
        request.looking = _looking(request)  # type: ignore[attr-defined]
        with translation.override(_language(request)):
            return _safe(get_response(request))

    return answer


def second_factor_first(request: HttpRequest) -> HttpResponse:
    """The way to one's second factor, and back to what was being done: it is what it was, and is done then."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    if not is_mfa_enabled(request.user):
        return HttpResponseRedirect(SECOND_FACTOR)
    return reauthentication.suspend_request(request, ways[0]["url"])


def refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """The page that tells a refusal, each reason a sentence, with the way out."""
    status = next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)
    reasons = refusal.reasons if isinstance(refusal, Refusal) else (str(refusal),)
    return render(request, "problem.html", {"status": status, "reasons": reasons}, status=status)


def _looking(request: HttpRequest) -> Looking | None:
    seat = identity.seated(request)
    if seat is None:
        return None
    request.seat = seat  # type: ignore[attr-defined]
    return Looking(
        actor=seat.actor, label=seat.label, organisation=seat.organisation, zone=days.zone(seat.zone), at=clock.now()
    )


def _language(request: HttpRequest) -> str:
    """What the page is in: what the person chose, else what this browser was set to here, else what it asks for."""
    seat = getattr(request, "seat", None)
    if seat is not None and seat.language in dict(settings.LANGUAGES):
        return str(seat.language)
    return translation.get_language_from_request(request)


def _safe(response: HttpResponse) -> HttpResponse:
    """What is shown to one person is nobody else's, and loads nothing from elsewhere."""
    response.setdefault("Content-Security-Policy", POLICY)
    response.setdefault("Cache-Control", "private, no-store")
    return response


_GZIP = GZipMiddleware(lambda request: HttpResponse())


def _zipped(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Text is zipped on its way; what is zipped already, as an archive or a photo is, would only cost time."""
    is_text = response.get("Content-Type", "").startswith("text/")
    return _GZIP.process_response(request, response) if is_text else response


def lost(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Whatever has no page: told as a page where pages are asked for."""
    is_page = isinstance(exception, Http404) and request.method in ("GET", "HEAD") and request.accepts("text/html")
    if not is_page or request.path.startswith("/api/"):
        return HttpResponse(status=404)
    return open_page()(lambda asked, looking: refused(asked, NotFound("There is nothing under this address.")))(request)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read, or is too much: told as a page, and nothing was done."""
    status = exception.status if isinstance(exception, Unreadable) else 400
    if isinstance(exception, RequestDataTooBig):
        status = 413
    return _plainly(request, status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its proof that it came from here, as when the session ended meanwhile: nothing was done."""
    return _plainly(request, 403)


def _plainly(request: HttpRequest, status: int) -> HttpResponse:
    """A page that asks nothing of the request, whose form cannot be read."""
    with translation.override(translation.get_language_from_request(request)):
        return _safe(render(None, "unreadable.html", {"status": status}, status=status))  # type: ignore[arg-type]
