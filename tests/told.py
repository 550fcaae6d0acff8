"""What people may come up with: arbitrary JSON, and values that have the form of a field and are nonsense otherwise."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from tradeward.domain.saying import Field, Fields, Kind

ODD = st.sampled_from(
    [
        None, "", " ", "\0", "\ud800", "x" * 30_000, "NaN", "Infinity", "1e3", "-1", "9" * 30, "٣", "1" * 5000, 10**30, -1, 0,
        True, False, float("nan"), 1.5, [], {}, [[]], {"a": {"b": []}}, "2027-02-30", "9999-12-31", "0001-01-01T00:00:00Z",
        "2027-05-14T09:30:00", "2027-05-14T09:30:00+99:99", "none", "quality", "cancel", "10000.00", "0" * 32, {"\0": "\0"},
    ]
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    ODD | st.text(max_size=20) | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)


def _scalar(field: Field) -> st.SearchStrategy[Any]:
    whole = st.integers(field.least, field.most)
    return {
        Kind.TEXT: st.sampled_from(["none", "USD", "on_board", "Ningbo", "Asia/Shanghai"]).filter(
            lambda one: len(one) <= field.max_length
        )
        | _TEXT.map(lambda one: one[: field.max_length]).filter(str.strip),
        Kind.AMOUNT: st.sampled_from(["0", "0.00", "0.001", "1.00", "3000.00", "10000.00", "99999999999999999"]),
        Kind.NUMBER: whole.map(str),
        Kind.DIGITS: whole.filter(lambda one: one < 10**12).map(str),
        Kind.WHOLE: whole | st.just(field.most),
        Kind.DAY: st.dates(date(1972, 1, 1), date(2197, 1, 1)).map(str) | st.just("2027-05-01"),
        Kind.INSTANT: st.integers(10**8, 7 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)),
        Kind.ID: st.uuids(),
        Kind.CHOICE: st.sampled_from(field.choices or ("",)),
    }[field.kind]


def in_strings(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, dict):
        return {key: in_strings(one) for key, one in value.items()}
    if isinstance(value, list):
        return [in_strings(one) for one in value]
    return str(value)


def fitting(field: Field) -> st.SearchStrategy[Any]:
    """A value of the form that a field has."""
    if field.kind is Kind.LIST:
        return st.lists(fitting(field.of[0]), max_size=3)
    if field.kind is Kind.MAP:
        return st.dictionaries(st.sampled_from(["size", "width", "x"]), fitting(field.of[0]), max_size=3)
    if field.kind is Kind.OBJECT:
        return body(field.of)
    if field.kind is Kind.VERBATIM:
        return body(field.of).map(in_strings)
    if field.kind is Kind.OPEN:
        keys = st.sampled_from(["id", "kind", "aql"])
        return st.recursive(_TEXT, lambda inner: st.dictionaries(keys, inner, max_size=3), max_leaves=4)
    return _scalar(field)


def body(fields: Fields) -> st.SearchStrategy[dict[str, Any]]:
    """A whole body of the form of its fields, what is optional there or not."""
    required = {one.name: fitting(one) for one in fields if one.required}
    optional = {one.name: fitting(one) for one in fields if not one.required}
    return st.fixed_dictionaries(required, optional=optional)
