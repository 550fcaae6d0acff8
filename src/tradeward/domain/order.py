"""The life of an order (RULES §4, §8). Late, disputed, inspected and paid are no states: they are read from facts."""

from enum import StrEnum

from tradeward.domain.lifecycle import STAYS, Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of an order."""

    OFFERED = "offered"
    SIGNED = "signed"
    MAKING = "making"
    READY = "ready"
    SHIPPED = "shipped"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


PARTIES = {Role.BUYER, Role.SUPPLIER}

ORDER = Lifecycle(
    "order",
    states=S,
    start=S.OFFERED,
    final={S.CLOSED, S.CANCELLED},
    resting={S.LAPSED},
    moves=[
        # verb            by              from                                     to           needs
        row("propose", PARTIES, S.OFFERED, STAYS),
        row(
            "sign",
            PARTIES,
            S.OFFERED,
            STAYS,
            ("same_hash", "executable", "not_signed_yet", "parties_fit", "parties_onboarded", "facts_hold"),
        ),
        row("withdraw", PARTIES, S.OFFERED, S.LAPSED),
        row("conclude", Role.REACTION, S.OFFERED, S.SIGNED, ("both_signed",)),
        row("lapse", Role.CLOCK, S.OFFERED, S.LAPSED, window="offer"),
        row("start", Role.REACTION, S.SIGNED, S.MAKING, ("signing_instalments_paid",)),
        row("lapse", Role.CLOCK, S.SIGNED, S.LAPSED, ("statement_imported", "no_match_proposed"), window="deposit"),
        row("revive", Role.REACTION, S.LAPSED, S.SIGNED, ("deposit_kept", "cover_again")),
        row("call_off", PARTIES, S.SIGNED, S.CANCELLED, ("before_first_credit",)),
        row("declare_ready", Role.SUPPLIER, S.MAKING, S.READY),
        row("rework", Role.REACTION, S.READY, S.MAKING, ("to_be_reworked",)),
        row("resume", Role.REACTION, S.READY, S.MAKING, ("not_presented",)),
        row("ship", Role.REACTION, {S.MAKING, S.READY}, S.SHIPPED, ("all_lots_shipped",)),
        row("receive", Role.BUYER, S.SHIPPED, S.RECEIVED, ("clearance_documented", "clearance_in_time")),
        row("receive", Role.CLOCK, S.SHIPPED, S.RECEIVED, window="auto_receipt"),
        row("contest", Role.SUPPLIER, S.RECEIVED, S.SHIPPED, ("may_contest", "nothing_disputed", "reason_given")),
        row("accept", Role.BUYER, {S.SHIPPED, S.RECEIVED}, S.CLOSED, ("nothing_disputed", "instalments_due_paid")),
        row("accept", Role.CLOCK, S.RECEIVED, S.CLOSED, ("nothing_disputed", "instalments_due_paid"), window="examine"),
        row("approve", Role.BUYER, {S.MAKING, S.READY}, STAYS, ("gate_open", "not_released")),
        row("waive", Role.BUYER, {S.MAKING, S.READY}, STAYS, ("gate_shut", "not_released", "amount_typed")),
        row("walk_away", Role.BUYER, {S.MAKING, S.READY}, S.CANCELLED, ("nothing_disputed", "no_lot_left")),
        row("walk_away", Role.BUYER, S.SIGNED, S.CANCELLED, ("after_first_credit",)),
        row("give_up", Role.SUPPLIER, {S.MAKING, S.READY}, S.CANCELLED, ("nothing_disputed", "no_lot_left")),
        row("give_up", Role.SUPPLIER, S.SIGNED, S.CANCELLED, ("after_first_credit",)),
        row("reject", Role.REACTION, {S.MAKING, S.READY}, S.CANCELLED, ("rejected_unclaimed",)),
        row(
            "part", Role.REACTION, {S.SIGNED, S.MAKING, S.READY, S.SHIPPED, S.RECEIVED}, S.CANCELLED, ("split_signed",)
        ),
        row(
            "default",
            Role.CLOCK,
            {S.MAKING, S.READY, S.SHIPPED, S.RECEIVED},
            S.CANCELLED,
            ("nothing_disputed",),
            window="unpaid",
        ),
        row(
            "forgo", Role.CLOCK, S.READY, S.CANCELLED, ("nothing_disputed", "no_lot_left"), window="inspection_missing"
        ),
        row(
            "fail",
            Role.CLOCK,
            {S.MAKING, S.READY},
            S.CANCELLED,
            ("nothing_disputed", "buyer_not_behind"),
            window="non_delivery",
        ),
        row("cancel", Role.RULING, {S.SIGNED, S.MAKING, S.READY}, S.CANCELLED, ("ruling_gives_up",)),
        row("refuse", Role.RULING, {S.SHIPPED, S.RECEIVED}, S.CLOSED, ("ruling_gives_up",)),
        row("lose", Role.REACTION, {S.SIGNED, S.MAKING, S.READY, S.SHIPPED, S.RECEIVED}, S.CANCELLED, ("recall_lost",)),
    ],
)
