"""The ship deadline of an order with its arithmetic: contract date, amendments, force majeure, the buyer's days (RULES §4)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tradeward.domain import days, rows
from tradeward.domain.bundle import OrderBundle


def buyers_days(bundle: OrderBundle, *, until: date | None = None) -> int:
    """Whole days that the buyer held the goods up: an instalment overdue, an inspection beyond its seven days (RULES §4).

    Days that are both count once. Only what is over counts, unless `until` says up to which day what still runs counts.
    """
    held_up: set[date] = set()
    for instalment in bundle.instalments:
        if instalment.due_on:
            paid_on = until if instalment.state == "open" else instalment.paid_on  # a part of it pays nothing yet
            held_up |= set(_days_between(instalment.due_on, paid_on))
    zone = days.zone(bundle.contract.buyer_zone)
    for inspection in bundle.of(rows.Inspection):
        if inspection.phase != "pre_shipment" or inspection.state == "not_presented":
            continue
        end = inspection.reported_at or inspection.ended_at
        last = days.day_of(at=end, zone=zone) if end else until
        first = days.day_of(at=inspection.requested_at, zone=zone) + timedelta(
            days=bundle.policy.inspection_window_days
        )
        held_up |= set(_days_between(first, last))
    return len(held_up)


def _days_between(after: date, last: date | None) -> Iterable[date]:
    """The days after `after` up to and with `last`; none when there is no `last`."""
    return (after + timedelta(days=n) for n in range(1, (last - after).days + 1)) if last else ()


def last_deadline(bundle: OrderBundle, *, lot: int | None = None) -> date:
    """The last day on which the goods, or one lot, may still ship, as far as it is known now."""
    lots = [one for one in bundle.of(rows.Shipment) if lot in (None, one.lot)]
    planned = max((one.ship_on for one in lots), default=bundle.contract.ship_on)
    return planned + timedelta(days=buyers_days(bundle) + force_majeure_days(bundle))


def force_majeure_days(bundle: OrderBundle) -> int:
    """Days of force majeure that the contract's clause lets count: certified, noticed in time, each day once (RULES §4)."""
    clause = bundle.contract.force_majeure
    if not clause:
        return 0
    lost: set[date] = set()
    for fact in bundle.facts("force_majeure"):
        start, end = (_date(fact.content.get(key)) for key in ("start", "end"))
        notice = noticed_on(bundle, fact)
        noticed = notice is not None and start is not None and (notice - start).days <= int(clause["notice_days"])
        if start and end and noticed and fact.content.get("certificate") == "true":
            lost |= set(_days_between(start - timedelta(days=1), end))
    return len(lost)


def noticed_on(bundle: OrderBundle, fact: rows.Fact) -> date | None:
    """The day notice of force majeure was given: not before it was told here, unless evidence of that is named (RULES §4)."""
    said = _date(fact.content.get("notice"))
    if said is None or fact.content.get("evidence"):
        return said
    return max(said, today(bundle, fact.recorded_at))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def today(bundle: OrderBundle, at: datetime) -> date:
    """The supplier's local day of `at`."""
    return days.day_of(at=at, zone=days.zone(bundle.contract.ship_zone))
