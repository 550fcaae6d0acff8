"""The kinds of facts that people report: who may, and of what form (DESIGN §3: facts are never out of turn).

What the bank tells, a clearance, a waiver and a shipment reach the product by their own acts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tradeward.domain import contract
from tradeward.domain.adjudication import case
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.needs.goods import DOCUMENT
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.vocabulary import Actor, Role

_DAYS = ("start", "end", "notice")
Check = Callable[[OrderBundle, Mapping[str, str]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of fact: who reports it, which keys it must and may have, and what they hold."""

    by: frozenset[Role]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    check: Check


def admit(
    bundle: OrderBundle, *, kind: str, content: Mapping[str, str], happened_at: datetime, by: Actor, at: datetime
) -> None:
    """Let a fact be recorded, whatever the state of the order (RULES §4: facts are never out of turn).

    Refuses: NotAllowed (not this role's to report), RuleBroken by name (an unknown kind or key, a missing one, a value
    that is not of its form, an instant in the future).
    """
    if kind not in KINDS:
        raise RuleBroken(f"kind {kind!r} is not one of {', '.join(KINDS)}", field="kind")
    form = KINDS[kind]
    if by.role not in form.by:
        raise NotAllowed(f"A {kind} is reported by {' or '.join(sorted(form.by))}.")
    for name in form.required:
        if not content.get(name):
            raise RuleBroken(f"{name} is missing: a {kind} says it", field=name)
    for name in content:
        if name not in form.required + form.optional:
            raise RuleBroken(f"{name} is not a key of a {kind}", field=name)
    if happened_at > at:
        raise RuleBroken("happened_at lies in the future: a fact has happened", field="happened_at")
    form.check(bundle, content)


def _force_majeure(bundle: OrderBundle, content: Mapping[str, str]) -> None:
    read = {name: contract.read_day(field=name, text=content[name]) for name in _DAYS if content.get(name)}
    if "end" in read and read["end"] < read["start"]:
        raise RuleBroken(f"end {content['end']} lies before start {content['start']}", field="end")
    if content["certificate"] not in ("true", "false"):
        raise RuleBroken("certificate is true or false", field="certificate")


def _count(bundle: OrderBundle, content: Mapping[str, str]) -> None:
    scalars.number(content["quantity"], Place("quantity"))


def _document(bundle: OrderBundle, content: Mapping[str, str]) -> None:
    scalars.word(case.Evidence)(content["kind"], Place("kind"))
    contract.read_day(field="date", text=content["date"])
    lots, lot = len(bundle.contract.lots), content.get("lot")
    if lot and not (lot.isdecimal() and 1 <= int(lot) <= lots):
        raise RuleBroken(f"lot {lot}: the order has {lots} lots", field="lot")
    if lots and not lot:
        raise RuleBroken("lot is missing: the order is shipped in lots, say which one", field="lot")


KINDS: dict[str, Kind] = {
    "force_majeure": Kind(
        by=frozenset({Role.SUPPLIER}),
        required=("start", "certificate"),
        optional=("end", "notice", "evidence"),
        check=_force_majeure,
    ),
    "count": Kind(
        by=frozenset({Role.BUYER, Role.INSPECTOR}), required=("quantity",), optional=("document",), check=_count
    ),
    "document": Kind(by=frozenset({Role.BUYER, Role.SUPPLIER}), required=DOCUMENT, optional=("lot",), check=_document),
}
"""Force majeure, what was counted on delivery, a shipping document shown when its lot cannot be shipped any more."""
