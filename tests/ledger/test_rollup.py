"""Balances of hot accounts: rolled up behind, never wrong, whoever commits late (RULES §7)."""

import threading

import pytest
from django.db import connection, connections, transaction

from tradeward.ledger import book, statements


def kept(books, name):
    """What the rollup of a hot account holds, without its tail."""
    rows = books.rows(
        "SELECT r.minor FROM ledger.rollup r JOIN ledger.account a ON a.id = r.account_id WHERE a.name = %s", [name]
    )
    return rows[0][0] if rows else None


@pytest.fixture
def late(books):
    """Starts a transaction elsewhere that posts and stays open; `late(...)` returns the function that commits it."""
    open_ones = []

    def begin(debit, credit, minor):
        posted, go = threading.Event(), threading.Event()

        def run():
            try:
                with transaction.atomic():
                    books.post(debit, credit, minor)
                    posted.set()
                    go.wait(20)
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        assert posted.wait(20)

        def commit():
            go.set()
            thread.join(20)

        open_ones.append(commit)
        return commit

    yield begin
    for commit in open_ones:
        commit()


def test_a_rollup_changes_what_a_balance_costs_and_never_what_it_is(books):
    """RULES §7: the same number before and after, and after more postings."""
    before = books.balance("bank")
    for expected in (100, 200, 300):
        books.post("bank", books.fresh("held:"), 100)
        assert books.balance("bank") == before + expected
        assert book.roll_up() == 1
        assert books.balance("bank") == kept(books, "bank") == before + expected
        assert book.roll_up() == 0


def test_a_transaction_that_commits_late_is_not_skipped(books, late):
    """RULES §7: its entry has a lower id than others that are rolled up before it commits."""
    held = books.fresh("held:")
    books.post("bank", held, 1)
    book.roll_up()
    before = kept(books, "bank")
    commit = late("bank", books.fresh("held:"), 10)
    books.post("bank", held, 100)
    book.roll_up()
    assert books.balance("bank") == before + 100
    commit()
    assert books.balance("bank") == before + 110
    book.roll_up()
    assert books.balance("bank") == kept(books, "bank") == before + 110
    assert statements.checks() == []


def test_a_reader_with_an_old_snapshot_reads_the_old_balance(books):
    """RULES §7: a rollup in the middle of somebody's transaction moves nothing for him."""
    with transaction.atomic():
        connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        before = books.balance("bank")
        books.race([lambda: (books.post("bank", books.fresh("held:"), 5), book.roll_up())])
        assert books.balance("bank") == before
    assert books.balance("bank") == before + 5


def test_a_transaction_sees_its_own_posting_and_never_rolls_it_up(books):
    """RULES §7: what may still be rolled back is not added up for good."""
    before = books.balance("bank")
    with transaction.atomic():
        books.post("bank", books.fresh("held:"), 7)
        book.roll_up()
        assert books.balance("bank") == before + 7
        transaction.set_rollback(True)
    book.roll_up()
    assert books.balance("bank") == before


def test_rollups_may_race_with_each_other_and_with_postings(books):
    """RULES §7: many hands, one sum."""
    before = books.balance("fees")

    def post_some():
        for _ in range(20):
            books.post(held, "fees", 1)

    def roll_some():
        for _ in range(20):
            book.roll_up()

    held = books.fresh("held:")
    books.post("bank", held, 1_000)
    assert books.race([post_some, roll_some] * 4) == [None] * 8
    assert books.balance("fees") == before - 80
    book.roll_up()
    assert kept(books, "fees") == before - 80
    assert statements.checks() == []


def test_a_rollup_from_the_future_does_not_count_and_is_made_again(books, database):
    """RULES §7: a dump restored into a younger server brings transaction ids that server has yet to reach."""
    books.post("bank", books.fresh("held:"), 3)
    book.roll_up()
    before = books.balance("bank")
    with database.superuser() as superuser:
        superuser.execute("UPDATE ledger.rollup SET upto = '4000000000000', minor = minor + 1")
    assert books.balance("bank") == before
    books.post("bank", books.fresh("held:"), 4)
    assert books.balance("bank") == before + 4
    assert book.roll_up() > 0
    assert books.balance("bank") == kept(books, "bank") == before + 4
    assert statements.checks() == []
