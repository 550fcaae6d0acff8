"""What every operation does alike: who asks, what time it is, under which key, and what to do when a COMMIT's answer is lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBearer

from tradeward.domain.vocabulary import Actor
from tradeward.interfaces import clock, doing, identity
from tradeward.interfaces.api import problems, shapes


class TooMany(Exception):
    """A token was used more often in this minute than the operator allows."""


class Bearer(HttpBearer):
    """`Authorization: Bearer twd_…`: the person that the token speaks for acts."""

    openapi_name = "token"

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor; None for a token that opens nothing. Refuses: TooMany."""
        at = clock.now()
        use = identity.whose(token, at=at)
        if use is None:
            return None
        if use.uses > settings.REQUESTS_A_MINUTE:
            raise TooMany
        request.at = at  # type: ignore[attr-defined]
        return use.actor


def viewing(request: HttpRequest) -> tuple[Actor, datetime]:
    """Who looks, and the instant whose state is shown."""
    return request.auth, request.at  # type: ignore[attr-defined]


def do(request: HttpRequest, key: str, act: Callable[..., dict[str, Any]], **said: Any) -> dict[str, Any]:
    """Let `act`, a use case, happen once for `key`, and tell its answer.

    Where the database's answer to COMMIT was lost, the key tells what was done: the same is asked again (DESIGN §4).
    """
    by, at = viewing(request)
    return shapes.told(doing.done(act, **said, by=by, at=at, key=key))


def change(request: HttpRequest, act: Callable[..., dict[str, Any]], **said: Any) -> dict[str, Any]:
    """Let `act` change what one version is of, and tell its answer; the version it names does what elsewhere a key does."""
    by, at = viewing(request)
    return shapes.told(doing.done(act, **said, by=by, at=at))


def too_many() -> HttpResponse:
    """The answer to a token that asks too often."""
    return problems.problem(
        "too-many-requests",
        f"a token may ask {settings.REQUESTS_A_MINUTE} times a minute",
        headers={"Retry-After": "60"},
    )
