"""What the book writes, what it refuses, and that it does it in one round trip (RULES §7 accounts)."""

from datetime import timedelta, timezone

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.ledger.conftest import PLAN
from tradeward.domain.entries import Entry, Row
from tradeward.ledger import book, statements


def test_an_entry_moves_money_between_two_accounts(books):
    """RULES §7: debit positive; the accounts are opened by the first entry that names them."""
    held = books.fresh("held:")
    books.post("bank_in", held, 300_000)
    assert book.balances([held, "bank_in", "held:nobody"]) == {(held, "USD"): -300_000, ("bank_in", "USD"): 300_000}
    assert books.balance("held:nobody") == 0


def test_one_currency_never_meets_another(books):
    """RULES §7: an account has one balance a currency."""
    held = books.fresh("held:")
    for currency, minor in (("USD", 100), ("JPY", 7), ("KWD", 1_250)):
        books.post("bank", held, minor, currency=currency)
    assert book.balances([held]) == {(held, "JPY"): -7, (held, "KWD"): -1_250, (held, "USD"): -100}
    assert book.balances([held], currency="JPY") == {(held, "JPY"): -7}


def test_a_call_is_one_statement_whatever_it_posts(books):
    """RULES §7: many entries of many rows, one round trip."""
    held, payable = books.fresh("held:"), books.fresh("payable:")
    entries = [
        Entry("credit", books.fresh("key"), (Row("bank", held, "USD", 10_000),)),
        Entry("release", books.fresh("key"), (Row(held, payable, "USD", 9_800), Row(held, "fees", "USD", 200))),
        Entry("payout", books.fresh("key"), (Row(payable, "bank_out", "USD", 9_800),)),
    ]
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            book.post(entries, at=books.at)
        assert len(queries) == 1
        assert book.balances([held, payable]) == {(held, "USD"): 0, (payable, "USD"): 0}
    with CaptureQueriesContext(connection) as queries:
        book.balances([held, payable, "bank", "fees"])
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        book.post([], at=books.at)
    assert len(queries) == 0


@pytest.mark.parametrize("kind", [kind for kind in PLAN if kind.floored], ids=lambda kind: kind.prefix)
def test_a_floored_account_gives_what_it_has_and_no_more(books, kind):
    """RULES §7: held, payable, security … never overdrawn, a debt never negative; to the minor unit."""
    account = books.fresh(f"{kind.prefix}:")
    into, out = ("bank", account), (account, "bank")
    if kind.normal_side == "debit":
        into, out = out, into
    books.post(*into, 100)
    with pytest.raises(book.Overdrawn) as refused:
        books.post(*out, 101)
    assert str(refused.value) == f"overdrawn: {account} has USD 100 minor units, 1 too few"
    books.post(*out, 100)
    assert books.balance(account) == 0
    with pytest.raises(book.Overdrawn):
        books.post(*out, 1)


@pytest.mark.parametrize("kind", ["bank", "bank_in", "bank_out", "suspense", "fees", "fund"])
def test_a_hot_account_has_no_floor(books, kind):
    """RULES §7: bank, fees, suspense, fund are hot; the fund's floor is kept elsewhere, under the lock of its pot."""
    before = books.balance(kind)
    held = books.fresh("held:")
    books.post(kind, held, 50)
    books.post(held, kind, 50)
    other = "fees" if kind == "fund" else "fund"
    books.post(other, kind, 10**12)
    assert books.balance(kind) == before - 10**12
    books.post(kind, other, 2 * 10**12)
    assert books.balance(kind) == before + 10**12


def test_all_entries_of_a_call_are_written_or_none(books):
    """RULES §7: a call that would overdraw an account leaves no trace of its other entries."""
    held, key = books.fresh("held:"), books.fresh("key")
    good = Entry("credit", key, (Row("bank", held, "USD", 100),))
    bad = Entry("release", books.fresh("key"), (Row(held, books.fresh("payable:"), "USD", 101),))
    with pytest.raises(book.Overdrawn):
        book.post([good, bad], at=books.at)
    assert books.rows("SELECT count(*) FROM ledger.entry WHERE key = %s", [key]) == [(0,)]
    assert book.balances([held]) == {}


def test_the_same_key_twice_is_the_same_entry(books):
    """RULES §7, R7.12: once per key, alone or beside new entries."""
    held = books.fresh("held:")
    key = books.post("bank", held, 100)
    assert books.post("bank", held, 100, key=key) == key
    first = Entry("move", key, (Row("bank", held, "USD", 100),))
    second = Entry("move", books.fresh("key"), (Row("bank", held, "USD", 11),))
    book.post([second, first], at=books.at)
    assert books.balance(held) == -111


