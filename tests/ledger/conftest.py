"""The plan of accounts of RULES §7, and short words for the tests of the ledger."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections

from tradeward.domain.entries import Entry, Row
from tradeward.ledger import book

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOT = ("bank", "bank_in", "bank_out", "suspense", "fees", "fund")
CREDIT_FLOORED = ("held", "early", "refund_due", "inspector_fee", "payable", "security")
PLAN = [
    *(book.Kind(prefix, "debit" if prefix in ("bank", "bank_in") else "credit", hot=True) for prefix in HOT),
    *(book.Kind(prefix, "credit", floored=True) for prefix in CREDIT_FLOORED),
    *(book.Kind(prefix, "debit", floored=True) for prefix in ("debt_supplier", "debt_buyer")),
]
_count = itertools.count(1)


class Books:
    """The ledger of this module's database: post in a line, ask for a balance, race."""

    at = AT
    plan = PLAN

    def fresh(self, word="x"):
        """A word nobody has used: for keys and accounts."""
        return f"{word}{next(_count)}"

    def post(self, debit, credit, minor, *, currency="USD", key=None, recipe="move", subject=None):
        """One entry of one row, in a transaction of its own; returns its key."""
        key = key or self.fresh("key")
        book.post([Entry(recipe, key, (Row(debit, credit, currency, minor),))], at=AT, subject=subject)
        return key

    def balance(self, name, currency="USD"):
        return book.balance(name, currency)

    def rows(self, query, parameters=None, *, using="default"):
        with connections[using].cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall()

    def race(self, calls):
        """Run all calls at once, each in its own thread and connection; returns what each returned or raised."""
        if not connections["default"].in_atomic_block:
            connections["default"].close()  # the pool has as many as the widest race
        start = threading.Barrier(len(calls))

        def run(call):
            try:
                connections["default"].ensure_connection()
                start.wait(20)
                return call()
            except Exception as raised:
                return raised
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as threads:
            return list(threads.map(run, calls))


@pytest.fixture(scope="module")
def books(database):
    book.install_plan(PLAN, using="owner")
    return Books()
