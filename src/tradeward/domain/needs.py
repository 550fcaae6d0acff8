"""What a move needs: named predicates over an order's bundle. A refusal, the diagram and the button's "why not" print the sentences.

A predicate takes the bundle, the row that would move, and the act. Those `of_input` judge what is said with the move and are
left out where only the state is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tradeward.domain import contract, days, decision, money, postings, recovery, rows, shipdate, windows
from tradeward.domain.bundle import OrderBundle, party
from tradeward.domain.lifecycle import Act

Test = Callable[[OrderBundle, Any, Act], bool]


@dataclass(frozen=True, slots=True)
class Need:
    """A predicate and the sentence that is true when it is met."""

    sentence: str
    test: Test
    of_input: bool = False


NEEDS: dict[str, Need] = {}


def need(sentence: str, *, of_input: bool = False) -> Callable[[Test], Test]:
    """Register a predicate under its function's name, with the sentence that is true when it is met."""

    def register(test: Test) -> Test:
        NEEDS[test.__name__] = Need(sentence, test, of_input)
        return test

    return register


def unmet(names: tuple[str, ...], bundle: OrderBundle, row: Any, act: Act, *, preview: bool = False) -> list[str]:
    """The sentences of the needs that are not met; a preview leaves out what depends on the input."""
    found = (NEEDS[name] for name in names)
    return [one.sentence for one in found if not (preview and one.of_input) and not one.test(bundle, row, act)]


# --- signing


