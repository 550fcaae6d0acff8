"""The life of an inspection: the inspector reports, the verdict is computed, the buyer chooses after a fail (RULES §4, §8)."""

from enum import StrEnum

from tradeward.domain.lifecycle import STAYS, Lifecycle, row
from tradeward.domain.vocabulary import Role


class S(StrEnum):
    """States of an inspection."""

    REQUESTED = "requested"
    BOOKED = "booked"
    REPORTED = "reported"
    FAILED = "failed"
    PASSED = "passed"
    REWORK = "rework"
    REJECTED = "rejected"
    AGREED = "agreed"
    WAIVED = "waived"
    NOT_PRESENTED = "not_presented"
    VOID = "void"


WAITING = {S.REQUESTED, S.BOOKED, S.REPORTED}

INSPECTION = Lifecycle(
    "inspection",
    states=S,
    start=S.REQUESTED,
    final={S.PASSED, S.REWORK, S.AGREED, S.WAIVED, S.NOT_PRESENTED, S.VOID},
    resting={S.REJECTED},
    moves=[
        row("book", Role.BUYER, S.REQUESTED, S.BOOKED, ("inspector_drawn", "inspector_fits")),
        row("draw", Role.BUYER, S.REQUESTED, STAYS, ("nobody_drawn_fits",)),
        row("assign", Role.OPERATOR, {S.REQUESTED, S.BOOKED}, S.BOOKED, ("called_or_absent", "inspector_fits")),
        row("call", Role.SUPPLIER, S.REQUESTED, STAYS, ("booking_overdue", "before_shipment")),
        row("decline", Role.INSPECTOR, S.BOOKED, S.REQUESTED),
        row("object", Role.SUPPLIER, S.BOOKED, S.REQUESTED, ("objection_left", "reason_given")),
        row("report", Role.INSPECTOR, {S.BOOKED, S.REPORTED}, S.REPORTED, ("report_complete",)),
        row("pass", Role.REACTION, S.REPORTED, S.PASSED, ("all_terms_met",)),
        row("fail", Role.REACTION, S.REPORTED, S.FAILED, ("a_term_breached",)),
        row("lapse", Role.CLOCK, S.REPORTED, S.VOID, window="completion"),
        row("lapse", Role.CLOCK, {S.REQUESTED, S.BOOKED}, S.VOID, ("after_claim",), window="claim_report"),
        row("not_presented", Role.INSPECTOR, S.BOOKED, S.NOT_PRESENTED, ("before_shipment",)),
        row("rework", Role.BUYER, S.FAILED, S.REWORK, ("before_shipment", "rework_left", "nothing_disputed")),
        row(
            "rework",
            Role.CLOCK,
            S.FAILED,
            S.REWORK,
            ("before_shipment", "rework_left", "nothing_disputed"),
            window="fail_choice",
        ),
        row("reject", Role.BUYER, S.FAILED, S.REJECTED, ("before_shipment", "nothing_disputed")),
        row(
            "reject",
            Role.CLOCK,
            S.FAILED,
            S.REJECTED,
            ("before_shipment", "no_rework_left", "nothing_disputed"),
            window="fail_choice",
        ),
        row("rework", Role.REACTION, {S.FAILED, S.REJECTED}, S.REWORK, ("rework_signed",)),
        row("agree", Role.REACTION, {S.FAILED, S.REJECTED}, S.AGREED, ("price_cut_signed",)),
        row("agree", Role.REACTION, {S.FAILED, S.REJECTED}, S.AGREED, ("claim_decided",)),
        row("reconsider", Role.REACTION, S.REJECTED, S.FAILED, ("claim_given_up",)),
        row("note", Role.REACTION, S.FAILED, S.REJECTED, ("after_claim",)),
        row("waive", Role.REACTION, WAITING | {S.FAILED, S.REJECTED}, S.WAIVED, ("waived",)),
        row("void", Role.REACTION, WAITING | {S.FAILED}, S.VOID, ("order_over",)),
    ],
)
