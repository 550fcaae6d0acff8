"""Screening: whom a name may be on the lists that forbid to trade with them, behind a small port (RULES §9)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

LEGAL_FORMS = frozenset(
    "ab ag as bv co company corp corporation gmbh inc kg limited llc ltd nv oy plc pte pty sa sarl spa srl".split()
)
"""Words that say what a company is in law, not which."""
_BLOCK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name on a list, as the list writes it."""

    list_name: str
    name: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry that a name may be; `score_bp` is how alike they are, 10,000 being the same."""

    entry: Entry
    score_bp: int


class Screening(Protocol):
    """Whoever screens: the lists here, or a provider's service."""

    def matches(self, *, name: str) -> list[Match]:
        """The entries that a name may be, the likest first."""


class Lists:
    """Screening against lists that the operator imported.

    Names are folded: without accents, case, order of words and legal form. Only entries are compared that share the beginning of
    a word with the name, so that many names can be held against long lists.
    """

    def __init__(self, entries: Iterable[Entry], *, least_bp: int) -> None:
        self._least_bp = least_bp
        self._by_block: dict[str, list[tuple[str, Entry]]] = {}
        for one in entries:
            words = folded(one.name)
            for block in {word[:_BLOCK] for word in words}:
                self._by_block.setdefault(block, []).append((" ".join(words), one))

    def matches(self, *, name: str) -> list[Match]:
        """The entries that a name may be, the likest first."""
        words = folded(name)
        text = " ".join(words)
        near = {
            entry: theirs
            for block in {word[:_BLOCK] for word in words}
            for theirs, entry in self._by_block.get(block, ())
        }
        found = [Match(entry=entry, score_bp=_alike(text, theirs)) for entry, theirs in near.items()]
        kept = [one for one in found if one.score_bp >= self._least_bp]
        return sorted(kept, key=lambda one: (-one.score_bp, one.entry.list_name, one.entry.name))


def folded(name: str) -> Sequence[str]:
    """The words of a name as they are compared; a name of nothing but legal forms keeps them."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    words = sorted(set(re.findall(r"\w+", plain.casefold())))
    return [word for word in words if word not in LEGAL_FORMS] or words


def _alike(one: str, other: str) -> int:
    if one == other:
        return 10_000
    compared = SequenceMatcher(None, one, other, autojunk=False)
    if compared.quick_ratio() < 0.5:
        return 0
    same = sum(block.size for block in compared.get_matching_blocks())
    return 20_000 * same // (len(one) + len(other))
