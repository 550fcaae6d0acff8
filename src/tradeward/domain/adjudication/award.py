"""Rule 17: what each breached ground is worth by the remedy of the claim, before coverage, cap and earlier refunds."""

from dataclasses import dataclass
from fractions import Fraction

from tradeward.domain.adjudication import figures, quality, quantity, shipment
from tradeward.domain.adjudication.case import Aggregate, Case, Ground, Inspection, Measure, PaymentState, Remedy
from tradeward.domain.adjudication.standing import Reason
from tradeward.domain.adjudication.terms import Result


@dataclass(frozen=True, slots=True)
class Amount:
    """What one breached ground is worth, in minor units of the order's currency, rounded once."""

    ground: Ground
    minor: int
    reasons: tuple[Reason, ...]


def paid(*, case: Case) -> int:
    """All payments held or released, before refunds, in minor units (rule 16); what is still pending is not paid."""
    return sum(payment.amount_minor for payment in case.payments if payment.state is not PaymentState.PENDING)


def award(*, case: Case, amounts: tuple[Amount, ...]) -> int:
    """The grounds together, never more than what was paid (rule 17): `min(sum, paid)`."""
    return min(sum(amount.minor for amount in amounts), paid(case=case))


def ship_date(*, case: Case) -> Amount:
    """Lateness: a cancelled order or lot not shipped at the claim is refunded, all else bears damages (rule 17)."""
    late = [one for one in shipment.shipments(case=case) if one.days_late]
    cancel = case.claim.remedy is Remedy.CANCEL
    cancelled = [one for one in late if cancel and one.unshipped_at_claim]
    reasons = []
    exact = Fraction(0)
    if cancelled:
        exact += _above_the_rest(case, {one.lot for one in cancelled})
        reasons.append(Reason(17, f"cancelled, not shipped at the claim ({_lots(cancelled)}): {_money(exact, case)}"))
    for one in late:
        if one not in cancelled:
            damages, told = _damages(case, one)
            exact += damages
            reasons.append(told)
    return _rounded(Ground.SHIP_DATE, exact, reasons)


def quality_amount(*, case: Case) -> Amount:
    """Non-conformity: goods cancelled or refused are refunded, goods kept bear a price reduction (rule 17)."""
    found = quality.breaches(case=case)
    if not found:
        return _rounded(Ground.QUALITY, Fraction(0), [])
    if case.claim.remedy is Remedy.KEEP:
        exact = price_reduction(case=case)
        told = Reason(17, f"goods kept, price reduction: {_money(exact, case)}")
    else:
        lots = {_speaks_for(one.inspection, case=case) for one in found}
        exact = _above_the_rest(case, lots)
        told = Reason(17, f"goods given up ({case.claim.remedy}), refunded: {_money(exact, case)}")
    return _rounded(Ground.QUALITY, exact, [told])


def shortage(*, case: Case) -> Amount:
    """The price of all that is missing, also of the part within tolerance, as far as it was paid (rule 17)."""
    count = quantity.count(case=case)
    if count.result is not Result.BREACHED or count.delivered is None:
        return _rounded(Ground.QUANTITY, Fraction(0), [])
    earned = case.order.value_minor * count.delivered / Fraction(count.ordered)
    exact = max(Fraction(0), paid(case=case) - earned)
    return _rounded(Ground.QUANTITY, exact, [Reason(17, f"shortage, paid above the delivered: {_money(exact, case)}")])


def price_reduction(*, case: Case) -> Fraction:
    """Value times share in exact minor units: lots added, or the whole order's if that is more (rule 17)."""
    shares: dict[int | None, Fraction] = {}
    failing = {id(one.inspection): one.inspection for one in quality.breaches(case=case)}
    for inspection in failing.values():
        lot = _speaks_for(inspection, case=case)
        shares[lot] = max(shares.get(lot, Fraction(0)), share(case=case, inspection=inspection))
    whole = case.order.value_minor * shares.pop(None, Fraction(0))
    return max(whole, sum((case.order.value_of(lot) * part for lot, part in shares.items()), Fraction(0)))


def share(*, case: Case, inspection: Inspection) -> Fraction:
    """The part of the price that a failing report takes off: by units, else by readings outside, else 0 (rule 17)."""
    if inspection.nonconforming_units is not None and inspection.sample_size is not None:
        return Fraction(inspection.nonconforming_units, inspection.sample_size)
    outside = [
        one.shown.share
        for one in quality.breaches(case=case)
        if one.inspection is inspection and isinstance(one.term, Measure) and one.term.aggregate is Aggregate.EACH
    ]
    return max(outside, default=Fraction(0))


def _above_the_rest(case: Case, lots: set[int | None]) -> Fraction:
    """What was paid above the price of the goods not given up; None among the lots gives up the whole order."""
    if None in lots:
        return Fraction(paid(case=case))
    rest = case.order.value_minor - sum(case.order.value_of(lot) for lot in lots)
    return Fraction(max(0, paid(case=case) - rest))


def _damages(case: Case, late: shipment.Shipment) -> tuple[Fraction, Reason]:
    """Liquidated damages of one late order or lot, exactly (rule 17)."""
    name = "the order" if late.lot is None else f"lot {late.lot}"
    clause = case.order.late_ld
    if clause is None:
        return Fraction(0), Reason(17, f"{name}: late, the contract has no damages clause: 0")
    percent = min(Fraction(clause.pct_per_day) * late.days_late, Fraction(clause.cap_pct))
    exact = case.order.value_of(late.lot) * percent / 100
    text = f"{name}: {late.days_late} days x {clause.pct_per_day} %, at most {clause.cap_pct} %: {_money(exact, case)}"
    return exact, Reason(17, text)


def _speaks_for(inspection: Inspection, *, case: Case) -> int | None:
    """The lot a report speaks for, or None for the whole order (rule 17)."""
    return inspection.lot if case.order.in_lots else None


def _rounded(ground: Ground, exact: Fraction, reasons: list[Reason]) -> Amount:
    """Half-up, the one rounding of a ground (rule 18)."""
    return Amount(ground, figures.half_up(exact), tuple(reasons))


def _money(exact: Fraction, case: Case) -> str:
    return figures.shown(figures.half_up(exact), currency=case.order.currency)


def _lots(shipments: list[shipment.Shipment]) -> str:
    return ", ".join("the order" if one.lot is None else f"lot {one.lot}" for one in shipments)
