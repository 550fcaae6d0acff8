"""Rules 13 and 14: which reports are usable, what a re-inspection cures, what follows for terms and ground."""

from dataclasses import dataclass
from datetime import date

from tradeward.domain import days
from tradeward.domain.adjudication import terms
from tradeward.domain.adjudication.case import Case, Inspection, QualityTerm
from tradeward.domain.adjudication.standing import ANSWER_WINDOW, Reason
from tradeward.domain.adjudication.terms import Result, Shown


@dataclass(frozen=True, slots=True)
class Showing:
    """What a usable report shows of a claimed, decidable term; `cured`: a rework report wiped its failure out."""

    term: QualityTerm
    inspection: Inspection
    shown: Shown
    cured: bool = False

    @property
    def fails(self) -> bool:
        """Whether it shows a breach, cured since or not."""
        return self.shown.result is Result.BREACHED


@dataclass(frozen=True, slots=True)
class TermFinding:
    """What all evidence together says of one claimed term."""

    term_id: str
    result: Result
    reasons: tuple[Reason, ...]


def claimed(*, case: Case) -> tuple[QualityTerm, ...]:
    """All quality terms of the order, or those that the claim names (rule 13)."""
    named = case.claim.terms
    return tuple(term for term in case.order.quality_terms if named is None or term.id in named)


def why_unusable(*, inspection: Inspection) -> str:
    """What is wrong with the inspector: not accredited on the day, or not independent; empty if usable (rule 14)."""
    until = inspection.accredited_until
    if not inspection.accredited or until is None:
        return "the inspector is not accredited"
    if until < inspection.day:
        return f"accredited until {until} only"
    return f"the inspector is related to the {inspection.related_to}" if inspection.related_to else ""


def showings(*, case: Case) -> tuple[Showing, ...]:
    """Everything that usable reports show of claimed, decidable terms, with what was cured (rules 13 and 14)."""
    usable = [inspection for inspection in case.inspections if not why_unusable(inspection=inspection)]
    bare = [
        Showing(term, inspection, shown)
        for term in claimed(case=case)
        if terms.decidable(term)
        for inspection in usable
        if (shown := terms.shown(term=term, inspection=inspection, order=case.order)) is not None
    ]
    cures = [one for one in bare if _is_cure(one, case=case)]
    return tuple(
        Showing(one.term, one.inspection, one.shown, one.fails and any(_cures(cure, one, case=case) for cure in cures))
        for one in bare
    )


def breaches(*, case: Case) -> tuple[Showing, ...]:
    """The failures that no rework has cured (rule 14)."""
    return tuple(one for one in showings(case=case) if one.fails and not one.cured)


def term_findings(*, case: Case) -> tuple[TermFinding, ...]:
    """Every claimed term: met, breached, not proven or undecidable, with the reasons (rule 13).

    One report that shows a breach is enough, whatever others show; the buyer bears the burden of proof.
    """
    found = showings(case=case)
    unusable = tuple(
        Reason(14, f"not usable: {why}", evidence=_ref(inspection))
        for inspection in case.inspections
        if (why := why_unusable(inspection=inspection))
    )
    return tuple(_finding(term, [one for one in found if one.term is term], unusable) for term in claimed(case=case))


def ground_of(*, findings: tuple[TermFinding, ...]) -> tuple[Result, Reason]:
    """The ground from the findings of its claimed terms (rule 13)."""
    results = [finding.result for finding in findings]
    if Result.BREACHED in results:
        return Result.BREACHED, Reason(13, "a claimed term is breached")
    if Result.NOT_PROVEN in results:
        return Result.NOT_PROVEN, Reason(13, "a claimed term lacks evidence, and the buyer has the burden of proof")
    if not results:
        return Result.NOT_PROVEN, Reason(13, "no written term of quality is claimed")
    if Result.MET not in results:
        return Result.UNDECIDABLE, Reason(13, "no claimed term can be decided")
    return Result.MET, Reason(13, "every claimed term that can be decided is met")


def _finding(term: QualityTerm, found: list[Showing], unusable: tuple[Reason, ...]) -> TermFinding:
    if not terms.decidable(term):
        reason = Reason(13, "vague, or sampled by another standard or edition: set aside", term=term.id)
        return TermFinding(term.id, Result.UNDECIDABLE, (reason,))
    reasons = tuple(_reason(one) for one in found)
    if any(one.fails and not one.cured for one in found):
        return TermFinding(term.id, Result.BREACHED, reasons)
    if any(one.shown.result is Result.MET for one in found):
        return TermFinding(term.id, Result.MET, reasons)
    lacking = Reason(13, "no usable evidence that decides", term=term.id)
    return TermFinding(term.id, Result.NOT_PROVEN, (*reasons, *unusable, lacking))


def _reason(one: Showing) -> Reason:
    told = "conforms" if one.shown.result is Result.MET else one.shown.result.replace("_", " ")
    cured = ", cured by a re-inspection after rework" if one.cured else ""
    return Reason(14 if one.cured else 13, f"{one.shown.text}: {told}{cured}", one.term.id, _ref(one.inspection))


def _ref(inspection: Inspection) -> str:
    return f"{inspection.ref or 'report'} of {inspection.inspector}, {inspection.day}"


def _is_cure(one: Showing, *, case: Case) -> bool:
    """Whether a report after rework shows its term met, on a day not later than the one on which the 72 h end."""
    return (
        one.inspection.after_rework and one.shown.result is Result.MET and one.inspection.day <= _last_day_to_cure(case)
    )


def _last_day_to_cure(case: Case) -> date:
    return days.day_of(at=case.claim.opened_at + ANSWER_WINDOW, zone=case.order.ship_tz)


def _cures(cure: Showing, failure: Showing, *, case: Case) -> bool:
    """Whether the cure reaches the failure: the same term, not later, and in an order in lots the same lot or none."""
    same_lot = not case.order.in_lots or cure.inspection.lot == failure.inspection.lot
    return cure.term is failure.term and failure.inspection.day <= cure.inspection.day and same_lot
