"""What the cover would answer for, reckoned while a contract is still being written (RULES §1 S10, §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from tradeward.domain import contract, coverage, money, rows, signing, vocabulary
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.contract import Contract
from tradeward.domain.coverage import SENTENCE, AtRisk
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import NotFound, RuleBroken
from tradeward.domain.terms.payment import PlanPart
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading
from tradeward.store import market


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A coverage that can be chosen: the figures it leads to, and the days that looking at the goods takes or leaves.

    `look_days`: from ready to the report, before shipment. `claim_days`: from clearance, to claim.
    """

    coverage: str
    exposure: str
    cover: str
    not_covered: str
    look_days: int
    claim_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """An instalment of the plan with its amount."""

    number: int
    amount: str
    anchor: str
    days: int
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The coverage box of a draft. `why` keeps the cover below the exposure; `warning`: the deposit exceeds the cover.

    `lines` are item lines that no term answers for; `fee` is the platform's, taken from what is released.
    """

    currency: str
    value: str
    coverage: str
    fee: str
    choices: list[Choice]
    why: str
    warning: str
    plan: list[Instalment]
    planned: list[tuple[str, AtRisk]]
    covered_grounds: tuple[str, ...]
    not_assured: list[str]
    lines: list[str]
    sentence: str = SENTENCE


_BLANKS: Mapping[str, Any] = {
    "incoterm": "FOB", "ship_date": "2027-01-01", "ship_zone": "UTC", "buyer_zone": "UTC", "transport": "sea",
    "coverage": contract.PRESELECTED, "terms": [{"id": "-", "kind": "vague", "text": "-"}],
}  # fmt: skip
"""What the figures do not hang on, where it is not written yet."""


def preview(viewer: Actor, *, body: Mapping[str, Any], at: datetime) -> Preview:
    """The coverage box of a contract as it is written so far. Refuses, by name: what the figures need and is not there.

    A supplier who is none of this market's gives no cover (RULES §1 S10).
    """
    policy = market.policy_at(at=at)
    whole = {**_BLANKS, "buyer": str(viewer.organisation_id), **{name: value for name, value in body.items() if value}}
    agreed = contract.read(body=whole, policy=policy)
    if agreed.value_minor <= 0:
        raise RuleBroken("the value of all lines together lies above 0", field="lines")
    under = {one: _under(agreed, one, body, policy) for one in contract.COVERAGES}
    widest = max(under.values(), key=lambda one: _exposure(one, policy))
    quote, warning = _quoted(viewer, under[agreed.coverage], widest, at)
    exposed = _exposure(agreed, policy)
    given = min(exposed, quote.cover)
    return Preview(
        currency=agreed.currency, value=_amount(agreed.value_minor, agreed), coverage=agreed.coverage,
        fee=_amount(money.share(minor=agreed.value_minor, bp=policy.fee_bp), agreed),
        choices=[_choice(one, quote, policy) for one in under.values()],
        why=quote.why if given < exposed else "", warning=warning, plan=_plan(agreed),
        planned=coverage.planned(plan=agreed.plan, value_minor=agreed.value_minor, cover=given),
        covered_grounds=tuple(policy.covered_grounds) if agreed.coverage != "none" else (),
        not_assured=[one.id for one in agreed.terms if one.id not in ("-",) and (one.lacks or one not in agreed.assured)],
        lines=_bare(agreed),
    )  # fmt: skip


def _under(agreed: Contract, chosen: str, body: Mapping[str, Any], policy: Policy) -> Contract:
    """The same contract under another coverage: with its own plan, or else with the one that the coverage comes with."""
    if chosen == agreed.coverage or body.get("plan"):
        return replace(agreed, coverage=chosen)
    plan = tuple(
        PlanPart(bp=int(one["bp"]), anchor=one["anchor"], days=int(one["days"]), release=one["release"])
        for one in contract.default_plan(coverage=chosen, policy=policy)
    )
    return replace(agreed, coverage=chosen, plan=plan)


def _exposure(agreed: Contract, policy: Policy) -> int:
    return coverage.exposure(
        plan=agreed.plan, coverage=agreed.coverage, value_minor=agreed.value_minor, measure=policy.exposure
    )


def _quoted(viewer: Actor, agreed: Contract, widest: Contract, at: datetime) -> tuple[signing.Quote, str]:
    """The cover for the widest exposure, of which each choice takes its own; and the warning of the one that is chosen."""
    try:
        supplier = reading.supplier(viewer, supplier_id=agreed.supplier_id, at=at)
    except NotFound:
        why = "the supplier is outside, which gives no cover."
        return signing.Quote(exposure=0, cover=0, rate=Decimal(1), limit=0, reserved=0, advanced=0, why=why), ""
    order = rows.Order(
        id=vocabulary.new_id(noun="order", key=f"preview:{at.isoformat()}", at=at), buyer_id=agreed.buyer_id,
        supplier_id=agreed.supplier_id, currency=agreed.currency, value_minor=agreed.value_minor, state="offered", version=1,
        policy={}, offered_at=at,
    )  # fmt: skip
    bundle = OrderBundle.fresh(order=order, supplier=supplier)
    bundle.read_as(widest)
    quote = signing.quote(bundle, at=at)
    bundle.read_as(agreed)
    mine = min(quote.cover, _exposure(agreed, bundle.market.policy))
    return quote, signing.uncovered_deposit(bundle, cover=mine)


def _choice(agreed: Contract, quote: signing.Quote, policy: Policy) -> Choice:
    exposed = _exposure(agreed, policy)
    cover = min(exposed, quote.cover)
    released = sum(
        one for one, part in zip(_parts(agreed), agreed.plan, strict=True) if part.release != "on_acceptance"
    )
    return Choice(
        coverage=agreed.coverage, exposure=_amount(released, agreed), cover=_amount(cover, agreed),
        not_covered=_amount(max(0, released - cover), agreed),
        look_days=policy.inspection_window_days if agreed.coverage == "pre_shipment" else 0,
        claim_days=policy.examine_days if agreed.coverage == "post_delivery" else 0,
    )  # fmt: skip


def _parts(agreed: Contract) -> tuple[int, ...]:
    return tuple(money.split(minor=agreed.value_minor, bps=tuple(part.bp for part in agreed.plan)))


def _plan(agreed: Contract) -> list[Instalment]:
    return [
        Instalment(number=n, amount=_amount(minor, agreed), anchor=part.anchor, days=part.days, release=part.release)
        for n, (part, minor) in enumerate(zip(agreed.plan, _parts(agreed), strict=True), 1)
    ]


def _bare(agreed: Contract) -> list[str]:
    """The lines that no assured term which can be decided describes."""
    able = {one.id for one in agreed.assured if not one.lacks}
    named = {id for line in agreed.lines for id in line.terms}
    return [
        line.goods for line in agreed.lines if not able & {*line.terms} and (named or len(agreed.lines) > 1 or not able)
    ]


def _amount(minor: int, agreed: Contract) -> str:
    return money.Money(minor, agreed.currency).amount
