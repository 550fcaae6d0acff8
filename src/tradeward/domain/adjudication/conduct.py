"""Rules 3 to 5: the acts between the opening of a claim and its first settlement, escalation or withdrawal."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tradeward.domain.adjudication import figures
from tradeward.domain.adjudication.case import Acceptance, AnswerKind, Case, SupplierAnswer
from tradeward.domain.adjudication.standing import ANSWER_WINDOW, NOBODY_ACTS, SILENCE, Reason


class Response(StrEnum):
    """How the supplier answered (rule 3)."""

    NONE = "none"
    IN_TIME = "in_time"
    LATE = "late"


class End(StrEnum):
    """What the parties' acts came to (rules 4 and 5)."""

    SETTLED = "settled"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


class EscalatedBy(StrEnum):
    """Who escalated (rule 4)."""

    NONE = "none"
    BUYER = "buyer"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Course:
    """How this phase ended; `agreed_minor` when settled, `escalated_at` when escalated."""

    end: End
    reason: Reason
    agreed_minor: int | None = None
    escalated_by: EscalatedBy = EscalatedBy.NONE
    escalated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Phase:
    """Between two acts: whether there was an answer, the offer that stands, and when the clock acts next."""

    clock_at: datetime
    answered: bool = False
    standing_minor: int | None = None


_Act = SupplierAnswer | Acceptance | datetime
"""A bare instant is the buyer's escalation."""


def supplier_response(*, case: Case) -> tuple[Response, Reason]:
    """Whether the first answer since the opening came within 72 h, inclusive (rule 3)."""
    opened = case.claim.opened_at
    first = min((answer.at for answer in case.answers if answer.at >= opened), default=None)
    if first is None:
        return Response.NONE, Reason(3, "the supplier has not answered since the opening")
    response = Response.IN_TIME if first <= opened + ANSWER_WINDOW else Response.LATE
    return response, Reason(3, f"first answer {_hours(first, case)} after the opening, 72 h are allowed: {response}")


def course(*, case: Case) -> Course:
    """The first settlement, escalation or withdrawal since the opening, or none yet (rules 4 and 5).

    The clock acts after the parties' acts of the same instant, and only when its instant is not later than `as_of`.
    """
    phase = _Phase(clock_at=case.claim.opened_at + SILENCE)
    for act in _in_turn(case):
        if _instant(act) > phase.clock_at:
            break
        phase, end = _after(act, phase=phase, case=case)
        if end is not None:
            return end
    return _left_to_the_clock(phase, case=case)


def _in_turn(case: Case) -> list[_Act]:
    """Acts since the opening in order of time; at one instant answer, acceptance, escalation, then by what they say."""
    acts: list[_Act] = [*case.answers, *case.acceptances, *case.escalations]
    return sorted((act for act in acts if _instant(act) >= case.claim.opened_at), key=_turn)


def _turn(act: _Act) -> tuple[datetime, int, int, int]:
    if isinstance(act, SupplierAnswer):
        return act.at, 0, list(AnswerKind).index(act.kind), act.amount_minor or 0
    if isinstance(act, Acceptance):
        return act.at, 1, 0, act.amount_minor or 0
    return act, 2, 0, 0


def _instant(act: _Act) -> datetime:
    return act if isinstance(act, datetime) else act.at


def _after(act: _Act, *, phase: _Phase, case: Case) -> tuple[_Phase, Course | None]:
    """The phase after one act, and the end if the act is one."""
    if isinstance(act, SupplierAnswer):
        return _answered(act, case=case)
    if isinstance(act, Acceptance):
        return phase, _accepted(act, phase=phase, case=case)
    if phase.answered or act > case.claim.opened_at + ANSWER_WINDOW:
        ground = "answered, nothing agreed" if phase.answered else "unanswered"
        reason = Reason(4, f"the buyer escalated {_hours(act, case)} after the opening; {ground}")
        return phase, Course(End.ESCALATED, reason, escalated_by=EscalatedBy.BUYER, escalated_at=act)
    return phase, None


def _answered(answer: SupplierAnswer, *, case: Case) -> tuple[_Phase, Course | None]:
    asked, stated = case.claim.amount_minor, answer.amount_minor
    phase = _Phase(clock_at=answer.at + NOBODY_ACTS, answered=True)
    if answer.kind is AnswerKind.REJECT:
        return phase, None
    if answer.kind is AnswerKind.ACCEPT and asked is not None and (stated is None or stated >= asked):
        reason = Reason(5, f"the supplier accepted the {_money(asked, case)} asked")
        return phase, Course(End.SETTLED, reason, agreed_minor=asked)
    return replace(phase, standing_minor=stated), None


def _accepted(acceptance: Acceptance, *, phase: _Phase, case: Case) -> Course | None:
    standing, meant = phase.standing_minor, acceptance.amount_minor
    if standing is None or (meant is not None and meant != standing):
        return None
    reason = Reason(5, f"the buyer accepted the standing offer of {_money(standing, case)}")
    return Course(End.SETTLED, reason, agreed_minor=standing)


def _left_to_the_clock(phase: _Phase, *, case: Case) -> Course:
    if phase.clock_at > case.as_of:
        waiting = "answered, neither settled nor escalated" if phase.answered else "unanswered for less than 168 h"
        return Course(End.PENDING, Reason(5, f"{waiting}: pending"))
    if phase.answered:
        return Course(
            End.WITHDRAWN, Reason(5, "720 h after the last answer nothing was agreed or escalated: withdrawn")
        )
    reason = Reason(4, "168 h without an answer: the case escalated by itself")
    return Course(End.ESCALATED, reason, escalated_by=EscalatedBy.AUTO, escalated_at=phase.clock_at)


def _hours(at: datetime, case: Case) -> str:
    hours, rest = divmod(int((at - case.claim.opened_at).total_seconds()), 3600)
    return f"{hours} h {rest // 60:02d} min {rest % 60:02d} s"


def _money(minor: int, case: Case) -> str:
    return figures.shown(minor, currency=case.order.currency)
