"""The tables as they lie in the database, to be looked at by the operator: all of them, and nothing can be done to a row."""

from dataclasses import dataclass

from django.db import connection

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Actor, Role

ROWS = 50
"""On a page."""
LAST_PAGE = 400
_LONGEST = 200
_SECRET = {"password", "secret_hash", "token_hash", "session_key", "session_data"}
_SECRET_OF = {
    ("tokens", "hash"),
    ("mfa_authenticator", "data"),
    ("account_emailconfirmation", "key"),
    ("counters", "value"),
}
"""Columns that let somebody in, or would help to: nobody is shown them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its name, that of its schema before it where it is not the public one, and about how many rows it has."""

    name: str
    about: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A page of a table: its columns, and the rows as text, those written last first; `more` says that there are others."""

    columns: tuple[str, ...]
    rows: list[tuple[str | None, ...]]
    more: bool


def tables(viewer: Actor) -> list[Table]:
    """Every table that the application may read, by name. Refuses: NotFound (not the operator)."""
    if viewer.role is not Role.OPERATOR:
        raise NotFound(UNKNOWN)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN n.nspname = 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name,"
            " greatest(c.reltuples, 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'ledger') AND has_table_privilege(c.oid, 'SELECT')"
            " ORDER BY 1"
        )
        return [Table(name=name, about=about) for name, about in cursor.fetchall()]


def rows(viewer: Actor, *, table: str, page: int) -> Rows:
    """A page of a table, from 0 on. Refuses: NotFound (not the operator; no such table, or no such page)."""
    if table not in {one.name for one in tables(viewer)} or not 0 <= page <= LAST_PAGE:
        raise NotFound(UNKNOWN)
    where = ".".join(connection.ops.quote_name(part) for part in table.split("."))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.attname, coalesce(a.attnum = ANY (i.indkey), false) FROM pg_attribute a"
            " LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary"
            " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
            [where],
        )
        found = cursor.fetchall()
        names = [name for name, _ in found if name not in _SECRET and (table, name) not in _SECRET_OF]
        cells = ", ".join(f"left({connection.ops.quote_name(name)}::text, {_LONGEST})" for name in names)
        keys = ", ".join(f"{connection.ops.quote_name(name)} DESC" for name, is_key in found if is_key)
        order = f" ORDER BY {keys}" if keys else ""
        # Names come from the catalogue and are quoted; nothing that was asked stands in the statement.
        cursor.execute(f"SELECT {cells} FROM {where}{order} LIMIT {ROWS + 1} OFFSET {page * ROWS}")
        read = cursor.fetchall()
    return Rows(columns=tuple(names), rows=read[:ROWS], more=len(read) > ROWS)
