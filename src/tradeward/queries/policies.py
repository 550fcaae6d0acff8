"""The operator's policy: the version in force, all versions, and what a new one would change (RULES §10)."""

from dataclasses import dataclass
from datetime import datetime

from tradeward.domain import policy
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import market
from tradeward.store.models import Order, PolicyVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A dated version of the policy."""

    since: datetime
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One key that a new version changes; of scope `market` it holds for signed orders too."""

    key: str
    old: str
    new: str
    scope: str
    rule: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a profile would change, and how many open orders keep their own keys of scope `order`."""

    changes: tuple[Change, ...]
    orders_keeping_theirs: int


def in_force(viewer: Actor, *, at: datetime) -> Policy:
    """The policy at an instant; everybody may read it."""
    return market.policy_at(at=at)


def versions(viewer: Actor) -> list[Version]:
    """Every version, oldest first; before the first, profile `standard` holds."""
    found = PolicyVersion.objects.order_by("since").values_list("since", "profile")
    return [Version(since=since, profile=profile) for since, profile in found]


def preview(viewer: Actor, *, text: str, at: datetime) -> Preview:
    """What the profile `text` would change against the policy in force at `at`, before anything is done (RULES §10).

    Refuses: NotAllowed (not the operator), RuleBroken (by key: what the profile lacks or has wrong).
    """
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator prepares a policy.")
    old, new = market.policy_at(at=at), Policy.parse(text)
    changed = {name: key for name, key in policy.KEYS.items() if getattr(old, name) != getattr(new, name)}
    return Preview(
        changes=tuple(
            Change(
                key=name, old=key.text(getattr(old, name)), new=key.text(getattr(new, name)), scope=key.scope,
                rule=key.rule, says=key.says,
            )
            for name, key in changed.items()
        ),
        orders_keeping_theirs=Order.objects.filter(signed_at__isnull=False, ended_at__isnull=True).count(),
    )  # fmt: skip
