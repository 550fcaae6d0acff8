"""Rule 13: what one inspection report shows of one written term of quality."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tradeward.domain import sampling
from tradeward.domain.adjudication.case import (
    NONE_ALLOWED,
    Aggregate,
    Inspection,
    Measure,
    Order,
    PassFail,
    QualityTerm,
    Reading,
    Sampling,
    Vague,
)


class Result(StrEnum):
    """What the evidence says of a term or of a ground."""

    MET = "met"
    BREACHED = "breached"
    NOT_PROVEN = "not_proven"
    UNDECIDABLE = "undecidable"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report shows of a term; `share` is the part of the readings outside, of a term on each reading."""

    result: Result
    text: str
    share: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """One class of defects: units to inspect for it, and how many found reject (1 where none is allowed)."""

    defect: str
    n: int
    re: int
    none_allowed: bool


def decidable(term: QualityTerm) -> bool:
    """Whether the term can be decided at all: not vague, and sampled by the edition of our tables (rule 13)."""
    return not isinstance(term, Vague) and not (isinstance(term, Sampling) and term.standard not in sampling.EDITIONS)


def shown(*, term: QualityTerm, inspection: Inspection, order: Order) -> Shown | None:
    """What `inspection` shows of a decidable `term`; None when it says nothing of it (rule 13)."""
    if isinstance(term, Measure):
        readings = (inspection.measurements or {}).get(term.id)
        return _measured(term, readings) if readings else None
    if isinstance(term, PassFail):
        passed = (inspection.results or {}).get(term.id)
        return None if passed is None else _recorded(passed)
    return _sampled(term, inspection=inspection, order=order) if isinstance(term, Sampling) else None


def class_plans(*, term: Sampling, lot: int | Decimal) -> tuple[ClassPlan, ...]:
    """Units and rejection number for every class of the term, from a lot of so many units (rule 13).

    n is never more than the lot. Where none is allowed it is the largest n of the other classes, alone that of the code
    letter itself.
    """
    plans = {
        defect: sampling.plan(lot=lot, level=term.level, aql=aql, state=term.state)
        for defect, aql in term.aql
        if aql != NONE_ALLOWED
    }
    largest = max((plan.n for plan in plans.values()), default=0) or sampling.sample_size(
        letter=sampling.code_letter(lot=lot, level=term.level), state=term.state
    )
    return tuple(
        ClassPlan(defect, min(plan.n, int(lot)), plan.re, False)
        if (plan := plans.get(defect))
        else ClassPlan(defect, min(largest, int(lot)), 1, True)
        for defect, _ in term.aql
    )


def _measured(term: Measure, readings: tuple[Reading, ...]) -> Shown:
    limits = " and ".join(
        f"{word} {limit}" for word, limit in (("at least", term.min), ("at most", term.max)) if limit is not None
    )
    if term.aggregate is Aggregate.MEAN:
        mean = sum((Fraction(reading) for reading in readings), Fraction(0)) / len(readings)
        text = f"mean of {len(readings)} readings {_exact(mean)}, {limits}"
        return Shown(Result.MET if _inside(term, mean) else Result.BREACHED, text)
    outside = sum(not _inside(term, Fraction(reading)) for reading in readings)
    text = f"{outside} of {len(readings)} readings outside {limits}"
    return Shown(Result.BREACHED if outside else Result.MET, text, Fraction(outside, len(readings)))


def _inside(term: Measure, value: Fraction) -> bool:
    return (term.min is None or value >= term.min) and (term.max is None or value <= term.max)


def _exact(value: Fraction) -> str:
    whole = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{whole}" if Fraction(whole) == value else f"{value.numerator}/{value.denominator}"


def _recorded(passed: bool) -> Shown:
    return Shown(Result.MET if passed else Result.BREACHED, f"recorded as {'pass' if passed else 'fail'}")


def _sampled(term: Sampling, *, inspection: Inspection, order: Order) -> Shown | None:
    inspected, defects = inspection.sample_size, inspection.defects
    if inspected is None or defects is None:
        return None
    lot = order.quantity if inspection.lot_size is None else inspection.lot_size
    plans = class_plans(term=term, lot=lot)
    draw = max(plan.n for plan in plans)
    judged = [_class(plan, defects.get(plan.defect, 0), inspected, draw) for plan in plans]
    worst = next(
        result for result in (Result.BREACHED, Result.NOT_PROVEN, Result.MET) if any(r is result for r, _ in judged)
    )
    head = f"lot {lot}, level {term.level}, {term.state}, {inspected} of {draw} units inspected"
    return Shown(worst, "; ".join([head, *(text for _, text in judged)]))


def _class(plan: ClassPlan, found: int, inspected: int, draw: int) -> tuple[Result, str]:
    """One class: taken pro rata above the sample to draw; too few units prove a breach, never conformity (rule 13)."""
    counted = Fraction(found * draw, inspected) if inspected > draw and not plan.none_allowed else Fraction(found)
    pro_rata = "" if counted == found else f", pro rata {_exact(counted)}"
    text = f"{plan.defect} {found} found{pro_rata}, n {plan.n}, Re {plan.re}"
    if counted >= plan.re:
        return Result.BREACHED, text
    return (Result.NOT_PROVEN, f"{text}, too few units") if inspected < plan.n else (Result.MET, text)
