"""Rule 15: units delivered against units ordered."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tradeward.domain.adjudication.case import Case, Quantity
from tradeward.domain.adjudication.standing import Reason
from tradeward.domain.adjudication.terms import Result


@dataclass(frozen=True, slots=True)
class Count:
    """What was ordered and delivered, and what follows; `delivered` None: nobody counted."""

    ordered: Decimal
    delivered: Fraction | None
    result: Result
    reason: Reason


def count(*, case: Case) -> Count:
    """Whether less than the ordered quantity, less its tolerance, was delivered (rule 15).

    Several deliveries add up. Without a quantity term the order's own quantity holds, exactly; too much is no breach.
    """
    term = next((term for term in case.order.terms if isinstance(term, Quantity)), None)
    ordered, tolerance = (term.ordered, term.tol_minus_pct) if term else (case.order.quantity, Decimal(0))
    name = term.id if term else ""
    if not case.deliveries:
        return Count(ordered, None, Result.NOT_PROVEN, Reason(15, "no delivered quantity is recorded", name))
    delivered = sum((Fraction(delivery.quantity) for delivery in case.deliveries), Fraction(0))
    least = Fraction(ordered) * (1 - Fraction(tolerance) / 100)
    refs = ", ".join(sorted(delivery.ref for delivery in case.deliveries if delivery.ref))
    result = Result.BREACHED if delivered < least else Result.MET
    text = f"{_units(delivered)} delivered of {ordered} ordered, {tolerance} % may be missing: {result}"
    return Count(ordered, delivered, result, Reason(15, text, name, refs))


def _units(units: Fraction) -> str:
    return str(Decimal(units.numerator) / Decimal(units.denominator))
