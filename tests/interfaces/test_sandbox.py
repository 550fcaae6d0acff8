"""The demo market's levers: a bank that several processes share, a clock that moves forward, and neither in production."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from tests import databases, serving
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways.payments.port import Credit, Payment, Recall
from tradeward.gateways.payments.sandbox import Sandbox
from tradeward.interfaces import clock, identity
from tradeward.interfaces.cli.stage import Stage
from tradeward.queries import orders as seen
from tradeward.usecases import sandbox, sandbox_bank, tokens

BUYER, SUPPLIER = "Nordlicht Handel (fictional)", "Lantern Works (fictional)"
DAY = date(2026, 3, 2)
CREDIT = Credit(
    bank_id="e1", currency="USD", amount_minor=300, payer="Nordlicht", payer_account="DE-1", text="RF18", value_on=DAY
)
OTHER = Credit(
    bank_id="e2", currency="JPY", amount_minor=7, payer="Somebody", payer_account="JP-1", text="", value_on=DAY
)
PAYMENT = Payment(end_to_end="p1", account="CN-1", currency="USD", amount_minor=120, text="payout")
REFUSED = Payment(end_to_end="p2", account="CN-0", currency="USD", amount_minor=50, text="payout")


@pytest.fixture(scope="module")
def stage(database):
    """A market that is a demo, with one signed order, at the machine's own time."""
    at = datetime.now(UTC)
    sandbox.begin(at=at)
    made = Stage(at=at, bank=sandbox_bank.StoredBank())
    made.buyer(BUYER)
    made.supplier(SUPPLIER)
    sandbox.end(at=at)
    return made


@pytest.fixture(scope="module")
def order(stage):
    """An order that both have signed and nobody has paid."""
    made = stage.offer(buyer=BUYER, supplier=SUPPLIER)
    stage.sign(made, BUYER)
    stage.sign(made, SUPPLIER)
    return made


@pytest.fixture
def door(stage):
    """The API on the market's own clock, as the buyer."""
    clock.follow(sandbox.ahead)
    yield Door(stage)
    clock.follow(None)


class Door:
    """The buyer at the API."""

    def __init__(self, stage):
        self.secret = identity.fresh_secret()
        person = stage.people[BUYER].person_id
        console = Actor(Role.OPERATOR)
        tokens.issue(person_id=person, label="test", secret=self.secret, by=console, at=clock.now(), key=self.secret)
        self.client = Client()

    def get(self, path):
        """The JSON of a GET."""
        return self.client.get(f"/api/v1/sandbox/{path}", headers={"Authorization": f"Bearer {self.secret}"}).json()

    def post(self, path, body, key):
        """Status and JSON of a POST."""
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": key}
        told = self.client.post(
            f"/api/v1/sandbox/{path}", data=json.dumps(body), content_type="application/json", headers=headers
        )
        return told.status_code, told.json()


# --- one bank, in memory or in the database


@pytest.fixture(params=["in memory", "in the database"])
def bank(request, database):
    """Both banks of the same port, empty."""
    if request.param == "in memory":
        return Sandbox()
    with database.superuser() as superuser:
        superuser.execute("DELETE FROM sandbox_acts")
    return sandbox_bank.StoredBank()


def test_a_credit_is_one_by_its_entry_id(bank):
    """RULES §9: the same entry id twice is one credit, whatever the second one says."""
    assert bank.receive(credit=CREDIT, on=DAY) == CREDIT
    again = Credit(bank_id="e1", currency="USD", amount_minor=999, payer="X", payer_account="X", text="", value_on=DAY)
    assert bank.receive(credit=again, on=DAY) == CREDIT
    bank.receive(credit=OTHER, on=DAY)
    assert bank.recall(of="e1", on=DAY) == Recall(bank_id="recall:e1", of="e1")
    assert bank.news() == [CREDIT, OTHER, Recall(bank_id="recall:e1", of="e1")]
    assert bank.currencies() == ["JPY", "USD"]


def test_payments_are_made_rejected_and_returned(bank):
    """RULES §9: told twice it is one payment; a closed account rejects; a booked one can come back, once."""
    bank.close(account="CN-0")
    for payment in (PAYMENT, PAYMENT, REFUSED):
        bank.send(payment=payment, on=DAY)
    assert bank.sent() == [PAYMENT, REFUSED]
    assert bank.paid(account="CN-1") == [PAYMENT]
    assert bank.paid(account="CN-0") == []
    for _ in range(2):
        bank.give_back(end_to_end="p1", on=DAY)
    assert bank.paid(account="CN-1") == []
    told = bank.statement(currency="USD", through=DAY)
    assert [(one.kind, one.about) for one in told.lines] == [("payment", "p1"), ("rejected", "p2"), ("returned", "p1")]
    assert told.closing_minor == 0


