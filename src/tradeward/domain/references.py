"""ISO 11649 creditor references, by which a credit finds what it pays (RULES §9)."""

import re
import string
from uuid import UUID

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

_DIGITS = string.digits + string.ascii_uppercase
_BODY = 12
"""Base 36 digits for 62 bits."""
_WRITTEN = re.compile(rf"(?=(RF[0-9]{{2}}[0-9A-Z]{{{_BODY}}}))")
"""Looked for from every letter on: the words before a reference may end in RF. Check digits are digits, whatever mod 97 says."""


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
    found = (one[1] for one in _WRITTEN.finditer(compact))
    return next(filter(iso11649.is_valid, found), "")
