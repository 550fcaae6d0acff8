"""What a superuser does to the tables behind the triggers is found, row by row (RULES §7)."""

import pytest

from tests import databases
from tests.ledger.conftest import AT, PLAN
from tradeward.domain.entries import Entry, Row
from tradeward.ledger import book, statements

ENTRY = "(SELECT id FROM ledger.entry WHERE key = '{key}')"
HELD = "(SELECT id FROM ledger.account WHERE name = '{held}')"
TAMPERINGS = {
    # what is done: the statement, and the checks that find it
    "changed amount": (
        f"UPDATE ledger.posting SET minor = minor + 1 WHERE entry_id = {ENTRY} AND line = 1",
        {"balance = postings", "content hash", "rollup = postings"},
    ),
    "deleted posting": (
        f"DELETE FROM ledger.posting WHERE entry_id = {ENTRY} AND line = 1",
        {"balance = postings", "content hash", "entry whole", "rollup = postings"},
    ),
    "deleted entry": (
        f"DELETE FROM ledger.entry WHERE id = {ENTRY}",
        {"posting sealed"},
    ),
    "all postings of an entry deleted": (
        f"DELETE FROM ledger.posting WHERE entry_id = {ENTRY}",
        {"balance = postings", "content hash", "entry whole", "rollup = postings"},
    ),
    "added posting": (
        "INSERT INTO ledger.posting (entry_id, line, debit_id, credit_id, minor, currency)"
        f" SELECT entry_id, 3, debit_id, credit_id, minor, currency FROM ledger.posting"
        f" WHERE entry_id = {ENTRY} AND line = 1",
        {"balance = postings", "content hash", "posting sealed", "trial balance"},
    ),
    "turned posting": (
        f"UPDATE ledger.posting SET debit_id = credit_id, credit_id = debit_id WHERE entry_id = {ENTRY} AND line = 1",
        {"balance = postings", "content hash", "rollup = postings"},
    ),
    "posting of no account": (
        f"UPDATE ledger.posting SET credit_id = 1000000 WHERE entry_id = {ENTRY} AND line = 1",
        {"balance = postings", "content hash", "posting whole"},
    ),
    "other currency": (
        f"UPDATE ledger.posting SET currency = 'EUR' WHERE entry_id = {ENTRY} AND line = 1",
        {"content hash", "posting whole"},
    ),
    "other recipe": (f"UPDATE ledger.entry SET recipe = 'gift' WHERE id = {ENTRY}", {"content hash"}),
    "other subject": (f"UPDATE ledger.entry SET subject = 'ord_2' WHERE id = {ENTRY}", {"content hash"}),
    "other instant": (f"UPDATE ledger.entry SET at = at + interval '1 day' WHERE id = {ENTRY}", {"content hash"}),
    "other key": (f"UPDATE ledger.entry SET key = key || '!' WHERE id = {ENTRY}", {"content hash"}),
    "other writer": (f"UPDATE ledger.entry SET writer = '7' WHERE id = {ENTRY}", {"posting sealed"}),
    "changed balance": (
        f"UPDATE ledger.cold SET minor = minor - 1 WHERE account_id = {HELD}",
        {"balance = postings", "trial balance"},
    ),
    "lost balance": (
        f"DELETE FROM ledger.cold WHERE account_id = {HELD}",
        {"account as planned", "balance = postings", "trial balance"},
    ),
    "lifted floor": (f"UPDATE ledger.cold SET side = 0 WHERE account_id = {HELD}", {"account as planned"}),
    "unplanned account": (
        f"UPDATE ledger.account SET floored = false WHERE id = {HELD}",
        {"account as planned"},
    ),
    "changed rollup": (
        "UPDATE ledger.rollup SET minor = minor + 1",
        {"balance = postings", "rollup = postings", "trial balance"},
    ),
    "trigger off": ("ALTER TABLE ledger.posting DISABLE TRIGGER sealed", {"guard in place"}),
    "trigger gone": ("DROP TRIGGER append_only ON ledger.entry", {"guard in place"}),
    "floor gone": ("ALTER TABLE ledger.cold DROP CONSTRAINT never_overdrawn", {"guard in place"}),
    "right given": ("GRANT UPDATE ON ledger.cold TO tradeward_app", {"guard in place"}),
}


def behind_the_triggers(database, statement):
    with database.superuser() as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(statement)


@pytest.fixture
def books_apart(template):
    """A database for one tampering, with one entry of two rows, rolled up and sound; yields the database."""
    made = databases.clone(template)
    book.install_plan(PLAN, using="owner")
    rows = (Row("bank", "held:1", "USD", 100), Row("fund", "held:1", "USD", 20))
    book.post([Entry("credit", "k1", rows)], at=AT, subject="ord_1")
    book.roll_up()
    assert statements.checks() == []
    yield made
    databases.drop(made)


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found(books_apart, what):
    """RULES §7: every movement is balanced, append-only, once per key; whoever breaks that is shown."""
    statement, expected = TAMPERINGS[what]
    behind_the_triggers(books_apart, statement.format(key="k1", held="held:1"))
    assert {finding.check for finding in statements.checks()} == expected


def test_a_finding_names_the_row_and_says_what_is_wrong(books_apart):
    """RULES §7: a red check is something to look up."""
    behind_the_triggers(books_apart, "UPDATE ledger.posting SET minor = 99 WHERE line = 1")
    assert statements.checks() == [
        statements.Finding("balance = postings", "bank USD", "the balance is 100, the postings sum to 99"),
        statements.Finding("balance = postings", "held:1 USD", "the balance is -120, the postings sum to -119"),
        statements.Finding("rollup = postings", "bank USD", "the rollup is 100, its postings sum to 99"),
        statements.Finding("content hash", "k1", "the entry is not what was hashed when it was written"),
    ]


def test_more_entries_than_a_page_are_all_hashed_again(books_apart, monkeypatch):
    """RULES §7: the last entry as well as the first."""
    monkeypatch.setattr(statements, "_PAGE", 2)
    for n in range(5):
        book.post([Entry("credit", f"more{n}", (Row("bank", "held:2", "USD", 1),))], at=AT)
    behind_the_triggers(books_apart, "UPDATE ledger.entry SET recipe = 'gift'")
    assert [finding.subject for finding in statements.recompute()] == ["k1", *(f"more{n}" for n in range(5))]
