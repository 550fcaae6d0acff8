"""Draws docs/reference/lives.md from the tables of the lives. `python -m tests.architecture.diagrams` writes it."""

import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tradeward import domain
from tradeward.domain.lifecycle import STAYS, Lifecycle, Move
from tradeward.domain.needs import NEEDS

LIVES = Path(__file__).parents[2] / "docs/reference/lives.md"

HEAD = """# The lives

Drawn from the tables in `src/tradeward/domain/` by `make diagrams`; a test compares. An arrow says who does what; ⏱ is
the clock, when nobody acted in time, and the table names its window. What stays in a state is in the table only. What
the needs say is at the end.
"""


def lives() -> list[Lifecycle]:
    """Every life of the domain, by noun."""
    found: dict[str, Lifecycle] = {}
    for module in pkgutil.iter_modules(domain.__path__):
        for value in vars(importlib.import_module(f"{domain.__name__}.{module.name}")).values():
            if isinstance(value, Lifecycle):
                found[value.noun] = value
    return [found[noun] for noun in sorted(found)]


def page(drawn: Iterable[Lifecycle]) -> str:
    """The whole page of `drawn`."""
    drawn = list(drawn)
    needed = sorted({need for life in drawn for move in life.moves for need in move.needs})
    needs = ["## What the needs say", "", *(f"- `{need}`: {NEEDS[need].sentence}" for need in needed if need in NEEDS)]
    return "\n".join([HEAD, *(line for life in drawn for line in picture(life)), *needs, ""])


def picture(life: Lifecycle) -> Iterator[str]:
    """One life: its picture as Mermaid, and its table."""
    yield from (f"## {life.noun.replace('_', ' ').capitalize()}", "", "```mermaid", "stateDiagram-v2")
    yield f"    [*] --> {life.start}"
    yield from (f"    {source} --> {target}: {', '.join(labels)}" for (source, target), labels in _arrows(life).items())
    yield from (f"    {state} --> [*]" for state in life.states if state in life.final)
    yield from ("```", "", "| verb | by | from | to | needs | when |", "|---|---|---|---|---|---|")
    for move in life.moves:
        target = "(stays)" if move.target == STAYS else move.target
        needs = ", ".join(f"`{need}`" for need in move.needs)
        sources = ", ".join(_in_order(life, move))
        yield f"| {move.verb} | {_hands(move)} | {sources} | {target} | {needs} | {move.window or ''} |"
    yield ""


def _arrows(life: Lifecycle) -> dict[tuple[str, str], list[str]]:
    """Who may do what, by the two states that it leads from and to; what stays in a state is in the table only."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in life.moves:
        for source in _in_order(life, move):
            if move.target not in (STAYS, source):
                arrows.setdefault((source, str(move.target)), []).append(f"{_hands(move)} {move.verb}")
    return arrows


def _in_order(life: Lifecycle, move: Move) -> list[str]:
    return [str(state) for state in life.states if state in move.sources]


def _hands(move: Move) -> str:
    return "/".join(sorted("⏱" if role == "clock" else str(role) for role in move.by))


def main() -> int:
    """Write the page."""
    LIVES.write_text(page(lives()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
