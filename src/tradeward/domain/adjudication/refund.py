"""Rules 16 and 18 to 20: cap, refund, who pays it, and who bears the inspection fee, in profile `seed`."""

from dataclasses import dataclass
from fractions import Fraction

from tradeward.domain.adjudication import award, figures
from tradeward.domain.adjudication.case import Case, FeeRule, OtherClaimStatus, PaymentState, Side
from tradeward.domain.adjudication.standing import Reason
from tradeward.domain.refusals import RuleBroken

_FEE_FIXED = {FeeRule.BUYER_ALWAYS: Side.BUYER, FeeRule.SUPPLIER_ALWAYS: Side.SUPPLIER, FeeRule.SPLIT: "split"}
_USES_THE_LIMIT = frozenset({OtherClaimStatus.OPEN, OtherClaimStatus.PAID_NOT_COLLECTED})


@dataclass(frozen=True, slots=True)
class Payout:
    """What goes to the buyer in minor units: `from_escrow` and `platform_advance` sum to `refund`."""

    refund: int
    cap_applied: bool
    from_escrow: int
    platform_advance: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Fee:
    """Who bears the inspection fee: one side, or `split` in halves; None when nothing was inspected."""

    borne_by: str | None
    reason: Reason


def available_coverage(*, case: Case) -> int:
    """What is left of the supplier's limit, in minor units of the order's currency (rules 16 and 18).

    Open claims and such as are paid and not collected use it up. Another currency is converted at the order's rate
    after that, half-up. Refuses: another currency without a positive rate.
    """
    order, coverage = case.order, case.coverage
    used = sum(claim.amount_minor for claim in coverage.other_claims if claim.status in _USES_THE_LIMIT)
    left = max(0, coverage.limit_minor - used)
    if coverage.currency == order.currency:
        return left
    if not order.fx_at_order:
        raise RuleBroken(
            f"coverage in {coverage.currency} for an order in {order.currency} needs a rate", field="fx_at_order"
        )
    scale = Fraction(10 ** figures.digits(order.currency), 10 ** figures.digits(coverage.currency))
    return figures.half_up(left * scale / Fraction(order.fx_at_order))


def cap(*, case: Case) -> int:
    """The most that one order's refunds may reach: min(paid, available coverage), in minor units (rule 16)."""
    return min(award.paid(case=case), available_coverage(case=case))


def already_refunded(*, case: Case) -> int:
    """What went back to the buyer before, whoever paid it, in minor units (rule 18)."""
    return sum(refund.amount_minor for refund in case.refunds_already_made)


def escrow_held(*, case: Case) -> int:
    """What the platform still holds of this order: payments in escrow less what left it (rule 19)."""
    held = sum(payment.amount_minor for payment in case.payments if payment.state is PaymentState.ESCROW)
    left = sum(refund.amount_minor for refund in case.refunds_already_made if refund.from_escrow)
    return max(0, held - left)


def decided(*, case: Case, award_minor: int) -> Payout:
    """The refund of a decided case: award, cap, earlier refunds, the amount asked, in this order (rule 18)."""
    most = cap(case=case)
    refund = min(award_minor, most) - already_refunded(case=case)
    if case.claim.amount_minor is not None:
        refund = min(refund, case.claim.amount_minor)
    return _paid_out(case, refund=refund, applied=award_minor > most, head=_sum("award", award_minor, case))


def settled(*, case: Case, agreed_minor: int) -> Payout:
    """The refund of a settled case: the figure agreed, at most cap less earlier refunds (rules 5 and 18)."""
    most = cap(case=case)
    refund = min(agreed_minor, most - already_refunded(case=case))
    applied = min(agreed_minor, award.paid(case=case)) > most
    return _paid_out(case, refund=refund, applied=applied, head=_sum("agreed", agreed_minor, case))


def nothing(*, case: Case) -> Payout:
    """No refund: the case is inadmissible, pending or withdrawn (rule 5)."""
    return Payout(0, False, 0, 0, (_cap_reason(case),))


def fee(*, case: Case, breach_shown: bool) -> Fee:
    """Who bears the inspection fee (rule 20).

    `breach_shown`: the case is decided, and a usable report showed a breach, cured since or not, of a claimed term of
    an admissible quality ground.
    """
    if not case.inspections:
        return Fee(None, Reason(20, "no inspection is in the file"))
    borne_by = _FEE_FIXED.get(case.order.inspection_fee_rule)
    if borne_by is not None:
        return Fee(borne_by, Reason(20, f"the contract says {case.order.inspection_fee_rule}, whatever the result"))
    told = "decided, and a usable inspection showed a breach" if breach_shown else "no decision on a breach shown"
    return Fee(Side.SUPPLIER if breach_shown else Side.BUYER, Reason(20, f"loser pays: {told}"))


def _paid_out(case: Case, *, refund: int, applied: bool, head: str) -> Payout:
    refund = max(0, refund)
    from_escrow = min(refund, escrow_held(case=case))
    earlier = _sum("refunded before", already_refunded(case=case), case)
    asked = case.claim.amount_minor
    limit = "" if asked is None else f", {_sum('asked', asked, case)}"
    reasons = (
        _cap_reason(case),
        Reason(18, f"{head}, {earlier}{limit}: {_sum('refund', refund, case)}"),
        Reason(19, f"{_sum('from escrow', from_escrow, case)}, {_sum('advance', refund - from_escrow, case)}"),
    )
    return Payout(refund, applied, from_escrow, refund - from_escrow, reasons)


def _cap_reason(case: Case) -> Reason:
    had = _sum("paid", award.paid(case=case), case)
    return Reason(
        16, f"{had}, {_sum('coverage', available_coverage(case=case), case)}: {_sum('cap', cap(case=case), case)}"
    )


def _sum(word: str, minor: int, case: Case) -> str:
    return f"{word} {figures.shown(minor, currency=case.order.currency)}"
