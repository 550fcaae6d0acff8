"""Reading `order`: the contract, its lots and its written terms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tradeward.domain import sampling
from tradeward.domain.adjudication import shipment
from tradeward.domain.adjudication.case import (
    NONE_ALLOWED,
    Aggregate,
    CoverageType,
    Evidence,
    FeeRule,
    LateDamages,
    Lot,
    Measure,
    Order,
    PassFail,
    Quantity,
    Sampling,
    Term,
    Vague,
)
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place

_KEYS = """goods currency value coverage_type quantity unit incoterm ship_event ship_date ship_tz buyer_tz shipments
    partial_shipment_allowed lots force_majeure_clause late_ld terms fx_at_order inspection_fee_rule"""
_INCOTERM = re.compile(r"([A-Z]{3})(?: .*)?")
_NO_PROOF = (Evidence.RECEIVED_FOR_SHIPMENT, Evidence.COLLECTED)
_CLASSES = ("critical", "major", "minor")
_AQL = scalars.one_of((NONE_ALLOWED, *sampling.AQLS))


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_order_unit` of the currency `coverage` for one unit of the currency `order`."""

    coverage: str
    order: str
    per_order_unit: Decimal


def order(value: Any, path: Place) -> tuple[Order, Rate | None]:
    """The contract at `path`, and its rate, which is held against the coverage once both are known."""
    fields = Fields(value, path, known=_KEYS)
    fields.maybe("goods", scalars.text)
    currency = fields.need("currency", scalars.currency)
    money = scalars.money(currency)
    if "lots" in fields and "partial_shipment_allowed" not in fields:
        fields.at("lots").refuse("needs the key partial_shipment_allowed beside it")
    rate = fields.maybe("fx_at_order", _rate)
    read = Order(
        currency=currency,
        value_minor=fields.need("value", money),
        coverage_type=fields.need("coverage_type", scalars.word(CoverageType)),
        quantity=fields.need("quantity", scalars.number),
        unit=fields.need("unit", scalars.text),
        incoterm=fields.need("incoterm", _incoterm),
        ship_date=fields.need("ship_date", scalars.day),
        ship_tz=fields.need("ship_tz", scalars.zone),
        buyer_tz=fields.need("buyer_tz", scalars.zone),
        terms=fields.need("terms", scalars.listed(_term)),
        ship_event=fields.maybe("ship_event", scalars.word(Evidence, without=_NO_PROOF)),
        shipments=fields.take("shipments", scalars.whole(least=1), 1),
        partial_shipment_allowed=fields.take("partial_shipment_allowed", scalars.truth, False),
        lots=fields.take("lots", scalars.listed(lambda lot, at: _lot(lot, at, money), least=1), ()),
        notice_days=fields.take("force_majeure_clause", scalars.nullable(_clause), None),
        late_ld=fields.take("late_ld", scalars.nullable(_late_damages), None),
        fx_at_order=rate.per_order_unit if rate else None,
        inspection_fee_rule=fields.take("inspection_fee_rule", scalars.word(FeeRule), FeeRule.LOSER_PAYS),
    )
    return read, rate


def _incoterm(value: Any, path: Place) -> str:
    match = _INCOTERM.fullmatch(scalars.text(value, path))
    if match is None or match[1] not in shipment.INCOTERMS:
        known = ", ".join(sorted(shipment.INCOTERMS))
        path.refuse(f"{scalars.shown(value)} does not begin with one of {known} and a space")
    return match[1]


def _lot(value: Any, path: Place, money: scalars.Reader[int]) -> Lot:
    fields = Fields(value, path, known="ship_date value")
    return Lot(ship_date=fields.need("ship_date", scalars.day), value_minor=fields.need("value", money))


def _clause(value: Any, path: Place) -> int:
    return Fields(value, path, known="notice_days").need("notice_days", scalars.whole(least=0))


def _late_damages(value: Any, path: Place) -> LateDamages:
    fields = Fields(value, path, known="pct_per_day cap_pct")
    per_day, most = fields.need("pct_per_day", scalars.number), fields.need("cap_pct", scalars.number)
    return LateDamages(pct_per_day=per_day, cap_pct=most)


def _rate(value: Any, path: Place) -> Rate:
    if not isinstance(value, dict) or len(value) != 1:
        path.refuse(f"{scalars.shown(value)} is not an object with one rate")
    [(name, rate)] = value.items()
    match = re.fullmatch(r"([A-Z]{3})_per_([A-Z]{3})", name)
    if match is None:
        path.key(name).refuse("unknown key; a rate is named like USD_per_EUR")
    number = scalars.number(rate, path.key(name))
    if not number:
        path.key(name).refuse("the rate is zero")
    return Rate(match[1], match[2], number)


def _term(value: Any, path: Place) -> Term:
    if not isinstance(value, dict) or "kind" not in value:
        path.refuse("is not an object with a kind")
    kind = scalars.one_of(tuple(_KINDS))(value["kind"], path.key("kind"))
    known, read = _KINDS[kind]
    return read(Fields(value, path, known=f"id kind {known}"))


def _measure(fields: Fields) -> Measure:
    for key in ("property", "unit", "method"):
        fields.maybe(key, scalars.text)
    least, most = fields.maybe("min", scalars.reading), fields.maybe("max", scalars.reading)
    if least is None and most is None:
        fields.path.refuse("needs min, max or both")
    aggregate = fields.take("aggregate", scalars.word(Aggregate), Aggregate.EACH)
    return Measure(id=fields.need("id", scalars.text), aggregate=aggregate, min=least, max=most)


def _sampling(fields: Fields) -> Sampling:
    return Sampling(
        id=fields.need("id", scalars.text),
        standard=fields.need("standard", scalars.text),
        aql=fields.need("aql", aql),
        level=fields.take("level", scalars.one_of(sampling.LEVELS), "II"),
        state=fields.take("state", scalars.word(sampling.State), sampling.State.NORMAL),
    )


def aql(value: Any, path: Place) -> tuple[tuple[str, str], ...]:
    """An AQL, or `none_allowed`, for each class of defects, the gravest first."""
    fields = Fields(value, path, known=" ".join(_CLASSES))
    if not value:
        path.refuse(f"names no class; known are {', '.join(_CLASSES)}")
    return tuple((defect, fields.need(defect, _AQL)) for defect in _CLASSES if defect in fields)


def _pass_fail(fields: Fields) -> PassFail:
    fields.need("text", scalars.text)
    return PassFail(id=fields.need("id", scalars.text))


def _vague(fields: Fields) -> Vague:
    fields.need("text", scalars.text)
    return Vague(id=fields.need("id", scalars.text))


def _quantity(fields: Fields) -> Quantity:
    fields.maybe("tol_plus_pct", scalars.number)
    ordered, id = fields.need("ordered", scalars.number), fields.need("id", scalars.text)
    return Quantity(id=id, ordered=ordered, tol_minus_pct=fields.take("tol_minus_pct", scalars.number, Decimal(0)))


_KINDS: dict[str, tuple[str, Callable[[Fields], Term]]] = {
    "measure": ("property unit method aggregate min max", _measure),
    "sampling": ("standard level state aql", _sampling),
    "pass_fail": ("text", _pass_fail),
    "vague": ("text", _vague),
    "quantity": ("ordered tol_minus_pct tol_plus_pct", _quantity),
}
