"""Needs of disputes, offers and rulings (RULES §5, §6)."""

from datetime import timedelta

from tradeward.domain import days, decision, rows, windows
from tradeward.domain.bundle import OrderBundle, party
from tradeward.domain.lifecycle import Act
from tradeward.domain.needs.registry import need


@need("Nothing is disputed.")
def nothing_disputed(bundle: OrderBundle, row: rows.Row, act: Act) -> bool:
    return bundle.dispute is None


@need("The ground is not claimed yet.", of_input=True)
def ground_new(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return act.said.get("ground") not in row.grounds


@need("Quality is claimed, the goods have left, and no inspection of the claim is under way.")
def claim_inspectable(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    waiting = ("requested", "booked", "reported")
    under_way = any(one.state in waiting for one in bundle.of(rows.Inspection) if one.phase == "post_delivery")
    in_time = act.at < windows.after_days(bundle, row.opened_at, bundle.policy.claim_report_days)
    return "quality" in row.grounds and bundle.order.shipped_at is not None and in_time and not under_way


@need("An offer of the other side stands.")
def offer_stands(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    standing = standing_offer(bundle, row)
    return standing is not None and standing.by != party(bundle, act.by)


def standing_offer(bundle: OrderBundle, dispute: rows.Dispute) -> rows.Offer | None:
    """The settlement figure that is on the table."""
    offers = [one for one in bundle.of(rows.Offer) if one.dispute_id == dispute.id and one.state == "standing"]
    return offers[-1] if offers else None


@need("A newer offer is on the table.")
def newer_offer(bundle: OrderBundle, row: rows.Offer, act: Act) -> bool:
    return any(one.number > row.number for one in bundle.of(rows.Offer) if one.dispute_id == row.dispute_id)


@need("The dispute is settled on it.")
def settled_on_it(bundle: OrderBundle, row: rows.Offer, act: Act) -> bool:
    dispute = bundle.row(rows.Dispute, row.dispute_id)
    return dispute is not None and dispute.settled_at is not None and row.at <= dispute.settled_at


@need("The dispute has gone on without it.")
def overtaken(bundle: OrderBundle, row: rows.Offer, act: Act) -> bool:
    dispute = bundle.row(rows.Dispute, row.dispute_id)
    assert dispute is not None, "an offer is made in a dispute"
    decided = dispute.state not in ("open", "answered", "escalated", "drafted")
    return decided or (dispute.escalated_at is not None and row.at <= dispute.escalated_at)


@need("The supplier has answered, or his hours are over.")
def answered_or_time_up(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.answered_at is not None or act.at > days.after_hours(
        start=row.opened_at, hours=bundle.policy.answer_hours
    )


@need("The settlement is overdue.")
def settlement_overdue(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    assert row.settled_at is not None, "a settlement has its instant, and once it is paid the dispute is final"
    return act.at > row.settled_at + timedelta(days=bundle.policy.settlement_payment_days)


@need("The settlement is paid.")
def settlement_paid(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    owed = [one for one in bundle.of(rows.Recovery) if one.dispute_id == row.id and one.kind == "settlement"]
    return all(one.paid_minor >= one.debt_minor for one in owed)


@need("The officer has no tie to either side.", of_input=True)
def no_tie(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return act.said.get("tie") == "none"


@need("The officer's organisation is neither side's, and shares no owner, address or bank account with one.")
def unrelated(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    """Checked, beside what the officer declares (RULES §5)."""
    own, sides = act.by.organisation_id, (bundle.order.buyer_id, bundle.order.supplier_id)
    return own is None or (own not in sides and not any(bundle.market.related(own, side) for side in sides))


@need("No officer has the case.")
def not_taken(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.officer_id is None


@need("No officer has the appeal.")
def appeal_not_taken(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.appeal_officer_id is None


@need("This officer has the case.")
def this_officer(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.officer_id is not None and row.officer_id == act.by.person_id


@need("Another officer has the case.")
def other_officer(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    involved = {row.officer_id}
    if row.state == "appealed":
        rulings = [one for one in bundle.of(rows.Ruling) if one.dispute_id == row.id]
        involved |= {one for ruling in rulings for one in (ruling.officer_id, ruling.second_officer_id)}
    return act.by.person_id is not None and act.by.person_id not in involved


@need("This officer has the appeal.")
def appeal_officer(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.appeal_officer_id is not None and row.appeal_officer_id == act.by.person_id


@need("The item is named precisely, and of one side.", of_input=True)
def item_named(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return bool(str(act.said.get("item", "")).strip()) and act.said.get("of") in ("buyer", "supplier")


@need("The time for the item can still be extended.", of_input=True)
def extension_left(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    items = [item for item in row.items if item["item"] == act.said.get("item")]
    return bool(items) and int(items[0]["extensions"]) < bundle.policy.item_extensions_count


@need("Each departure from the computed findings has a written reason.", of_input=True)
def departures_reasoned(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return decision.departures_fit(act.said)


@need("What is found forged are files that the buyer added, each with a reason.", of_input=True)
def forgery_named(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    own = {str(one.id) for one in bundle.of(rows.Evidence) if one.organisation_id == bundle.order.buyer_id}
    return all(str(id) in own and str(reason).strip() for id, reason in act.said.get("forged", {}).items())


@need("One officer's signature is enough.")
def one_signature_enough(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return not decision.needs_second(bundle, decision.draft_of(bundle, row))


@need("The ruling can still be sent back.")
def return_left(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    back = [
        one for one in bundle.of(rows.Ruling) if one.dispute_id == row.id and one.second_officer_id and one.sent_back_at
    ]
    return len(back) < bundle.policy.countersign_returns_count


@need("A reason is written.", of_input=True)
def reason_given(bundle: OrderBundle, row: rows.Row, act: Act) -> bool:
    return bool(str(act.said.get("reason", "")).strip())


@need("A ruling gives the goods up.")
def ruling_gives_up(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    issued = [(one.issued_at, one.number, one.outcome) for one in bundle.of(rows.Ruling) if one.issued_at]
    return bool(issued) and max(issued)[-1] in ("cancel", "refuse")


@need("This side has not appealed yet.")
def not_appealed(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return party(bundle, act.by) not in row.appealed_by


@need("The days to appeal are not over.")
def in_appeal_time(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    end = windows.appeal(bundle, row)
    return end is not None and act.at < end
