"""What a sampling plan lets through: how often a lot of a given quality passes, and what a lot that passed may still hold.

Probabilities are Decimals reckoned with 50 digits and told with 10; nothing of it decides a claim, and none of it is money.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from tradeward.domain.adjudication import case, terms
from tradeward.domain.refusals import RuleBroken

_DIGITS, _TOLD = 50, Decimal("1E-10")
_STEPS = 60
"""Halvings of an interval until a point is told to 10 digits and more."""
_SMALL = 10
"""A lot of fewer samples than this is drawn from without putting back."""
_COUNTED_FROM = Decimal(10)
"""Above this AQL defects are counted per hundred units, and no unit is simply good or bad (ISO 2859-1)."""
SHARES = tuple(map(Decimal, ("0.65", "1", "2.5", "5", "10", "15", "25")))
"""Qualities of a lot, in per cent, that are told."""
CONFIDENCE = Decimal("0.95")
CLASSES = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """The plan of one class of defects: `n` units of a `lot`, accepted with up to `ac` found; `counted` per hundred units."""

    defect: str
    lot: int
    n: int
    ac: int
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What a class lets through: for each quality in per cent how often it passes, and the qualities that pass so often."""

    plan: Class
    curve: tuple[tuple[Decimal, Decimal], ...]
    p95: Decimal
    p50: Decimal
    p10: Decimal
    says: tuple[str, ...]


def of_term(*, term: case.Sampling, lot: Decimal) -> tuple[Risk, ...]:
    """The risk of every class of a sampling term, for a lot of so many units (RULES §6). Refuses: less than one unit."""
    limits = dict(term.aql)
    return tuple(
        of_plan(
            plan=Class(
                defect=one.defect, lot=int(lot), n=one.n, ac=one.re - 1,
                counted=not one.none_allowed and Decimal(limits[one.defect]) > _COUNTED_FROM,
            )
        )
        for one in terms.class_plans(term=term, lot=lot)
    )  # fmt: skip


def of_plan(*, plan: Class) -> Risk:
    """Its operating characteristic at `SHARES`, and the points at 95, 50 and 10 in 100; 10 is the limiting quality."""
    curve = tuple((share, _told(passes(plan=plan, percent=share))) for share in SHARES)
    return Risk(
        plan=plan,
        curve=curve,
        p95=_point(plan, Decimal("0.95")),
        p50=_point(plan, Decimal("0.50")),
        p10=_point(plan, Decimal("0.10")),
        says=tuple(_sentence(plan, share, often) for share, often in curve),
    )


def passes(*, plan: Class, percent: Decimal) -> Decimal:
    """How often a lot with so many per cent of defects passes, between 0 and 1.

    Hypergeometric where the lot is smaller than ten samples (its defective units rounded half up), else binomial; Poisson
    for defects per hundred units.
    """
    with localcontext(prec=_DIGITS):
        share = percent / 100
        if plan.counted:
            return _poisson(mean=plan.n * share, upto=plan.ac)
        if plan.lot < _SMALL * plan.n:
            return _hypergeometric(plan, bad=int(plan.lot * share + Decimal("0.5")))
        return _binomial(n=plan.n, upto=plan.ac, share=share)


def most_left(*, inspected: int, found: int) -> Decimal:
    """The most per cent of such units that a lot may hold after `found` of `inspected`: the Clopper–Pearson bound at 95 in 100.

    Refuses: more found than inspected, and nothing inspected.
    """
    if not 0 <= found <= inspected or not inspected:
        raise RuleBroken(f"{found} found of {inspected} inspected is no result of an inspection", field="found")
    if found == inspected:
        return Decimal(100)
    return _told(_falling_to(1 - CONFIDENCE, lambda share: _binomial(n=inspected, upto=found, share=share)) * 100)


def after(*, report: Mapping[str, Any]) -> dict[str, Decimal]:
    """For each class of defects the most per cent of such units that the lot may hold after this report (RULES §6).

    Nothing for a report that counted no classes, and for a class in which more defects were counted than units.
    """
    inspected, defects = report.get("sample_size"), report.get("defects")
    if not inspected or defects is None:
        return {}
    found = {defect: defects.get(defect, 0) for defect in CLASSES}
    return {
        defect: most_left(inspected=inspected, found=count) for defect, count in found.items() if count <= inspected
    }


def _point(plan: Class, often: Decimal) -> Decimal:
    """The quality in per cent that passes so often, on the curve of a large lot: what a table of plans tells."""
    if not plan.counted:
        return _told(_falling_to(often, lambda share: _binomial(n=plan.n, upto=plan.ac, share=share)) * 100)
    most = Decimal(10) * (plan.ac + 10) / plan.n
    return _told(_falling_to(often, lambda part: _poisson(mean=part * most * plan.n, upto=plan.ac)) * most * 100)


def _falling_to(wanted: Decimal, often: Callable[[Decimal], Decimal]) -> Decimal:
    """Where between 0 and 1 a falling function comes to `wanted`."""
    with localcontext(prec=_DIGITS):
        low, high = Decimal(0), Decimal(1)
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if often(middle) > wanted else (low, middle)
        return low


def _binomial(*, n: int, upto: int, share: Decimal) -> Decimal:
    with localcontext(prec=_DIGITS):
        if share >= 1:
            return Decimal(int(upto >= n))
        one = (1 - share) ** n
        total, odds = one, share / (1 - share)
        for k in range(1, upto + 1):
            one = one * odds * (n - k + 1) / k
            total += one
        return min(total, Decimal(1))


def _poisson(*, mean: Decimal, upto: int) -> Decimal:
    with localcontext(prec=_DIGITS):
        one = total = (-mean).exp()
        for k in range(1, upto + 1):
            one = one * mean / k
            total += one
        return min(total, Decimal(1))


def _hypergeometric(plan: Class, *, bad: int) -> Decimal:
    n, good = min(plan.n, plan.lot), plan.lot - bad
    ways = sum(math.comb(bad, k) * math.comb(good, n - k) for k in range(max(0, n - good), min(plan.ac, bad, n) + 1))
    return Decimal(ways) / Decimal(math.comb(plan.lot, n))


def _told(value: Decimal) -> Decimal:
    return value.quantize(_TOLD).normalize() + 0


def _sentence(plan: Class, share: Decimal, often: Decimal) -> str:
    """`A lot with 5 % major defects passes 70 times in 100.`"""
    amount = f"{share} {plan.defect} defects per hundred units" if plan.counted else f"{share} % {plan.defect} defects"
    return f"A lot with {amount} {_often(often)}."


def _often(often: Decimal) -> str:
    times = int((often * 100).to_integral_value())
    if often in (0, 1):
        return "always passes" if often else "never passes"
    if times in (0, 100):
        return "passes more than 99 times in 100" if times else "passes less than once in 100"
    return "passes once in 100" if times == 1 else f"passes {times} times in 100"
