"""The pictures of the lives are those of their tables."""

from enum import StrEnum

from tests.architecture import diagrams
from tradeward.domain.lifecycle import STAYS, Lifecycle, row
from tradeward.domain.vocabulary import Role


class State(StrEnum):
    LIT = "lit"
    OUT = "out"


LAMP = Lifecycle(
    "street_lamp",
    states=State,
    start=State.LIT,
    final={State.OUT},
    moves=[
        row("trim", {Role.OPERATOR, Role.BUYER}, State.LIT, STAYS, ("wick_left",)),
        row("snuff", Role.BUYER, State.LIT, State.OUT),
        row("burn_down", Role.CLOCK, State.LIT, State.OUT, window="dawn"),
    ],
)

DRAWN = """\
## Street lamp

```mermaid
stateDiagram-v2
    [*] --> lit
    lit --> out: buyer snuff, ⏱ burn_down
    out --> [*]
```

| verb | by | from | to | needs | when |
|---|---|---|---|---|---|
| trim | buyer/operator | lit | (stays) | `wick_left` |  |
| snuff | buyer | lit | out |  |  |
| burn_down | ⏱ | lit | out |  | dawn |
"""


def test_a_life_is_drawn_whole() -> None:
    assert "\n".join(diagrams.picture(LAMP)) == DRAWN


def test_the_page_is_up_to_date() -> None:
    """Where this fails a table has changed: `make diagrams`, and look at the difference."""
    assert diagrams.LIVES.read_text(encoding="utf-8") == diagrams.page(diagrams.lives())
