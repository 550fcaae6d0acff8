"""Needs of offering and signing (RULES §3, §4)."""

from tradeward.domain import contract, days, rows
from tradeward.domain.bundle import OrderBundle, SupplierBundle, party
from tradeward.domain.lifecycle import Act
from tradeward.domain.needs.registry import need


@need("What is signed has the hash of the version on offer.", of_input=True)
def same_hash(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return bool(act.said.get("hash") == bundle.version.hash)


def _not_executable(bundle: OrderBundle, act: Act) -> list[str]:
    return contract.not_executable(bundle.contract, opt_out=bundle.market.policy.quality_opt_out)


@need("Every assured term of the contract can be decided by measurement.", lacking=_not_executable)
def executable(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return not _not_executable(bundle, act)


@need("This side has not signed this version on the cover that is reserved.")
def not_signed_yet(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return signature(bundle, party(bundle, act.by)) is None or bundle.reservation is None


@need("The supplier may trade here: neither suspended nor out, and in the scheme where others are not let in.")
def parties_fit(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    state = bundle.supplier.supplier.state
    return state == "assured" or (bundle.market.policy.outside_orders and state not in ("suspended", "out"))


def facts_that_count(bundle: SupplierBundle) -> list[rows.SupplierFact]:
    """The newest fact of each kind, by the day it is of, then as recorded (RULES §3)."""
    newest: dict[str, rows.SupplierFact] = {}
    for one in sorted(bundle.facts, key=lambda fact: (fact.dated_on, fact.recorded_at, fact.id)):
        newest[one.kind] = one
    return list(newest.values())


def _run_out(bundle: OrderBundle, act: Act) -> list[str]:
    today = days.day_of(at=act.at, zone=days.zone(bundle.market.policy.operator_zone))
    return [
        f"{one.kind}, from {one.source}, held until {one.expires_on}; the operator records a newer one."
        for one in facts_that_count(bundle.supplier)
        if one.expires_on < today
    ]


@need("What is known of the supplier has not run out.", lacking=_run_out)
def facts_hold(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    """An expired fact blocks signing and nothing else (RULES §3)."""
    return not _run_out(bundle, act)


def _not_onboarded(bundle: OrderBundle, act: Act) -> list[str]:
    return bundle.market.not_onboarded((bundle.order.buyer_id, bundle.order.supplier_id), act.at)


@need(
    "Both companies are onboarded: their e-mail addresses verified, and no screening hit waiting.",
    lacking=_not_onboarded,
)
def parties_onboarded(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return not _not_onboarded(bundle, act)


@need("Both sides have signed this version.")
def both_signed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return all(signature(bundle, side) for side in ("buyer", "supplier")) and bundle.reservation is not None


def signature(bundle: OrderBundle, side: str) -> rows.Signature | None:
    """The signature of `side` over the version in force."""
    found = [one for one in bundle.of(rows.Signature) if one.party == side and one.version_id == bundle.version.id]
    return found[-1] if found else None


@need("The order is signed.")
def order_signed(bundle: OrderBundle, row: rows.Reservation, act: Act) -> bool:
    return bundle.order.signed_at is not None


@need("The order is over, or nobody has signed the version on offer.")
def cover_idle(bundle: OrderBundle, row: rows.Reservation, act: Act) -> bool:
    return bundle.order.ended_at is not None or not any(signature(bundle, side) for side in ("buyer", "supplier"))
