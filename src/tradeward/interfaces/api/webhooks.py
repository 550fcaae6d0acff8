"""Webhooks over HTTP: where your events are sent, with which secrets, and what became of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import AwareDatetime, Field

from tradeward.domain import vocabulary
from tradeward.gateways import webhooks as gateway
from tradeward.interfaces import clock
from tradeward.interfaces.api import calling, shapes
from tradeward.queries import webhooks as seen
from tradeward.usecases import webhooks

router = Router(tags=["webhooks"])

WebhookId = shapes.id_of("webhook")
DeliveryId = shapes.id_of("delivery")
Url = Annotated[str, Field(min_length=1, max_length=2000, examples=["https://shop.example/tradeward"])]
Type = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=60, examples=["dispute.open"])]
Description = Annotated[str, Field(max_length=webhooks.LONGEST_DESCRIPTION)]
Types = Annotated[list[Type], Field(max_length=200)]


class NewWebhook(shapes.Said):
    """Where to send what; without `types`, everything."""

    url: Url
    types: Types = []
    description: Description = ""


class Changes(shapes.Said):
    """What is left out stays as it is."""

    url: Url | None = None
    types: Types | None = None
    description: Description | None = None


class Since(shapes.Said):
    """From when on."""

    since: Annotated[AwareDatetime, Field(strict=False)]


class WebhookMade(shapes.Told):
    """A webhook; `secret` is told this once, and null where the key was used before."""

    webhook: WebhookId  # type: ignore[valid-type]
    secret: Annotated[str | None, Field(examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])]


class Rotated(WebhookMade):
    """A new secret, told this once; until `old_ends_at` every message is signed with both."""

    old_ends_at: datetime


class Standing(shapes.Told):
    """How a webhook stands now."""

    webhook: WebhookId  # type: ignore[valid-type]
    state: str


class Sent(shapes.Told):
    """A delivery that is on its way."""

    webhook: WebhookId  # type: ignore[valid-type]
    delivery: DeliveryId  # type: ignore[valid-type]


class Replayed(shapes.Told):
    """How many deliveries are on their way again."""

    webhook: WebhookId  # type: ignore[valid-type]
    deliveries: int


class Webhook(shapes.Told):
    """A webhook: enabled, disabled by you, or failing, and then `why`; `secrets_end_at` is null for the newest secret."""

    id: WebhookId  # type: ignore[valid-type]
    url: str
    types: list[str]
    description: str
    state: str
    why: str
    changed_at: datetime
    created_at: datetime
    succeeded_at: datetime | None
    failures: int
    secrets_end_at: list[datetime | None]
    waiting_since: datetime | None


class Webhooks(shapes.Told):
    """Your organisation's webhooks, newest first."""

    items: list[Webhook]


class Try(shapes.Told):
    """A try: how long it took, the answer's status and first words, or what was in the way."""

    at: datetime
    millis: int
    status: int | None
    told: str


class Delivery(shapes.Told):
    """An event on its way, or at its end, with every try."""

    id: DeliveryId  # type: ignore[valid-type]
    event: str
    type: str
    order: shapes.id_of("order") | None  # type: ignore[valid-type]
    state: str
    created_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    tries: list[Try]


class Log(shapes.Told):
    """Deliveries, newest first; `next` is the cursor of the following page, null on the last."""

    items: list[Delivery]
    next: str | None


@router.post("/webhooks", response={201: WebhookMade}, summary="Add a webhook")
def add(request: HttpRequest, key: shapes.Key, body: NewWebhook):
    """Have your events sent to a URL from now on. The secret that signs them is shown once."""
    said = {"url": body.url, "types": body.types, "description": body.description}
    told = _do(request, key, webhooks.add, **said, root=settings.SECRET_KEY, demo=settings.DEMO)
    return Status(201, {"webhook": told["webhook"], "secret": _secret(told)})


@router.get("/webhooks", response=Webhooks, summary="List your organisation's webhooks")
def listed(request: HttpRequest):
    """Every webhook of your organisation and how it stands; never a secret."""
    viewer, _ = calling.viewing(request)
    return {"items": [_shown(one) for one in seen.listed(viewer)]}


@router.get("/webhooks/{webhook}", response=Webhook, summary="Read a webhook")
def read(request: HttpRequest, webhook: WebhookId):  # type: ignore[valid-type]
    """A webhook of your organisation and how it stands."""
    viewer, _ = calling.viewing(request)
    return _shown(seen.webhook(viewer, webhook_id=shapes.read("webhook", webhook)))


@router.post("/webhooks/{webhook}/change", response=Standing, summary="Change a webhook")
def change(request: HttpRequest, key: shapes.Key, webhook: WebhookId, body: Changes):  # type: ignore[valid-type]
    """Change URL, types or description; what waits already goes to the new URL."""
    said = {"url": body.url, "types": body.types, "description": body.description, "demo": settings.DEMO}
    return _do(request, key, webhooks.change, webhook_id=shapes.read("webhook", webhook), **said)


@router.post("/webhooks/{webhook}/rotate", response=Rotated, summary="Make a new secret")
def rotate(request: HttpRequest, key: shapes.Key, webhook: WebhookId):  # type: ignore[valid-type]
    """Make a new secret, shown once. For a day the old one signs beside it, so that your receiver can change over."""
    id = shapes.read("webhook", webhook)
    told = _do(request, key, webhooks.rotate, webhook_id=id, root=settings.SECRET_KEY)
    return {**told, "secret": _secret(told)}


