"""API v1, put together: who may ask, how a body is read, what every fault is told as, and the resources."""

import json
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer

import tradeward
from tradeward.interfaces.api import (
    calling,
    claims,
    events,
    matching,
    moves,
    orders,
    problems,
    reading,
    reference,
    resources,
    sandbox,
)
from tradeward.interfaces.api import tokens as tokens_of
from tradeward.interfaces.api import webhooks as webhooks_of
from tradeward.interfaces.unreadable import Unreadable


class Renderer(BaseRenderer):
    """JSON as it is: instants in UTC, nothing that is not text, list, object, boolean or null."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The bytes of an answer."""
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_written).encode()


def _written(value: Any) -> str:
    """Instants as RFC 3339 has them, in UTC; days and ids by their own text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)


class Api(NinjaAPI):
    """The API, whose reference tells every problem too."""

    def get_openapi_schema(self, **told: Any) -> Any:
        """OpenAPI 3.1 of every operation: drawn once, for it takes long and whoever asks needs no token."""
        return self._drawn

    @cached_property
    def _drawn(self) -> Any:
        return reference.completed(super().get_openapi_schema())


api = Api(
    title="Tradeward", version="1", description=tradeward.__doc__ or "", urls_namespace="v1", auth=calling.Bearer(),
    parser=reading.Strict(), renderer=Renderer(), docs_url=None,
)  # fmt: skip
for router in resources.joined(orders, claims, moves, events, webhooks_of, tokens_of):
    api.add_router("", router)
if settings.DEMO:
    api.add_router("", sandbox.router)


@api.exception_handler(Exception)
def _fault(request: HttpRequest, exc: Exception) -> HttpResponse:
    if isinstance(exc, tuple(problems.REFUSALS)):
        return problems.of_refusal(exc)
    raise exc


@api.exception_handler(ValidationError)
def _form(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    return problems.of_form(exc.errors)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, exc: HttpError) -> HttpResponse:
    why = exc.__context__ if isinstance(exc.__context__, Unreadable) else exc  # what the parser said
    return problems.problem(problems.of_status(why.status if why is not exc else exc.status_code), str(why))


@api.exception_handler(Unreadable)
def _unreadable(request: HttpRequest, exc: Unreadable) -> HttpResponse:
    return problems.problem(problems.of_status(exc.status), str(exc))


@api.exception_handler(MultiPartParserError)
def _broken_form(request: HttpRequest, exc: MultiPartParserError) -> HttpResponse:
    return problems.problem("malformed", f"the form cannot be read: {str(exc).rstrip('.')}")


@api.exception_handler(TooManyFieldsSent)
@api.exception_handler(TooManyFilesSent)
def _too_many_parts(request: HttpRequest, exc: TooManyFieldsSent | TooManyFilesSent) -> HttpResponse:
    return problems.problem("malformed", "the form has too many parts: send one file in one part, `file`")


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, exc: RequestDataTooBig) -> HttpResponse:
    return problems.problem("too-large", f"a body has at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes")


@api.exception_handler(matching.Missing)
def _which(request: HttpRequest, exc: matching.Missing) -> HttpResponse:
    return problems.problem("if-match-missing", "If-Match is missing: a change names the version it was made on")


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
    challenge = {"WWW-Authenticate": 'Bearer realm="tradeward"'}
    return problems.problem("unauthorised", "no token, or one that opens nothing", headers=challenge)


@api.exception_handler(calling.TooMany)
def _too_many(request: HttpRequest, exc: calling.TooMany) -> HttpResponse:
    return calling.too_many()
