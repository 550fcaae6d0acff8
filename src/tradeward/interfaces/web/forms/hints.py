"""What an order's page knows of the fields of its moves: what can be chosen there, what was shown, whose readings are wanted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from tradeward.domain.adjudication.case import Evidence
from tradeward.domain.facts import KINDS
from tradeward.domain.saying.forms import CONTRACT
from tradeward.interfaces.web import shown
from tradeward.interfaces.web.forms.form import Hint, Hints, flattened
from tradeward.interfaces.web.words import states
from tradeward.queries.order_pages import OrderPage


def of_move(page: OrderPage, *, noun: str, verb: str, id: UUID, others: dict[UUID, str]) -> Hints:
    """The hints of a move's form; `others` are the inspectors that could be named, by id."""
    found = _OF_MOVES.get((noun, verb))
    return found(page, id, others) if found else {}


def of_asking(page: OrderPage, *, what: str) -> Hints:
    """The same of what is asked beside the moves."""
    found = _OF_ASKING.get(what)
    return found(page) if found else {}


def _sign(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    cover = shown.money(page.sheet.quote.cover, page.sheet.currency)
    return {
        "hash": Hint(value=page.sheet.hash, hidden=True),
        "cover": Hint(value=page.sheet.quote.cover, hidden=True, says=cover),
    }


def _waive(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    value = page.sheet.value
    return {
        "amount": Hint(says=gettext("Type the amount that loses its quality cover: %(amount)s.") % {"amount": value})
    }


def _inspector(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    drawn = next((one.drawn for one in page.inspections if one.id == id), ())
    chosen = {each: page.names[each] for each in drawn if each in page.names} or others
    return {"inspector_id": Hint(options=tuple((str(each), name) for each, name in chosen.items()))}


def _report(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    terms = page.sheet.contract.get("terms") or ()
    measured = [one for one in terms if one.get("kind") == "measure"]
    judged = [one for one in terms if one.get("kind") not in ("measure", "sampling")]
    return {
        "report.measurements": Hint(keys=tuple((one["id"], _asked_of(one)) for one in measured)),
        "report.results": Hint(keys=tuple((one["id"], one["id"]) for one in judged)),
    }


def _asked_of(term: Any) -> str:
    bounds = " – ".join(str(term[name]) for name in ("min", "max") if name in term)
    return f"{term['id']}: {term.get('property', '')} {bounds} {term.get('unit', '')}".strip()


def _ship(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    return {"kind": Hint(options=tuple((str(one), gettext(one.replace("_", " "))) for one in Evidence))}


def _tie(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    told = (("none", gettext("I have no tie to either side")), ("tied", gettext("I am tied to one of them")))
    return {"tie": Hint(options=told, says=gettext("Owner, family, work, money: any tie to a side ends it here."))}


def _extend(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    requests = next((one.requests for one in page.disputes if one.id == id), [])
    return {"item": Hint(options=tuple((str(one["item"]), str(one["item"])) for one in requests if "item" in one))}


def _propose(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    return parties({f"body.{path}": hint for path, hint in flattened(CONTRACT, page.sheet.contract).items()})


def parties(hints: Hints) -> Hints:
    """The same with the contract's parties fixed: a counter-proposal is to the same ones."""
    return {
        path: Hint(value=hint.value, hidden=True) if path in ("body.buyer", "body.supplier") else hint
        for path, hint in hints.items()
    }


def _rule_appeal(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    return {"forged": Hint(keys=tuple((str(one.id), one.name) for one in page.files if one.by == "buyer"))}


def _ground(page: OrderPage, id: UUID, others: dict[UUID, str]) -> Hints:
    return {"ground": Hint(options=_grounds(page))}


def _grounds(page: OrderPage) -> tuple[tuple[str, str], ...]:
    return tuple((one, str(states.GROUNDS[one])) for one in page.covered_grounds)


def _dispute(page: OrderPage) -> Hints:
    terms = [str(one["id"]) for one in page.sheet.contract.get("terms") or () if "id" in one]
    return {"grounds": Hint(options=_grounds(page)), "terms": Hint(options=tuple((one, one) for one in terms))}


def _amendment(page: OrderPage) -> Hints:
    keys = ("ship_date", "value", "to_supplier", "lot", "settles")  # the form's own template says what each is
    return {"content": Hint(keys=tuple((one, one) for one in keys))}


def _fact(page: OrderPage) -> Hints:
    keys = dict.fromkeys(name for kind in KINDS.values() for name in (*kind.required, *kind.optional))
    return {"content": Hint(keys=tuple((one, gettext(one.replace("_", " ").capitalize())) for one in keys))}


def _message(page: OrderPage) -> Hints:
    files = tuple((str(one.id), one.name) for one in page.files if one.erased_at is None)
    return {"evidence_ids": Hint(options=files)} if files else {"evidence_ids": Hint(hidden=True)}


_OF_MOVES: dict[tuple[str, str], Callable[[OrderPage, UUID, dict[UUID, str]], Hints]] = {
    ("order", "sign"): _sign, ("order", "waive"): _waive, ("order", "propose"): _propose,
    ("inspection", "book"): _inspector, ("inspection", "assign"): _inspector, ("inspection", "report"): _report,
    ("shipment", "ship"): _ship,
    ("dispute", "take"): _tie, ("dispute", "countersign"): _tie, ("dispute", "send_back"): _tie,
    ("dispute", "take_appeal"): _tie, ("dispute", "extend"): _extend, ("dispute", "add_ground"): _ground,
    ("dispute", "rule_appeal"): _rule_appeal,
}  # fmt: skip
_OF_ASKING: dict[str, Callable[[OrderPage], Hints]] = {
    "disputes.open_dispute": _dispute, "amendments.propose": _amendment, "facts.record": _fact, "messages.send": _message,
}  # fmt: skip
