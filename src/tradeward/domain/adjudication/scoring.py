"""Holding an answer against the expected one of a data set: every key, every value and its type."""

import json
from typing import Any

NOT_COMPARED = frozenset({"id", "why", "reasons"})


def differences(*, answer: dict[str, Any], expected: dict[str, Any]) -> tuple[str, ...]:
    """A sentence for each expected key that the answer has not exactly so; `true` is not `1`, `"0"` not `"0.00"`."""
    return tuple(
        f"{key}: {_text(answer, key)}, expected {_text(expected, key)}"
        for key in expected
        if key not in NOT_COMPARED and _text(answer, key) != _text(expected, key)
    )


def _text(value: dict[str, Any], key: str) -> str:
    return json.dumps(value[key], sort_keys=True) if key in value else "missing"
