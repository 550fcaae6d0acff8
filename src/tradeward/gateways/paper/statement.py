"""A supplier's statement as a paper: what was moved on its accounts, and what stood there at the end (RULES §7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tradeward.gateways.paper import blocks
from tradeward.gateways.paper.blocks import Paper
from tradeward.gateways.paper.words import Language, Words

MOST = 1_000
"""Lines on one paper: the newest; the whole of it is taken away as CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One movement: when, for which order, which, on which account, how much with its sign."""

    at: datetime
    order: str
    recipe: str
    account: str
    amount: str
    currency: str


def paper(
    *, supplier: str, lines: Sequence[Line], sums: Mapping[tuple[str, str], str], language: Language, at: datetime
) -> Paper:
    """The statement as of `at`; `sums` are the balances by account and currency."""
    words = Words(language)
    shown = lines[-MOST:]
    told = [
        [
            f"{one.at:%Y-%m-%d %H:%M}",
            words.one_of("statement", one.recipe),
            words.one_of("statement", one.account),
            one.order,
            f"{one.amount} {one.currency}",
        ]
        for one in shown
    ]
    head = [words(f"statement.{name}") for name in ("at", "movement", "account", "order", "amount")]
    found = [
        blocks.facts(
            (words("paper.supplier"), supplier),
            (words("statement.as_of"), blocks.instant(at)),
            (words("statement.lines"), words("statement.of", shown=len(shown), all=len(lines))),
        ),
        blocks.heading(words("statement.balances")),
        blocks.facts(
            *(
                (words.one_of("statement", account), f"{amount} {currency}")
                for (account, currency), amount in sums.items()
            )
        ),
        blocks.heading(words("statement.movements")),
        blocks.table(head, rows=told, wide=(1, 3), right=(4,)),
    ]
    return Paper(
        language=language,
        title=words("statement.title"),
        mark=supplier,
        at=at,
        blocks=found,
        foot=words("statement.title"),
    )
