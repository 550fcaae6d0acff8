"""The book under many hands at once, with real threads and commits (RULES §7: once per key, floors, no deadlock)."""

import random
from collections import Counter

import pytest
from django.db import transaction

from tradeward.domain.entries import Entry, Row
from tradeward.ledger import book, statements

pytestmark = pytest.mark.race


def test_eight_racers_with_one_key_write_one_entry(books):
    """RULES §7: once per key; every racer is told that it is written."""
    for _ in range(20):
        held, key = books.fresh("held:"), books.fresh("key")
        answers = books.race([lambda held=held, key=key: books.post("bank", held, 100, key=key)] * 8)
        assert answers == [key] * 8
        assert books.balance(held) == -100
        assert books.rows("SELECT count(*) FROM ledger.entry WHERE key = %s", [key]) == [(1,)]


def test_of_racers_with_one_key_and_two_contents_one_content_wins(books):
    """RULES §7: the others are told that the key is taken."""
    winners = Counter()
    for _ in range(20):
        held, key = books.fresh("held:"), books.fresh("key")
        calls = [lambda m=m, held=held, key=key: books.post("bank", held, m, key=key) for m in (1, 2) * 4]
        answers = books.race(calls)
        won = -books.balance(held)
        assert [answer == key for answer in answers] == [m == won for m in (1, 2) * 4]
        assert {type(answer) for answer in answers if answer != key} == {book.KeyReused}
        winners[won] += 1
    assert sum(winners.values()) == 20


def test_sixteen_spenders_of_one_account_never_overdraw_it(books):
    """RULES §7: ten of sixteen get their tenth, six are refused."""
    for _ in range(5):
        held, payable = books.fresh("held:"), books.fresh("payable:")
        books.post("bank", held, 1_000)
        answers = books.race([lambda held=held, payable=payable: books.post(held, payable, 100)] * 16)
        assert Counter(type(answer) for answer in answers) == {str: 10, book.Overdrawn: 6}
        assert book.balances([held, payable]) == {(held, "USD"): 0, (payable, "USD"): -1_000}


def test_accounts_that_cross_never_wait_in_a_ring(books):
    """RULES §7: whatever order the rows name them in, and also when they are being opened."""
    accounts = [books.fresh("payable:") for _ in range(4)]
    for account in accounts[:2]:
        books.post("bank", account, 1_000_000)

    def cross(seed):
        draw = random.Random(seed)
        for _ in range(15):
            order = draw.sample(accounts[:2], 2) + draw.sample(accounts[2:], 2)
            rows = (Row(order[0], order[2], "USD", 1), Row(order[1], order[3], "USD", 1))
            again = (Row("bank", order[3], "USD", 1), Row("bank", order[2], "USD", 1))
            book.post([Entry("a", books.fresh("key"), rows), Entry("b", books.fresh("key"), again)], at=books.at)

    assert books.race([lambda seed=seed: cross(seed) for seed in range(8)]) == [None] * 8
    assert sum(book.balances(accounts).values()) == -2_000_000 - 8 * 15 * 2


def test_keys_that_cross_never_wait_in_a_ring(books):
    """RULES §7: two calls that name the same keys in opposite order both succeed, once."""
    for _ in range(20):
        held = books.fresh("held:")
        entries = [Entry("move", books.fresh("key"), (Row("bank", held, "USD", 1),)) for _ in range(4)]

        def there(entries=entries):
            book.post(entries, at=books.at)

        def back(entries=entries):
            book.post(entries[::-1], at=books.at)

        assert books.race([there, back] * 4) == [None] * 8
        assert books.balance(held) == -4


def test_a_key_whose_writer_gives_up_is_free_again(books):
    """RULES §7: a transaction that rolls back leaves nothing, and whoever waited for its key writes."""
    held, key = books.fresh("held:"), books.fresh("key")

    def give_up():
        with transaction.atomic():
            books.post("bank", held, 100, key=key)
            transaction.set_rollback(True)

    def keep():
        return books.post("bank", held, 100, key=key)

    assert Counter(books.race([give_up, keep, give_up, keep])) == {None: 2, key: 2}
    assert books.balance(held) == -100


def test_an_accounts_entries_by_id_are_its_history(books):
    """RULES §7: read by id, a floored account was never overdrawn at any entry, whoever raced."""
    held = books.fresh("held:")
    books.post("bank", held, 10)

    def swing(seed):
        draw = random.Random(seed)
        for _ in range(30):
            try:
                books.post(*draw.choice([("bank", held), (held, "bank")]), draw.randint(1, 12))
            except book.Overdrawn:
                continue

    books.race([lambda seed=seed: swing(seed) for seed in range(6)])
    lowest = books.rows(
        "SELECT max(running) FROM (SELECT sum(CASE WHEN p.debit_id = a.id THEN p.minor ELSE -p.minor END)"
        " OVER (ORDER BY p.entry_id, p.line) AS running FROM ledger.posting p JOIN ledger.account a"
        " ON a.id IN (p.debit_id, p.credit_id) WHERE a.name = %s) s",
        [held],
    )
    assert lowest[0][0] <= 0


def test_the_books_are_sound_after_the_races(books):
    """RULES §7: every check is green."""
    assert statements.checks() == []
