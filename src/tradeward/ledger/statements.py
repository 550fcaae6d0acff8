"""Reading the book: trial balance, statements of accounts, the ledger as text, the checks of the books on themselves.

Amounts are minor units, debit positive.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from django.db import connections

from tradeward.domain import entries as domain
from tradeward.domain import money

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Total:
    """Of one currency: the sum of all debit balances, and of all credit balances; they are equal in sound books."""

    currency: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class Line:
    """One posting as an account sees it: `minor` is positive when debited; `balance` is what stood there after it."""

    at: datetime
    recipe: str
    key: str
    subject: str | None
    other: str
    minor: int
    balance: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An account between two instants: what stood there before the first line, the lines, and after the last."""

    opening: int
    lines: tuple[Line, ...]
    closing: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the books that must not be: the check that found it, what it is about, what is wrong."""

    check: str
    subject: str
    detail: str


def balances(
    names: Sequence[str], *, currency: str | None = None, using: str = "default"
) -> dict[tuple[str, str], int]:
    """The balance of each account of these names by (name, currency), in minor units, debit positive.

    An account nobody has posted to is not among them.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT name, currency, minor FROM ledger.balance"
            " WHERE name = ANY(%s) AND (%s::text IS NULL OR currency = %s) ORDER BY name, currency",
            [list(names), currency, currency],
        )
        return {(name, code): minor for name, code, minor in cursor.fetchall()}


def balance(name: str, currency: str, *, using: str = "default") -> int:
    """The balance of one account in minor units, debit positive; 0 if nobody has posted to it."""
    return balances([name], currency=currency, using=using).get((name, currency), 0)


def trial_balance(*, using: str = "default") -> tuple[Total, ...]:
    """The total of each currency, in the order of their codes (RULES §7)."""
    rows = _rows(
        """
        SELECT currency, sum(greatest(minor, 0))::bigint, -sum(least(minor, 0))::bigint
          FROM ledger.balance GROUP BY currency ORDER BY currency
        """,
        [],
        using=using,
    )
    return tuple(Total(*row) for row in rows)


def statement(*, account: str, currency: str, since: datetime, until: datetime, using: str = "default") -> Statement:
    """The account's postings that count from `since` on and before `until`, in the order in which they count.

    An account nobody has posted to has an empty statement.
    """
    rows = _rows(
        """
        SELECT e.at, e.recipe, e.key, e.subject, o.name, CASE WHEN p.debit_id = a.id THEN p.minor ELSE -p.minor END
          FROM ledger.account a
          JOIN ledger.posting p ON p.debit_id = a.id OR p.credit_id = a.id
          JOIN ledger.entry e ON e.id = p.entry_id
          JOIN ledger.account o ON o.id = CASE WHEN p.debit_id = a.id THEN p.credit_id ELSE p.debit_id END
         WHERE a.name = %s AND a.currency = %s AND e.at < %s
         ORDER BY e.at, p.entry_id, p.line
        """,
        [account, currency, until],
        using=using,
    )
    opening, lines, balance = 0, [], 0
    for at, recipe, key, subject, other, minor in rows:
        balance += minor
        if at < since:
            opening = balance
        else:
            lines.append(Line(at, recipe, key, subject, other, minor, balance))
    return Statement(opening, tuple(lines), balance)


