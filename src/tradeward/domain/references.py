"""ISO 11649 creditor references, by which a credit finds what it pays (RULES §9)."""

import string
from uuid import UUID

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

_DIGITS = string.digits + string.ascii_uppercase


def reference(id: UUID) -> str:
    """The RF reference of an instalment or a debt: the free bits of its id in base 36, with two check digits."""
    number, body = id.int & ((1 << 62) - 1), ""
    while number:
        number, digit = divmod(number, 36)
        body = _DIGITS[digit] + body
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"


def read(text: str) -> str:
    """The reference in a payment's free text, compact; empty when there is none that checks."""
    compact = "".join(text.split()).upper()
    start = compact.find("RF")
    candidate = compact[start : start + 25] if start >= 0 else ""
    return candidate if candidate and iso11649.is_valid(candidate) else ""
