"""Reading a whole case, and what no key can say alone."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from tradeward.domain.adjudication.case import (
    Case,
    Claim,
    Coverage,
    Inspection,
    Order,
    OtherClaim,
    OtherClaimStatus,
    Quantity,
    Remedy,
    Sampling,
)
from tradeward.domain.adjudication.form import contract, happenings, scalars, strict_json
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place

_KEYS = """id title edge why order payments refunds_already_made coverage events inspections claim as_of expected"""
_GROUND = re.compile(r"[a-z][a-z_]*")


@cache
def schema() -> str:
    """The form as a JSON Schema (2020-12): the root is a case, `$defs/answer` an answer."""
    return resources.files("tradeward.domain").joinpath("data", "cases.schema.json").read_text(encoding="utf-8")


def case_of_line(*, line: bytes) -> Case:
    """The case written on one line of a JSONL file. Refuses: what `strict_json.parse` and `case_of` refuse."""
    return case_of(value=strict_json.parse(line=line))


def case_of(*, value: Any) -> Case:
    """The case in a parsed JSON value; the path of what is at fault opens the refusal and is its `field`.

    Refuses: an unknown key or value, a missing key, keys that contradict each other. `expected` is not read.
    """
    fields = Fields(value, Place(), known=_KEYS)
    _for_readers(fields)
    order, rate = fields.need("order", contract.order)
    money = scalars.money(order.currency)
    claim = fields.need("claim", lambda each, path: _claim(each, path, money))
    setting = happenings.Setting(money, claim.amount_minor is not None, len(order.lots))

    def each(read: Callable[[Any, Place, happenings.Setting], scalars.T]) -> scalars.Reader[tuple[scalars.T, ...]]:
        return scalars.listed(lambda value, path: read(value, path, setting))

    case = Case(
        id=fields.need("id", scalars.text),
        order=order,
        coverage=fields.need("coverage", _coverage),
        claim=claim,
        as_of=fields.need("as_of", scalars.instant),
        payments=fields.need("payments", each(happenings.payment)),
        refunds_already_made=fields.take("refunds_already_made", each(happenings.refund), ()),
        inspections=fields.need("inspections", each(happenings.inspection)),
        **fields.need("events", lambda value, path: happenings.events(value, path, setting)),
    )
    _check_across(case, rate)
    return case


def _for_readers(fields: Fields) -> None:
    """Keys without meaning for the judgement, whose form is checked all the same."""
    fields.maybe("title", scalars.text)
    fields.maybe("edge", scalars.listed(scalars.text))
    fields.maybe("why", _text_or_texts)
    fields.maybe("expected", _object)


def _text_or_texts(value: Any, path: Place) -> None:
    scalars.listed(scalars.text)(value, path) if isinstance(value, list) else scalars.text(value, path)


def _object(value: Any, path: Place) -> None:
    if not isinstance(value, dict):
        path.refuse(f"{scalars.shown(value)} is not an object")


def _coverage(value: Any, path: Place) -> Coverage:
    fields = Fields(value, path, known="limit currency other_claims")
    currency = fields.need("currency", scalars.currency)
    money = scalars.money(currency)
    none: tuple[OtherClaim, ...] = ()
    others = fields.take("other_claims", scalars.listed(lambda each, at: _other_claim(each, at, money)), none)
    return Coverage(limit_minor=fields.need("limit", money), currency=currency, other_claims=others)


def _other_claim(value: Any, path: Place, money: scalars.Reader[int]) -> OtherClaim:
    fields = Fields(value, path, known="ref amount status")
    fields.need("ref", scalars.text)
    status = fields.need("status", scalars.word(OtherClaimStatus))
    return OtherClaim(amount_minor=fields.need("amount", money), status=status)


def _claim(value: Any, path: Place, money: scalars.Reader[int]) -> Claim:
    fields = Fields(value, path, known="opened_at grounds remedy terms amount")
    terms = fields.maybe("terms", scalars.listed(scalars.text, least=1, once=True))
    return Claim(
        opened_at=fields.need("opened_at", scalars.instant),
        grounds=fields.need("grounds", scalars.listed(_ground, least=1, once=True)),
        remedy=fields.need("remedy", scalars.word(Remedy)),
        terms=None if terms is None else frozenset(terms),
        amount_minor=fields.maybe("amount", money),
    )


def _ground(value: Any, path: Place) -> str:
    if not _GROUND.fullmatch(scalars.text(value, path)):
        path.refuse(f"{scalars.shown(value)} is not a word in small letters and _")
    return str(value)


def _check_across(case: Case, rate: contract.Rate | None) -> None:
    """What CASES.md calls "Across keys": each breach is refused with the path of the key at fault."""
    _check_terms(case.order)
    _check_lots(case.order)
    _check_rate(case, rate)
    if case.claim.opened_at > case.as_of:
        Place("claim.opened_at").refuse("is later than as_of")
    ids = {term.id for term in case.order.terms}
    for id in sorted((case.claim.terms or frozenset()) - ids):
        Place("claim.terms").refuse(f"{scalars.shown(id)} is not the id of a term of the order")
    for inspection in case.inspections:
        _check_inspection(inspection, case.order, ids)


def _check_terms(order: Order) -> None:
    for id, times in Counter(term.id for term in order.terms).items():
        if times > 1:
            Place("order.terms").refuse(f"the id {scalars.shown(id)} is there {times} times")
    for kind, name in ((Sampling, "sampling"), (Quantity, "quantity")):
        if sum(isinstance(term, kind) for term in order.terms) > 1:
            Place("order.terms").refuse(f"more than one {name} term")


def _check_lots(order: Order) -> None:
    if order.lots and sum(lot.value_minor for lot in order.lots) != order.value_minor:
        Place("order.lots").refuse("the values of the lots do not sum to order.value")


def _check_rate(case: Case, rate: contract.Rate | None) -> None:
    pair = (case.coverage.currency, case.order.currency)
    key = Place("order.fx_at_order")
    if rate is None and pair[0] != pair[1]:
        key.refuse(f"required, and missing: coverage is in {pair[0]}, the order in {pair[1]}")
    if rate is not None and pair[0] == pair[1]:
        key.refuse(f"not wanted: coverage and order are both in {pair[0]}")
    if rate is not None and (rate.coverage, rate.order) != pair:
        key.key(f"{rate.coverage}_per_{rate.order}").refuse(f"unknown key; the rate is {pair[0]}_per_{pair[1]}")


def _check_inspection(inspection: Inspection, order: Order, ids: set[str]) -> None:
    place = Place(inspection.ref)
    for key, by_term in (("measurements", inspection.measurements), ("results", inspection.results)):
        for id in by_term or {}:
            if id not in ids:
                place.key(key).key(id).refuse("is not the id of a term of the order")
    sample, failed = inspection.sample_size, inspection.nonconforming_units
    lot_size = order.quantity if inspection.lot_size is None else inspection.lot_size
    if sample is not None and sample > lot_size:
        place.key("sample_size").refuse(f"{sample} is more than the lot of {lot_size}")
    if sample is not None and failed is not None and failed > sample:
        place.key("nonconforming_units").refuse(f"{failed} is more than the sample of {sample}")
