"""What an inspector may look at: the categories of goods that his accreditation names, or any (RULES §6)."""

from collections.abc import Iterable

from tradeward.domain.contract import Contract
from tradeward.domain.refusals import RuleBroken

ANY = "any"
"""The scope of an inspector who may look at all goods, also at those whose contract names no category."""


def scope(text: str) -> str:
    """A scope as it is kept: `any`, or categories of goods between commas, folded and sorted.

    Refuses: an empty one, or a part of it that is empty.
    """
    parts = {_folded(part) for part in text.split(",")}
    if "" in parts:
        raise RuleBroken(
            "scope is any, or a list of goods categories between commas, such as lamps, furniture", field="scope"
        )
    return ANY if ANY in parts else ",".join(sorted(parts))


def goods(agreed: Contract) -> frozenset[str]:
    """The categories of goods that a contract names; an empty one stands for the lines that name none."""
    return frozenset(_folded(line.category) for line in agreed.lines)


def covers(*, kept: str, categories: Iterable[str]) -> bool:
    """Whether a scope as it is kept names all these categories; a line without one is only in the scope of any."""
    return kept == ANY or set(categories) <= set(kept.split(","))


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()
