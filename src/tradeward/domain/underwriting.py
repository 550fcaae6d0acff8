"""What the moves of a supplier need and change: application, review, limit, suspension, the daily payout (RULES §3)."""

from tradeward.domain import days, needs, rows, supplier, supplier_limit
from tradeward.domain.bundle import SupplierBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.supplier import SUPPLIER

VERIFICATIONS = ("documents", "site_audit")


@needs.need("The company has a bank account and a verified e-mail address here, and no screening hit waits.")
def onboarded(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return bool(bundle.market.account(row.id, act.at)) and not bundle.market.not_onboarded((row.id,), act.at)


@needs.need("No screening hit of the supplier's waits to be cleared.")
def supplier_clear(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    """Asked only where there is something to pay out."""
    return not bundle.payable() or not bundle.market.held(row.id, act.at)


@needs.need(
    "Sales history (it may be empty), performance record and verified legal status are looked at, the verification named.",
    of_input=True,
)
def history_performance_and_status_verified(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    looked_at = all(str(act.said.get(key, "")).strip() for key in ("history", "performance", "legal_status"))
    return looked_at and act.said.get("verification") in VERIFICATIONS


@needs.need("Reasons are written.", of_input=True)
def reasons_given(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return bool(str(act.said.get("reason", "")).strip())


@needs.need("The ceiling is not negative, and has a reason.", of_input=True)
def ceiling_reasoned(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    minor = act.said.get("ceiling_minor")
    return minor is None or (minor >= 0 and bool(str(act.said.get("reason", "")).strip()))


@needs.need("The cause is none of its own, fraud, or sanctions.", of_input=True)
def cause_known(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return act.said.get("cause", "") in ("", *needs.FRAUD)


@needs.need("It is the first appeal.")
def first_appeal(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return row.appealed_at is None


@needs.need("No order runs or holds the supplier's cover, and nothing is owed, due or on its way.")
def nothing_open(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return not (
        row.reserved_minor
        or row.advanced_minor
        or row.fees_owed
        or bundle.payable()
        or bundle.market.still_open(row.id)
    )


@needs.need("Security of the supplier's is kept.")
def security_kept(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return any(bundle.security().values())


@needs.need("No security of the supplier's is kept any more: the operator returns it first.")
def security_returned(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return not security_kept(bundle, row, act)


@needs.need("Released money is there that no debt freezes.")
def payout_free(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return bool(bundle.payable())


@needs.need("The books are green.")
def books_green(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> bool:
    return bundle.market.books_were_green(act.at)


@SUPPLIER.effect("apply")
def _apply(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> None:
    row.applied_at = act.at


@SUPPLIER.effect("review")
def _review(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> None:
    row.verification = act.said["verification"]
    row.reviewed_at = act.at
    row.reasons = [f"{key}: {act.said[key]}" for key in ("history", "performance", "legal_status")]


@SUPPLIER.effect("admit", "review_limit")
def _set_limit(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> None:
    """By the operator with his reasons, or by the clock every month (RULES §3, S2)."""
    row.decided_at = row.decided_at or act.at
    if "ceiling_minor" in act.said:
        row.ceiling_minor = act.said["ceiling_minor"]
    reckon(bundle, act=act)


def after_debt(bundle: SupplierBundle, *, act: Act) -> None:
    """A debt fell overdue: the limit of a supplier in the scheme is reckoned at once (RULES §3)."""
    if bundle.supplier.state in (supplier.S.ASSURED, supplier.S.SUSPENDED):
        reckon(bundle, act=act)


def reckon(bundle: SupplierBundle, *, act: Act) -> None:
    """The limit is reckoned from the record as it stands; a cut never touches signed orders (RULES §3)."""
    row = bundle.supplier
    row.reviewed_at = act.at
    day = days.day_of(at=act.at, zone=days.zone(bundle.market.policy.operator_zone))
    found = supplier_limit.limit(history=bundle.market.history(row, day), policy=bundle.market.policy, day=day)
    row.limit_minor, row.arithmetic = found.limit.minor, list(found.lines)
    if row.ceiling_minor is not None and row.ceiling_minor < row.limit_minor:
        row.limit_minor = row.ceiling_minor
        row.arithmetic = [
            *row.arithmetic,
            f"The operator has set a lower ceiling: {act.said.get('reason', '')}".strip(),
        ]


@SUPPLIER.effect("decline", "expel", "suspend", "restore")
def _decided(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> None:
    row.decided_at = act.at
    row.reasons = [str(act.said["reason"])]
    row.suspended_for = str(act.said.get("cause", "")) if act.verb == "suspend" else ""


@SUPPLIER.effect("appeal")
def _appeal(bundle: SupplierBundle, row: rows.Supplier, act: Act) -> None:
    row.appealed_at = act.at
