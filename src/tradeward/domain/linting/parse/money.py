"""Sums of money: with an ISO 4217 code, with a sign or a word only, or as a bare price."""

from dataclasses import dataclass
from decimal import Decimal

from tradeward.domain.linting.parse import figures
from tradeward.domain.linting.patterns import NUMBER, compiled

CODES = (
    "USD|EUR|CNY|GBP|JPY|HKD|TWD|KRW|INR|TRY|AUD|CAD|NZD|SGD|MYR|THB|VND|IDR|PHP|PKR|BDT|LKR|AED|SAR|QAR"
    "|KWD|BHD|OMR|EGP"
    "|ZAR|NGN|KES|BRL|MXN|ARS|CLP|COP|PEN|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|RUB|UAH|KZT|ILS|JOD|MAD|TND|CNH"
)
_SIGN = (
    r"(?:US\$|U\.S\.\$|USD?\$|AU?\$|CA?\$|HK\$|S\$|NT\$|R\$|\$|€|£|¥|₹|Rs\.?|RMB|(?i:yuan|dollars?|bucks"
    r"|euros?|rupees|pounds sterling|yen|lira|francs?))"
)
_SCALE = r"(?: ?(?i:thousand|million|billion|k|m|mio|lakhs?|crores?)\b)?"
_SUM = compiled(
    rf"(?P<mark>\b(?:{CODES}) ?[:\s]?\$? ?({NUMBER}){_SCALE}|({NUMBER}){_SCALE} ?(?:{CODES})\b)"
    rf"|((?:{_SIGN}) ?({NUMBER}){_SCALE}|\b({NUMBER}){_SCALE} ?(?:{_SIGN})(?:\W|$))"
)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money; `coded` if a currency code stands with it."""

    start: int
    end: int
    value: Decimal | None
    coded: bool


def sums(text: bytes) -> tuple[Sum, ...]:
    """Every amount with a code, a sign or a currency's name in `text` (folded, case kept), in order."""
    found = []
    for hit in _SUM.hits(text):
        coded, one, two, signed, three, four = hit.groups
        value = figures.amount(one or two or three or four or "")
        end = hit.last - len(text[hit.first : hit.last]) + len(text[hit.first : hit.last].rstrip(b" .,;)"))
        found.append(Sum(hit.first, end, value, coded is not None))
    return tuple(found)
