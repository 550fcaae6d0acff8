"""Rules 6 to 9: which grounds are covered, and whether each was claimed inside its window."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tradeward.domain import days
from tradeward.domain.adjudication import shipment
from tradeward.domain.adjudication.case import Case, CoverageType, Ground
from tradeward.domain.adjudication.standing import Reason, claim_day


class Timeliness(StrEnum):
    """How a ground stands to its window."""

    OK = "ok"
    PREMATURE = "premature"
    TOO_LATE = "too_late"
    COVERAGE_ENDED = "coverage_ended"


@dataclass(frozen=True, slots=True)
class Timed:
    """One covered ground of the claim and how it was judged."""

    ground: Ground
    timeliness: Timeliness
    reason: Reason


def grounds(*, case: Case) -> tuple[Timed, ...]:
    """Every covered ground of the claim, judged one by one (rules 6 to 9)."""
    return tuple(_judged(ground, case=case) for ground in case.claim.covered_grounds)


def _judged(ground: Ground, *, case: Case) -> Timed:
    if ground is Ground.SHIP_DATE:
        return Timed(ground, *_ship_date(case))
    if case.order.coverage_type is CoverageType.PRE_SHIPMENT:
        return Timed(ground, *_before_release(case))
    return Timed(ground, *_after_clearance(case))


def _ship_date(case: Case) -> tuple[Timeliness, Reason]:
    first = min(shipment.deadline(case=case, lot=lot).day for lot in case.order.lot_numbers)
    if claim_day(case) <= first:
        return Timeliness.PREMATURE, Reason(7, f"claimed on {claim_day(case)}, the deadline {first} had not passed")
    last = case.order.late_claim_days
    if case.order.coverage_type is CoverageType.POST_DELIVERY and _after_day(last, case=case):
        return Timeliness.TOO_LATE, Reason(9, f"ship date claimed after day {last} from the last clearance")
    return Timeliness.OK, Reason(7, f"claimed on {claim_day(case)}, after the deadline {first}")


def _before_release(case: Case) -> tuple[Timeliness, Reason]:
    if any(release <= case.claim.opened_at for release in case.releases):
        return Timeliness.COVERAGE_ENDED, Reason(8, "the buyer had released the goods when he claimed")
    return Timeliness.OK, Reason(8, "claimed before the buyer released the goods")


def _after_clearance(case: Case) -> tuple[Timeliness, Reason]:
    if not case.clearances:
        return Timeliness.PREMATURE, Reason(9, "no customs clearance yet")
    if case.claim.opened_at < min(case.clearances):
        return Timeliness.PREMATURE, Reason(9, "claimed before the first customs clearance")
    last = case.order.claim_days
    if _after_day(last, case=case):
        return Timeliness.TOO_LATE, Reason(9, f"claimed after day {last} from the last clearance")
    return Timeliness.OK, Reason(9, f"claimed within day {last} from the last clearance")


def _after_day(count: int, *, case: Case) -> bool:
    """Whether the claim came after day `count` from the last clearance; rule 2 says 15."""
    zone = case.order.buyer_tz
    if not case.clearances:
        return False
    last = days.day_of(at=max(case.clearances), zone=zone)
    return days.day_of(at=case.claim.opened_at, zone=zone) > last + timedelta(days=count)
