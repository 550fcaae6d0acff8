"""A supplier's standing in the scheme, with the arithmetic of its limit (RULES §3: supplier and buyer can read it)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tradeward.domain import coverage, days, lives, money, postings
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor
from tradeward.ledger import statements as ledger
from tradeward.queries import orders, reading, sheets
from tradeward.store import market
from tradeward.store.models import OTHERS, Organisation, Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Life, limit and what is left of it; outside the scheme there is none (RULES §1 S10)."""

    id: UUID
    name: str
    state: str
    limit: str
    free: str
    currency: str
    arithmetic: tuple[str, ...]
    reasons: tuple[str, ...]
    deadlines: tuple[orders.Deadline, ...]
    allowed_moves: tuple[sheets.Allowed, ...]
    sentence: str = coverage.SENTENCE


def standing(viewer: Actor, *, supplier_id: UUID, at: datetime) -> Standing:
    """How a supplier stands at `at`, with the viewer's moves. Whoever trades here may ask.

    The reasons of a decision and what the clock does next are for him, officers and the operator. Refuses: NotFound.
    """
    bundle = reading.supplier(viewer, supplier_id=supplier_id, at=at)
    row, currency = bundle.supplier, bundle.market.policy.policy_currency
    name = Organisation.objects.values_list("name", flat=True).get(id=supplier_id)
    free = coverage.free(limit=row.limit_minor, reserved=row.reserved_minor, advanced=row.advanced_minor)
    own = viewer.role in ("operator", "officer") or viewer.organisation_id == supplier_id
    return Standing(
        id=supplier_id, name=name, state=row.state, currency=currency,
        limit=money.Money(row.limit_minor, currency).amount, free=money.Money(free, currency).amount,
        arithmetic=tuple(row.arithmetic), reasons=tuple(row.reasons) if own else (),
        deadlines=tuple(orders.deadlines_of(bundle)) if own else (),
        allowed_moves=tuple(
            sheets.Allowed(noun=one.noun, id=one.id, verb=move.verb, why_not=why)
            for one, move, why in lives.allowed_moves(bundle, viewer, at=at)
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """A supplier's own money that the platform keeps, as amounts by currency, and the reference under which he pays more in."""

    reference: str
    kept: dict[str, str]


def security(viewer: Actor, *, supplier_id: UUID) -> Security:
    """The security of a supplier, for himself and the platform (RULES §7). Refuses: NotFound."""
    own = viewer.role in ("operator", "officer") or viewer.organisation_id == supplier_id
    row = Supplier.objects.filter(id=supplier_id).values_list("security_reference", flat=True).first()
    if row is None or not own:
        raise NotFound("There is no such supplier.")
    found = ledger.balances([postings.security(supplier_id)])
    kept = {currency: money.Money(-minor, currency).amount for (_, currency), minor in sorted(found.items()) if minor}
    return Security(reference=row, kept=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something known of a supplier; `counts`: the newest of its kind; `expired`: the last day on which it holds is over.

    What it says and where it comes from are for the supplier and the platform; others read that there is such a fact.
    """

    id: UUID
    kind: str
    says: str
    source: str
    dated_on: date
    expires_on: date
    recorded_at: datetime
    counts: bool
    expired: bool


def facts(viewer: Actor, *, supplier_id: UUID, at: datetime) -> list[Fact]:
    """The facts of a supplier, the newest of each kind first (RULES §3). Refuses: NotFound."""
    if not Supplier.objects.filter(id=supplier_id).exists():
        raise NotFound("There is no such supplier.")
    own = viewer.role in ("operator", "officer") or viewer.organisation_id == supplier_id
    today = days.day_of(at=at, zone=days.zone(market.policy_at(at=at).operator_zone))
    kinds: set[str] = set()
    found = []
    known = OTHERS["supplier_fact"].objects.filter(supplier_id=supplier_id, recorded_at__lte=at)
    for one in known.order_by("kind", "-dated_on", "-recorded_at", "-id").values():
        counts = one["kind"] not in kinds
        kinds.add(one["kind"])
        found.append(
            Fact(
                id=one["id"], kind=one["kind"], says=one["says"] if own else "", source=one["source"] if own else "",
                dated_on=one["dated_on"], expires_on=one["expires_on"], recorded_at=one["recorded_at"], counts=counts,
                expired=one["expires_on"] < today,
            )
        )  # fmt: skip
    return found
