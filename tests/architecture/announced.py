"""Writes the tables of event types and of retries into their pages. `python -m tests.architecture.announced` writes them."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tradeward.domain import events, retrying
from tradeward.domain.lifecycle import STAYS

FOLDER = Path(__file__).parents[2] / "docs/reference"
_UNITS = (("h", 3600), ("min", 60), ("s", 1))


def types() -> Iterator[str]:
    """A row for each type: who makes it happen, and the state of the row afterwards."""
    yield from ("| type | by | state after it |", "|---|---|---|")
    for one in events.TYPES:
        if one in events.NOTED:
            yield f"| `{one}` | | {events.NOTED[one]} |"
            continue
        moves = events.MOVES[one]
        hands = sorted({str(role) for move in moves for role in move.by})
        states = dict.fromkeys("(as before)" if move.target == STAYS else str(move.target) for move in moves)
        yield f"| `{one}` | {', '.join(hands)} | {', '.join(states)} |"


def retries() -> Iterator[str]:
    """A row for each try, with what is waited after it and when it comes at the soonest and at the latest."""
    yield from ("| after try | wait | about this long since the first |", "|---|---|---|")
    waited = 0
    for n, delay in enumerate(retrying.DELAYS, 1):
        waited += int(delay.total_seconds())
        yield f"| {n} | {_span(int(delay.total_seconds()))} | {_span(waited)} |"
    last = _span(int(retrying.DELAYS[-1].total_seconds()))
    yield f"| {len(retrying.DELAYS) + 1} and on | {last} | until {retrying.PATIENCE.days} days are over |"
    yield ""
    yield f"Each wait is up to {retrying.JITTER_BP // 100} % shorter or longer, by the delivery's own id:"
    yield "what failed together does not come back together."


def _span(seconds: int) -> str:
    """`1 h 3 min`: the two largest units."""
    parts = []
    for name, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2])


TABLES = {"events.md": types, "webhooks.md": retries}


def page(name: str) -> str:
    """A page with its table as it has to be."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    head, _, rest = text.partition("<!-- generated -->\n")
    _, _, tail = rest.partition("<!-- end -->\n")
    return "\n".join([f"{head}<!-- generated -->", *TABLES[name](), f"<!-- end -->\n{tail}"])


def main() -> int:
    """Write the pages."""
    for name in TABLES:
        (FOLDER / name).write_text(page(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