def test_a_statement_is_the_same_again_and_shows_no_later_day(bank):
    """RULES §9: complete up to its day."""
    bank.receive(credit=CREDIT, on=DAY)
    bank.send(payment=PAYMENT, on=DAY + timedelta(days=1))
    first = bank.statement(currency="USD", through=DAY)
    assert (first.closing_minor, [one.kind for one in first.lines]) == (300, ["credit"])
    assert bank.news() == []
    assert bank.statement(currency="USD", through=DAY) == first
    second = bank.statement(currency="USD", through=DAY + timedelta(days=1))
    assert (second.closing_minor, [one.kind for one in second.lines]) == (180, ["payment"])


def test_two_processes_play_one_bank(database, stage):
    """What one has done, the other sees; nothing is done twice."""
    with database.superuser() as superuser:
        superuser.execute("DELETE FROM sandbox_acts")
    sandbox_bank.StoredBank().receive(credit=CREDIT, on=DAY)
    assert sandbox_bank.StoredBank().news() == [CREDIT]
    with pytest.raises(NotFound):
        sandbox_bank.StoredBank().recall(of="never", on=DAY)
    assert [verb for verb, _ in sandbox_bank.sandbox.acts()] == ["receive"]


# --- over HTTP


def test_the_bank_tells_of_credits_right_and_wrong(door, order, stage):
    """RULES §9: short, over, in another currency, of a third party, of an unknown reference: all recorded, each in its state."""
    reference = seen.instalments(stage.people["operator"], order_id=order, at=stage.at)[0].reference
    usd = {"reference": reference, "currency": "USD"}
    told = {
        "short": door.post("bank/credits", {**usd, "amount": "1000.00"}, "short"),
        "third party": door.post("bank/credits", {**usd, "amount": "10.00", "payer": "Somebody (fictional)"}, "third"),
        "wrong currency": door.post("bank/credits", {**usd, "amount": "5.00", "currency": "EUR"}, "eur"),
        "rest and over": door.post("bank/credits", {**usd, "amount": "2500.00"}, "over"),
        "unknown": door.post(
            "bank/credits", {"reference": "invoice 1", "amount": "1.00", "currency": "USD"}, "unknown"
        ),
    }
    assert {name: (status, answer["state"]) for name, (status, answer) in told.items()} == {
        "short": (201, "matched"), "third party": (201, "suspense"), "wrong currency": (201, "sent_back"),
        "rest and over": (201, "matched"), "unknown": (201, "suspense"),
    }  # fmt: skip
    assert door.post("bank/credits", {**usd, "amount": "1000.00"}, "short") == told["short"]
    assert door.post("bank/credits", {**usd, "amount": "1000.01"}, "short")[0] == 422
    state = seen.state(stage.people["operator"], order_id=order, at=clock.now())
    assert state["order"] == "making"
    status, told = door.post("bank/recalls", {"bank_id": told["short"][1]["bank_id"]}, "recall")
    assert (status, told["state"]) == (200, "recalled")
    assert door.post("bank/recalls", {"bank_id": "never"}, "recall-2")[0] == 404


@pytest.mark.parametrize("amount", ["9" * 30, "0", "0.001", "0.00"])
def test_an_amount_that_is_none_is_refused(door, amount):
    """RULES §7: whole minor units above zero, as many as the books can hold."""
    assert door.post("bank/credits", {"reference": "", "amount": amount, "currency": "USD"}, f"a{amount}")[0] == 422


def test_the_clock_moves_forward_and_what_is_due_has_happened(door, order, stage):
    """RULES §2: whatever falls due until then has happened when the call answers; the same key moves once; never back."""
    before = datetime.fromisoformat(door.get("clock")["now"])
    status, told = door.post("clock", {"forward": "P1D"}, "day")
    assert status == 200
    assert door.post("clock", {"forward": "P1D"}, "day")[1]["ahead_seconds"] == told["ahead_seconds"]
    assert timedelta(days=1) <= datetime.fromisoformat(door.get("clock")["now"]) - before < timedelta(days=1, hours=1)
    status, told = door.post("clock", {"to": (before + timedelta(days=200)).isoformat()}, "far")
    assert (status, told["failed"]) == (200, 0)
    assert told["caught_up"] > 0
    assert seen.state(stage.people["operator"], order_id=order, at=clock.now())["order"] == "cancelled"
    assert sandbox.sweep(at=clock.now()) == (0, 0)


