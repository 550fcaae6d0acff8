"""Every way a request fails, as RFC 9457 problem details; the one place where refusals become status codes (DESIGN §4)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

import rfc8785
from django.http import HttpResponse

from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, Refusal, RuleBroken, Stale
from tradeward.interfaces.watch import requests
from tradeward.store.faults import Busy, OutcomeUnknown

MEDIA_TYPE = "application/problem+json"
ROOT = "/api/problems/"
"""Where each type of problem has its page: the type's URI, relative to the installation."""


class Kind(NamedTuple):
    """A type of problem: its name in the URI, status, title, and what whoever meets it can do."""

    name: str
    status: int
    title: str
    way_out: str


KINDS = {
    one.name: one
    for one in (
        Kind("malformed", 400, "The request cannot be read", "Send what the reference describes; `errors` points to the place."),
        Kind("unauthorised", 401, "No valid token", "Send `Authorization: Bearer twd_…` with a token that is not revoked or over."),
        Kind("not-allowed", 403, "Not yours to do", "Act as the party whose move this is: see `allowed_moves` of the resource."),
        Kind("not-found", 404, "There is nothing here", "Check the id and the path; what you may not see is told like this too."),
        Kind("method-not-allowed", 405, "The method is not offered here", "The header `Allow` lists those that are."),
        Kind("out-of-turn", 409, "This move is not open now", "`reasons` are the needs not met; read the resource again."),
        Kind("length-required", 411, "The body's length is not told", "Send Content-Length, and no Transfer-Encoding."),
        Kind("stale", 412, "Somebody else was first", "Read the resource again and send its new ETag in If-Match."),
        Kind("too-large", 413, "The request is too large", "Send at most 1 MiB of JSON, or 25 MB for a file."),
        Kind("unsupported-media-type", 415, "The body is of another type", "Send Content-Type: application/json."),
        Kind("rule-broken", 422, "A rule of the business forbids it", "`reasons` say which and `field` names the input at fault."),
        Kind("if-match-missing", 428, "Which version do you mean?", "Send the ETag of the version you read in If-Match."),
        Kind("too-many-requests", 429, "Too many requests", "Wait as many seconds as Retry-After says."),
        Kind("fault", 500, "A fault in Tradeward", "Nothing is half-done. Report the request id; the same key asks again safely."),
        Kind("busy", 503, "Others are at work on it", "Nothing was done. Ask again with the same key in a moment."),
        Kind("outcome-unknown", 503, "The database's answer was lost", "Ask again with the same key: it tells what was done."),
    )
}  # fmt: skip

REFUSALS: dict[type[Exception], str] = {
    NotFound: "not-found", NotAllowed: "not-allowed", OutOfTurn: "out-of-turn", Stale: "stale", RuleBroken: "rule-broken",
    Busy: "busy", OutcomeUnknown: "outcome-unknown",
}  # fmt: skip
"""The type of problem of every refusal and of every fault that is nobody's bug; a test says that the map is total."""
_AGAIN_IN = {"busy": "1", "outcome-unknown": "1"}


def problem(name: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> HttpResponse:
    """A problem of a type, with its own words; `more` are further members, left out when empty."""
    kind = KINDS[name]
    body = {"type": ROOT + kind.name, "title": kind.title, "status": kind.status, "detail": detail}
    body |= {key: value for key, value in {**more, "request_id": requests.id_now()}.items() if value}
    response = HttpResponse(rfc8785.dumps(body), status=kind.status, content_type=MEDIA_TYPE)
    for header, value in ({"Retry-After": _AGAIN_IN[name]} if name in _AGAIN_IN else {}).items() | (
        headers or {}
    ).items():
        response[header] = value
    return response


def of_refusal(refusal: Exception) -> HttpResponse:
    """The problem that a refusal is, or a busy database, or one whose answer was lost."""
    name = next(REFUSALS[kind] for kind in type(refusal).__mro__ if kind in REFUSALS)
    if isinstance(refusal, Refusal):
        pointer = f"/{refusal.field.replace('.', '/')}" if refusal.field else ""
        return problem(name, str(refusal), reasons=list(refusal.reasons), field=refusal.field or "", pointer=pointer)
    return problem(name, str(refusal))


def of_form(faults: Sequence[dict[str, Any]]) -> HttpResponse:
    """A request that does not have the form the reference asks for: each fault with a pointer to its place."""
    errors = [_fault(tuple(str(part) for part in fault.get("loc", ())), str(fault.get("msg", ""))) for fault in faults]
    told = "; ".join(f"{one.get('parameter') or one.get('pointer') or 'the body'}: {one['detail']}" for one in errors)
    return problem("malformed", told or "the request does not have the form asked for", errors=errors)


def _fault(place: tuple[str, ...], told: str) -> dict[str, str]:
    """Where a fault is: `pointer` into the body (RFC 6901), or the `parameter` and what it is `in`."""
    if place[:1] == ("body",):
        return {
            "pointer": "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in place[2:]),
            "detail": told,
        }
    return {"in": place[0] if place else "", "parameter": place[-1] if place else "", "detail": told}


def of_status(status: int) -> str:
    """The type of problem that stands for a bare status code."""
    found = [one.name for one in KINDS.values() if one.status == status]
    return found[0] if found else ("malformed" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "fault")
