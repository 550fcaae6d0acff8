"""Rows between tables and domain: JSON out of one statement, JSON into one statement."""

import json
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from tradeward.domain import rows
from tradeward.store.models import TABLES, plain

_id = lru_cache(maxsize=1 << 16)(UUID)  # each row of an order names it again, and parsing an id is slow
_CONVERT: dict[type, Callable[[Any], Any]] = {UUID: _id, datetime: datetime.fromisoformat, date: date.fromisoformat}


@cache
def columns(cls: type) -> tuple[str, ...]:
    """The fields of a row class, which are the columns of its table."""
    return tuple(name for name in typing.get_type_hints(cls) if name != "noun")


@cache
def _converted(cls: type[rows.Row]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The fields that JSON writes as text, each with what reads it."""
    hints = typing.get_type_hints(cls)
    found = ((name, _CONVERT.get(plain(hints[name])[0])) for name in columns(cls))
    return tuple((name, convert) for name, convert in found if convert)


def row(cls: type[rows.Row], found: Mapping[str, Any]) -> Any:
    """The row that `to_json` of its table wrote."""
    values = dict(found)
    for name, convert in _converted(cls):
        if (text := values[name]) is not None:
            values[name] = convert(text)
    return cls(**values)


def loaded(record: Sequence[str | None]) -> list[Any]:
    """A record whose columns are all JSON, which the driver leaves as text."""
    return [None if text is None else json.loads(text) for text in record]


def written(one: Any) -> dict[str, Any]:
    """A row, or what else is a dataclass, as JSON for `jsonb_populate_recordset`."""
    return {name: getattr(one, name) for name in columns(type(one))}


def dumps(value: Any) -> str:
    """JSON of rows: ids and instants as text."""
    return _ROWS.encode(value)


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no column value")


_ROWS = json.JSONEncoder(default=_text, ensure_ascii=False)


@cache
def _upsert(noun: str, cls: type[rows.Row]) -> str:
    table = TABLES[noun]
    names = columns(cls)
    listed = ", ".join(f'"{name}"' for name in names)
    changed = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in names if name != "id")
    return (
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
        f" ON CONFLICT (id) DO UPDATE SET {changed}"
    )


_APPEND_ONLY = frozenset({"version", "signature", "fact", "message", "supplier_fact"})


def statements(dirty: Mapping[str, Iterable[rows.Row]]) -> list[tuple[str, str]]:
    """One insert-or-change a table, with its parameter; a deadline that is over is taken away."""
    found = []
    for noun, changed in dirty.items():
        kept = [one for one in changed if not (isinstance(one, rows.Deadline) and one.state == "over")]
        gone = [str(one.id) for one in changed if isinstance(one, rows.Deadline) and one.state == "over"]
        if gone:
            found.append(
                (
                    "DELETE FROM deadlines WHERE id IN (SELECT value::uuid FROM jsonb_array_elements_text(%s::jsonb))",
                    dumps(gone),
                )
            )
        if kept:
            sql = _upsert(noun, type(kept[0]))
            if noun in _APPEND_ONLY:
                sql = sql[: sql.index(" ON CONFLICT")]
            found.append((sql, dumps([written(one) for one in kept])))
    return found
