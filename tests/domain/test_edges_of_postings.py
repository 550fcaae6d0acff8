"""Every movement of money with its accounts, written down a second time (RULES §7): debit > credit and minor units."""

import inspect
from uuid import UUID

import pytest

from tradeward.domain import postings

ORDER, SUPPLIER = UUID(int=1), UUID(int=2)
NAMED = {
    "cause": "because", "currency": "USD", "order_id": ORDER, "supplier_id": SUPPLIER, "owed_by": None, "source": "payable:S",
    "booked": True,
}  # fmt: skip
"""The amounts beside these are a million minor units, a tenth of it, a hundredth, and so on, as the recipe names them."""
MOVED = {
    "booked_in": ["bank > bank_in 1000000"],
    "booked_out": ["bank_out > bank 1000000"],
    "booked_recall": ["bank_in > bank 1000000"],
    "buyer_debt_lost": ["fund > debt_buyer:O 1000000"],
    "buyer_debt_paid": ["suspense > debt_buyer:O 1000000"],
    "buyer_debt_set_off": ["held:O > debt_buyer:O 1000000", "early:O > debt_buyer:O 100000"],
    "came_back": ["bank > payable:S 1000000"],
    "charge_borne": ["fees > bank 1000000"],
    "credit_matched": ["suspense > held:O 1000000", "suspense > early:O 100000", "suspense > refund_due:O 10000"],
    "credit_recalled": [
        "held:O > bank_in 1000000",
        "early:O > bank_in 100000",
        "inspector_fee:O > bank_in 10000",
        "refund_due:O > bank_in 100",
        "suspense > bank_in 10",
        "debt_buyer:O > bank_in 1000",
    ],
    "credit_received": ["bank_in > suspense 1000000"],
    "debt_from_security": ["security:S > debt_supplier:S 1000000"],
    "debt_paid": ["suspense > debt_supplier:S 1000000"],
    "debt_reversed": ["fund > debt_supplier:S 1000000", "fund > payable:S 100000"],
    "debt_set_off": ["payable:S > debt_supplier:S 1000000"],
    "debt_written_off": ["fund > debt_supplier:S 1000000"],
    "early_applied": ["early:O > held:O 1000000"],
    "fund_paid_in": ["bank_in > fund 1000000"],
    "fund_paid_out": ["fund > bank_out 1000000"],
    "inspection_fee_held": ["suspense > inspector_fee:O 1000000"],
    "inspection_fee_recovered": ["payable:S > refund_due:O 1000000"],
    "inspection_fee_returned": ["inspector_fee:O > refund_due:O 1000000"],
    "made_good": ["fund > security:S 1000000", "fund > payable:S 100000"],
    "refunded": [
        "held:O > refund_due:O 1000000",
        "security:S > refund_due:O 100000",
        "debt_supplier:S > refund_due:O 10000",
    ],
    "released": ["held:O > payable:S 900000", "held:O > fees 100000"],
    "repayment_due": ["debt_buyer:O > fund 1000000"],
    "returned": ["held:O > refund_due:O 1000000", "early:O > refund_due:O 100000"],
    "security_owed": ["debt_supplier:S > bank_in 1000000"],
    "security_paid_in": ["suspense > security:S 1000000"],
    "security_recalled": ["security:S > bank_in 1000000"],
    "sent_out": ["payable:S > bank_out 1000000"],
    "settlement_paid": ["suspense > refund_due:O 1000000"],
    "suspense_recalled": ["suspense > bank_in 1000000"],
}


def recipes():
    found = inspect.getmembers(postings, inspect.isfunction)
    return {name: way for name, way in found if "cause" in inspect.signature(way).parameters and name[0] != "_"}


def moved(name, **changes):
    names = [one for one in inspect.signature(recipes()[name]).parameters if one not in NAMED]
    amounts = {one: 10 ** (6 - n) for n, one in enumerate(names)}
    wanted = {one: NAMED[one] for one in inspect.signature(recipes()[name]).parameters if one in NAMED}
    return recipes()[name](**wanted | amounts | changes)


def told(entry):
    shown = [f"{row.debit} > {row.credit} {row.minor}" for row in entry.rows]
    return [one.replace(str(ORDER), "O").replace(str(SUPPLIER), "S") for one in shown]


def test_every_recipe_moves_what_it_says():
    """RULES §7: balanced by its form, in one currency, under a key of its own that its cause makes."""
    assert {name: told(moved(name)) for name in recipes()} == MOVED
    assert {name: (moved(name).recipe, moved(name).key) for name in recipes()} == {
        name: (name, f"{name}:because") for name in MOVED
    }
    assert {row.currency for name in recipes() for row in moved(name).rows} == {"USD"}


@pytest.mark.parametrize(
    ("name", "changes", "rows"),
    [
        ("came_back", {"booked": False}, ["bank_out > payable:S 1000000"]),
        ("credit_recalled", {"owed_by": SUPPLIER, "held_minor": 0, "early_minor": 0, "fee_minor": 0, "excess_minor": 0,
                             "suspense_minor": 0}, ["debt_supplier:S > bank_in 1000"]),
        ("released", {"fee_minor": 0}, ["held:O > payable:S 1000000"]),
        ("credit_matched", {"held_minor": 0, "excess_minor": 0}, ["suspense > early:O 100000"]),
    ],
)  # fmt: skip
def test_what_is_nothing_is_not_written(name, changes, rows):
    """RULES §7: a row moves more than 0; and money that comes back goes where it left from."""
    assert told(moved(name, **changes)) == rows
