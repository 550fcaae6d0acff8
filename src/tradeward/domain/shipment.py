"""The life of a lot on its way out: planned, then shipped with the document that proves it (RULES §4)."""

from enum import StrEnum

from tradeward.domain.lifecycle import Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of a shipment."""

    PLANNED = "planned"
    SHIPPED = "shipped"
    VOID = "void"


SHIPMENT = Lifecycle(
    "shipment",
    states=S,
    start=S.PLANNED,
    final={S.SHIPPED},
    resting={S.VOID},
    moves=[
        row(
            "ship", Role.SUPPLIER, S.PLANNED, S.SHIPPED,
            ("order_in_making", "gate_open", "instalments_due_paid", "document_named"),
        ),
        row("void", Role.REACTION, S.PLANNED, S.VOID, ("order_over",)),
        row("revive", Role.REACTION, S.VOID, S.PLANNED, ("order_revived",)),
    ],
)  # fmt: skip
