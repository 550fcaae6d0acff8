"""A date as people write it: one day, or refused; `03/04/2026` could be two days, and is refused with both (RULES §1 S9)."""

import re
import unicodedata
from datetime import date

from tradeward.domain.linting.folding import folded
from tradeward.domain.linting.parse import dates
from tradeward.domain.refusals import RuleBroken

LONGEST = 40
"""Characters of a date; more is none."""
_CHINESE = str.maketrans({"年": "-", "月": "-", "日": None, "号": None})


def day(*, text: str, field: str) -> date:
    """The one day that `text` names: `2026-04-03`, `3 April 2026`, `2026年4月3日`, `13/04/2026`.

    Refuses: a date that could be two days, one without year or day, and what is no date.
    """
    found = _found(text)
    if found is None:
        raise RuleBroken(f"{field} {text[:LONGEST]!r} is no date: name one exact day, such as 2026-04-03", field=field)
    if found.form == dates.WHOLE and found.day is not None:
        return found.day
    if found.form == dates.IN_DOUBT:
        one, other = either(text=text)
        raise RuleBroken(f"{field} {text!r} could be {one} or {other}: write the one that is meant", field=field)
    why = "names no day of the calendar" if found.form == dates.WHOLE else f"leaves it open ({found.form})"
    raise RuleBroken(f"{field} {text!r} {why}: name one exact day, such as 2026-04-03", field=field)


def either(*, text: str) -> tuple[date, ...]:
    """The two days that a date in doubt could be, the earlier first; nothing for any other text."""
    found = _found(text)
    if found is None or found.form != dates.IN_DOUBT:
        return ()
    one, other, year = map(int, re.findall(r"[0-9]+", unicodedata.normalize("NFKC", text)))
    return tuple(sorted((date(year, one, other), date(year, other, one))))


def _found(text: str) -> dates.Day | None:
    """The date that is the whole of the text."""
    plain = unicodedata.normalize("NFKC", text).translate(_CHINESE).strip()
    found = dates.days(folded(plain)) if 0 < len(plain) <= LONGEST else ()
    return found[0] if len(found) == 1 and (found[0].start, found[0].end) == (0, len(plain)) else None
