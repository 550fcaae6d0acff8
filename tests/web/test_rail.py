"""The rail of a life says where it has been, and tells apart what it only passed by (DESIGN §6)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tradeward.domain.dispute import DISPUTE
from tradeward.interfaces.web import rail

_NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    state: str
    hours: int
    by: str = "officer"

    @property
    def at(self) -> datetime:
        return _NOON + timedelta(hours=self.hours)


@pytest.mark.parametrize(
    ("lines", "been"),
    [
        ([Line("open", 0), Line("escalated", 1, "clock")], {"open", "escalated"}),
        ([Line("drafted", 1), Line("ruled", 1, "reaction")], {"ruled"}),
        ([Line("drafted", 1), Line("ruled", 2)], {"drafted", "ruled"}),
        ([Line("drafted", 1), Line("", 1, "reaction"), Line("ruled", 2, "reaction")], {"drafted", "ruled"}),
    ],
)
def test_what_a_reaction_left_at_once_was_skipped(lines: list[Line], been: set[str]) -> None:
    """RULES §5: a ruling that needs no second signature never waited for one."""
    assert rail.stayed(lines) == been


def test_a_skipped_stage_is_no_stage_that_is_done() -> None:
    """DESIGN §6: the rail is drawn from the table; answered and countersigned are passed by."""
    lines = [Line("open", 0), Line("escalated", 1), Line("drafted", 2), Line("ruled", 2, "reaction")]
    stops = rail.rail(DISPUTE, state="ruled", been=rail.stayed(lines))
    assert {one.state: one.how for one in stops} == {
        "open": "done", "answered": "passed", "escalated": "done", "drafted": "passed", "ruled": "now", "appealed": "ahead",
        "final": "ahead",
    }  # fmt: skip
