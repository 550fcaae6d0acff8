"""Cover, exposure, money at risk and the refund: pure arithmetic in minor units of one currency (RULES §3, §7, §8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Literal

from tradeward.domain import money
from tradeward.domain.terms.payment import PlanPart

SENTENCE = "Cover is a safety net, not a guarantee: what it does not reach is your own risk."
"""Stands wherever cover is shown (RULES §1 S10)."""


def in_limit(*, minor: int, rate: Decimal | str) -> int:
    """What `minor` of an order takes from a limit: in the limit's minor units at the order's rate, rounded up (RULES §3)."""
    return int((minor * Decimal(rate)).to_integral_value(rounding=ROUND_UP))


def exposure(
    *, plan: Iterable[PlanPart], coverage: str, value_minor: int, measure: Literal["released", "value"]
) -> int:
    """The amount to cover of an order of `value_minor` (RULES §3).

    `released`: what the plan can have released while a covered claim is open; a claim is open until the order closes, so that is
    all but what waits for acceptance. `value`: the whole order. Without coverage: 0.
    """
    if coverage == "none":
        return 0
    if measure == "value":
        return value_minor
    plan = tuple(plan)
    parts = money.split(minor=value_minor, bps=tuple(part.bp for part in plan))
    return sum(part for part, terms in zip(parts, plan, strict=True) if terms.release != "on_acceptance")


def free(*, limit: int, reserved: int, advanced: int) -> int:
    """What a supplier's limit has left for new orders, in the limit's currency (RULES §3)."""
    return max(0, limit - reserved - advanced)


def fundable(*, cash: int, reserved: int, ratio_bp: int, wanted: int) -> int:
    """How much of `wanted` the fund can still stand behind: never less cash than open reservations × ratio (RULES §3)."""
    if not ratio_bp:
        return wanted
    return max(0, min(wanted, cash * money.BASIS // ratio_bp - reserved))


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk:
    """Where a buyer's money stands: `held` is safe, `covered` the fund answers for, `not_covered` nobody does (RULES §8)."""

    held: int
    covered: int
    not_covered: int


def at_risk(*, held: int, claimable: int, cover_left: int) -> AtRisk:
    """`claimable` is what was released and a claim can still reach (RULES §8)."""
    covered = min(claimable, cover_left)
    return AtRisk(held=held, covered=covered, not_covered=claimable - covered)


STEPS = ("signing", "ready", "inspection", "shipped", "received", "accepted")
"""An order's course when all goes as agreed, by what opens an instalment; at the last step nothing can be claimed any more."""


def planned(*, plan: Iterable[PlanPart], value_minor: int, cover: int) -> list[tuple[str, AtRisk]]:
    """Where the buyer's money will stand after each of `STEPS` if each instalment is paid when it opens (RULES §4, §8)."""
    plan = tuple(plan)
    parts = tuple(zip(plan, money.split(minor=value_minor, bps=tuple(part.bp for part in plan)), strict=True))
    found = []
    for n, step in enumerate(STEPS):
        known = STEPS[: n + 1]
        paid = sum(minor for part, minor in parts if part.anchor in known)
        released = sum(minor for part, minor in parts if part.anchor in known and _goes_by(part, known))
        over = step == STEPS[-1]
        found.append((step, at_risk(held=paid - released, claimable=0 if over else released, cover_left=cover)))
    return found


def _goes_by(part: PlanPart, known: tuple[str, ...]) -> bool:
    """Whether a paid instalment has gone to the supplier once `known` has happened."""
    waits_for = {"on_capture": part.anchor, "on_shipment": "shipped", "on_acceptance": "accepted"}
    return waits_for[part.release] in known


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where a refund comes from, in the order in which it is taken (RULES §7)."""

    held: int
    security: int
    fund: int

    @property
    def total(self) -> int:
        """The refund."""
        return self.held + self.security + self.fund


def refund(
    *,
    asked: int | None,
    award: int,
    refunded: int,
    paid: int,
    held: int,
    security: int,
    cover: int,
    advanced: int,
    returned: int = 0,
    cap: Literal["advance", "refund"],
) -> Sources:
    """refund = min(asked, award − refunded, room), never below 0, from held, then security, then the fund (RULES §7).

    `cap` says what the cover limits: what the fund advances, or the whole refund. `returned` is what went back to the buyer
    outside the cover: it lessens what is left to award, and never the room.
    """
    room = held + security + cover - advanced if cap == "advance" else min(paid, cover) - refunded
    left = min(award, paid) - refunded - returned
    due = max(0, min(left, room) if asked is None else min(asked, left, room))
    from_held = min(due, held)
    from_security = min(due - from_held, security)
    return Sources(held=from_held, security=from_security, fund=due - from_held - from_security)
