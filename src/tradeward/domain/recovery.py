"""The life of a recovery: a debt is noticed, set off, paid, planned or written off; a reversal cancels it (RULES §5, §7)."""

from enum import StrEnum

from tradeward.domain.lifecycle import STAYS, Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of a recovery."""

    NOTICED = "noticed"
    OVERDUE = "overdue"
    PLANNED = "planned"
    COLLECTED = "collected"
    WRITTEN_OFF = "written_off"
    CANCELLED = "cancelled"


OF_BUYER = ("buyer", "forged")
"""Kinds of debt that are the buyer's: after a recalled credit, or after a ruling won by forged evidence (RULES §5, §9)."""
OPEN = {S.NOTICED, S.OVERDUE, S.PLANNED}

RECOVERY = Lifecycle(
    "recovery",
    states=S,
    start=S.NOTICED,
    final={S.COLLECTED, S.WRITTEN_OFF, S.CANCELLED},
    moves=[
        row("fall_due", Role.CLOCK, S.NOTICED, S.OVERDUE, window="notice"),
        row("set_off", Role.CLOCK, S.OVERDUE, STAYS, ("something_to_set_off",), window="set_off"),
        row("collect", Role.REACTION, OPEN, S.COLLECTED, ("nothing_owed",)),
        row("plan", Role.OPERATOR, {S.NOTICED, S.OVERDUE}, S.PLANNED, ("four_eyes", "plan_fits")),
        row("default", Role.CLOCK, S.PLANNED, S.OVERDUE, window="plan_part"),
        row("write_off", Role.CLOCK, OPEN, S.WRITTEN_OFF, window="write_off"),
        row("mark", Role.CLOCK, OPEN, STAYS, window="debt_points"),
        row("cancel", Role.REACTION, OPEN, S.CANCELLED, ("cancelled_whole",)),
    ],
)
