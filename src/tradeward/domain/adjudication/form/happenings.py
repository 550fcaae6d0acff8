"""Reading `payments`, `refunds_already_made`, `events` and `inspections`: what happened."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tradeward.domain.adjudication.case import (
    Acceptance,
    Amendment,
    AnswerKind,
    Delivery,
    Document,
    Evidence,
    ForceMajeure,
    Inspection,
    Payment,
    PaymentState,
    Reading,
    Refund,
    Side,
    SupplierAnswer,
    When,
)
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place

Happening = tuple[str, Any]
"""The field of a case, and what is to be added to it."""

_COUNT = scalars.whole(least=0)


@dataclass(frozen=True, slots=True)
class Setting:
    """What happenings are read against: the order's money and lots, whether the claim asks for an amount.

    `reading` reads a measured value of the terms it names; all others are plain numbers.
    """

    money: scalars.Reader[int]
    amount_asked: bool
    lots: int
    reading: Mapping[str, scalars.Reader[Reading]] = field(default_factory=dict)

    def lot(self, value: Any, path: Place) -> int:
        """The number of a lot. In an order without any it is without meaning, and only has to be a number."""
        number = scalars.whole(least=1)(value, path)
        if self.lots and number > self.lots:
            path.refuse(f"{number}: the order has {self.lots} lots")
        return number


def payment(value: Any, path: Place, setting: Setting) -> Payment:
    """One payment."""
    fields = Fields(value, path, known="at amount kind state")
    fields.need("kind", scalars.one_of(("deposit", "balance", "full")))
    return Payment(
        at=fields.need("at", scalars.instant),
        amount_minor=fields.need("amount", setting.money),
        state=fields.need("state", scalars.word(PaymentState)),
    )


def refund(value: Any, path: Place, setting: Setting) -> Refund:
    """One refund made before."""
    fields = Fields(value, path, known="at amount from")
    source = fields.take("from", scalars.one_of(("supplier", "escrow")), "supplier")
    at, amount = fields.need("at", scalars.instant), fields.need("amount", setting.money)
    return Refund(at=at, amount_minor=amount, from_escrow=source == "escrow")


def events(value: Any, path: Place, setting: Setting) -> dict[str, tuple[Any, ...]]:
    """All events, sorted into the fields of a case."""
    found: dict[str, list[Any]] = {}
    for name, happening in _each(value, path, setting):
        found.setdefault(name, []).append(happening)
    return {name: tuple(happenings) for name, happenings in found.items()}


def inspection(value: Any, path: Place, setting: Setting) -> Inspection:
    """One inspection report."""
    known = """inspector accredited accredited_until related_to date lot lot_size after_rework sample_size defects
        nonconforming_units measurements results"""
    fields = Fields(value, path, known=known)
    accredited = fields.need("accredited", scalars.truth)
    if accredited and "accredited_until" not in fields:
        fields.at("accredited_until").refuse("required when the inspector is accredited")
    for key in ("defects", "nonconforming_units"):
        if key in fields and "sample_size" not in fields:
            fields.at("sample_size").refuse(f"required with {key}")
    return Inspection(
        inspector=fields.need("inspector", scalars.text),
        accredited=accredited,
        day=fields.need("date", scalars.day),
        accredited_until=fields.maybe("accredited_until", scalars.day),
        related_to=fields.take("related_to", scalars.nullable(scalars.word(Side)), None),
        lot=fields.maybe("lot", setting.lot),
        lot_size=fields.maybe("lot_size", scalars.whole(least=2)),
        after_rework=fields.take("after_rework", scalars.truth, False),
        sample_size=fields.maybe("sample_size", scalars.whole(least=1)),
        defects=fields.maybe("defects", _defects),
        nonconforming_units=fields.maybe("nonconforming_units", _COUNT),
        measurements=fields.maybe(
            "measurements", _by_term(lambda id: _readings(setting.reading.get(id, scalars.reading)))
        ),
        results=fields.maybe("results", _by_term(lambda _: _passed)),
        ref=path,
    )


def _each(value: Any, path: Place, setting: Setting) -> Iterator[Happening]:
    for n, event in enumerate(scalars.listed(lambda each, _: each)(value, path)):
        at = path.item(n)
        if not isinstance(event, dict) or "type" not in event:
            at.refuse("is not an object with a type")
        kind = scalars.one_of((*_TYPES, "supplier_response", "buyer_accepts_offer"))(event["type"], at.key("type"))
        if kind == "supplier_response":
            yield "answers", _answer(event, at, setting)
        elif kind == "buyer_accepts_offer":
            yield "acceptances", _acceptance(event, at, setting)
        else:
            known, read = _TYPES[kind]
            yield from read(Fields(event, at, known=f"type {known}"), setting)


def _shipped(fields: Fields, setting: Setting) -> Iterator[Happening]:
    evidence = fields.need("evidence", scalars.word(Evidence, without=(Evidence.COLLECTED,)))
    yield "documents", _document(fields, evidence, setting)


def _collected(fields: Fields, setting: Setting) -> Iterator[Happening]:
    yield "documents", _document(fields, Evidence.COLLECTED, setting)


def _arrived(fields: Fields, setting: Setting) -> Iterator[Happening]:
    """Checked like a document; arrival never decides anything (rule 10)."""
    _document(fields, Evidence.DELIVERY, setting)
    yield from ()


def _document(fields: Fields, evidence: Evidence, setting: Setting) -> Document:
    when = _when(fields)
    if when is None:
        fields.path.refuse("needs either date or at")
    return Document(evidence=evidence, when=when, lot=fields.maybe("lot", setting.lot), ref=fields.path)


def _when(fields: Fields) -> When | None:
    if "date" in fields and "at" in fields:
        fields.path.refuse("has both date and at; give one of them")
    return fields.maybe("date", scalars.day) or fields.maybe("at", scalars.instant)


def _amendment(fields: Fields, setting: Setting) -> Iterator[Happening]:
    yield (
        "amendments",
        Amendment(
            at=fields.need("at", scalars.instant),
            new_date=fields.need("new_date", scalars.day),
            signed_by=frozenset(fields.need("signed_by", scalars.listed(scalars.word(Side), least=1, once=True))),
            lot=fields.maybe("lot", setting.lot),
            ref=fields.path,
        ),
    )


def _force_majeure(fields: Fields, setting: Setting) -> Iterator[Happening]:
    yield (
        "force_majeure",
        ForceMajeure(
            start=fields.need("start", scalars.day),
            end=fields.need("end", scalars.nullable(scalars.day)),
            notice=fields.need("notice", scalars.nullable(scalars.day)),
            certificate=fields.need("certificate", scalars.truth),
            ref=fields.path,
        ),
    )


def _instant_of(field: str) -> Callable[[Fields, Setting], Iterator[Happening]]:
    def read(fields: Fields, setting: Setting) -> Iterator[Happening]:
        yield field, fields.need("at", scalars.instant)

    return read


def _delivered(fields: Fields, setting: Setting) -> Iterator[Happening]:
    quantity = fields.need("quantity", scalars.number)
    yield "deliveries", Delivery(quantity=quantity, when=_when(fields), ref=fields.path)


def _answer(value: Any, path: Place, setting: Setting) -> SupplierAnswer:
    fields = Fields(value, path, known="type at answer amount evidence")
    fields.maybe("evidence", scalars.text)
    kind = fields.need("answer", scalars.word(AnswerKind))
    amount = fields.maybe("amount", setting.money)
    if kind is AnswerKind.REJECT and amount is not None:
        fields.at("amount").refuse("a reject states no amount")
    if amount is None and (kind is AnswerKind.OFFER or (kind is AnswerKind.ACCEPT and not setting.amount_asked)):
        fields.at("amount").refuse(f"required with {kind} when the claim asks for no amount, or with an offer")
    return SupplierAnswer(at=fields.need("at", scalars.instant), kind=kind, amount_minor=amount)


def _acceptance(value: Any, path: Place, setting: Setting) -> Acceptance:
    fields = Fields(value, path, known="type at amount")
    return Acceptance(at=fields.need("at", scalars.instant), amount_minor=fields.maybe("amount", setting.money))


def _defects(value: Any, path: Place) -> dict[str, int]:
    fields = Fields(value, path, known="critical major minor")
    if not value:
        path.refuse("names no class; known are critical, major, minor")
    return {defect: fields.need(defect, _COUNT) for defect in value}


def _readings(read: scalars.Reader[Reading]) -> scalars.Reader[tuple[Reading, ...]]:
    return scalars.listed(read, least=1)


def _by_term(reader: Callable[[str], scalars.Reader[scalars.T]]) -> scalars.Reader[dict[str, scalars.T]]:
    def read_all(value: Any, path: Place) -> dict[str, scalars.T]:
        if not isinstance(value, dict):
            path.refuse(f"{scalars.shown(value)} is not an object of term ids")
        return {id: reader(id)(each, path.key(id)) for id, each in value.items()}

    return read_all


def _passed(value: Any, path: Place) -> bool:
    return scalars.one_of(("pass", "fail"))(value, path) == "pass"


_TYPES: dict[str, tuple[str, Callable[[Fields, Setting], Iterator[Happening]]]] = {
    "shipped": ("evidence date at lot", _shipped),
    "collected": ("date at lot", _collected),
    "arrived": ("date at lot", _arrived),
    "amendment_ship_date": ("at new_date signed_by lot", _amendment),
    "force_majeure": ("start end notice certificate", _force_majeure),
    "customs_cleared": ("at", _instant_of("clearances")),
    "buyer_releases_goods": ("at", _instant_of("releases")),
    "delivered_quantity": ("quantity date at", _delivered),
    "buyer_escalates": ("at", _instant_of("escalations")),
}
