"""Where one statement ends and the next begins."""

import bisect

from tradeward.domain.linting.patterns import compiled

_ENDS = compiled(r"[.!?]['\")\]]? +(?P<mark>[\"(']?[A-Z0-9\x1a])|; *(?P<other>.)|\n(?P<line>.)")

_SHORTENED = compiled(
    r"\b(?i:no|nos|nr|art|approx|max|min|fig|rev|ver|inc|ltd|co|st|ca|cl|sec|incl|excl|acc|e\.g|i\.e|dia"
    r"|pos|vs|ref|dwg|p|pp|tel|att|messrs|dept|est|temp|spec|std|qty)$"
)


class Clauses:
    """The statements of a text, by the places where they start."""

    __slots__ = ("_end", "_starts")

    def __init__(self, text: bytes) -> None:
        self._starts = [
            0,
            *(
                hit.last - 1
                for hit in _ENDS.hits(text)
                if not _SHORTENED.found(text[max(0, hit.first - 8) : hit.first])
            ),
        ]
        self._end = len(text)

    def around(self, place: int) -> tuple[int, int]:
        """From where to where the statement goes in which `place` is."""
        index = bisect.bisect_right(self._starts, place)
        return self._starts[index - 1], self._starts[index] if index < len(self._starts) else self._end