@router.post("/webhooks/{webhook}/enable", response=Standing, summary="Enable a webhook")
def enable(request: HttpRequest, key: shapes.Key, webhook: WebhookId):  # type: ignore[valid-type]
    """Send again, what waited first."""
    return _do(request, key, webhooks.enable, webhook_id=shapes.read("webhook", webhook))


@router.post("/webhooks/{webhook}/disable", response=Standing, summary="Disable a webhook")
def disable(request: HttpRequest, key: shapes.Key, webhook: WebhookId):  # type: ignore[valid-type]
    """Send nothing until you enable it; events wait meanwhile, for thirty days."""
    return _do(request, key, webhooks.disable, webhook_id=shapes.read("webhook", webhook))


@router.post("/webhooks/{webhook}/test", response={202: Sent}, summary="Send a test event")
def test(request: HttpRequest, key: shapes.Key, webhook: WebhookId):  # type: ignore[valid-type]
    """Send an event of type `webhook.test`, once; its delivery shows what your receiver answered."""
    return Status(202, _do(request, key, webhooks.test, webhook_id=shapes.read("webhook", webhook)))


@router.post("/webhooks/{webhook}/replay", response={202: Replayed}, summary="Send everything again since an instant")
def replay(request: HttpRequest, key: shapes.Key, webhook: WebhookId, body: Since):  # type: ignore[valid-type]
    """Send again what was taken or given up since an instant, and what waits, with the ids it had."""
    id = shapes.read("webhook", webhook)
    return Status(202, _do(request, key, webhooks.replay, webhook_id=id, since=body.since))


@router.get("/webhooks/{webhook}/deliveries", response=Log, summary="Read the delivery log")
def deliveries(
    request: HttpRequest, webhook: WebhookId, cursor: DeliveryId | None = None,  # type: ignore[valid-type]
    limit: Annotated[int, Field(ge=1, le=seen.LONGEST_PAGE)] = 50, state: Literal["", "waiting", "delivered", "given_up"] = "",
) -> dict[str, Any]:  # fmt: skip
    """What was sent, what waits, and what each try came to; kept for thirty days."""
    viewer, _ = calling.viewing(request)
    id, after = shapes.read("webhook", webhook), None
    if cursor:
        after = seen.delivery(viewer, webhook_id=id, delivery_id=shapes.read("delivery", cursor)).number
    found = seen.deliveries(viewer, webhook_id=id, after=after, limit=limit + 1, state=state)
    items = [_sent(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.get("/webhooks/{webhook}/deliveries/{delivery}", response=Delivery, summary="Read a delivery")
def delivery(request: HttpRequest, webhook: WebhookId, delivery: DeliveryId):  # type: ignore[valid-type]
    """One delivery with every try."""
    viewer, _ = calling.viewing(request)
    ids = {"webhook_id": shapes.read("webhook", webhook), "delivery_id": shapes.read("delivery", delivery)}
    return _sent(seen.delivery(viewer, **ids))


@router.post("/webhooks/{webhook}/deliveries/{delivery}/replay", response={202: Sent}, summary="Send a delivery again")
def replay_one(request: HttpRequest, key: shapes.Key, webhook: WebhookId, delivery: DeliveryId):  # type: ignore[valid-type]
    """Send one delivery again, now, with the id it had, before whatever else of its order waits."""
    ids = {"webhook_id": shapes.read("webhook", webhook), "delivery_id": shapes.read("delivery", delivery)}
    told = _do(request, key, webhooks.replay, **ids)
    return Status(202, {**told, "delivery": delivery})


def _do(request: HttpRequest, key: str, act: Callable[..., dict[str, Any]], **said: Any) -> dict[str, Any]:
    """`calling.do` in the machine's time, which is the receivers': a demo market's own clock may be far ahead of it."""
    return calling.do(request, key, lambda *, at, **rest: act(at=clock.machine(), **rest), **said)


def _secret(told: dict[str, Any]) -> str | None:
    """The secret that was just made; what a key is asked again does not tell it."""
    return gateway.secret(id=UUID(told["secret_id"]), root=settings.SECRET_KEY) if told["fresh"] else None


def _shown(one: seen.Webhook) -> dict[str, Any]:
    return {
        "id": vocabulary.shown("webhook", one.id), "url": one.url, "types": one.types, "description": one.description,
        "state": one.state, "why": one.why, "changed_at": one.changed_at, "created_at": one.created_at,
        "succeeded_at": one.succeeded_at, "failures": one.failures, "secrets_end_at": one.secrets,
        "waiting_since": one.waiting_since,
    }  # fmt: skip


def _sent(one: seen.Delivery) -> dict[str, Any]:
    return {
        "id": vocabulary.shown("delivery", one.id), "event": one.event_id, "type": one.type,
        "order": vocabulary.shown("order", one.order_id) if one.order_id else None, "state": one.state,
        "created_at": one.created_at, "ended_at": one.ended_at, "due_at": one.due_at,
        "tries": [{"at": each.at, "millis": each.millis, "status": each.status, "told": each.told} for each in one.tries],
    }  # fmt: skip
