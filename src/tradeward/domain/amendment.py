"""The life of an amendment: proposed by one side, signed by the other in time, or gone (RULES §4)."""

from enum import StrEnum

from tradeward.domain.lifecycle import Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of an amendment."""

    PROPOSED = "proposed"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


PARTIES = {Role.BUYER, Role.SUPPLIER}

AMENDMENT = Lifecycle(
    "amendment",
    states=S,
    start=S.PROPOSED,
    final={S.SIGNED, S.WITHDRAWN, S.LAPSED},
    moves=[
        row("sign", PARTIES, S.PROPOSED, S.SIGNED, ("other_side", "before_moved_deadline", "amendable")),
        row("withdraw", PARTIES, S.PROPOSED, S.WITHDRAWN, ("same_side",)),
        row("lapse", Role.CLOCK, S.PROPOSED, S.LAPSED, window="amendment"),
        row("lapse", Role.REACTION, S.PROPOSED, S.LAPSED, ("order_over",)),
    ],
)
