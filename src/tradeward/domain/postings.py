"""Every movement of money, one function each (RULES §7). A row debits its first account and credits its second.

Amounts are minor units. A key is made from the cause of the movement, so the same cause moves money once.
"""

from uuid import UUID

from tradeward.domain.entries import Entry, Row

BANK, BANK_IN, BANK_OUT, SUSPENSE, FEES, FUND = "bank", "bank_in", "bank_out", "suspense", "fees", "fund"
"""Cash as the bank has booked it, cash on its way in and out, money nobody has claimed yet, fees earned, the guarantee fund."""
ORDER_ACCOUNTS = ("held", "early", "refund_due", "inspector_fee", "debt_buyer")
SUPPLIER_ACCOUNTS = ("payable", "security", "debt_supplier")
"""The kinds of account that each order, and each supplier, has of its own; the functions below name them."""


def held(order_id: UUID) -> str:
    """Money of the buyer that the platform keeps for an open instalment."""
    return f"held:{order_id}"


def early(order_id: UUID) -> str:
    """Money that came before its instalment opened."""
    return f"early:{order_id}"


def refund_due(order_id: UUID) -> str:
    """Money on its way back to the buyer."""
    return f"refund_due:{order_id}"


def inspector_fee(order_id: UUID) -> str:
    """The inspection fee, kept for the inspector."""
    return f"inspector_fee:{order_id}"


def buyer_debt(order_id: UUID) -> str:
    """What the buyer owes after a credit was recalled that had been released."""
    return f"debt_buyer:{order_id}"


def payable(supplier_id: UUID) -> str:
    """Released to the supplier and not yet paid out."""
    return f"payable:{supplier_id}"


def security(supplier_id: UUID) -> str:
    """The supplier's own money that the platform keeps."""
    return f"security:{supplier_id}"


def supplier_debt(supplier_id: UUID) -> str:
    """What the fund paid for the supplier and has not got back."""
    return f"debt_supplier:{supplier_id}"


def _entry(recipe: str, cause: str, currency: str, *rows: tuple[str, str, int]) -> Entry:
    kept = tuple(
        Row(debit=debit, credit=credit, currency=currency, minor=minor) for debit, credit, minor in rows if minor
    )
    return Entry(recipe=recipe, key=f"{recipe}:{cause}", rows=kept)


def credit_received(*, cause: str, currency: str, minor: int) -> Entry:
    """A bank credit is a fact: it is booked before anybody knows whose it is (RULES §9)."""
    return _entry("credit_received", cause, currency, (BANK_IN, SUSPENSE, minor))


def credit_matched(
    *, cause: str, currency: str, order_id: UUID, held_minor: int, early_minor: int, excess_minor: int
) -> Entry:
    """A credit found its order: what open instalments need is held, later ones early, the rest goes back (RULES §9)."""
    return _entry(
        "credit_matched", cause, currency,
        (SUSPENSE, held(order_id), held_minor),
        (SUSPENSE, early(order_id), early_minor),
        (SUSPENSE, refund_due(order_id), excess_minor),
    )  # fmt: skip


def credit_recalled(
    *, cause: str, currency: str, order_id: UUID, held_minor: int, early_minor: int, fee_minor: int, debt_minor: int,
    owed_by: UUID | None, excess_minor: int, suspense_minor: int,
) -> Entry:  # fmt: skip
    """The bank took a credit back: what is still there goes, and the excess that has not left yet (RULES §9).

    The rest the buyer owes, or the supplier `owed_by`.
    """
    return _entry(
        "credit_recalled", cause, currency,
        (held(order_id), BANK_IN, held_minor),
        (early(order_id), BANK_IN, early_minor),
        (inspector_fee(order_id), BANK_IN, fee_minor),
        (refund_due(order_id), BANK_IN, excess_minor),
        (SUSPENSE, BANK_IN, suspense_minor),
        (supplier_debt(owed_by) if owed_by else buyer_debt(order_id), BANK_IN, debt_minor),
    )  # fmt: skip


def suspense_recalled(*, cause: str, currency: str, minor: int) -> Entry:
    """The bank took a credit back that nobody had claimed yet (RULES §9)."""
    return _entry("suspense_recalled", cause, currency, (SUSPENSE, BANK_IN, minor))


