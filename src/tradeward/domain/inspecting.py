"""An inspection as it is lived: asked for, paid for, booked, reported (RULES §4, §6, §8)."""

import hashlib
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from tradeward.domain import (
    accreditation,
    contract,
    decision,
    inspection,
    needs,
    payouts,
    postings,
    recovering,
    rows,
    shipdate,
)
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.inspection import INSPECTION
from tradeward.domain.lifecycle import Act
from tradeward.domain.references import reference
from tradeward.domain.refusals import RuleBroken


def request(bundle: OrderBundle, *, phase: str, act: Act) -> rows.Inspection:
    """Ask for an inspection: before shipment, or after a claim (RULES §4, §6). Under its reference the buyer pays the fee."""
    id = bundle.new_id("inspection", act)
    row = bundle.add(
        rows.Inspection(
            id=id,
            order_id=bundle.order.id,
            number=len(bundle.of(rows.Inspection)) + 1,
            state=inspection.S.REQUESTED,
            requested_at=act.at,
            phase=phase,
            reference=reference(id),
            fee_minor=bundle.contract.inspection_fee_minor,
        )
    )
    _draw(bundle, row, act)
    return row


@INSPECTION.effect("draw")
def _draw(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """Three of those who could look, or as many as there are: by lot, which the order and the inspection decide (RULES §6)."""
    lots = {_lot(row, one): one for one in needs.goods.eligible(bundle, row, act)}
    row.eligible_count = len(lots)
    row.drawn = [str(lots[lot]) for lot in sorted(lots)[: bundle.policy.inspectors_drawn_count]]


def _lot(row: rows.Inspection, inspector_id: UUID) -> str:
    return hashlib.sha256(f"{row.order_id}:{row.number}:{inspector_id}".encode()).hexdigest()


@INSPECTION.effect("call")
def _call(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """Not booked in time: the supplier asks the platform to assign an inspector (RULES §8)."""
    row.called_at = act.at


@INSPECTION.effect("book", "assign")
def _book(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """Another inspector instead of an absent one starts the days anew: they are nobody's (RULES §8)."""
    if row.booked_at:
        row.requested_at = act.at
    row.inspector_id, row.booked_at = act.said["inspector_id"], act.at


@INSPECTION.effect("decline", "object")
def _unbook(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """The inspector cannot come, or the supplier objects to him with a reason, once: then it is drawn anew (RULES §6, §8).

    An inspector who declares a tie to either side is not drawn again: he has to be independent of both (RULES §6).
    """
    if act.verb == "decline":
        row.requested_at = act.at
    else:
        row.objections += 1
    if act.verb == "object" or act.said.get("tie"):
        row.objected = [*row.objected, str(row.inspector_id)]
        _draw(bundle, row, act)
    row.inspector_id, row.booked_at = None, None


REPORTED = (
    "date", "lot", "lot_size", "sample_size", "defects", "nonconforming_units", "measurements", "results", *decision.NOT_JUDGED,
)  # fmt: skip
"""What an inspector says; who he is, whether he may look, and what went before is known here."""


@INSPECTION.effect("report")
def _report(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """The inspector reports, the verdict is computed (RULES §4). Refuses, by name: a report that is not of its form."""
    day = _day_of(bundle, row, act)
    reworked = any(one.state == "rework" for one in bundle.of(rows.Inspection))
    assert row.inspector_id is not None, "an inspection that is booked has its inspector"
    row.report = {
        **act.said["report"],
        **_seen(act),
        "date": day.isoformat(),
        "inspector": str(row.inspector_id),
        "accredited": bundle.market.accredited(row.inspector_id, day, accreditation.goods(bundle.contract)),
        "accredited_until": day.isoformat(),
        "after_rework": reworked,
    }
    if row.reported_at is None:
        _pay_inspector(bundle, row, act)
    row.reported_at = act.at
    row.verdict, row.reasons = decision.verdict(bundle, row, at=act.at)


def _day_of(bundle: OrderBundle, row: rows.Inspection, act: Act) -> date:
    """The day a report is of, today if it does not say. Refuses, by name: no object, a strange key, before booking, the future."""
    said, today = act.said["report"], shipdate.today(bundle, act.at)
    if not isinstance(said, Mapping):
        raise RuleBroken("report is no object of keys and values", field="report")
    for key in said:
        if key not in REPORTED:
            raise RuleBroken(f"report.{key} is no key of a report: {', '.join(REPORTED)}", field=f"report.{key}")
    day = contract.read_day(field="report.date", text=said["date"]) if "date" in said else today
    assert row.booked_at is not None, "an inspection that is booked has its day"
    if not shipdate.today(bundle, row.booked_at) <= day <= today:
        raise RuleBroken(f"report.date {day} is not from the day of booking to today", field="report.date")
    return day


def _seen(act: Act) -> dict[str, str]:
    """When the goods were looked at, as the row keeps it. Refuses, by name: an instant still to come."""
    seen_at = act.said["report"].get("seen_at")
    if seen_at is None:
        return {}
    if seen_at > act.at:
        raise RuleBroken("report.seen_at lies in the future", field="report.seen_at")
    return {"seen_at": seen_at.isoformat()}


def _pay_inspector(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """His fee, as far as the buyer paid it in (RULES §7)."""
    if row.fee_held_minor:
        payouts.pay_out(
            bundle, act, order_id=bundle.order.id, payee_id=row.inspector_id, account="", purpose="inspection",
            source=postings.inspector_fee(bundle.order.id), currency=bundle.order.currency, minor=row.fee_held_minor,
        )  # fmt: skip


@INSPECTION.effect("not_presented")
def _not_presented(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """The inspector came for nothing: he is paid, and the supplier bears the fee (RULES §8)."""
    row.ended_at = act.at
    _pay_inspector(bundle, row, act)
    if row.fee_held_minor:
        debt = recovering.open_debt(bundle, kind="fee", minor=row.fee_held_minor, dispute_id=None, act=act)
        row.fee_debt_id = debt.id


def return_fee(bundle: OrderBundle, row: rows.Inspection, act: Act) -> None:
    """No report came of it: the fee goes back to the buyer (RULES §7)."""
    if row.reported_at is None and row.fee_held_minor:
        minor, row.fee_held_minor = row.fee_held_minor, 0
        currency = bundle.order.currency
        bundle.post(
            postings.inspection_fee_returned(
                cause=str(row.id), currency=currency, order_id=bundle.order.id, minor=minor
            )
        )
        payouts.pay_buyer(bundle, minor=minor, purpose="fee", act=act)
