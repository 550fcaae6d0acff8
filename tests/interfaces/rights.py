"""The questions behind rights.toml: each operation asked by each role about what is his own, and about what is another's."""

import tomllib
from pathlib import Path
from typing import Any

from tests.interfaces import samples
from tests.interfaces.house import FORM, ROLES, House, form

_CLASSES = {403: "f", 404: "0", 401: "u"}
_MAY = {200, 201, 202, 204, 400, 409, 412, 422, 428}

TABLE: dict[str, str] = tomllib.loads(Path(__file__).with_name("rights.toml").read_text(encoding="utf-8"))


def asker(name: str) -> str:
    """A role that the operation is for."""
    return next((role for role, letter in zip(ROLES, TABLE[name], strict=False) if letter == "y"), "operator")


OF_AN_ORDER = {
    "orders": "order", "instalments": "instalment", "inspections": "inspection", "shipments": "shipment", "amendments": "amendment",
    "disputes": "dispute", "rulings": "ruling", "recoveries": "recovery", "credits": "credit", "payments": "payment_out",
    "evidence": "evidence", "suppliers": "supplier", "inspectors": "organisation",
}  # fmt: skip
"""What hangs on an order, by the word of the path before its id; suppliers and inspectors are those of the order."""


def observed(house: House) -> dict[str, str]:
    """The table as the product answers now."""
    return {name: row(house, name, operation) for name, operation in samples.operations().items()}


def row(house: House, name: str, operation: dict[str, Any]) -> str:
    blocks = [_block(house, name, operation, "own")]
    if "{" in name and "{currency}" not in name:
        blocks.append(_block(house, name, operation, "other"))
    return " ".join(blocks)


def _block(house: House, name: str, operation: dict[str, Any], whose: str) -> str:
    return "".join(_letter(house, name, operation, whose, role) for role in ROLES)


def _letter(house: House, name: str, operation: dict[str, Any], whose: str, role: str) -> str:
    method, path = name.split(" ")
    told = filled(house, path, whose, role)
    with house.undone():
        answer = _asked(house, role, method, told + samples.query(operation), operation, name)
    if answer.status_code in _CLASSES:
        return _CLASSES[answer.status_code]
    assert answer.status_code in _MAY, f"{name} {told} as {role}: {answer.status_code} {answer.content!r}"
    return "y"


def _asked(house: House, role: str, method: str, path: str, operation: dict[str, Any], name: str) -> Any:
    headers = {"HTTP_IF_MATCH": '"1"'} if "/drafts/" in path else {}
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        sent = form(b"x", name="a.png", media_type="image/png")
        return house.ask(role, method, path, raw=sent, content_type=FORM, **headers)
    if path.endswith("/propose") and "/orders/" in path:
        ids = house.own if house.shown("order", house.own["order"]) in path else house.other
        headers = {"HTTP_IF_MATCH": f'"{ids["hash"]}"'}
    return house.ask(role, method, path, body(house, name, operation), **headers)


def body(house: House, name: str, operation: dict[str, Any]) -> Any:
    """What is said: of the form asked for, and with names that are known here, so that it comes down to who asks."""
    contract = house.world.stage.contract(buyer=house.who["buyer"], supplier=house.who["supplier"])
    known = {
        "POST /orders": contract,
        "POST /orders/{order}/propose": contract,
        "POST /orders/{order}/amendments": {"kind": "ship_date", "content": {"ship_date": "2026-12-24"}},
        "POST /credits/{id}/propose": {"reference": house.own["reference"]},
        "POST /recoveries/{id}/plan": {"parts": [{"due": "2026-08-01", "amount": "1.00"}]},
    }
    return known[name] if name in known else samples.body(operation)


def filled(house: House, path: str, whose: str, role: str) -> str:
    """The path with the ids of what is the asker's own, or another's."""
    words = path.split("/")
    for place, word in enumerate(words):
        if word.startswith("{"):
            words[place] = own_id(house, words[place - 1], whose, role)
    return "/".join(words)


def own_id(house: House, first: str, whose: str, role: str) -> str:
    ids = house.own if whose == "own" else house.other
    if first in OF_AN_ORDER:
        noun = OF_AN_ORDER[first]
        return house.shown(noun, ids["inspector"] if first == "inspectors" else ids[noun])
    return _OF_SOMEBODY[first](house, whose, role)


def _organisation(house: House, whose: str, role: str) -> str:
    person = house.world.stage.people[house.who.get(role, house.who["stranger"])]
    return house.shown("organisation", person.organisation_id if whose == "own" else house.other["buyer"])


def _draft(house: House, whose: str, role: str) -> str:
    own = house.drafts.get(role, house.drafts["stranger"])
    other = house.drafts["stranger" if role != "stranger" else "buyer"]
    return house.shown("draft", own if whose == "own" else other)


def _token(house: House, whose: str, role: str) -> str:
    own = house.token_ids.get(role, house.token_ids["stranger"])
    return house.shown(
        "token", own if whose == "own" else house.token_ids["stranger" if role != "stranger" else "buyer"]
    )


def _webhook(house: House, whose: str, role: str) -> tuple[str, str]:
    of = (
        (role if role in house.webhooks else "stranger")
        if whose == "own"
        else "stranger"
        if role != "stranger"
        else "buyer"
    )
    return house.shown("webhook", house.webhooks[of][0]), house.shown("delivery", house.webhooks[of][1])


_OF_SOMEBODY: dict[str, Any] = {
    "organisations": _organisation, "drafts": _draft, "tokens": _token, "reconciliations": lambda house, whose, role: "USD",
    "approvals": lambda house, whose, role: house.shown("approval", house.approval),
    "screening_hits": lambda house, whose, role: house.shown("hit", house.hit),
    "webhooks": lambda house, whose, role: _webhook(house, whose, role)[0],
    "deliveries": lambda house, whose, role: _webhook(house, whose, role)[1],
}  # fmt: skip
