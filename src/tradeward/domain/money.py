"""Money as integer minor units of one ISO 4217 currency (RULES §7: no float, rounding half-up, named at the call)."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tradeward.domain.refusals import RuleBroken

BASIS = 10_000
"""Basis points in the whole."""
MOST_MINOR = 10**17
"""The largest amount that is read: far beyond any order, and sums of many fit 64 bits and 28 decimal digits."""
_MOST_DIGITS = 20
_NOTATION = re.compile(r"-?[0-9]+(\.[0-9]+)?")

# ISO 4217:2015 list one. Two digits unless named here.
_EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
_TWO_DIGITS = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
    CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR
    IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
    MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS
    SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG""".split()
)
CURRENCIES = _TWO_DIGITS | frozenset(_EXPONENTS)


def exponent(currency: str) -> int:
    """Digits after the decimal point of `currency`, an ISO 4217 code (JPY 0, KWD 3). Refuses: an unknown code."""
    if currency not in CURRENCIES:
        raise RuleBroken(f"currency {currency!r} is not an ISO 4217 code", field="currency")
    return _EXPONENTS.get(currency, 2)


def half_up(amount: Decimal) -> int:
    """`amount` rounded to a whole number, a half away from zero (RULES §7)."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(*, minor: int, bp: int) -> int:
    """`bp` basis points of `minor`, half-up (RULES §7)."""
    return half_up(Decimal(minor * bp) / BASIS)


def split(*, minor: int, bps: tuple[int, ...]) -> tuple[int, ...]:
    """`minor` in parts of `bps` basis points which sum to it exactly: each boundary is rounded half-up, never a part.

    Refuses: parts that are not positive or do not sum to 10,000 (RULES §4).
    """
    if sum(bps) != BASIS or min(bps) <= 0:
        raise RuleBroken(f"the parts are {bps}: each must be positive and together they must be 10000", field="plan")
    edges = [share(minor=minor, bp=sum(bps[:n])) for n in range(len(bps) + 1)]
    return tuple(after - before for before, after in zip(edges, edges[1:], strict=False))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency; `minor` counts its smallest unit and may be negative. Two currencies never mix."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if type(self.minor) is not int:
            raise TypeError(f"minor units are int, not {type(self.minor).__name__}")

    @classmethod
    def parse(cls, amount: str, *, currency: str) -> "Money":
        """The money written `amount` in plain decimal notation, without separators or exponent (RULES §7).

        Refuses: what is no number, more digits than the currency has, and an amount beyond `MOST_MINOR`.
        """
        digits = exponent(currency)
        if not _NOTATION.fullmatch(amount):
            raise RuleBroken(f"amount {amount!r} is no decimal number, such as 10000.00", field="amount")
        units, _, rest = amount.partition(".")
        if rest[digits:].strip("0"):
            raise RuleBroken(f"amount {amount!r}: {currency} has {digits} digits after the point", field="amount")
        if len(units) > _MOST_DIGITS or abs(minor := int(units + rest[:digits].ljust(digits, "0"))) > MOST_MINOR:
            raise RuleBroken(f"amount {amount[:30]!r} is more than {cls(MOST_MINOR, currency)}", field="amount")
        return cls(minor, currency)

    @property
    def amount(self) -> str:
        """The decimal notation with exactly the currency's digits: `"10000.00"`, JPY `"18519"`, KWD `"310.250"`."""
        digits = exponent(self.currency)
        return f"{Decimal(self.minor).scaleb(-digits):.{digits}f}"

    def __str__(self) -> str:
        digits = exponent(self.currency)
        return f"{self.currency} {Decimal(self.minor).scaleb(-digits):,.{digits}f}"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.minor
