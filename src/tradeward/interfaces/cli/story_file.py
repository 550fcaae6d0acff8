"""A story file: who acts when in which order, and nothing about how it ends."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tradeward.domain.refusals import RuleBroken

Said = dict[str, Any]


def read(path: Path) -> Said:
    """The story in a file. Refuses: what is no TOML, an unknown key, a missing one."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise RuleBroken(f"{path}: this is no story in TOML: {fault}", field="story") from None
    for key in told:
        if key not in ("title", "start", "fund", "cast", "act"):
            raise RuleBroken(f"{path}: {key} is not a key of a story", field=key)
    for key in ("title", "start", "cast", "act"):
        if key not in told:
            raise RuleBroken(f"{path}: {key} is missing", field=key)
    return told


def day_or_instant(value: Any, field: str) -> str:
    """A day or an instant as written. Refuses: what is neither."""
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise RuleBroken(f"{field} = {value!r} is no day or instant", field=field)
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise RuleBroken(f"{field} = {value!r} is no day or instant", field=field) from None
    return value