OTHER = {
    "amount": lambda held: ({"minor": 101}, {}),
    "account": lambda held: ({"debit": "bank_in"}, {}),
    "currency": lambda held: ({"currency": "EUR"}, {}),
    "recipe": lambda held: ({}, {"recipe": "other"}),
    "subject": lambda held: ({}, {"subject": "ord_2"}),
    "instant": lambda held: ({}, {"at": timedelta(microseconds=1)}),
}


@pytest.mark.parametrize("what", OTHER)
def test_the_same_key_with_other_content_is_refused(books, what):
    """RULES §7: whatever differs, amount, account, currency, recipe, subject or instant."""
    held = books.fresh("held:")
    key = books.post("bank", held, 100, subject="ord_1")
    row, entry = OTHER[what](held)
    row = Row(**{"debit": "bank", "credit": held, "currency": "USD", "minor": 100} | row)
    with pytest.raises(book.KeyReused) as refused:
        book.post(
            [Entry(entry.get("recipe", "move"), key, (row,))],
            at=books.at + entry.get("at", timedelta(0)),
            subject=entry.get("subject", "ord_1"),
        )
    assert str(refused.value).startswith(f"key reused: {key} is entry ")
    assert books.balance(held) == -100


def test_a_key_twice_in_one_call_is_refused(books):
    """RULES §7: once per key."""
    entry = Entry("move", books.fresh("key"), (Row("bank", books.fresh("held:"), "USD", 1),))
    with pytest.raises(book.KeyReused):
        book.post([entry, entry], at=books.at)


def test_the_same_instant_in_another_zone_is_the_same_content(books):
    """RULES §2: instants are UTC, whatever zone they are written in."""
    entry = Entry("move", books.fresh("key"), (Row("bank", books.fresh("held:"), "USD", 1),))
    book.post([entry], at=books.at)
    book.post([entry], at=books.at.astimezone(timezone(timedelta(hours=8))))
    with pytest.raises(ValueError, match="no time zone"):
        book.post([entry], at=books.at.replace(tzinfo=None))


@pytest.mark.parametrize("name", ["zip:x", "", "Held:x", "helder:x"])
def test_an_account_of_no_kind_is_refused(books, name):
    """RULES §7, R7.12: the accounts are a closed plan."""
    with pytest.raises((book.NoPlan, ValueError)):
        books.post("bank", name, 1)


def test_the_plan_is_installed_once_and_never_changed(books):
    """RULES §7: the plan of accounts stays what it was."""
    book.install_plan(books.plan, using="owner")
    with pytest.raises(book.LedgerError, match="held"):
        book.install_plan([book.Kind("held", "credit", hot=True)], using="owner")


def test_a_kind_the_plan_lacks_can_be_posted_to_once_it_is_installed(books):
    """RULES §7, R7.12: the plan is closed, and grows only by its owner."""
    with pytest.raises(book.NoPlan):
        books.post("bank", "warranty:x", 1)
    book.install_plan([book.Kind("warranty", "credit", floored=True)], using="owner")
    books.post("bank", "warranty:x", 1)
    assert books.balance("warranty:x") == -1
    with pytest.raises(book.Overdrawn):
        books.post("warranty:x", "bank", 2)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Row("bank", "held:x", "USD", 0),
        lambda: Row("bank", "held:x", "USD", -1),
        lambda: Row("bank", "held:x", "USD", True),
        lambda: Row("bank", "bank", "USD", 1),
        lambda: Row("", "bank", "USD", 1),
        lambda: Entry("move", "key", ()),
        lambda: Entry("", "key", (Row("bank", "held:x", "USD", 1),)),
        lambda: Entry("move", "", (Row("bank", "held:x", "USD", 1),)),
    ],
)
def test_nothing_unbalanced_or_nameless_can_be_said(broken):
    """RULES §7, R7.12: every movement is one balanced entry with a name and a key."""
    with pytest.raises(ValueError):
        broken()


def test_any_currency_code_is_three_letters(books):
    """RULES §7: ISO 4217 codes; anything else is the database's own refusal."""
    with pytest.raises(Exception, match="account_currency_check"):
        books.post("bank", "held:x", 1, currency="dollars")


def test_the_books_are_sound_after_all_this(books):
    """RULES §7: every check is green, with the rollups behind and brought up."""
    assert statements.checks() == []
    book.roll_up()
    assert statements.checks() == []
    assert all(total.debit == total.credit for total in statements.trial_balance())
