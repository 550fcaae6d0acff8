"""Exact arithmetic: shares are Fractions, money is whole minor units, and one function rounds (rule 18)."""

import math
from fractions import Fraction

from tradeward.domain import money

# ISO 4217 codes that no new order may be in, but a case about an older or an index-linked one may.
_OTHER_CURRENCIES = {
    **dict.fromkeys("ANG BGN BOV CHE CHW COU CUC HRK MXV SLL USN ZWL".split(), 2),
    "CLF": 4,
    "UYI": 0,
    "UYW": 4,
}


def digits(currency: str) -> int:
    """Digits after the point of `currency` (ISO 4217; JPY 0, KWD 3). Refuses: an unknown code."""
    other = _OTHER_CURRENCIES.get(currency)
    return money.exponent(currency) if other is None else other


def half_up(amount: Fraction) -> int:
    """`amount`, not negative, rounded to a whole number, a half upwards (rule 18)."""
    return math.floor(amount + Fraction(1, 2))


def plain(minor: int, *, currency: str) -> str:
    """The amount with exactly the currency's digits, no separators: `"1250.00"`, JPY `"18519"`."""
    places = digits(currency)
    if not places:
        return str(minor)
    whole, rest = divmod(minor, 10**places)
    return f"{whole}.{rest:0{places}d}"


def shown(minor: int, *, currency: str) -> str:
    """The amount for readers, with thousands: `1,250.00`."""
    whole, point, rest = plain(minor, currency=currency).partition(".")
    return f"{int(whole):,}{point}{rest}"
