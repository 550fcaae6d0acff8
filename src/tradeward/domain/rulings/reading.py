"""Reading the document of a ruling back: strictly, and into the rows that the findings are computed from."""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, NoReturn, cast
from uuid import UUID

from tradeward.domain import rows, vocabulary
from tradeward.domain.adjudication.form import strict_json
from tradeward.domain.bundle import OrderBundle, Purse, SupplierBundle
from tradeward.domain.market import Market
from tradeward.domain.policy import KEYS, Policy
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.rulings.writing import FILE, FORMAT
from tradeward.domain.saying import forms
from tradeward.domain.saying.field import Fields, Kind

PARTS = ("format", "product", "ruling", "contract", "policy", "room", "file", "evidence", "journal", "sha256")
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class _Then:
    """The market on the day of the ruling, as far as its findings ask of it: the policy alone."""

    policy: Policy


def parsed(content: bytes) -> dict[str, Any]:
    """The document in these bytes, whatever its figures. Refuses: what is no document of a ruling, by what it lacks."""
    if len(content) > MOST_BYTES:
        raise RuleBroken(f"has more than {MOST_BYTES >> 20} MB: no ruling is that long", field="file")
    found = strict_json.parse(line=content)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise RuleBroken(f'is no exported ruling: its "format" is not "{FORMAT}"', field="format")
    for part in PARTS:
        if part not in found:
            raise RuleBroken(f"{part} is missing: this is not a whole ruling", field=part)
    for part in found:
        if part not in PARTS:
            raise RuleBroken(f"{part!r} is no part of a ruling", field="file")
    return found


def digest(told: Mapping[str, Any]) -> str:
    """The hash that closes this document. Refuses: one that holds a number, which no export does."""
    try:
        return vocabulary.digest({part: value for part, value in told.items() if part != "sha256"})
    except TypeError:
        raise RuleBroken("holds a number: in a ruling every figure is a string", field="file") from None


def bundle(told: Mapping[str, Any]) -> OrderBundle:
    """The order's rows as they stood when the findings were computed. Refuses, by name: what is not of its form."""
    file, contract = told["file"], told["contract"]
    if set(file) != set(FILE):
        raise RuleBroken(f"file: the rows are those of {', '.join(FILE)}", field="file")
    policy = told["policy"]
    frozen = {name: text for name, text in policy.items() if name in KEYS and KEYS[name].scope == "order"}
    tables: dict[str, list[Any]] = {
        noun: [row(noun, said={**one, "policy": frozen} if noun == "order" else one) for one in file[noun]]
        for noun in FILE
    }
    if len(tables["order"]) != 1:
        raise RuleBroken("file.order: a ruling is about one order", field="file.order")
    order = tables["order"][0]
    version = {name: value for name, value in contract.items() if name != "signatures"}
    tables["version"] = [row("version", said={**version, "order_id": str(order.id)})]
    supplier = rows.Supplier(id=order.supplier_id, state="", verification="", limit_minor=0)
    market = cast(Market, _Then(Policy.read(policy)))
    of = SupplierBundle(tables={"supplier": [supplier]}, seq=0, head="", purse=Purse({}), market=market)
    return OrderBundle(tables=tables, seq=0, head="", supplier=of)


def row(noun: str, *, said: Mapping[str, Any]) -> Any:
    """The row whose fields were written as strings; a field younger than the writing has its default.

    Refuses, by name: a field that is missing, unknown, or not of its type.
    """
    cls = rows.ORDER_TABLES[noun]
    values = dict(said)
    if cls is rows.Inspection:
        values["report"] = {**values["report"], **_counted(forms.REPORT, values["report"])}
    readers = _readers(noun)
    for name in values:
        if name not in readers:
            raise RuleBroken(f"file.{noun}: a {noun} has no field {name!r}", field=f"file.{noun}")
    for one in fields(cls):
        if one.name not in values and one.default is MISSING and one.default_factory is MISSING:
            _refuse(noun, one.name, "is missing")
    return cls(**{name: _read(noun, name, value, *readers[name]) for name, value in values.items()})


def _counted(form: Fields, said: Mapping[str, Any]) -> dict[str, Any]:
    """The counts of a report as the numbers that an inspector sends: the journal writes every number as a string."""
    found: dict[str, Any] = {}
    for field in form:
        if field.kind is Kind.WHOLE and field.name in said:
            found[field.name] = int(_of(str, said[field.name]))
        if field.kind is Kind.OBJECT and field.name in said:
            found[field.name] = {**said[field.name], **_counted(field.of, said[field.name])}
    return found


Reader = Callable[[Any], Any]


@cache
def _readers(noun: str) -> dict[str, tuple[Reader, bool]]:
    """For each field of a row what reads it, and whether it may be empty."""
    cls = rows.ORDER_TABLES[noun]
    hints = typing.get_type_hints(cls)
    return {one.name: _reader(hints[one.name]) for one in fields(cls)}


def _reader(hint: Any) -> tuple[Reader, bool]:
    if isinstance(hint, types.UnionType):
        (kind,) = [one for one in typing.get_args(hint) if one is not types.NoneType]
        return _reader(kind)[0], True
    kind = typing.get_origin(hint) or hint
    return _READ.get(kind, lambda value: _of(kind, value)), False


def _read(noun: str, name: str, value: Any, reader: Reader, optional: bool) -> Any:
    if value is None and optional:
        return None
    try:
        return reader(value)
    except (TypeError, ValueError, AttributeError):
        _refuse(noun, name, "is not of its form")


def _of(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError
    return value


def instant(value: Any) -> datetime:
    """The instant written with its offset. Refuses, as ValueError: another form."""
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError
    return found


_READ: dict[Any, Reader] = {
    int: lambda value: int(_of(str, value)),
    UUID: UUID,
    datetime: instant,
    date: date.fromisoformat,
}


def _refuse(noun: str, name: str, why: str) -> NoReturn:
    raise RuleBroken(f"file.{noun}.{name} {why}", field=f"file.{noun}.{name}")