@need("What is signed has the hash of the version on offer.", of_input=True)
def same_hash(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return bool(act.said.get("hash") == bundle.version.hash)


@need("Every assured term of the contract can be decided by measurement.")
def executable(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return not contract.not_executable(bundle.contract)


@need("This side has not signed this version on this cover yet.")
def not_signed_yet(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return signature(bundle, party(bundle, act.by)) is None or bundle.reservation is None


@need("Supplier and buyer may trade here: onboarded, and the supplier neither suspended nor out.")
def parties_fit(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return bundle.supplier.supplier.state not in ("suspended", "out")


@need("The cover stated with the signature is the cover that can be given now.", of_input=True)
def cover_as_shown(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return True  # answered with the new figure by signing.check, which knows it


@need("Both sides have signed this version.")
def both_signed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return all(signature(bundle, side) for side in ("buyer", "supplier")) and bundle.reservation is not None


def signature(bundle: OrderBundle, side: str) -> rows.Signature | None:
    """The signature of `side` over the version in force."""
    found = [one for one in bundle.of(rows.Signature) if one.party == side and one.version_id == bundle.version.id]
    return found[-1] if found else None


@need("The order is signed.")
def order_signed(bundle: OrderBundle, row: Any, act: Act) -> bool:
    return bundle.order.signed_at is not None


# --- money


@need("Every instalment due at signing is paid.")
def signing_instalments_paid(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    due = [one for one in bundle.instalments if one.anchor == "signing"]
    return all(one.paid_minor >= one.amount_minor for one in due) and bool(bundle.instalments)


@need("The bank statement of the due day is imported.")
def statement_imported(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    due = windows.deposit(bundle, row)
    imported = bundle.market.statement_imported_at(due.date()) if due else None
    return imported is not None and imported <= act.at


@need("No unclear credit is proposed for this order.")
def no_match_proposed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return not any(one.state == "suspense" for one in bundle.of(rows.Credit))


@need("The buyer has paid nothing yet.")
def before_first_credit(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return bundle.paid == 0 and bundle.early == 0


@need("Every instalment that is due is paid.")
def instalments_due_paid(bundle: OrderBundle, row: Any, act: Act) -> bool:
    return not any(one.state == "open" for one in bundle.instalments)


@need("What opens this instalment has happened.")
def anchor_reached(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    order = bundle.order
    reached = {
        "signing": order.signed_at,
        "ready": order.ready_at,
        "inspection": gate_is_open(bundle) and order.signed_at,
        "shipped": order.shipped_at,
        "received": order.received_at,
    }
    return bool(reached[row.anchor]) and order.ended_at is None


@need("The instalment is paid in full.")
def fully_paid(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.paid_minor >= row.amount_minor


@need("A credit on this instalment was recalled.")
def recalled(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.paid_minor < row.amount_minor and bundle.order.ended_at is None


@need("Money of this instalment is held, undisputed, and its hour has come.")
def releasable(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return releasable_minor(bundle, row, act) > 0


def releasable_minor(bundle: OrderBundle, row: rows.Instalment, act: Act) -> int:
    """What of an instalment may go to the supplier: neither disputed nor of a cancelled, frozen or suspended party's order."""
    order = bundle.order
    if order.state in ("cancelled", "lapsed") or buyer_owes(bundle) or bundle.supplier.supplier.suspended_for in FRAUD:
        return 0
    if row.release == "on_acceptance" and order.state != "closed":
        return 0
    if order.state == "closed" and order.outcome == "refused" and bundle.dispute:
        return 0
    own = row.paid_minor - row.released_minor - row.returned_minor
    return max(0, min(own, bundle.held - bundle.frozen))


FRAUD = ("fraud", "sanctions")


@need("The instalment is not released on shipment.")
def not_on_shipment(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.release != "on_shipment" or bundle.order.state == "closed"


def buyer_owes(bundle: OrderBundle) -> bool:
    """Whether a recalled credit has left the buyer with a debt, which freezes the order (RULES §9)."""
    return any(one.kind == "buyer" and one.state in recovery.OPEN for one in bundle.of(rows.Recovery))


@need("A recalled credit was never made good.")
def recall_lost(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return any(one.kind == "buyer" and one.state == "written_off" for one in bundle.of(rows.Recovery))


@need("The order is over.")
def order_over(bundle: OrderBundle, row: Any, act: Act) -> bool:
    return bundle.order.ended_at is not None and (row.noun != "instalment" or row.state != "paid" or bundle.held == 0)


# --- making, inspection, shipment, receipt


def gate_is_open(bundle: OrderBundle) -> bool:
    """Whether nothing stands between the goods and the ship: passed, waived, agreed, or never to be inspected (RULES §4, S7)."""
    done = [one for one in bundle.of(rows.Inspection) if one.phase == "pre_shipment"]
    if not inspected(bundle):
        return True
    return any(one.state in ("passed", "waived", "agreed") for one in done)


def inspected(bundle: OrderBundle) -> bool:
    """Whether the contract has an inspection before the goods leave."""
    return bundle.contract.coverage == "pre_shipment" or any(
        part.anchor == "inspection" for part in bundle.contract.plan
    )


@need("The inspection gate is open: all inspected terms met, or the buyer waived it.")
def gate_open(bundle: OrderBundle, row: Any, act: Act) -> bool:
    return gate_is_open(bundle)


@need("The inspection gate is still shut.")
def gate_shut(bundle: OrderBundle, row: Any, act: Act) -> bool:
    return not gate_is_open(bundle)


@need("The amount that loses its quality cover is typed in as it is shown.", of_input=True)
def amount_typed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return bool(act.said.get("amount") == money.Money(bundle.order.value_minor, bundle.order.currency).amount)


@need("The buyer has waived the inspection.")
def waived(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return row.phase == "pre_shipment" and bool(bundle.facts("waiver"))


@need("The goods are being made or ready.")
def order_in_making(bundle: OrderBundle, row: rows.Shipment, act: Act) -> bool:
    return bundle.order.state in ("making", "ready")


@need("Every lot is shipped.")
def all_lots_shipped(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return all(one.state == "shipped" for one in bundle.of(rows.Shipment))


@need("The supplier is not suspended for fraud or sanctions.")
def not_suspended_for_fraud(bundle: OrderBundle, row: Any, act: Act) -> bool:
    return bundle.supplier.supplier.suspended_for not in FRAUD


DOCUMENT = ("kind", "number", "date", "carrier", "file", "place")


@need(
    "The shipping document is named whole: kind, number, date, carrier, file and place, and it proves shipment.",
    of_input=True,
)
def document_named(bundle: OrderBundle, row: rows.Shipment, act: Act) -> bool:
    said = act.said
    if not all(said.get(key) for key in DOCUMENT):
        return False
    proves = {bundle.contract.ship_event, *decision.STANDS_IN.get(bundle.contract.ship_event, ())}
    return said["kind"] in proves and date.fromisoformat(said["date"]) <= shipdate.today(bundle, act.at) + timedelta(
        days=1
    )


@need("The customs clearance is documented.", of_input=True)
def clearance_documented(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return bool(act.said.get("document")) and bool(act.said.get("cleared_at"))


@need("The inspector is accredited on the day and independent of both sides.", of_input=True)
def inspector_fits(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    inspector = act.said.get("inspector_id")
    if inspector is None or not bundle.market.accredited(inspector, shipdate.today(bundle, act.at)):
        return False
    return not any(bundle.market.related(inspector, side) for side in (bundle.order.buyer_id, bundle.order.supplier_id))


@need("The report names the lot presented and says something on a term of the contract.", of_input=True)
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


def _reworks(bundle: OrderBundle) -> int:
    return sum(one.state == "rework" for one in bundle.of(rows.Inspection))


@need("The goods have not been reworked yet.")
def rework_left(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return _reworks(bundle) < bundle.policy.rework_count


@need("The goods have been reworked once.")
def no_rework_left(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    return not rework_left(bundle, row, act)


@need("A price cut is signed by both.")
def price_cut_signed(bundle: OrderBundle, row: rows.Inspection, act: Act) -> bool:
    reported = row.reported_at
    return row.phase == "pre_shipment" and any(
        one.kind == "price" and one.state == "signed" and reported and one.ended_at and one.ended_at >= reported
        for one in bundle.of(rows.Amendment)
    )


@need("The buyer does not hold the goods up.")
def buyer_not_behind(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    today = shipdate.today(bundle, act.at)
    return shipdate.buyers_days(bundle, until=today) == shipdate.buyers_days(bundle)


@need("Nothing is disputed.")
def nothing_disputed(bundle: OrderBundle, row: Any, act: Act) -> bool:
    return bundle.dispute is None


# --- amendment


@need("The other side proposed it.")
def other_side(bundle: OrderBundle, row: rows.Amendment, act: Act) -> bool:
    return party(bundle, act.by) not in ("", row.proposed_by)


@need("This side proposed it.")
def same_side(bundle: OrderBundle, row: rows.Amendment, act: Act) -> bool:
    return party(bundle, act.by) == row.proposed_by


@need("The last signature comes before the deadline that it moves has passed.")
def before_moved_deadline(bundle: OrderBundle, row: rows.Amendment, act: Act) -> bool:
    return row.kind != "ship_date" or shipdate.today(bundle, act.at) <= shipdate.last_deadline(bundle)


@need("The order can be amended: it goes on, and while it is disputed only by a settlement.")
def amendable(bundle: OrderBundle, row: rows.Amendment, act: Act) -> bool:
    return bundle.order.ended_at is None and (
        bundle.dispute is None or row.content.get("settles") == str(bundle.dispute.id)
    )


@need("Both sides have signed how to part.")
def split_signed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return any(one.kind == "split" and one.state == "signed" for one in bundle.of(rows.Amendment))


# --- dispute


@need("The ground can be claimed now and is not claimed yet.", of_input=True)
def ground_admissible(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return act.said.get("ground") not in row.grounds


@need("It is not too late to settle.")
def may_settle(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return bundle.policy.settle_until == "ruled" or row.escalated_at is None


@need("An offer of the other side stands.")
def offer_stands(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    standing = standing_offer(bundle, row)
    return standing is not None and standing.by != party(bundle, act.by)


def standing_offer(bundle: OrderBundle, dispute: rows.Dispute) -> rows.Offer | None:
    """The settlement figure that is on the table."""
    offers = [one for one in bundle.of(rows.Offer) if one.dispute_id == dispute.id and one.state == "standing"]
    return offers[-1] if offers else None


@need("The supplier has answered, or his 72 hours are over.")
def answered_or_time_up(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    if row.answered_at:
        return True
    return act.at > days.after_hours(start=row.opened_at, hours=bundle.policy.answer_hours)


@need("The settlement is overdue.")
def settlement_overdue(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    if row.settled_at is None or settlement_paid(bundle, row, act):
        return False
    return act.at >= row.settled_at + timedelta(days=bundle.policy.settlement_payment_days)


@need("The settlement is paid.")
def settlement_paid(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    owed = [one for one in bundle.of(rows.Recovery) if one.dispute_id == row.id and one.kind == "settlement"]
    return all(one.paid_minor >= one.debt_minor for one in owed)


@need("The officer has no tie to either side.", of_input=True)
def no_tie(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return act.said.get("tie") == "none"


@need("No officer has the case.")
def not_taken(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.officer_id is None


@need("This officer has the case.")
def this_officer(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.officer_id is not None and row.officer_id == act.by.person_id


@need("Another officer has the case.")
def other_officer(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    involved = {row.officer_id}
    if row.state == "appealed":
        involved |= {
            one for r in bundle.of(rows.Ruling) if r.dispute_id == row.id for one in (r.officer_id, r.second_officer_id)
        }
    return act.by.person_id is not None and act.by.person_id not in involved


@need("This officer has the appeal.")
def appeal_officer(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.appeal_officer_id is not None and row.appeal_officer_id == act.by.person_id


@need("The time for the item can still be extended.", of_input=True)
def extension_left(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    items = [item for item in row.items if item["item"] == act.said.get("item")]
    return bool(items) and int(items[0]["extensions"]) < bundle.policy.item_extensions_count


@need("Each departure from the computed findings has a written reason.", of_input=True)
def departures_reasoned(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return all(str(reason).strip() for reason in act.said.get("reasons", {}).values()) and decision.departures_fit(
        act.said
    )


@need("One officer's signature is enough.")
def one_signature_enough(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return not decision.needs_second(bundle, decision.draft_of(bundle, row))


@need("The ruling has not been sent back yet.")
def return_left(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.sent_back_at is None or bundle.policy.countersign_returns_count > 1


@need("A reason is written.", of_input=True)
def reason_given(bundle: OrderBundle, row: Any, act: Act) -> bool:
    return bool(str(act.said.get("reason", "")).strip())


@need("A ruling gives the goods up.")
def ruling_gives_up(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    dispute = bundle.dispute or (bundle.of(rows.Dispute) or [None])[-1]
    issued = [one for one in bundle.of(rows.Ruling) if dispute and one.dispute_id == dispute.id and one.issued_at]
    return bool(issued) and issued[-1].outcome in ("cancel", "refuse")


@need("This side has not appealed yet.")
def not_appealed(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return party(bundle, act.by) not in row.appealed_by


@need("The days to appeal are not over.")
def in_appeal_time(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    end = windows.appeal(bundle, row)
    return end is not None and act.at < end


# --- recovery, payments out


@need("Released money or security of the supplier is there to set off.")
def something_to_set_off(bundle: OrderBundle, row: rows.Recovery, act: Act) -> bool:
    return sum(set_off_parts(bundle, row)) > 0


def set_off_parts(bundle: OrderBundle, row: rows.Recovery) -> tuple[int, int]:
    """What of a debt the supplier's payable covers, and what of the rest his security does (RULES §7)."""
    if row.kind == "buyer" or row.kind == "settlement":
        return 0, 0
    currency = bundle.order.currency
    payable = bundle.purse.owed(postings.payable(bundle.order.supplier_id), currency)
    security = bundle.purse.owed(postings.security(bundle.order.supplier_id), currency)
    from_payable = min(owed(row), payable)
    return from_payable, min(owed(row) - from_payable, security if row.kind == "advance" else 0)


def owed(row: rows.Recovery) -> int:
    """What is left of a debt."""
    covered = row.set_off_minor + row.security_minor + row.paid_minor + row.cancelled_minor + row.written_off_minor
    return row.debt_minor - covered


@need("Nothing is owed any more.")
def nothing_owed(bundle: OrderBundle, row: rows.Recovery, act: Act) -> bool:
    return owed(row) == 0


@need("Two people of the operator have approved.", of_input=True)
def four_eyes(bundle: OrderBundle, row: Any, act: Act) -> bool:
    second = act.said.get("approved_by")
    return second is not None and second != act.by.person_id


@need("The plan covers the debt within its longest time.", of_input=True)
def plan_fits(bundle: OrderBundle, row: rows.Recovery, act: Act) -> bool:
    plan = act.said.get("plan", [])
    if not plan or sum(int(part["minor"]) for part in plan) != owed(row):
        return False
    latest = act.at.date() + timedelta(days=31 * bundle.policy.repayment_plan_months)
    return all(act.at.date() <= date.fromisoformat(part["due"]) <= latest for part in plan)


@need("The payee's bank account is known and in force.")
def account_known(bundle: OrderBundle, row: rows.PaymentOut, act: Act) -> bool:
    return bool(row.account or (row.payee_id and bundle.market.account(row.payee_id)))


@need("The bank's statement shows it.", of_input=True)
def on_statement(bundle: OrderBundle, row: rows.PaymentOut, act: Act) -> bool:
    return bool(act.said.get("booked"))


@need("The bank returned it.", of_input=True)
def returned_by_bank(bundle: OrderBundle, row: rows.PaymentOut, act: Act) -> bool:
    return bool(act.said.get("returned"))


@need("The account that pays belongs to whoever owes it.")
def payer_known(bundle: OrderBundle, row: rows.Credit, act: Act) -> bool:
    debt = debt_named(bundle, row)
    payer = bundle.order.supplier_id if debt and debt.kind != "buyer" else bundle.order.buyer_id
    return row.payer_account == bundle.market.account(payer)


def debt_named(bundle: OrderBundle, credit: rows.Credit) -> rows.Recovery | None:
    """The debt whose reference a credit bears."""
    return next((one for one in bundle.of(rows.Recovery) if one.reference == credit.reference), None)


@need("The credit is in the currency of the order.")
def currency_fits(bundle: OrderBundle, row: rows.Credit, act: Act) -> bool:
    return row.currency == bundle.order.currency


@need("The credit is not in the currency of the order.")
def currency_wrong(bundle: OrderBundle, row: rows.Credit, act: Act) -> bool:
    return row.currency != bundle.order.currency


@need("The credit names an instalment or a debt of this order.")
def finds_its_debt(bundle: OrderBundle, row: rows.Credit, act: Act) -> bool:
    return debt_named(bundle, row) is not None or any(one.reference == row.reference for one in bundle.instalments)


@need("The bank took the credit back.", of_input=True)
def bank_took_it_back(bundle: OrderBundle, row: rows.Credit, act: Act) -> bool:
    return bool(act.said.get("recall_id"))
