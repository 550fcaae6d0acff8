"""The operator's policy over HTTP: the versions, the one in force, what another would change, and putting it into force."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import policies as seen
from tradeward.queries import previews
from tradeward.usecases import policies

router = Router(tags=["policy"])

Profile = Annotated[str, Field(min_length=1, max_length=100, examples=["standard"])]
Text = Annotated[str, Field(min_length=1, max_length=100_000)]


class PolicyVersion(shapes.Told):
    """A dated version; before the first, profile `standard` holds."""

    since: datetime
    profile: str


class Key(shapes.Told):
    """A key of the policy: its value, where it holds (`order`: as signed, `market`: today's), its rule, what it says."""

    name: str
    value: str
    scope: str
    rule: str
    says: str


class InForce(shapes.Told):
    """The policy in force, key by key."""

    keys: list[Key]


class NewVersion(shapes.Said):
    """A whole profile as TOML, under a name."""

    profile: Profile
    text: Text


class Published(shapes.Told):
    """The version that is in force from now on."""

    profile: str
    since: datetime


class Question(shapes.Said):
    """A whole profile as TOML, and perhaps an order and a supplier to reckon it for."""

    text: Text
    order: shapes.id_of("order") | None = None  # type: ignore[valid-type]
    supplier: shapes.id_of("supplier") | None = None  # type: ignore[valid-type]


class PolicyChange(shapes.Told):
    """A key that would change."""

    key: str
    old: str
    new: str
    scope: str
    rule: str
    says: str


class OrderThen(shapes.Told):
    """An order under either policy: what is to be covered, what can be, the fee. A signed one keeps its keys of scope `order`."""

    order: shapes.id_of("order")  # type: ignore[valid-type]
    signed: bool
    exposure: list[shapes.Money]
    cover: list[shapes.Money]
    fee: list[shapes.Money]


class SupplierThen(shapes.Told):
    """A supplier's limit under either policy, with the arithmetic of the new one."""

    supplier: shapes.id_of("supplier")  # type: ignore[valid-type]
    limit: list[shapes.Money]
    arithmetic: list[str]


class Preview(shapes.Told):
    """What a profile would change, how many open orders keep their own keys of scope `order`, and the named ones: now, then."""

    changes: list[PolicyChange]
    orders_keeping_theirs: int
    order: OrderThen | None
    supplier: SupplierThen | None


Versions = paging.page_of(PolicyVersion, says="The versions of the policy, the oldest first.")


@router.get("/policies", response=Versions, summary="List policy versions")
def listed(request: HttpRequest, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):
    """Every version with the instant from which it held."""
    viewer, _ = calling.viewing(request)
    return paging.cut(seen.versions(viewer), limit=limit, told=cursor, tell=telling.told)


@router.get("/policies/in_force", response=InForce, summary="Read the policy in force")
def in_force(request: HttpRequest):
    """Every key with its value now; everybody may read the rules."""
    viewer, at = calling.viewing(request)
    return {"keys": [telling.told(one) for one in previews.keys(viewer, at=at)]}


@router.post("/policies", response={201: Published}, summary="Publish a policy version")
def publish(request: HttpRequest, key: shapes.Key, body: NewVersion):
    """Put a whole profile into force now; signed orders keep their keys of scope `order`."""
    return Status(201, calling.do(request, key, policies.publish, text=body.text, profile=body.profile))


@router.post("/policies/preview", response=Preview, summary="Preview a policy version")
def preview(request: HttpRequest, body: Question):
    """What a profile would change, before anything is done. Nothing is written, so no key is needed."""
    viewer, at = calling.viewing(request)
    found = seen.preview(viewer, text=body.text, at=at)
    told: dict[str, Any] = {
        "changes": [telling.told(one) for one in found.changes], "orders_keeping_theirs": found.orders_keeping_theirs,
        "order": None, "supplier": None,
    }  # fmt: skip
    if body.order:
        then = previews.order(viewer, order_id=shapes.read("order", body.order), text=body.text, at=at)
        figures = {name: _both(getattr(then, name), then.currency) for name in ("exposure", "cover", "fee")}
        told["order"] = {"order": body.order, "signed": then.signed, **figures}
    if body.supplier:
        its = previews.supplier(viewer, supplier_id=shapes.read("supplier", body.supplier), text=body.text, at=at)
        currencies = zip(its.limit, its.currency, strict=True)
        told["supplier"] = {
            "supplier": body.supplier, "arithmetic": list(its.arithmetic),
            "limit": [telling.money(amount, currency) for amount, currency in currencies],
        }  # fmt: skip
    return told


def _both(amounts: tuple[str, str], currency: str) -> list[dict[str, str]]:
    return [telling.money(amount, currency) for amount in amounts]