def text(
    *, subjects: Sequence[str] | None = None, labels: Mapping[str, str] | None = None, using: str = "default"
) -> str:
    """The entries of `subjects` (None: all) as text: a line for each posting, debit → credit, then what they sum to.

    Wherever a key of `labels` stands in an account's name its value is shown instead. The last block is what these
    entries alone make of each account, debit positive, without those at zero.
    """
    rows = _rows(
        """
        SELECT e.at, e.recipe, d.name, c.name, p.currency, p.minor
          FROM ledger.entry e
          JOIN ledger.posting p ON p.entry_id = e.id
          JOIN ledger.account d ON d.id = p.debit_id
          JOIN ledger.account c ON c.id = p.credit_id
         WHERE %s::text[] IS NULL OR e.subject = ANY(%s)
         ORDER BY e.id, p.line
        """,
        [None if subjects is None else list(subjects)] * 2,
        using=using,
    )
    lines = []
    sums: Counter[tuple[str, str]] = Counter()
    for at, recipe, *names, code, minor in rows:
        debit, credit = (_label(name, labels=labels or {}) for name in names)
        sums[debit, code] += minor
        sums[credit, code] -= minor
        moved = f"{debit} → {credit}"
        lines.append(f"{at.astimezone(UTC):%Y-%m-%d} {recipe:<19} {moved:<26} {money.Money(minor, code)}")
    lines.append("balances" if any(sums.values()) else "balances: all zero")
    lines += [f"  {name:<28} {money.Money(minor, code)}" for (name, code), minor in sorted(sums.items()) if minor]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Posted:
    """One posting by its place in the book, with both its accounts; `minor` went from the credited to the debited one."""

    entry: int
    line: int
    at: datetime
    recipe: str
    debit: str
    credit: str
    currency: str
    minor: int


def caused(*, subject: str, after: tuple[int, int], limit: int, using: str = "default") -> list[Posted]:
    """The postings about a subject in the order of the book, at most `limit` from behind the place `after`."""
    rows = _rows(
        """
        SELECT e.id, p.line, e.at, e.recipe, d.name, c.name, p.currency, p.minor
          FROM ledger.entry e
          JOIN ledger.posting p ON p.entry_id = e.id
          JOIN ledger.account d ON d.id = p.debit_id
          JOIN ledger.account c ON c.id = p.credit_id
         WHERE e.subject = %s AND (e.id, p.line) > (%s, %s)
         ORDER BY e.id, p.line LIMIT %s
        """,
        [subject, *after, limit],
        using=using,
    )
    return [Posted(*row) for row in rows]


def checks(*, using: str = "default") -> list[Finding]:
    """All that `checks.sql` and the hashes find wrong with the books; empty when they are sound."""
    query = resources.files("tradeward.ledger").joinpath("checks.sql").read_text(encoding="utf-8")
    return [Finding(*row) for row in _rows(query, None, using=using)] + list(recompute(using=using))


def recompute(*, using: str = "default") -> Iterator[Finding]:
    """The entries whose rows, key, recipe, subject or instant are not those that were hashed when they were written."""
    last = 0
    while page := _rows(
        """
        SELECT e.id, e.key, e.recipe, e.subject, e.at, encode(e.content_hash, 'hex'),
               (SELECT json_agg(json_build_array(d.name, c.name, p.currency, p.minor) ORDER BY p.line)
                  FROM ledger.posting p
                  LEFT JOIN ledger.account d ON d.id = p.debit_id
                  LEFT JOIN ledger.account c ON c.id = p.credit_id
                 WHERE p.entry_id = e.id)
          FROM ledger.entry e WHERE e.id > %s ORDER BY e.id LIMIT %s
        """,
        [last, _PAGE],
        using=using,
    ):
        last = page[-1][0]
        for _, key, recipe, subject, at, kept, rows in page:
            if _hash(key=key, recipe=recipe, subject=subject, at=at, rows=rows) != kept:
                yield Finding("content hash", key, "the entry is not what was hashed when it was written")


def _hash(*, key: str, recipe: str, subject: str | None, at: datetime, rows: list[list[Any]] | None) -> str | None:
    """The hash of what stands in the tables now; None if that is no entry at all."""
    try:
        entry = domain.Entry(recipe, key, tuple(domain.Row(*row) for row in rows or ()))
    except ValueError:
        return None
    return domain.hashed(domain.content(entry, at=at, subject=subject))


def _label(name: str, *, labels: Mapping[str, str]) -> str:
    for part in sorted(labels, key=len, reverse=True):
        name = name.replace(part, labels[part])
    return name


def _rows(query: str, parameters: list[Any] | None, *, using: str) -> list[tuple[Any, ...]]:
    with connections[using].cursor() as cursor:
        cursor.execute(query, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
