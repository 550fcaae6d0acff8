"""The life of a payment out: due, sent, booked by the bank or returned, and due again, or taken back (RULES §9)."""

from enum import StrEnum

from tradeward.domain.lifecycle import Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of a payment out."""

    DUE = "due"
    SENT = "sent"
    BOOKED = "booked"
    RETURNED = "returned"
    REBATCHED = "rebatched"
    TAKEN_BACK = "taken_back"


PAYMENT_OUT = Lifecycle(
    "payment_out",
    states=S,
    start=S.DUE,
    final={S.REBATCHED, S.TAKEN_BACK},
    resting={S.BOOKED},
    moves=[
        row("send", Role.CLOCK, S.DUE, S.SENT, ("account_known", "payee_clear"), window="at_once"),
        row("send", Role.REACTION, S.DUE, S.SENT, ("account_known", "payee_clear", "is_suppliers")),
        row("book", Role.REACTION, S.SENT, S.BOOKED, ("on_statement",)),
        row("return", Role.REACTION, {S.SENT, S.BOOKED}, S.RETURNED, ("returned_by_bank",)),
        row("rebatch", Role.REACTION, S.RETURNED, S.REBATCHED, ("is_suppliers",)),
        row("take_back", Role.REACTION, {S.DUE, S.RETURNED}, S.TAKEN_BACK, ("its_credit_is_recalled",)),
        row("renew", Role.OPERATOR, S.RETURNED, S.DUE, ("account_known", "not_suppliers")),
        row("renew", Role.CLOCK, S.RETURNED, S.DUE, ("account_known", "not_suppliers"), window="retry"),
    ],
)
