"""Whose silence lets the clock move (DESIGN §3, §4): for each window one party, or one that the row decides."""

from collections.abc import Callable, Mapping
from typing import Any

from tradeward.domain import dispute, recovery, rows
from tradeward.domain.bundle import Bundle, OrderBundle
from tradeward.domain.vocabulary import Role


def _who_has_not_signed(bundle: OrderBundle, row: Any) -> Role:
    """An offer lapses, and its cover's hold ends, for want of a signature: the supplier's last, who is to deliver."""
    signed = {one.party for one in bundle.of(rows.Signature) if one.version_id == bundle.version.id}
    return Role.SUPPLIER if Role.BUYER in signed else Role.BUYER


def _who_may_answer(bundle: OrderBundle, row: rows.Dispute) -> Role:
    return Role.SUPPLIER if row.state == dispute.S.OPEN else Role.BUYER


def _who_lost(bundle: OrderBundle, row: rows.Dispute) -> Role:
    """A ruling becomes final unless it is appealed: by the buyer where it was dismissed, else by the supplier."""
    last = [one for one in bundle.of(rows.Ruling) if one.dispute_id == row.id and one.issued_at][-1]
    return Role.BUYER if last.outcome == "dismissed" else Role.SUPPLIER


def _the_other_side(by: str) -> Role:
    return Role.SUPPLIER if by == Role.BUYER else Role.BUYER


def _the_debtor(bundle: OrderBundle, row: rows.Recovery) -> Role:
    return Role.BUYER if row.kind in recovery.OF_BUYER else Role.SUPPLIER


WAITS_ON: Mapping[str, Role | Callable[[OrderBundle, Any], Role]] = {
    "amendment": lambda bundle, row: _the_other_side(row.proposed_by),
    "appeal": _who_lost,
    "appeal_ruling": Role.OFFICER,
    "at_once": Role.CLOCK,
    "auto_receipt": Role.BUYER,
    "claim_report": Role.INSPECTOR,
    "claims_over": Role.BUYER,
    "completion": Role.INSPECTOR,
    "computed_ruling": Role.OFFICER,
    "countersignature": Role.OFFICER,
    "debt_points": _the_debtor,
    "deposit": Role.BUYER,
    "escalation": _who_may_answer,
    "examine": Role.BUYER,
    "fail_choice": Role.BUYER,
    "hold": _who_has_not_signed,
    "inspection_missing": Role.BUYER,
    "limit_review": Role.CLOCK,
    "non_delivery": Role.SUPPLIER,
    "notice": _the_debtor,
    "offer": _who_has_not_signed,
    "offer_end": lambda bundle, row: _the_other_side(row.by),
    "payout": Role.CLOCK,
    "plan_part": _the_debtor,
    "retry": Role.CLOCK,
    "ruling_overdue": Role.OFFICER,
    "set_off": _the_debtor,
    "settlement_payment": Role.SUPPLIER,
    "shipment_release": Role.BUYER,
    "suspense": Role.OPERATOR,
    "take": Role.OFFICER,
    "unpaid": Role.BUYER,
    "withdrawal": Role.BUYER,
    "write_off": _the_debtor,
}
"""By the window's name. The clock itself where nobody could keep it from moving."""


def of(bundle: Bundle, row: Any, window: str) -> Role:
    """Who could still act before the clock does, or the clock where nobody can."""
    found = WAITS_ON[window]
    if isinstance(found, Role):
        return found
    assert isinstance(bundle, OrderBundle), "only windows of an order ask its rows"
    return found(bundle, row)
