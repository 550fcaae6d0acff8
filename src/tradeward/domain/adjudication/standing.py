"""Rule 1: local days, the file as it stands at `as_of`, and the reasons that every finding carries."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tradeward.domain import days
from tradeward.domain.adjudication.case import Case, ForceMajeure, When

ANSWER_WINDOW = timedelta(hours=72)
"""How long the supplier's answer is in time; after it the buyer may escalate (rules 3 and 4)."""
SILENCE = timedelta(hours=168)
"""After so much silence the case escalates itself (rule 4)."""
NOBODY_ACTS = timedelta(hours=720)
"""So long after the supplier's last answer the clock withdraws the claim (rule 5)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was found: the rule's number, plain words, and the term and the piece of evidence, where one is."""

    rule: int
    text: str
    term: str = ""
    evidence: str = ""

    def __str__(self) -> str:
        term = f" {self.term}" if self.term else ""
        evidence = f" [{self.evidence}]" if self.evidence else ""
        return f"r{self.rule}{term}: {self.text}{evidence}"


def today(case: Case) -> date:
    """The local day of `as_of` in the zone of shipment (rule 1)."""
    return days.day_of(at=case.as_of, zone=case.order.ship_tz)


def claim_day(case: Case) -> date:
    """The local day on which the claim was opened, in the zone of shipment (rules 7 and 17)."""
    return days.day_of(at=case.claim.opened_at, zone=case.order.ship_tz)


def day_of(when: When, *, case: Case) -> date:
    """The day of a document: as written, or the local day of its instant in the zone of shipment (rule 1)."""
    return days.day_of(at=when, zone=case.order.ship_tz) if isinstance(when, datetime) else when


def as_it_stands(*, case: Case) -> Case:
    """The case without what is later than `as_of` (rule 1); all other functions of this package expect this view.

    An instant is read up to `as_of` itself, a date up to the local day of `as_of`; a count without a date always. A
    notice of force majeure still to come was not given yet, and an event that ends later is still running. Applying it
    again changes nothing.
    """

    def happened(when: When | None) -> bool:
        return when is None or (when <= case.as_of if isinstance(when, datetime) else when <= now)

    now = today(case)
    return replace(
        case,
        payments=tuple(payment for payment in case.payments if happened(payment.at)),
        refunds_already_made=tuple(refund for refund in case.refunds_already_made if happened(refund.at)),
        documents=tuple(document for document in case.documents if happened(document.when)),
        amendments=tuple(amendment for amendment in case.amendments if happened(amendment.at)),
        force_majeure=tuple(_event(event, now) for event in case.force_majeure if happened(event.start)),
        clearances=tuple(filter(happened, case.clearances)),
        releases=tuple(filter(happened, case.releases)),
        deliveries=tuple(delivery for delivery in case.deliveries if happened(delivery.when)),
        answers=tuple(answer for answer in case.answers if happened(answer.at)),
        acceptances=tuple(acceptance for acceptance in case.acceptances if happened(acceptance.at)),
        escalations=tuple(filter(happened, case.escalations)),
        inspections=tuple(inspection for inspection in case.inspections if happened(inspection.day)),
    )


def _event(event: ForceMajeure, now: date) -> ForceMajeure:
    notice = event.notice if event.notice is None or event.notice <= now else None
    end = event.end if event.end is None or event.end <= now else None
    return replace(event, notice=notice, end=end)
