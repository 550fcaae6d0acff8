"""The book as people read it: statements, trial balance, the ledger as text (RULES §7)."""

from datetime import timedelta

from tradeward.domain.entries import Entry, Row
from tradeward.ledger import book, statements

ORDER = "0195aaaa"
LABELS = {ORDER: "ord", "0195bbbb": "sup"}


def one_order(books):
    """A deposit of 3,000 comes in on day 0 and is released on day 3, less the fee of 2 %."""
    held, payable = f"held:{ORDER}", "payable:0195bbbb"
    credit = Entry("credit.matched", "k1", (Row("bank", held, "USD", 300_000),))
    release = Entry("release.capture", "k2", (Row(held, payable, "USD", 294_000), Row(held, "fees", "USD", 6_000)))
    book.post([credit], at=books.at, subject=ORDER)
    book.post([release], at=books.at + timedelta(days=3), subject=ORDER)
    book.post([Entry("other", "k3", (Row("bank", "held:else", "JPY", 5),))], at=books.at, subject="else")
    return held


def test_an_order_read_as_text_as_a_statement_and_as_a_total(books):
    """RULES §7: the same postings, read three ways."""
    held = one_order(books)
    assert statements.text(subjects=[ORDER], labels=LABELS) == (
        "2026-03-02 credit.matched      bank → held:ord            USD 3,000.00\n"
        "2026-03-05 release.capture     held:ord → payable:sup     USD 2,940.00\n"
        "2026-03-05 release.capture     held:ord → fees            USD 60.00\n"
        "balances\n"
        "  bank                         USD 3,000.00\n"
        "  fees                         USD -60.00\n"
        "  payable:sup                  USD -2,940.00"
    )
    assert statements.text(subjects=["else"]) == (
        "2026-03-02 other               bank → held:else           JPY 5\n"
        "balances\n"
        "  bank                         JPY 5\n"
        "  held:else                    JPY -5"
    )
    longer = statements.text(subjects=["else"], labels={"els": "short", "else": "whole"})
    assert longer.splitlines()[-1] == "  held:whole                   JPY -5"
    assert statements.text(subjects=[]) == "balances: all zero"
    assert len(statements.text().splitlines()) == 4 + 1 + 5

    late = books.at + timedelta(days=3)
    third = [
        statements.Line(late, "release.capture", "k2", ORDER, "payable:0195bbbb", 294_000, -6_000),
        statements.Line(late, "release.capture", "k2", ORDER, "fees", 6_000, 0),
    ]
    first = statements.Line(books.at, "credit.matched", "k1", ORDER, "bank", -300_000, -300_000)
    day = timedelta(days=1)

    def of(since, until):
        return statements.statement(account=held, currency="USD", since=since, until=until)

    assert of(books.at, late + day) == statements.Statement(0, (first, *third), 0)
    assert of(books.at + day, late + day) == statements.Statement(-300_000, tuple(third), 0)
    assert of(books.at, late) == statements.Statement(0, (first,), -300_000)
    assert of(late + day, late + day) == statements.Statement(0, (), 0)

    assert statements.trial_balance() == (
        statements.Total("JPY", 5, 5),
        statements.Total("USD", 300_000, 300_000),
    )
