"""The life of a dispute: answer, offer, settle, escalate, rule, countersign, appeal (RULES §5)."""

from enum import StrEnum

from tradeward.domain.lifecycle import STAYS, Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of a dispute."""

    OPEN = "open"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    DRAFTED = "drafted"
    RULED = "ruled"
    APPEALED = "appealed"
    SETTLED = "settled"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


PARTIES = {Role.BUYER, Role.SUPPLIER}
UNRULED = {S.OPEN, S.ANSWERED, S.ESCALATED, S.DRAFTED}

DISPUTE = Lifecycle(
    "dispute",
    states=S,
    start=S.OPEN,
    final={S.FINAL, S.WITHDRAWN},
    moves=[
        # verb            by              from                       to            needs
        row("add_ground", Role.BUYER, {S.OPEN, S.ANSWERED}, STAYS, ("ground_new",)),
        row("answer", Role.SUPPLIER, {S.OPEN, S.ANSWERED}, S.ANSWERED),
        row("inspect", Role.BUYER, {S.OPEN, S.ANSWERED, S.ESCALATED}, STAYS, ("claim_inspectable",)),
        row("offer", Role.SUPPLIER, {S.OPEN, S.ANSWERED}, S.ANSWERED, ("may_settle",)),
        row("offer", Role.SUPPLIER, {S.ESCALATED, S.DRAFTED}, STAYS, ("may_settle",)),
        row("offer", Role.BUYER, UNRULED, STAYS, ("may_settle",)),
        row("settle", PARTIES, UNRULED, S.SETTLED, ("may_settle", "offer_stands")),
        row("agree", Role.REACTION, UNRULED, S.FINAL, ("settled_by_amendment",)),
        row("withdraw", Role.BUYER, UNRULED, S.WITHDRAWN),
        row("withdraw", Role.CLOCK, S.ANSWERED, S.WITHDRAWN, window="withdrawal"),
        row("escalate", Role.BUYER, {S.OPEN, S.ANSWERED}, S.ESCALATED, ("answered_or_time_up",)),
        row("escalate", Role.CLOCK, {S.OPEN, S.ANSWERED}, S.ESCALATED, window="escalation"),
        row("escalate", Role.BUYER, S.SETTLED, S.ESCALATED, ("settlement_overdue",)),
        row("take", Role.OFFICER, S.ESCALATED, STAYS, ("no_tie", "unrelated", "not_taken")),
        row("call", Role.CLOCK, S.ESCALATED, STAYS, ("not_taken",), window="take"),
        row("ask", Role.OFFICER, S.ESCALATED, STAYS, ("this_officer", "item_named")),
        row("extend", Role.OFFICER, S.ESCALATED, STAYS, ("this_officer", "extension_left")),
        row("close_file", Role.OFFICER, S.ESCALATED, STAYS, ("this_officer",)),
        row("rule", Role.OFFICER, S.ESCALATED, S.DRAFTED, ("this_officer", "unrelated", "departures_reasoned")),
        row("issue", Role.REACTION, S.DRAFTED, S.RULED, ("one_signature_enough",)),
        row("countersign", Role.OFFICER, S.DRAFTED, S.RULED, ("no_tie", "unrelated", "other_officer")),
        row(
            "send_back",
            Role.OFFICER,
            S.DRAFTED,
            S.ESCALATED,
            ("no_tie", "unrelated", "other_officer", "return_left", "reason_given"),
        ),
        row("reassign", Role.CLOCK, S.ESCALATED, STAYS, window="ruling_overdue"),
        row("reassign", Role.CLOCK, S.DRAFTED, S.ESCALATED, window="countersignature"),
        row("compute", Role.CLOCK, {S.ESCALATED, S.DRAFTED}, S.RULED, window="computed_ruling"),
        row("appeal", PARTIES, S.RULED, S.APPEALED, ("not_appealed", "in_appeal_time", "reason_given")),
        row(
            "take_appeal", Role.OFFICER, S.APPEALED, STAYS, ("no_tie", "unrelated", "other_officer", "appeal_not_taken")
        ),
        row(
            "rule_appeal",
            Role.OFFICER,
            S.APPEALED,
            S.FINAL,
            ("appeal_officer", "unrelated", "departures_reasoned", "forgery_named"),
        ),
        row("stand", Role.CLOCK, S.RULED, S.FINAL, window="appeal"),
        row("stand", Role.CLOCK, S.APPEALED, S.FINAL, window="appeal_ruling"),
        row("conclude", Role.REACTION, S.SETTLED, S.FINAL, ("settlement_paid",)),
        row("lapse", Role.CLOCK, S.SETTLED, S.FINAL, window="settlement_payment"),
    ],
)


class OfferState(StrEnum):
    """States of an offer of settlement."""

    STANDING = "standing"
    REPLACED = "replaced"
    ACCEPTED = "accepted"
    EXPIRED = "expired"


OFFER = Lifecycle(
    "offer",
    states=OfferState,
    start=OfferState.STANDING,
    final={OfferState.REPLACED, OfferState.ACCEPTED, OfferState.EXPIRED},
    moves=[
        row("replace", Role.REACTION, OfferState.STANDING, OfferState.REPLACED, ("newer_offer",)),
        row("accept", Role.REACTION, OfferState.STANDING, OfferState.ACCEPTED, ("settled_on_it",)),
        row("expire", Role.REACTION, OfferState.STANDING, OfferState.EXPIRED, ("overtaken",)),
        row("expire", Role.CLOCK, OfferState.STANDING, OfferState.EXPIRED, window="offer_end"),
    ],
)
