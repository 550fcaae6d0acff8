"""The book: post entries, read balances. Each is one statement, one round trip (RULES §7).

Balances are debit positive. An error here is a bug of the caller, never a refusal.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connections

from tradeward.domain import entries as domain
from tradeward.ledger.statements import balance, balances

__all__ = [
    "Kind", "KeyReused", "LedgerError", "NoPlan", "Overdrawn",
    "balance", "balances", "install_plan", "post", "post_dated", "roll_up",
]  # fmt: skip


class LedgerError(Exception):
    """The ledger would not write this; the transaction is lost."""


class Overdrawn(LedgerError):
    """A floored account would leave its normal side; the text names the account, what it has and what is short."""


class KeyReused(LedgerError):
    """The key belongs to an entry with other content."""


class NoPlan(LedgerError):
    """No kind of account in the plan fits this name."""


_ERRORS: dict[str, type[LedgerError]] = {"LG001": Overdrawn, "LG002": KeyReused, "LG003": NoPlan}


@dataclass(frozen=True, slots=True)
class Kind:
    """How accounts behave whose name begins with `prefix` and a colon, or is `prefix`.

    A cold account keeps its balance in a row that postings lock, and if `floored` never leaves its normal side; a hot
    one may be posted to by many at once and has no floor.
    """

    prefix: str
    normal_side: str
    floored: bool = False
    hot: bool = False


def post(entries: Sequence[domain.Entry], *, at: datetime, subject: str | None = None, using: str = "default") -> None:
    """Write all `entries`, or none, in the running transaction; one that is there already with the same content stays.

    Refuses, as bugs: Overdrawn, KeyReused, NoPlan. RULES §7: balanced, append-only, once per key.
    """
    if entries:
        _write([(entry, at, subject) for entry in entries], using=using)


def post_dated(dated: Sequence[tuple[domain.Entry, datetime, str]], *, using: str = "default") -> None:
    """`post` for entries that count from different instants or are about different subjects: (entry, at, subject) each.

    Refuses, as bugs: Overdrawn, KeyReused, NoPlan.
    """
    if dated:
        _write(dated, using=using)


def roll_up(*, using: str = "default") -> int:
    """Add finished postings to the rollups of hot accounts; returns how many moved. Balances stay, only cheaper."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT ledger.roll_up()")
        row: tuple[int] = cursor.fetchone()
        return row[0]


def install_plan(kinds: Sequence[Kind], *, using: str = "default") -> None:
    """Add `kinds` to the plan of accounts, as the owner of the schema.

    Refuses, as a bug: a kind that is there already and behaves otherwise.
    """
    with connections[using].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger.plan (prefix, normal_side, floored, hot) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (prefix) DO NOTHING",
            [(kind.prefix, kind.normal_side, kind.floored, kind.hot) for kind in kinds],
        )
        cursor.execute("SELECT prefix, normal_side, floored, hot FROM ledger.plan")
        there = {row[0]: Kind(*row) for row in cursor.fetchall()}
    changed = [kind.prefix for kind in kinds if there[kind.prefix] != kind]
    if changed:
        raise LedgerError(f"the plan of accounts has {', '.join(changed)} with another behaviour")


def _write(dated: Sequence[tuple[domain.Entry, datetime, str | None]], *, using: str) -> None:
    keys = [entry.key for entry, _, _ in dated]
    if len(set(keys)) < len(keys):
        raise KeyReused(f"one call names a key twice: {', '.join(keys)}")
    items = ",".join(domain.written(entry, at=at, subject=subject) for entry, at, subject in dated)
    with _named_errors(), connections[using].cursor() as cursor:
        cursor.execute("SELECT ledger.post(%s::jsonb)", [f"[{items}]"])


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        kind = _ERRORS.get(getattr(error.__cause__, "sqlstate", None) or "")
        if kind is None:
            raise
        raise kind(str(error.__cause__).splitlines()[0]) from error
