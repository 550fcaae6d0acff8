"""JSON without its ambiguities: no repeated keys, no numbers that are not whole, no NaN, nothing after the value."""

import json
from typing import Any, NoReturn

from tradeward.domain.refusals import RuleBroken

_LONGEST_INTEGER = 15
"""Digits; longer ones are not read alike by every JSON reader."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def parse(*, line: bytes) -> Any:
    """The JSON value of one line.

    Refuses: bytes that are not UTF-8 or open with a byte order mark, broken JSON, text after the value, a key that is
    there twice in one object, numbers that are not whole or have more than 15 digits, NaN, very deep nesting.
    """
    if line.startswith(_BYTE_ORDER_MARK):
        raise RuleBroken("starts with a byte order mark; save the file as UTF-8 without one")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise RuleBroken(f"byte {broken.start + 1} is not UTF-8") from None
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_no_fraction, parse_int=_integer, parse_constant=_no_constant
        )
    except json.JSONDecodeError as broken:
        raise RuleBroken(f"column {broken.colno}: not JSON: {broken.msg}") from None
    except RecursionError:
        raise RuleBroken("nested too deeply for a case") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise RuleBroken(f"key {json.dumps(twice)} is there twice in one object")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise RuleBroken(f"the number {digits[:_LONGEST_INTEGER]}... has more than {_LONGEST_INTEGER} digits")
    return int(digits)


def _no_fraction(number: str) -> NoReturn:
    raise RuleBroken(
        f"the number {number[:40]} is not whole; amounts and readings are texts, such as {json.dumps('0.5')}"
    )


def _no_constant(name: str) -> NoReturn:
    raise RuleBroken(f"{name} is not a JSON value")
