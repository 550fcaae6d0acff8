"""Needs of making, inspection, shipment and receipt (RULES §4, §6, §8)."""

from datetime import timedelta
from uuid import UUID

from tradeward.domain import accreditation, contract, days, decision, money, rows, shipdate, windows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.needs.registry import need

DOCUMENT = ("kind", "number", "date", "carrier", "file", "place")
"""What a shipping document is named with (RULES §4)."""
_PLACED = ("EXW", "FCA", "FAS", "FOB")
"""Rules of Incoterms whose named place is where the goods are shipped, not where they go."""


def gate_is_open(bundle: OrderBundle) -> bool:
    """Whether nothing stands between the goods and the ship: passed, waived, agreed, or never to be inspected (RULES §4, S7)."""
    done = [one for one in bundle.of(rows.Inspection) if one.phase == "pre_shipment"]
    return not inspected(bundle) or any(one.state in ("passed", "waived", "agreed") for one in done)


def inspected(bundle: OrderBundle) -> bool:
    """Whether the contract has an inspection before the goods leave."""
    agreed = bundle.contract
    return agreed.coverage == "pre_shipment" or any(part.anchor == "inspection" for part in agreed.plan)


@need("The inspection gate is open: all inspected terms met, or the buyer waived it.")
def gate_open(bundle: OrderBundle, row: rows.Row, act: Act) -> bool:
    return gate_is_open(bundle)


@need("The inspection gate is still shut.")
def gate_shut(bundle: OrderBundle, row: rows.Row, act: Act) -> bool:
    return not gate_is_open(bundle)