def early_applied(*, cause: str, currency: str, order_id: UUID, minor: int) -> Entry:
    """An instalment opened and the money was already there (RULES §9)."""
    return _entry("early_applied", cause, currency, (early(order_id), held(order_id), minor))


def released(*, cause: str, currency: str, order_id: UUID, supplier_id: UUID, minor: int, fee_minor: int) -> Entry:
    """Release to the supplier, the fee taken from it (RULES §7: 2 % at release)."""
    return _entry(
        "released", cause, currency,
        (held(order_id), payable(supplier_id), minor - fee_minor),
        (held(order_id), FEES, fee_minor),
    )  # fmt: skip


def refunded(
    *,
    cause: str,
    currency: str,
    order_id: UUID,
    supplier_id: UUID,
    held_minor: int,
    security_minor: int,
    fund_minor: int,
) -> Entry:
    """A refund of a claim: held money, then the supplier's security, then the fund, which the supplier owes at once (RULES §7)."""
    return _entry(
        "refunded", cause, currency,
        (held(order_id), refund_due(order_id), held_minor),
        (security(supplier_id), refund_due(order_id), security_minor),
        (supplier_debt(supplier_id), refund_due(order_id), fund_minor),
    )  # fmt: skip


def returned(*, cause: str, currency: str, order_id: UUID, held_minor: int, early_minor: int) -> Entry:
    """The buyer's own money goes back, outside the cover (RULES §7)."""
    return _entry(
        "returned", cause, currency,
        (held(order_id), refund_due(order_id), held_minor),
        (early(order_id), refund_due(order_id), early_minor),
    )  # fmt: skip


def sent_out(*, cause: str, currency: str, source: str, minor: int) -> Entry:
    """A payment left for the bank."""
    return _entry("sent_out", cause, currency, (source, BANK_OUT, minor))


def booked_out(*, cause: str, currency: str, minor: int) -> Entry:
    """The bank's statement shows the payment."""
    return _entry("booked_out", cause, currency, (BANK_OUT, BANK, minor))


def booked_in(*, cause: str, currency: str, minor: int) -> Entry:
    """The bank's statement shows the credit."""
    return _entry("booked_in", cause, currency, (BANK, BANK_IN, minor))


def booked_recall(*, cause: str, currency: str, minor: int) -> Entry:
    """The bank's statement shows the recall."""
    return _entry("booked_recall", cause, currency, (BANK_IN, BANK, minor))


def came_back(*, cause: str, currency: str, source: str, minor: int, booked: bool) -> Entry:
    """A payment was returned, before or after the bank had booked it: it is due again (RULES §9)."""
    return _entry("came_back", cause, currency, (BANK if booked else BANK_OUT, source, minor))


def charge_borne(*, cause: str, currency: str, minor: int) -> Entry:
    """The operator bears out of his fees what the bank took and nothing here explains (RULES §7, four eyes)."""
    return _entry("charge_borne", cause, currency, (FEES, BANK, minor))


def debt_set_off(*, cause: str, currency: str, supplier_id: UUID, minor: int) -> Entry:
    """Released and unpaid money covers the supplier's debt (RULES §7)."""
    return _entry("debt_set_off", cause, currency, (payable(supplier_id), supplier_debt(supplier_id), minor))


def debt_from_security(*, cause: str, currency: str, supplier_id: UUID, minor: int) -> Entry:
    """Security put up since covers the supplier's debt (RULES §7)."""
    return _entry("debt_from_security", cause, currency, (security(supplier_id), supplier_debt(supplier_id), minor))


def debt_paid(*, cause: str, currency: str, supplier_id: UUID, minor: int) -> Entry:
    """The supplier paid his debt (RULES §7)."""
    return _entry("debt_paid", cause, currency, (SUSPENSE, supplier_debt(supplier_id), minor))


def settlement_paid(*, cause: str, currency: str, order_id: UUID, minor: int) -> Entry:
    """The supplier paid his part of a settlement (RULES §5)."""
    return _entry("settlement_paid", cause, currency, (SUSPENSE, refund_due(order_id), minor))


def debt_written_off(*, cause: str, currency: str, supplier_id: UUID, minor: int) -> Entry:
    """The fund bears what could not be collected (RULES §7)."""
    return _entry("debt_written_off", cause, currency, (FUND, supplier_debt(supplier_id), minor))


