"""Tokens over HTTP: made, listed, ended."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain import vocabulary
from tradeward.interfaces import identity
from tradeward.interfaces.api import calling, shapes
from tradeward.queries import tokens as seen
from tradeward.usecases import tokens

router = Router(tags=["tokens"])


class NewToken(shapes.Said):
    """Whom the token speaks for (yourself, unless you are the operator), what it is for, and when it ends."""

    person: shapes.id_of("person") | None = None  # type: ignore[valid-type]
    label: Annotated[str, Field(min_length=1, max_length=200)]
    expires_at: Annotated[datetime, Field(strict=False)] | None = None


class TokenMade(shapes.Told):
    """A token; `secret` is told this once, and null where the key was used before."""

    token: shapes.id_of("token")  # type: ignore[valid-type]
    secret: str | None


class Ended(shapes.Told):
    """A token that opens nothing any more."""

    token: shapes.id_of("token")  # type: ignore[valid-type]


class Token(shapes.Told):
    """A token without its secret."""

    id: shapes.id_of("token")  # type: ignore[valid-type]
    person: shapes.id_of("person")  # type: ignore[valid-type]
    role: str
    label: str
    hint: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


class Tokens(shapes.Told):
    """Your organisation's tokens, newest first."""

    items: list[Token]


@router.post("/tokens", response={201: TokenMade}, summary="Make a token")
def issue(request: HttpRequest, key: shapes.Key, body: NewToken):
    """Make a secret by which a program acts as you. It is shown once."""
    by, _ = calling.viewing(request)
    secret = identity.fresh_secret()
    person_id = shapes.read("person", body.person) if body.person else by.person_id
    told = calling.do(
        request, key, tokens.issue, person_id=person_id, label=body.label, expires_at=body.expires_at, secret=secret
    )
    return Status(201, {"token": told["token"], "secret": secret if told["fresh"] else None})


@router.get("/tokens", response=Tokens, summary="List your organisation's tokens")
def listed(request: HttpRequest):
    """Every token of your organisation, with its last use; never a secret."""
    viewer, _ = calling.viewing(request)
    return {
        "items": [
            {
                "id": vocabulary.shown("token", one.id), "person": vocabulary.shown("person", one.person_id), "role": one.role,
                "label": one.label, "hint": one.hint, "created_at": one.created_at, "expires_at": one.expires_at,
                "revoked_at": one.revoked_at, "used_at": one.used_at,
            }
            for one in seen.listed(viewer)
        ]
    }  # fmt: skip


@router.post("/tokens/{token}/revoke", response=Ended, summary="End a token")
def revoke(request: HttpRequest, key: shapes.Key, token: shapes.id_of("token")):  # type: ignore[valid-type]
    """End a token of your organisation, at once."""
    return calling.do(request, key, tokens.revoke, token_id=shapes.read("token", token))
