"""Who may know of an order (DESIGN §4): to a stranger there is none, whatever he asks; the table is whole."""

import inspect
import pkgutil
from importlib import import_module
from uuid import UUID

import pytest

from tests.world import BUYER, INSPECTOR, SUPPLIER, World, plan
from tradeward import queries, usecases
from tradeward.domain import vocabulary
from tradeward.domain.refusals import NotAllowed, NotFound, Refusal
from tradeward.queries import amendments as seen_amendments
from tradeward.queries import disputes as seen_disputes
from tradeward.queries import inspections as seen_inspections
from tradeward.queries import recoveries as seen_recoveries
from tradeward.queries import scenes

STRANGERS = ["Fremd GmbH (fictional)", "Other Works (fictional)", "Third Eye (fictional)"]
INSIDERS = [BUYER, SUPPLIER, INSPECTOR, "officer A", "operator"]

NOBODY = str(UUID(int=0))
CONTRACT = {
    "buyer": NOBODY, "supplier": NOBODY, "currency": "USD", "incoterm": "FOB Ningbo", "ship_date": "2026-05-01",
    "lines": [{"goods": "lamps", "quantity": "1", "unit": "pcs", "price": "1.00"}], "ship_zone": "UTC", "buyer_zone": "UTC",
    "coverage": "none", "transport": "sea", "terms": [{"id": "width", "kind": "pass_fail", "text": "as the sample"}],
}  # fmt: skip
PAPER = dict.fromkeys(("kind", "number", "carrier", "file", "place"), "x") | {"date": "2026-04-01"}
WRITES = {
    "orders.propose": ("order_id", {"body": CONTRACT}),
    "orders.sign": ("order_id", {"hash": "0" * 64, "cover": "0.00"}),
    "orders.move": ("order_id", {"verb": "accept"}),
    "orders.ship": ("order_id", {"lot": 1, "document": PAPER}),
    "orders.move_lot": ("shipment_id", {"verb": "ship", **PAPER}),
    "disputes.open_dispute": ("order_id", {"grounds": ["quality"], "remedy": "keep"}),
    "disputes.offer": ("dispute_id", {"amount": "1.00"}),
    "disputes.move": ("dispute_id", {"verb": "withdraw"}),
    "inspections.move": ("inspection_id", {"verb": "report", "report": {}}),
    "amendments.move": ("amendment_id", {"verb": "withdraw"}),
    "amendments.propose": ("order_id", {"kind": "price", "content": {"value": "1.00"}}),
    "amendments.sign": ("amendment_id", {}),
    "amendments.withdraw": ("amendment_id", {}),
    "facts.record": ("order_id", {"kind": "count", "content": {"quantity": "1"}}),
    "evidence.add": ("order_id", {"content": b"x", "name": "x", "media_type": "image/png"}),
    "evidence.erase": ("evidence_id", {"why": "private"}),
    "messages.send": ("order_id", {"text": "hello"}),
    "payouts.return_early": ("order_id", {"number": 1}),
    "payouts.move_instalment": ("instalment_id", {"verb": "return_early"}),
    "recoveries.plan": (
        "recovery_id",
        {"parts": [{"due": "2026-06-01", "amount": "1.00"}]},
    ),
}
"""Every use case that is about one order, with what is said to it."""

NOT_OF_AN_ORDER = {
    "accreditations.withdraw", "orders.offer", "orders.offer_many", "payouts.move", "payouts.renew", "policies.publish",
    "rates.publish",
}  # fmt: skip
WHOLE_MODULES = {
    "drafts": "what one organisation prepares for itself: tests/interfaces/test_rights.py",
    "webhooks": "an organisation's own receivers: tests/webhooks",
    "payment_orders": "the bank and the operator",
    "sandbox": "the demo's clock",
    "sandbox_bank": "the demo's bank",
    "logins": "who of an organisation signs in",
    "tokens": "an organisation's own keys",
    "supplier_facts": "the operator's register: tests/scenarios/test_suppliers.py",
    "securities": "the supplier's own money: tests/scenarios/test_security.py",
    "screenings": "the operator's lists",
    "onboarding": "who an organisation is: tests/scenarios/test_onboarding.py",
    "approvals": "the operator's second person: tests/scenarios/test_four_eyes.py",
    "eyes": "the shape of what takes two",
    "bank": "the bank and the operator's two people: tests/scenarios/test_bank.py",
    "books": "the operator's check",
    "clock": "nobody asks the clock",
    "fund": "the operator's two people",
    "moves": "the moves of the others, by noun",
    "organisations": "the operator's register",
    "suppliers": "who a supplier is, is public: tests/scenarios/test_suppliers.py",
    "suspense": "credits without an order: tests/scenarios/test_bank.py",
    "work": "the shape of the others",
}
"""Modules without a use case that is about one order, each with why."""

OPERATORS = {"bank.payments", "cases.one", "previews.order", "recoveries.plan"}
"""What answers nobody but the operator's own people, whatever it is asked about."""
BESIDE = {
    "after": None, "limit": 10, "text": "", "old": 1, "new": 1, "language": "en", "grounds": ["quality"], "remedy": "keep",
    "terms": None, "amount": None,
}  # fmt: skip
"""What some queries ask besides."""


