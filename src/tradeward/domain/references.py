"""ISO 11649 creditor references, by which a credit finds what it pays (RULES §9)."""

import string
from uuid import UUID

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

_DIGITS = string.digits + string.ascii_uppercase
_BODY = 12
"""Base 36 digits for 62 bits."""
_LENGTH = 4 + _BODY


def reference(id: UUID) -> str:
    """The RF reference of an instalment or a debt: the free bits of its id in twelve digits of base 36, with two check digits."""
    number, body = id.int & ((1 << 62) - 1), ""
    for _ in range(_BODY):
        number, digit = divmod(number, 36)
        body = _DIGITS[digit] + body
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"


def read(text: str) -> str:
    """The first reference in a payment's free text that is of our length and checks, compact; empty when there is none."""
    compact = "".join(text.split()).upper()
    start = compact.find("RF")
    while start >= 0:
        candidate = compact[start : start + _LENGTH]
        if len(candidate) == _LENGTH and iso11649.is_valid(candidate):
            return candidate
        start = compact.find("RF", start + 1)
    return ""
