"""Every request: its id, one log line, and its place in the counters (DESIGN §4). Never a body, a query or a token."""

import re
import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from tradeward.interfaces import logs
from tradeward.interfaces.watch import counters

HEADER = "X-Request-Id"
_FITS = re.compile(r"[A-Za-z0-9._-]{8,100}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_log = logs.log("web")


def told(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: take the request's id or make one, give it back, and tell what was asked and answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        id = given if _FITS.fullmatch(given) else secrets.token_hex(16)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=id)
        began = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - began
        response[HEADER] = id
        method = request.method if request.method in _METHODS else "other"
        route = _route(request)
        counters.count(method=method, route=route, status=response.status_code, seconds=seconds)
        _log.info(
            "request",
            method=method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            **_who(request),
        )
        structlog.contextvars.clear_contextvars()
        return response

    return answer


def id_now() -> str:
    """The id of the request that this thread answers; empty where there is none."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def _route(request: HttpRequest) -> str:
    """The pattern that matched, so that a path with an id is not a series of its own."""
    match = request.resolver_match
    return f"/{match.route}" if match else "none"


def _who(request: HttpRequest) -> dict[str, str]:
    actor = getattr(request, "auth", None)
    if actor is None or not hasattr(actor, "role"):
        return {}
    return {"organisation": str(actor.organisation_id or ""), "role": str(actor.role)}
