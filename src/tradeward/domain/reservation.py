"""The life of a reservation: held for the first signature, open with the order, freed when no claim can come (RULES §3)."""

from enum import StrEnum

from tradeward.domain.lifecycle import Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of a reservation."""

    HELD = "held"
    OPEN = "open"
    FREED = "freed"


RESERVATION = Lifecycle(
    "reservation",
    states=S,
    start=S.HELD,
    final={S.FREED},
    moves=[
        row("open", Role.REACTION, S.HELD, S.OPEN, ("order_signed",)),
        row("free", Role.REACTION, S.HELD, S.FREED, ("cover_idle",)),
        row("free", Role.CLOCK, S.HELD, S.FREED, window="hold"),
        row("free", Role.CLOCK, S.OPEN, S.FREED, window="claims_over"),
    ],
)
