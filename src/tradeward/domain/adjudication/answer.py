"""A whole case judged: the twenty rules in order, and the answer in the form of docs/reference/adjudication.md."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from tradeward.domain.adjudication import award, conduct, figures, quality, quantity, refund, shipment, timeliness
from tradeward.domain.adjudication.award import Amount
from tradeward.domain.adjudication.case import Case, Ground
from tradeward.domain.adjudication.conduct import Course, End, EscalatedBy, Response
from tradeward.domain.adjudication.quality import TermFinding
from tradeward.domain.adjudication.refund import Fee, Payout
from tradeward.domain.adjudication.standing import Reason, as_it_stands
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.adjudication.timeliness import Timed, Timeliness


class Status(StrEnum):
    """What became of the claim."""

    INADMISSIBLE = "inadmissible"
    SETTLED = "settled"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


_STATUS = {
    End.SETTLED: Status.SETTLED,
    End.ESCALATED: Status.DECIDED,
    End.WITHDRAWN: Status.WITHDRAWN,
    End.PENDING: Status.PENDING,
}
_BREACH: dict[Result, bool | str] = {
    Result.MET: False,
    Result.BREACHED: True,
    Result.NOT_PROVEN: "not_proven",
    Result.UNDECIDABLE: "undecidable",
}


@dataclass(frozen=True, slots=True)
class GroundFinding:
    """What was found on one ground, what it is worth, and the findings of its terms."""

    ground: Ground
    result: Result
    amount: Amount
    reasons: tuple[Reason, ...]
    terms: tuple[TermFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The judgement of one case; amounts in minor units of `currency`."""

    id: str
    currency: str
    status: Status
    timeliness: tuple[Timed, ...]
    findings: tuple[GroundFinding, ...]
    payout: Payout
    cap_minor: int
    fee: Fee
    supplier_response: Response
    escalated_by: EscalatedBy
    escalated_at: datetime | None
    reasons: tuple[Reason, ...]


def adjudicate(*, case: Case) -> Answer:
    """Judge `case` as it stands at its `as_of` (rules 1 to 20). Refuses: foreign coverage without a rate."""
    case = as_it_stands(case=case)
    timed = timeliness.grounds(case=case)
    admissible = tuple(one.ground for one in timed if one.timeliness is Timeliness.OK)
    course = conduct.course(case=case)
    status = _STATUS[course.end] if admissible else Status.INADMISSIBLE
    findings = (
        tuple(ground_finding(case=case, ground=ground) for ground in admissible) if status is Status.DECIDED else ()
    )
    payout = _payout(case, status=status, course=course, findings=findings)
    response, response_reason = conduct.supplier_response(case=case)
    fee = refund.fee(case=case, breach_shown=_breach_shown(case, findings))
    head = [response_reason, *(one.reason for one in timed), _status_reason(course, admissible, case)]
    found = [reason for finding in findings for reason in finding.reasons]
    return Answer(
        id=case.id,
        currency=case.order.currency,
        status=status,
        timeliness=timed,
        findings=findings,
        payout=payout,
        cap_minor=refund.cap(case=case),
        fee=fee,
        supplier_response=response,
        escalated_by=course.escalated_by if status is Status.DECIDED else EscalatedBy.NONE,
        escalated_at=course.escalated_at if status is Status.DECIDED else None,
        reasons=(*head, *found, *payout.reasons, fee.reason),
    )


def ground_finding(*, case: Case, ground: Ground) -> GroundFinding:
    """One ground of the case as it stands, whether or not it was escalated: result, worth, reasons (rules 10 to 17)."""
    if ground is Ground.SHIP_DATE:
        return _ship_date(case)
    return _quality(case) if ground is Ground.QUALITY else _quantity(case)


def as_json(*, answer: Answer) -> dict[str, Any]:
    """The answer as one JSON object with every key of the form, and the reasons as a list of texts under `why`."""

    def plain(minor: int) -> str:
        return figures.plain(minor, currency=answer.currency)

    at = answer.escalated_at
    return {
        "id": answer.id,
        "status": answer.status.value,
        "timeliness": {timed.ground.value: timed.timeliness.value for timed in answer.timeliness},
        "breach": {finding.ground.value: _BREACH[finding.result] for finding in answer.findings},
        "refund": plain(answer.payout.refund),
        "cap": plain(answer.cap_minor),
        "cap_applied": answer.payout.cap_applied,
        "from_escrow": plain(answer.payout.from_escrow),
        "platform_advance": plain(answer.payout.platform_advance),
        "inspection_fee_borne_by": None if answer.fee.borne_by is None else str(answer.fee.borne_by),
        "supplier_response": answer.supplier_response.value,
        "escalation": answer.escalated_by.value,
        "escalated_at": None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z",
        "why": [str(reason) for reason in answer.reasons],
    }


def _payout(case: Case, *, status: Status, course: Course, findings: tuple[GroundFinding, ...]) -> Payout:
    if status is Status.SETTLED and course.agreed_minor is not None:
        return refund.settled(case=case, agreed_minor=course.agreed_minor)
    if status is Status.DECIDED:
        amounts = tuple(finding.amount for finding in findings)
        return refund.decided(case=case, award_minor=award.award(case=case, amounts=amounts))
    return refund.nothing(case=case)


def _ship_date(case: Case) -> GroundFinding:
    result = Result.BREACHED if shipment.is_late(case=case) else Result.MET
    amount = award.ship_date(case=case)
    told = tuple(reason for one in shipment.shipments(case=case) for reason in one.reasons)
    return GroundFinding(Ground.SHIP_DATE, result, amount, told + amount.reasons)


def _quality(case: Case) -> GroundFinding:
    findings = quality.term_findings(case=case)
    result, reason = quality.ground_of(findings=findings)
    amount = award.quality_amount(case=case)
    told = tuple(reason for finding in findings for reason in finding.reasons)
    return GroundFinding(Ground.QUALITY, result, amount, (*told, reason, *amount.reasons), findings)


def _quantity(case: Case) -> GroundFinding:
    count = quantity.count(case=case)
    amount = award.shortage(case=case)
    return GroundFinding(Ground.QUANTITY, count.result, amount, (count.reason, *amount.reasons))


def _breach_shown(case: Case, findings: tuple[GroundFinding, ...]) -> bool:
    """Whether the decision found on quality and a usable report showed a breach, also one cured since (rule 20)."""
    on_quality = any(finding.ground is Ground.QUALITY for finding in findings)
    return on_quality and any(one.fails for one in quality.showings(case=case))


def _status_reason(course: Course, admissible: tuple[Ground, ...], case: Case) -> Reason:
    if admissible:
        return course.reason
    uncovered = sorted(set(case.claim.grounds) - set(Ground))
    told = f"; not covered: {', '.join(uncovered)}" if uncovered else ""
    return Reason(6 if uncovered else 9, f"no admissible ground{told}")
