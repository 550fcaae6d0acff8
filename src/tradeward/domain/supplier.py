"""The life of a supplier in the scheme (RULES §3)."""

from enum import StrEnum

from tradeward.domain.lifecycle import STAYS, Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of a supplier. OUTSIDE never applied: it may trade, with all money held to acceptance."""

    OUTSIDE = "outside"
    APPLIED = "applied"
    REVIEWED = "reviewed"
    ASSURED = "assured"
    SUSPENDED = "suspended"
    DECLINED = "declined"
    OUT = "out"


SUPPLIER = Lifecycle(
    "supplier",
    states=S,
    start=S.OUTSIDE,
    final={S.OUT},
    resting=set(S) - {S.OUT},
    moves=[
        row("apply", Role.SUPPLIER, S.OUTSIDE, S.APPLIED, ("onboarded",)),
        row("review", Role.OPERATOR, S.APPLIED, S.REVIEWED, ("history_performance_and_status_verified",)),
        row("admit", Role.OPERATOR, S.REVIEWED, S.ASSURED, ("ceiling_reasoned",)),
        row("decline", Role.OPERATOR, {S.APPLIED, S.REVIEWED}, S.DECLINED, ("reasons_given",)),
        row("appeal", Role.SUPPLIER, S.DECLINED, S.APPLIED, ("first_appeal",)),
        row("suspend", Role.OPERATOR, S.ASSURED, S.SUSPENDED, ("reasons_given", "cause_known")),
        row("restore", Role.OPERATOR, S.SUSPENDED, S.ASSURED, ("reasons_given",)),
        row("put_up", Role.SUPPLIER, set(S) - {S.OUT}, STAYS),
        row(
            "return_security",
            Role.OPERATOR,
            set(S) - {S.OUT},
            STAYS,
            ("four_eyes", "security_kept", "nothing_open", "onboarded"),
        ),
        row(
            "leave",
            Role.SUPPLIER,
            {S.APPLIED, S.REVIEWED, S.ASSURED, S.DECLINED},
            S.OUT,
            ("nothing_open", "security_returned"),
        ),
        row(
            "expel",
            Role.OPERATOR,
            {S.ASSURED, S.SUSPENDED},
            S.OUT,
            ("reasons_given", "nothing_open", "security_returned"),
        ),
        row("review_limit", Role.OPERATOR, {S.ASSURED, S.SUSPENDED}, STAYS, ("ceiling_reasoned",)),
        row("review_limit", Role.CLOCK, {S.ASSURED, S.SUSPENDED}, STAYS, window="limit_review"),
        row(
            "pay_out",
            Role.CLOCK,
            set(S) - {S.OUT},
            STAYS,
            ("payout_free", "books_green", "supplier_clear"),
            window="payout",
        ),
    ],
)