@pytest.fixture(scope="module")
def world(template):
    """One order with a row of every kind, seen by all tests of this file; they change nothing."""
    from tests import databases

    with databases.lent(template):
        yield World()


@pytest.fixture(scope="module")
def ids(world):
    """Disputed, ruled against the supplier, with a debt, a file, an amendment and an inspection."""
    stage = world.stage
    stage.buyer(STRANGERS[0])
    stage.supplier(STRANGERS[1])
    stage.inspector(STRANGERS[2])
    order = world.signed(
        plan=plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture")), ship_date="2026-05-01"
    )
    order.inspected_and_paid()
    amendment = stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
    file = stage.add_file(order.id, BUYER, b"a photo")
    world.on("2026-05-02")
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    dispute.ruled()
    asked = {"viewer": stage.people["operator"], "order_id": order.id, "at": world.now}
    assert [one.id for one in seen_amendments.listed(**asked)] == [amendment]
    scene = scenes.scene(**asked)
    return {
        "order_id": order.id,
        "dispute_id": dispute.id,
        "amendment_id": amendment,
        "evidence_id": file,
        "inspection_id": seen_inspections.listed(**asked)[0].id,
        "ruling_id": seen_disputes.one(asked["viewer"], dispute_id=dispute.id, at=world.now).rulings[0].id,
        "recovery_id": seen_recoveries.listed(**asked)[0].id,
        "shipment_id": scene.rows["shipment"][0]["id"],
        "instalment_id": scene.rows["instalment"][0]["id"],
    }


def asked(name):
    module, function = name.split(".")
    return getattr(import_module(f"tradeward.usecases.{module}"), function)


def refusal(world, name, who, id):
    """What a use case answers to `who` about the row `id`."""
    field, said = WRITES[name]
    try:
        asked(name)(**{field: id}, **said, **world.stage.by(who))
    except Refusal as refused:
        return refused
    return None


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("name", WRITES)
def test_to_a_stranger_an_order_is_not_there(world, ids, name, who):
    """DESIGN §4: NotFound, in the same words as for an id that never was."""
    field, _ = WRITES[name]
    nothing = vocabulary.new_id(noun="order", key=f"never {name}", at=world.now)
    there, nowhere = refusal(world, name, who, ids[field]), refusal(world, name, who, nothing)
    kind = NotAllowed if name in OPERATORS else NotFound
    assert (type(there), type(nowhere)) == (kind, kind)
    assert there.reasons == nowhere.reasons


@pytest.mark.parametrize("who", INSIDERS)
@pytest.mark.parametrize("name", [name for name in WRITES if name not in ("evidence.erase", "messages.send")])
def test_who_is_in_the_order_is_never_told_that_there_is_none(world, ids, name, who):
    """DESIGN §4: done, or refused for another reason."""
    field, _ = WRITES[name]
    assert not isinstance(refusal(world, name, who, ids[field]), NotFound) or name == "orders.ship"


@pytest.mark.parametrize("who", STRANGERS)
def test_to_a_stranger_nothing_of_an_order_can_be_read(world, ids, who):
    """DESIGN §4: every query that asks for an order, or for a row of one."""
    found = list(reads())
    assert len(found) >= 15
    for name, function, fields in found:
        said = {field: ids[field] for field in fields if field in ids}
        said |= {"at": world.now} if "at" in fields else {}
        said |= {field: value for field, value in BESIDE.items() if field in fields}
        with pytest.raises(NotAllowed if name in OPERATORS else NotFound):
            function(world.stage.people[who], **said)


def reads():
    """The queries about one order, found by their parameters."""
    for module in modules(queries):
        for name, function in inspect.getmembers(import_module(f"tradeward.queries.{module}"), inspect.isfunction):
            fields = inspect.signature(function).parameters
            nouns = ("order", "evidence", "dispute", "inspection", "amendment", "recovery", "ruling")
            known = {f"{noun}_id" for noun in nouns} & set(fields)
            public = not name.startswith("_") and function.__module__ == f"tradeward.queries.{module}"
            if public and known and "viewer" in fields:
                yield f"{module}.{name}", function, fields


def modules(package):
    return [one.name for one in pkgutil.iter_modules(package.__path__)]


def test_the_table_is_whole():
    """Every use case that takes the id of something in an order stands in the table above."""
    found = set()
    for module in modules(usecases):
        for name, function in inspect.getmembers(import_module(f"tradeward.usecases.{module}"), inspect.isfunction):
            fields = set(inspect.signature(function).parameters)
            if (
                name.startswith("_")
                or function.__module__ != f"tradeward.usecases.{module}"
                or not {"by", "key"} <= fields
            ):
                continue
            if module not in WHOLE_MODULES and f"{module}.{name}" not in NOT_OF_AN_ORDER:
                found.add(f"{module}.{name}")
    assert found == set(WRITES)