REFUSED_MOVES = {
    "backwards": ({"to": "2026-01-01T00:00:00Z"}, 422), "nothing": ({}, 422),
    "both": ({"to": "2040-01-01T00:00:00Z", "forward": "1h"}, 422), "too far": ({"forward": "99999d"}, 422),
    "no duration": ({"forward": "PT"}, 422), "no number": ({"forward": "h"}, 422), "words": ({"forward": "tomorrow"}, 400),
    "a number": ({"forward": 72}, 400), "no instant": ({"to": "2030-01-01"}, 400),
    "beyond a calendar": ({"forward": "P999999999W"}, 422),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED_MOVES)
def test_a_move_of_the_clock_that_is_none_is_refused(door, name):
    """The field is named."""
    body, status = REFUSED_MOVES[name]
    got, told = door.post("clock", body, f"refused {name}".replace(" ", "-"))
    assert (got, told["type"]) == (status, {400: "/api/problems/malformed", 422: "/api/problems/rule-broken"}[status])


def test_payments_reach_the_bank_and_come_back(door, stage):
    """RULES §9: handed over once, booked by the statement of the day, returned by the payee's bank."""
    told = door.post("bank/payouts", None, "out")
    assert told[0] == 200
    assert door.post("bank/payouts", None, "out") == told
    (first, *_) = door.get("bank/payments")["items"]
    assert door.post("clock", {"forward": "2d"}, "two-days")[0] == 200
    status, told = door.post("bank/statements", {}, "statement")
    assert (status, {one["difference"] for one in told["statements"]}) == (200, {"0.00"})
    assert door.post("bank/returns", {"end_to_end": first["end_to_end"]}, "back") == (
        200,
        {"end_to_end": first["end_to_end"]},
    )
    assert door.post("bank/returns", {"end_to_end": "never"}, "back-2")[0] == 404
    assert door.post("bank/closed-accounts", {"account": "DE-1"}, "close") == (200, {"account": "DE-1"})
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    assert door.post("bank/statements", {"through": tomorrow}, "too-early")[0] == 422


# --- production

_ASK = """
import json, django; django.setup()
from django.test import Client
client = Client()
paths = ["sandbox/clock", "sandbox/bank/payments", "sandbox/bank/credits"]
told = {path: client.post("/api/v1/" + path).status_code for path in paths}
told["get"] = client.get("/api/v1/sandbox/clock").status_code
schema = client.get("/api/v1/openapi.json").json()
from django.conf import settings
print(json.dumps([told, [path for path in schema["paths"] if "sandbox" in path], settings.DEBUG, settings.MODE]))
"""


def test_production_has_no_sandbox(database):
    """Without a word in the environment the settings are production's: 404 for every lever, and none in the reference."""
    with serving.folder() as home:
        environment = serving.environment_of(
            home, DJANGO_SETTINGS_MODULE="tradeward.settings", TRADEWARD_HOSTS="testserver"
        )
        done = subprocess.run([sys.executable, "-c", _ASK], env=environment, capture_output=True, text=True, timeout=60)
        told, paths, debug, mode = json.loads(done.stdout.splitlines()[-1])
    assert set(told.values()) == {404}
    assert (paths, debug, mode) == ([], False, "production")


def test_the_levers_themselves_refuse_where_there_is_no_demo(template):
    """Two doors: were a route ever mounted by mistake, the use case still says no."""
    empty = databases.clone(template)
    try:
        by = {"by": Actor(Role.OPERATOR), "at": datetime.now(UTC), "key": "k"}
        with pytest.raises(NotFound):
            sandbox.move_clock(forward=timedelta(days=1), machine=clock.machine(), **by)
        for act in (sandbox_bank.hand_over, lambda **said: sandbox_bank.close(account="x", **said)):
            with pytest.raises(NotFound):
                act(**by)
        assert sandbox.ahead() == timedelta()
    finally:
        databases.drop(empty)


@pytest.mark.parametrize(
    ("name", "value"),
    [("TRADEWARD_MODE", "test"), ("TRADEWARD_REQUESTS_A_MINUTE", "many"), ("TRADEWARD_HSTS_SECONDS", "-1")],
)
def test_a_setting_that_is_none_is_refused_by_name(name, value):
    """One line naming the variable."""
    with serving.folder() as home:
        told = databases.command("check-books", environment=serving.environment_of(home, **{name: value}))
    assert told.code == 2
    assert told.error.startswith(f"tradeward: {name} is {value!r}: write ")
