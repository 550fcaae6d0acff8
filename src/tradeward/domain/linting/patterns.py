"""Patterns on folded text: linear in the length of the text, whatever the text (google-re2).

In a pattern a space stands for any white space and `<name>` for the piece of that name; signs (± ≤ €) are written as
they look.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import re2

from tradeward.domain.linting.folding import folded

NUMBER = r"(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen"
)
TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)

PIECES = {
    "num": NUMBER,
    "word": r"[a-z][a-z'\-]*",
    "figure": f"(?:{ONES}|{TENS}|hundred|thousand|half)",
    "count": rf"(?:{NUMBER}|(?:{TENS})(?:[\s\-](?:{ONES}))?|{ONES}|hundred)",
    "month": MONTH,
    "year": r"(?:19|20)\d\d",
    "dom": r"(?:0?[1-9]|[12]\d|3[0-9])(?:st|nd|rd|th)?",
    "weekday": r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day",
    "dash": r"(?:-|~|to|till|until|through|and|or|/)",
    "period": r"(?:(?:calendar|working|business|banking|bank|natural|consecutive|running|week|work)[\s\-]+)?"
    r"(?:seconds?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|wks?)",
    "party": r"(?:buyers?|sellers?|suppliers?|customers?|manufacturers?|vendors?|purchasers?|factory|suppliers'"
    r"|consignee"
    r"|importer|exporter|we|us|our|you|your|they|he|she|his|their|him|client|principal|company|both parties|the parties"
    r"|both sides|either party|parties)",
}


class Hit(NamedTuple):
    """A match: the stretch it marks (its group `mark`, or all of it), all of it, and its groups."""

    start: int
    end: int
    first: int
    last: int
    groups: tuple[str | None, ...]


class Pattern:
    """A compiled pattern; `(?P<mark>…)` in it is what a match marks."""

    __slots__ = ("_mark", "_regexp", "source")

    def __init__(self, source: str) -> None:
        options = re2.Options()
        options.max_mem = 64 << 20
        options.log_errors = False
        self.source = source
        self._regexp: Any = re2.compile(folded(source), options)
        self._mark: int = self._regexp.groupindex.get(b"mark", 0)

    def hits(self, text: bytes, *, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Every match between `start` and `end`, in order; what stands around is seen by \\b."""
        for match in self._regexp.finditer(text, start, end):
            groups = tuple(None if found is None else found.decode("ascii") for found in match.groups())
            start, end = self._span(match)
            first, last = match.span()
            yield Hit(start, end, first, last, groups)

    def _span(self, match: Any) -> tuple[int, int]:
        """What is marked; all of the match where the marked group took no part."""
        start, end = match.span(self._mark)
        return (start, end) if start >= 0 else match.span()

    def found(self, text: bytes, *, start: int = 0, end: int | None = None) -> bool:
        """Whether the pattern matches between `start` and `end`."""
        return self._regexp.search(text, start, end) is not None

    def opens(self, text: bytes, *, start: int, end: int | None = None) -> Hit | None:
        """The match right at `start`, if there is one."""
        match = self._regexp.match(text, start, end)
        if not match:
            return None
        marked, whole = self._span(match), match.span()
        return Hit(marked[0], marked[1], whole[0], whole[1], match.groups())


@cache
def compiled(source: str) -> Pattern:
    """The pattern of `source`, compiled once."""
    return Pattern(_spelled(source))


def _spelled(source: str) -> str:
    for name, piece in PIECES.items():
        source = source.replace(f"<{name}>", piece)
    for written, meant in ((" *", r"\s*"), (" ?", r"\s*"), (" +", r"\s+"), (" ", r"\s+")):
        source = source.replace(written, meant)
    return source
