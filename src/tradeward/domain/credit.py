"""The life of a bank credit: a fact that is never refused; matched to what it pays, or sent back (RULES §9)."""

from enum import StrEnum

from tradeward.domain.lifecycle import STAYS, Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of a credit."""

    SUSPENSE = "suspense"
    MATCHED = "matched"
    SENT_BACK = "sent_back"
    RECALLED = "recalled"


CREDIT = Lifecycle(
    "credit",
    states=S,
    start=S.SUSPENSE,
    final={S.SENT_BACK, S.RECALLED},
    resting={S.MATCHED},
    moves=[
        row(
            "match",
            Role.REACTION,
            S.SUSPENSE,
            S.MATCHED,
            ("payer_known", "payer_clear", "currency_fits", "finds_its_debt", "in_time"),
        ),
        row("propose", Role.OPERATOR, S.SUSPENSE, STAYS, ("currency_fits", "finds_its_debt")),
        row("decline", Role.OPERATOR, S.SUSPENSE, STAYS),
        row(
            "match",
            Role.OPERATOR,
            S.SUSPENSE,
            S.MATCHED,
            ("four_eyes", "payer_clear", "currency_fits", "finds_its_debt"),
        ),
        row("send_back", Role.REACTION, S.SUSPENSE, S.SENT_BACK, ("currency_wrong", "payer_clear")),
        row("send_back", Role.REACTION, S.SUSPENSE, S.SENT_BACK, ("too_late", "payer_clear")),
        row("send_back", Role.OPERATOR, S.SUSPENSE, S.SENT_BACK),
        row("send_back", Role.CLOCK, S.SUSPENSE, S.SENT_BACK, ("payer_clear",), window="suspense"),
        row("recall", Role.REACTION, {S.SUSPENSE, S.MATCHED}, S.RECALLED, ("bank_took_it_back",)),
    ],
)
