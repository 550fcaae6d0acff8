"""Security: a supplier's own money, kept for what he may come to owe, and given back when nothing is open (RULES §7)."""

from tradeward.domain import payouts, postings, recovering, rows
from tradeward.domain.bundle import OrderBundle, SupplierBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.references import reference
from tradeward.domain.supplier import SUPPLIER


@SUPPLIER.effect("put_up")
def _put_up(bundle: SupplierBundle, supplier: rows.Supplier, act: Act) -> None:
    """The supplier will pay security in: under this reference, in whatever currency, as often as he likes."""
    supplier.security_reference = reference(supplier.id)


@SUPPLIER.effect("return_security")
def _return(bundle: SupplierBundle, supplier: rows.Supplier, act: Act) -> None:
    """All of it goes back, a payment a currency (RULES §7: when nothing is open)."""
    account = bundle.market.account(supplier.id, act.at)
    for currency, minor in bundle.security().items():
        payouts.pay_out(
            bundle, act, order_id=None, payee_id=supplier.id, account=account, purpose="security",
            source=postings.security(supplier.id), currency=currency, minor=minor, supplier_id=supplier.id,
        )  # fmt: skip


def take(bundle: SupplierBundle, credit: rows.Credit, act: Act) -> None:
    """A credit is put up as security, all of it."""
    credit.matched_at, credit.matched_to = act.at, bundle.supplier.security_reference
    credit.applied_minor = credit.amount_minor
    bundle.post(
        postings.security_paid_in(
            cause=str(credit.id), currency=credit.currency, supplier_id=bundle.subject_id, minor=credit.amount_minor
        )
    )


def lacking(bundle: SupplierBundle, credit: rows.Credit) -> int:
    """What of a credit that was put up is security no more, and would be owed if the bank took the credit back."""
    account = postings.security(bundle.subject_id)
    return max(0, credit.applied_minor - bundle.purse.owed(account, credit.currency))


def give_back(bundle: SupplierBundle, credit: rows.Credit, act: Act) -> None:
    """The bank took a credit back that was put up: what is still there of it goes (RULES §9); `applied_minor` is what was used."""
    used = lacking(bundle, credit)
    bundle.post(
        postings.security_recalled(
            cause=str(credit.id), currency=credit.currency, supplier_id=bundle.subject_id,
            minor=credit.applied_minor - used,
        )
    )  # fmt: skip
    credit.applied_minor = used


def owe(bundle: OrderBundle, credit: rows.Credit, *, act: Act) -> rows.Recovery:
    """What of a recalled credit an order had used up, the fund stands in for, and the supplier owes it (RULES §7, §9)."""
    order, minor = bundle.order, credit.applied_minor
    bundle.post(
        postings.security_owed(
            cause=str(credit.id), currency=order.currency, supplier_id=order.supplier_id, minor=minor
        )
    )
    return recovering.recalled(bundle, minor=minor, by_supplier=True, act=act)