@need("The goods are not released yet.")
def not_released(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return row.goods_released_at is None


@need("The amount that loses its quality cover is typed in as it is shown.", of_input=True)
def amount_typed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return bool(act.said.get("amount") == money.Money(bundle.order.value_minor, bundle.order.currency).amount)


@need("The buyer has waived the inspection.")
def waived(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return row.phase == "pre_shipment" and bool(bundle.facts("waiver"))


@need("The goods are being made or ready.")
def order_in_making(bundle: OrderBundle, row: rows.Shipment, act: Act) -> bool:
    return bundle.order.state in ("making", "ready")


@need("No lot has left yet.")
def no_lot_left(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return not any(one.state == "shipped" for one in bundle.of(rows.Shipment))


@need("Every lot is shipped.")
def all_lots_shipped(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return all(one.state == "shipped" for one in bundle.of(rows.Shipment))


@need(
    "The shipping document is named whole: kind, number, date, carrier, file, place; it proves shipment, at the contract's place,"
    " on a day from the day of signing to today.",
    of_input=True,
)
def document_named(bundle: OrderBundle, row: rows.Shipment, act: Act) -> bool:
    said, agreed = act.said, bundle.contract
    if not all(said.get(key) for key in DOCUMENT) or bundle.order.signed_at is None:
        return False
    proves = {agreed.ship_event, *decision.STANDS_IN.get(agreed.ship_event, ())}
    signed, today = (shipdate.today(bundle, at) for at in (bundle.order.signed_at, act.at))
    named = str(bundle.version.body["incoterm"]).casefold()
    at_place = agreed.incoterm not in _PLACED or str(said["place"]).casefold() in named
    return said["kind"] in proves and signed <= contract.read_day(field="date", text=said["date"]) <= today and at_place


@need("The customs clearance is documented, after the goods left and not in the future.", of_input=True)
def clearance_documented(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    cleared = act.said.get("cleared_at")
    if not act.said.get("document") or cleared is None or row.dispatched_on is None:
        return False
    return row.dispatched_on <= days.day_of(at=cleared, zone=windows.buyer_zone(bundle)) and cleared <= act.at


@need("The clearance is reported within its days.", of_input=True)
def clearance_in_time(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    cleared = act.said.get("cleared_at")
    return cleared is not None and act.at < windows.after_days(bundle, cleared, bundle.policy.clearance_report_days)


@need("The clearance was reported by the buyer, and the hours to contest it are not over.")
def may_contest(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    reported = bundle.facts("clearance")
    hours = timedelta(hours=bundle.policy.clearance_contest_hours)
    return bool(reported) and row.received_at is not None and act.at <= reported[-1].recorded_at + hours


def eligible(bundle: OrderBundle, row: rows.Inspection, act: Act) -> list[UUID]:
    """Who could look today: accredited for these goods, independent of both sides, not objected to (RULES §6)."""
    sides = (bundle.order.buyer_id, bundle.order.supplier_id)
    goods = accreditation.goods(bundle.contract)
    found = bundle.market.inspectors(shipdate.today(bundle, act.at), goods, sides, act.at)
    return [one for one in found if str(one) not in row.objected]


@need(
    "The inspector is accredited on the day for these goods, independent of both sides, and not objected to.",
    of_input=True,
)
def inspector_fits(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return act.said.get("inspector_id") in eligible(bundle, row, act)


@need("The inspector is one of those drawn.", of_input=True)
def inspector_drawn(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return str(act.said.get("inspector_id")) in row.drawn


@need("None of the inspectors drawn can look any more.")
def nobody_drawn_fits(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return not any(str(one) in row.drawn for one in eligible(bundle, row, act))


@need("The platform was asked for an inspector, or the one who is booked did not report in his days.")
def called_or_absent(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    """For a claim after delivery the platform is always asked; else by the supplier's call (RULES §6, §8)."""
    if row.booked_at is None:
        return row.called_at is not None or row.phase == "post_delivery"
    return act.at >= windows.after_days(bundle, row.booked_at, bundle.policy.inspection_window_days)


@need("The days to book the inspection are over.")
def booking_overdue(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return act.at >= windows.after_days(bundle, row.requested_at, bundle.policy.inspection_booking_days)


@need("The supplier may still object to an inspector.")
def objection_left(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return row.objections < bundle.policy.inspector_objections_count


@need("The report is there.", of_input=True)
def report_complete(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return bool(act.said.get("report"))


@need("Every inspected term is met.")
def all_terms_met(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return row.verdict == "met"


@need("An inspected term is breached.")
def a_term_breached(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return row.verdict == "breached"


@need("The inspection is one before shipment.")
def before_shipment(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return row.phase == "pre_shipment"


@need("The inspection follows a claim.")
def after_claim(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return row.phase == "post_delivery"


@need("The goods were not presented for inspection.")
def not_presented(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return _last(bundle).state == "not_presented"


@need("The goods are to be reworked.")
def to_be_reworked(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return _last(bundle).state == "rework"


@need("The buyer rejected the goods, and there is no claim to be made of it.")
def rejected_unclaimed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return _last(bundle).state == "rejected" and bundle.dispute is None


def _last(bundle: OrderBundle) -> rows.Inspection:
    return bundle.of(rows.Inspection)[-1]


@need("The goods have not been reworked yet.")
def rework_left(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    done = sum(one.state == "rework" for one in bundle.of(rows.Inspection))
    return done < bundle.policy.rework_count


@need("The goods have been reworked as often as silence allows.")
def no_rework_left(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return not rework_left(bundle, row, act)


@need("A price cut is signed by both.")
def price_cut_signed(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return any(one.kind == "price" for one in _signed_since(bundle, row))


@need("A rework until a day is signed by both, to settle the dispute.")
def rework_signed(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return any(one.kind == "ship_date" and one.content.get("settles") for one in _signed_since(bundle, row))


def _signed_since(bundle: OrderBundle, row: rows.Inspection) -> list[rows.Amendment]:
    """The amendments signed after an inspection before shipment failed."""
    signed = [one for one in bundle.of(rows.Amendment) if one.state == "signed" and row.phase == "pre_shipment"]
    return [one for one in signed if row.reported_at and one.ended_at and one.ended_at >= row.reported_at]


@need("A claim on the quality of these goods was decided or settled, and the order goes on.")
def claim_decided(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return any(one.outcome in ("dismissed", "keep") for one in _claims_since(bundle, row))


@need("The claim on the rejected goods was given up, and the order goes on.")
def claim_given_up(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return bool(_claims_since(bundle, row))


def _claims_since(bundle: OrderBundle, row: rows.Inspection) -> list[rows.Dispute]:
    """The ended claims on goods that failed before shipment, none while another is open or the order is over."""
    if row.phase != "pre_shipment" or row.reported_at is None or bundle.dispute or bundle.order.ended_at:
        return []
    ended = [one for one in bundle.of(rows.Dispute) if "quality" in one.grounds and one.ended_at]
    return [one for one in ended if one.ended_at and one.ended_at >= row.reported_at]


@need("The buyer does not hold the goods up.")
def buyer_not_behind(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    today = shipdate.today(bundle, act.at)
    return shipdate.buyers_days(bundle, until=today) == shipdate.buyers_days(bundle)