def debt_reversed(*, cause: str, currency: str, supplier_id: UUID, debt_minor: int, collected_minor: int) -> Entry:
    """A reversal: the open debt is the fund's, and what was collected goes back to the supplier (RULES §5)."""
    return _entry(
        "debt_reversed", cause, currency,
        (FUND, supplier_debt(supplier_id), debt_minor),
        (FUND, payable(supplier_id), collected_minor),
    )  # fmt: skip


def made_good(*, cause: str, currency: str, supplier_id: UUID, security_minor: int, payable_minor: int) -> Entry:
    """A reversal: what went to the buyer out of the supplier's own money the fund makes good (RULES §5)."""
    return _entry(
        "made_good", cause, currency,
        (FUND, security(supplier_id), security_minor),
        (FUND, payable(supplier_id), payable_minor),
    )  # fmt: skip


def repayment_due(*, cause: str, currency: str, order_id: UUID, minor: int) -> Entry:
    """What a reversal finds too much was won by forged evidence: the buyer owes it to the fund, which bore it (RULES §5)."""
    return _entry("repayment_due", cause, currency, (buyer_debt(order_id), FUND, minor))


def buyer_debt_paid(*, cause: str, currency: str, order_id: UUID, minor: int) -> Entry:
    """The buyer made good a recalled credit, or repaid what forged evidence had won."""
    return _entry("buyer_debt_paid", cause, currency, (SUSPENSE, buyer_debt(order_id), minor))


def buyer_debt_set_off(*, cause: str, currency: str, order_id: UUID, held_minor: int, early_minor: int) -> Entry:
    """What is held for the buyer covers what he owes from the same order, before anything goes back to him (RULES §7)."""
    return _entry(
        "buyer_debt_set_off", cause, currency,
        (held(order_id), buyer_debt(order_id), held_minor),
        (early(order_id), buyer_debt(order_id), early_minor),
    )  # fmt: skip


def buyer_debt_lost(*, cause: str, currency: str, order_id: UUID, minor: int) -> Entry:
    """What the buyer never made good is the fund's loss: a recalled credit after 60 days (RULES §9)."""
    return _entry("buyer_debt_lost", cause, currency, (FUND, buyer_debt(order_id), minor))


def security_paid_in(*, cause: str, currency: str, supplier_id: UUID, minor: int) -> Entry:
    """The supplier puts up security."""
    return _entry("security_paid_in", cause, currency, (SUSPENSE, security(supplier_id), minor))


def security_recalled(*, cause: str, currency: str, supplier_id: UUID, minor: int) -> Entry:
    """The bank took back what a supplier had put up: what is still kept of it goes (RULES §9)."""
    return _entry("security_recalled", cause, currency, (security(supplier_id), BANK_IN, minor))


def security_owed(*, cause: str, currency: str, supplier_id: UUID, minor: int) -> Entry:
    """The bank took back what a supplier had put up and an order has used: he owes it (RULES §9)."""
    return _entry("security_owed", cause, currency, (supplier_debt(supplier_id), BANK_IN, minor))


def fund_paid_in(*, cause: str, currency: str, minor: int) -> Entry:
    """The operator pays into the guarantee fund (RULES §3, four eyes)."""
    return _entry("fund_paid_in", cause, currency, (BANK_IN, FUND, minor))


def fund_paid_out(*, cause: str, currency: str, minor: int) -> Entry:
    """The operator takes out of the guarantee fund (RULES §3, four eyes)."""
    return _entry("fund_paid_out", cause, currency, (FUND, BANK_OUT, minor))


def inspection_fee_held(*, cause: str, currency: str, order_id: UUID, minor: int) -> Entry:
    """The inspection fee is kept for the inspector (RULES §7)."""
    return _entry("inspection_fee_held", cause, currency, (SUSPENSE, inspector_fee(order_id), minor))


def inspection_fee_returned(*, cause: str, currency: str, order_id: UUID, minor: int) -> Entry:
    """No inspection came of it: the fee goes back to the buyer (RULES §7)."""
    return _entry("inspection_fee_returned", cause, currency, (inspector_fee(order_id), refund_due(order_id), minor))


def inspection_fee_recovered(*, cause: str, currency: str, order_id: UUID, supplier_id: UUID, minor: int) -> Entry:
    """The supplier bears the inspection fee: out of his payable, to the buyer; the fund never advances it (RULES §7)."""
    return _entry("inspection_fee_recovered", cause, currency, (payable(supplier_id), refund_due(order_id), minor))
