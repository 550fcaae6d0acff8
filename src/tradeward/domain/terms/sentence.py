"""One sentence with places to fill: printed from its words, and read back into them, in time that grows with its length."""

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

GAP = "____"
"""Stands where a word is needed and not there."""
_PART = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
_SLOT = re.compile(r"\{(\w+)\}")
_QUOTED = json.JSONDecoder()


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence: what stands around the word `slot`, or no word; `optional` comes or stays away."""

    before: str
    slot: str
    after: str
    optional: bool


@dataclass(frozen=True)
class Sentence:
    """A pattern such as `The {property} is at most {max} {unit}[, by {method}].`; brackets hold one word that may be left out.

    A word that could be mistaken for the sentence around it is printed in double quotes, as JSON writes them; so
    what was printed is read back to the same words, whatever they are.
    """

    pattern: str

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pattern, taken apart."""
        found = list[Piece]()
        for part in _PART.finditer(self.pattern):
            words = _SLOT.split(part[1] or part[2])
            if part[1] is not None:
                before, slot, after = words
                found.append(Piece(before, slot, after, optional=True))
                continue
            pairs = itertools.zip_longest(words[::2], words[1::2], fillvalue="")
            found += [Piece(before, slot, "", optional=False) for before, slot in pairs if before or slot]
        return tuple(found)

    @cached_property
    def slots(self) -> frozenset[str]:
        """All words that it has a place for."""
        return frozenset(piece.slot for piece in self.pieces if piece.slot)

    def fits(self, *, words: Mapping[str, str]) -> bool:
        """Whether it says all of `words`, and lacks none."""
        needed = {piece.slot for piece in self.pieces if piece.slot and not piece.optional}
        return needed <= words.keys() <= self.slots

    def written(self, *, words: Mapping[str, str]) -> str:
        """The sentence with its words; what is needed and not there is a gap."""
        said = []
        for n, piece in enumerate(self.pieces):
            if piece.slot in words:
                said.append(piece.before + self._shown(words[piece.slot], n) + piece.after)
            elif not piece.optional:
                said.append(piece.before + (GAP if piece.slot else ""))
        return "".join(said)

    def read(self, *, text: str) -> dict[str, str] | None:
        """The words of a sentence of this pattern; None if it is not one."""
        found, place = dict[str, str](), 0
        for n, piece in enumerate(self.pieces):
            if not text.startswith(piece.before, place):
                if piece.optional:
                    continue
                return None
            place += len(piece.before)
            if piece.slot:
                start, place = place, self._end(text, place, n)
                if start == place:
                    return None
                if found.setdefault(piece.slot, word := _bare(text[start:place])) != word:
                    return None
                if not text.startswith(piece.after, place):
                    return None
                place += len(piece.after)
        return found if place == len(text) else None

    def _following(self, n: int) -> list[Piece]:
        """The pieces that may come after piece `n`: optional ones, and the first that is not."""
        after = self.pieces[n + 1 :]
        last = next(at for at, piece in enumerate(after) if not piece.optional)
        return list(after[: last + 1])

    def _end(self, text: str, start: int, n: int) -> int:
        """Where the word of piece `n` ends: at its closing quote, or before the nearest piece that may follow."""
        if text.startswith('"', start):
            try:
                return _QUOTED.raw_decode(text, start)[1]
            except ValueError:
                return start
        if after := self.pieces[n].after:
            return max(start, text.find(after, start))
        ends = [
            text.find(piece.before, start) if piece is not self.pieces[-1] else len(text) - len(piece.before)
            for piece in self._following(n)
        ]
        return min((end for end in ends if end >= start), default=start)

    def _shown(self, word: str, n: int) -> str:
        plain = word.isprintable() and word == word.strip() and word[:1] not in ("", '"')
        after = [self.pieces[n].after] if self.pieces[n].after else [piece.before for piece in self._following(n)]
        if plain and all(self._end(word + literal, 0, n) == len(word) for literal in after):
            return word
        return json.dumps(word, ensure_ascii=False)


def _bare(shown: str) -> str:
    return str(json.loads(shown)) if shown.startswith('"') else shown
