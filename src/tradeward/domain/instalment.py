"""The life of an instalment: it opens at its anchor, is paid, and is released or ends with its order (RULES §4, §9)."""

from enum import StrEnum

from tradeward.domain.lifecycle import STAYS, Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of an instalment."""

    PLANNED = "planned"
    OPEN = "open"
    PAID = "paid"
    DONE = "done"
    VOID = "void"


INSTALMENT = Lifecycle(
    "instalment",
    states=S,
    start=S.PLANNED,
    final={S.DONE},
    resting={S.VOID},
    moves=[
        row("open", Role.REACTION, S.PLANNED, S.OPEN, ("anchor_reached",)),
        row("pay", Role.REACTION, S.OPEN, S.PAID, ("fully_paid",)),
        row("reopen", Role.REACTION, S.PAID, S.OPEN, ("recalled",)),
        row("release", Role.REACTION, S.PAID, STAYS, ("releasable", "not_on_shipment")),
        row("release", Role.CLOCK, S.PAID, STAYS, ("releasable",), window="shipment_release"),
        row("return_early", Role.BUYER, S.PLANNED, STAYS, ("early_money",)),
        row("finish", Role.REACTION, S.PAID, S.DONE, ("order_settled",)),
        row("void", Role.REACTION, {S.PLANNED, S.OPEN}, S.VOID, ("order_over",)),
        row("revive", Role.REACTION, S.VOID, S.OPEN, ("order_revived", "due_at_signing")),
        row("revive", Role.REACTION, S.VOID, S.PLANNED, ("order_revived", "due_later")),
    ],
)
