"""Needs of credits, instalments, debts and payments out (RULES §4, §7–§9)."""

from datetime import date, timedelta
from uuid import UUID

from tradeward.domain import days, postings, recovery, rows, windows
from tradeward.domain.bundle import Bundle, OrderBundle, SupplierBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.needs.goods import gate_is_open
from tradeward.domain.needs.registry import need

FRAUD = ("fraud", "sanctions")
"""What a supplier is suspended for when releases wait (RULES §8)."""


# --- instalments


@need("Every instalment due at signing is paid.")
def signing_instalments_paid(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    due = [one for one in bundle.instalments if one.anchor == "signing"]
    return bool(bundle.instalments) and all(one.paid_minor >= one.amount_minor for one in due)


@need("The bank statement of the due day is imported.")
def statement_imported(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    due = windows.deposit(bundle, row)
    imported = bundle.market.statement_imported_at(row.currency, due.date()) if due else None
    return imported is not None and imported <= act.at


@need("The whole deposit came at once, in time by its value date, and nothing of it had come before.")
def deposit_kept(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    """What keeps an order that has lapsed: a credit that the bank told late, of a day that was not (RULES §9)."""
    due = [one for one in bundle.instalments if one.anchor == "signing"]
    if row.outcome != "lapsed" or len(due) != 1 or due[0].paid_minor:
        return False
    (deposit,) = due
    return any(
        one.state == "suspense"
        and one.reference == deposit.reference
        and one.amount_minor >= deposit.amount_minor
        and one.value_on <= last_deposit_day(bundle)
        and currency_fits(bundle, one, act)
        and payer_known(bundle, one, act)
        and payer_clear(bundle, one, act)
        for one in bundle.of(rows.Credit)
    )


@need("The order is signed again.")
def order_revived(bundle: OrderBundle, row: rows.Row, act: Act) -> bool:
    return bundle.order.state == "signed"


@need("The instalment is due at signing.")
def due_at_signing(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.anchor == "signing"


@need("The instalment is due later than at signing.")
def due_later(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.anchor != "signing"


def last_deposit_day(bundle: OrderBundle) -> date:
    """The buyer's last day on which the deposit is in time."""
    over = windows.deposit(bundle, bundle.order)
    assert over is not None, "an order that was signed has a day for its deposit"
    return days.day_of(at=over - days.TICK, zone=windows.buyer_zone(bundle))


@need("No credit that may be this order's is still unclear.")
def no_match_proposed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return not any(one.state == "suspense" and one.order_id for one in bundle.of(rows.Credit))


@need("The buyer has paid nothing yet.")
def before_first_credit(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return bundle.paid == 0 and bundle.early == 0


@need("The buyer has paid a part already.")
def after_first_credit(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return not before_first_credit(bundle, row, act)


@need("Every instalment that is due is paid.")
def instalments_due_paid(bundle: OrderBundle, row: rows.Row, act: Act) -> bool:
    return not any(one.state == "open" for one in bundle.instalments)


@need("What opens this instalment has happened.")
def anchor_reached(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    order = bundle.order
    reached = {
        "signing": order.signed_at,
        "ready": order.ready_at or order.shipped_at,
        "inspection": order.signed_at if gate_is_open(bundle) else None,
        "shipped": order.shipped_at,
        "received": order.received_at,
    }
    return reached[row.anchor] is not None and order.ended_at is None


@need("The instalment is paid in full.")
def fully_paid(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.paid_minor >= row.amount_minor


@need("A credit on this instalment was recalled.")
def recalled(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.paid_minor < row.amount_minor and bundle.order.ended_at is None


@need("Money waits that came before its instalment opened.")
def early_money(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.early_minor > 0


@need("Money of this instalment is held, undisputed, and its hour has come.")
def releasable(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return releasable_minor(bundle, row) > 0


def releasable_minor(bundle: OrderBundle, row: rows.Instalment) -> int:
    """What of an instalment may go to the supplier: nothing disputed, nothing of an order that is cancelled or frozen.

    Of a supplier suspended for fraud it waits while the order runs; after that only the payout waits (RULES §8).
    """
    order = bundle.order
    waits = bundle.supplier.supplier.suspended_for in FRAUD and order.state != "closed"
    if order.state in ("cancelled", "lapsed") or buyer_debt(bundle) or waits:
        return 0
    if row.release == "on_acceptance" and order.state != "closed":
        return 0
    if order.state == "closed" and order.outcome == "refused" and bundle.dispute:
        return 0
    own = row.held_minor
    return max(0, min(own, bundle.held - bundle.frozen))


@need("The instalment is not released on shipment.")
def not_on_shipment(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return row.release != "on_shipment" or bundle.order.state == "closed"


@need("The order is over and nothing of it is held.")
def order_settled(bundle: OrderBundle, row: rows.Instalment, act: Act) -> bool:
    return bundle.order.ended_at is not None and bundle.held == 0


@need("The order is over.")
def order_over(bundle: OrderBundle, row: rows.Row, act: Act) -> bool:
    return bundle.order.ended_at is not None


# --- credits


def reference_of(credit: rows.Credit, act: Act) -> str:
    """What a credit is put to: the reference that the operator says, else its own."""
    return str(act.said.get("reference") or credit.reference)


def debt_named(bundle: OrderBundle, reference: str) -> rows.Recovery | None:
    """The debt that a reference names."""
    return next((one for one in bundle.of(rows.Recovery) if one.reference == reference), None)


def instalment_named(bundle: OrderBundle, reference: str) -> rows.Instalment | None:
    """The instalment that a reference names."""
    return next((one for one in bundle.instalments if one.reference == reference), None)


def inspection_named(bundle: OrderBundle, reference: str) -> rows.Inspection | None:
    """The inspection whose fee a reference names."""
    return next((one for one in bundle.of(rows.Inspection) if reference and one.reference == reference), None)


@need("The account that pays belongs to whoever owes it.")
def payer_known(bundle: OrderBundle | SupplierBundle, row: rows.Credit, act: Act) -> bool:
    if isinstance(bundle, SupplierBundle):
        return row.payer_account == bundle.market.account(bundle.subject_id, act.at)
    return row.payer_account == bundle.market.account(_owing(bundle, row), act.at)


@need("No screening hit of whoever owes it waits to be cleared.")
def payer_clear(bundle: Bundle, row: rows.Credit, act: Act) -> bool:
    """A hit holds the money where it came to (RULES §9); of money that no order and no supplier owns nobody is known."""
    if isinstance(bundle, SupplierBundle):
        return not bundle.market.held(bundle.subject_id, act.at)
    if isinstance(bundle, OrderBundle):
        return not bundle.market.held(_owing(bundle, row), act.at)
    return True


def _owing(bundle: OrderBundle, row: rows.Credit) -> UUID:
    debt = debt_named(bundle, row.reference)
    return bundle.order.supplier_id if debt and debt.kind not in recovery.OF_BUYER else bundle.order.buyer_id


@need("The credit is in the currency of the order.")
def currency_fits(bundle: OrderBundle | SupplierBundle, row: rows.Credit, act: Act) -> bool:
    """Security is kept in whatever currency it comes."""
    return isinstance(bundle, SupplierBundle) or row.currency == bundle.order.currency


@need("The credit is not in the currency of the order.")
def currency_wrong(bundle: OrderBundle | SupplierBundle, row: rows.Credit, act: Act) -> bool:
    return not currency_fits(bundle, row, act)


@need("The credit names an instalment, an inspection or a debt of this order, or is put up as security.")
def finds_its_debt(bundle: OrderBundle | SupplierBundle, row: rows.Credit, act: Act) -> bool:
    reference = reference_of(row, act)
    if isinstance(bundle, SupplierBundle):
        return reference != "" and reference == bundle.supplier.security_reference
    found = (debt_named(bundle, reference), instalment_named(bundle, reference), inspection_named(bundle, reference))
    return any(one is not None for one in found)


@need("The money came before the time for the deposit was over.")
def in_time(bundle: OrderBundle | SupplierBundle, row: rows.Credit, act: Act) -> bool:
    return not too_late(bundle, row, act)


@need("The time for the deposit was over when the money came.")
def too_late(bundle: OrderBundle | SupplierBundle, row: rows.Credit, act: Act) -> bool:
    """By value date: an order whose lapse waits for a statement is not saved by money of a later day (RULES §9)."""
    if isinstance(bundle, SupplierBundle):
        return False
    return bundle.order.state == "signed" and row.value_on > last_deposit_day(bundle)


@need("The bank took the credit back.", of_input=True)
def bank_took_it_back(bundle: OrderBundle, row: rows.Credit, act: Act) -> bool:
    return bool(act.said.get("recall_id"))


# --- debts


def owed(row: rows.Recovery) -> int:
    """What is left of a debt."""
    covered = row.set_off_minor + row.security_minor + row.paid_minor + row.cancelled_minor + row.written_off_minor
    return row.debt_minor - covered


def buyer_debts(bundle: OrderBundle) -> list[rows.Recovery]:
    """What the buyer owes from this order, the oldest first: after a recall, or what forged evidence has won (RULES §5, §9)."""
    return [
        one
        for one in bundle.of(rows.Recovery)
        if one.kind in recovery.OF_BUYER and one.state in recovery.OPEN and owed(one)
    ]


def buyer_debt(bundle: OrderBundle) -> rows.Recovery | None:
    """What a recalled credit has left the buyer owing, which freezes the order (RULES §9)."""
    return next((one for one in buyer_debts(bundle) if one.kind == "buyer"), None)


def set_off_parts(bundle: OrderBundle, row: rows.Recovery) -> tuple[int, int]:
    """What of a debt the supplier's payable covers, and what of the rest his security does (RULES §7)."""
    if row.kind not in ("advance", "fee"):
        return 0, 0
    currency = bundle.order.currency
    payable = bundle.purse.owed(postings.payable(bundle.order.supplier_id), currency)
    security = bundle.purse.owed(postings.security(bundle.order.supplier_id), currency)
    from_payable = min(owed(row), payable)
    return from_payable, min(owed(row) - from_payable, security if row.kind == "advance" else 0)


@need("A recalled credit was never made good.")
def recall_lost(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return any(one.kind == "buyer" and one.state == "written_off" for one in bundle.of(rows.Recovery))


@need("Released money or security of the supplier is there to set off.")
def something_to_set_off(bundle: OrderBundle, row: rows.Recovery, act: Act) -> bool:
    return sum(set_off_parts(bundle, row)) > 0


@need("Nothing is owed any more.")
def nothing_owed(bundle: OrderBundle, row: rows.Recovery, act: Act) -> bool:
    return owed(row) == 0 and not row.cancelled_minor


@need("What was still owed is owed no more.")
def cancelled_whole(bundle: OrderBundle, row: rows.Recovery, act: Act) -> bool:
    return owed(row) == 0 and row.cancelled_minor > 0


@need("Two people of the operator have approved.", of_input=True)
def four_eyes(bundle: OrderBundle, row: rows.Row, act: Act) -> bool:
    """That both are the operator's is asked where people are known; here both are somebody, and not the same."""
    first, second = act.by.person_id, act.said.get("approved_by")
    return first is not None and second is not None and str(second) != str(first)


@need("The plan covers the debt within its longest time.", of_input=True)
def plan_fits(bundle: OrderBundle, row: rows.Recovery, act: Act) -> bool:
    plan = act.said.get("plan", [])
    if (
        not plan
        or sum(int(part["minor"]) for part in plan) != owed(row)
        or min(int(part["minor"]) for part in plan) <= 0
    ):
        return False
    latest = act.at.date() + timedelta(days=31 * bundle.policy.repayment_plan_months)
    days = [date.fromisoformat(part["due"]) for part in plan]
    return days == sorted(days) and act.at.date() <= days[0] and days[-1] <= latest


# --- payments out


@need("It is what a credit paid too much, and the bank took that credit back.")
def its_credit_is_recalled(bundle: Bundle, row: rows.PaymentOut, act: Act) -> bool:
    credits = bundle.tables.get("credit", ())
    return row.purpose == "excess" and any(one.id == row.credit_id and one.state == "recalled" for one in credits)


@need("The payee's bank account is known and in force.")
def account_known(bundle: Bundle, row: rows.PaymentOut, act: Act) -> bool:
    return bool(row.account or (row.payee_id and bundle.market.account(row.payee_id, act.at)))


@need("No screening hit of the payee's waits to be cleared.")
def payee_clear(bundle: Bundle, row: rows.PaymentOut, act: Act) -> bool:
    """A hit holds a refund where it is due (RULES §9); what goes back out of suspense has no payee who is known here."""
    return row.payee_id is None or not bundle.market.held(row.payee_id, act.at)


@need("It is a supplier's own, a payout or his security, which is made anew.")
def is_suppliers(bundle: Bundle, row: rows.PaymentOut, act: Act) -> bool:
    """What came back is payable, or security, again: the next batch, or the operator, pays it out anew."""
    return row.purpose in ("payout", "security")


@need("It is neither a payout to a supplier nor his security.")
def not_suppliers(bundle: Bundle, row: rows.PaymentOut, act: Act) -> bool:
    return not is_suppliers(bundle, row, act)


@need("The bank's statement shows it.", of_input=True)
def on_statement(bundle: Bundle, row: rows.PaymentOut, act: Act) -> bool:
    return bool(act.said.get("booked"))


@need("The bank returned it.", of_input=True)
def returned_by_bank(bundle: Bundle, row: rows.PaymentOut, act: Act) -> bool:
    return bool(act.said.get("returned"))
