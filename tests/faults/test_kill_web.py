"""kill -9 of the web server under load, and a COMMIT whose answer is lost: over HTTP, the key tells what was done (DESIGN §4, §5).

Six kills in a test run; TRADEWARD_KILLS=30 for the long version.
"""

import http.client
import itertools
import json
import os
import random
import signal
import threading
import time
from collections import Counter

import pytest

from tests import databases, serving
from tests.faults.test_commit import Proxy
from tradeward.gateways import postgres

pytestmark = [pytest.mark.faults, pytest.mark.slow]

KILLS = int(os.environ.get("TRADEWARD_KILLS", "6"))
CLIENTS = 3
SUPPLIER = "Brimful Ceramics"
OPERATOR = "Tradeward demo (fictional): operator A"
_PASSING = {408, 429, 502, 503}
"""What a client asks again after."""


@pytest.fixture(scope="module")
def home():
    """The folder of this module's serving."""
    with serving.folder() as made:
        yield made


@pytest.fixture(scope="module")
def demo(home):
    """The service with its demo market, two web processes."""
    with serving.running(home, "--demo", TRADEWARD_REQUESTS_A_MINUTE="1000000") as made:
        yield made


@pytest.fixture(scope="module")
def order(demo):
    """An order of the supplier's that is under way."""
    page = demo.ask("GET", "/api/v1/orders", token=demo.token(SUPPLIER))[2]
    return page["items"][0]["id"]


class Clients:
    """Threads that ask one thing after the other, each under a key of its own, and know what was acknowledged."""

    def __init__(self, demo, order):
        self.demo, self.order = demo, order
        self.numbers = itertools.count(1)
        self.acknowledged: dict[int, str] = {}
        self.lost = Counter()
        self.wrong = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._work) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def ask(self, number):
        """Ask number `number`, for the first time or again: a message, or a credit at the sandbox bank."""
        if number % 2:
            path, body = f"/api/v1/orders/{self.order}/messages", {"text": f"load {number}"}
        else:
            path, body = (
                "/api/v1/sandbox/bank/credits",
                {"reference": f"load {number}", "amount": "0.01", "currency": "USD"},
            )
        status, _, told = self.demo.ask("POST", path, token=self.demo.token(SUPPLIER), body=body, key=f"load-{number}")
        return status, json.dumps(told, sort_keys=True)

    def _work(self):
        for number in self.numbers:
            while not self.stopping.is_set() and not self._answered(number):
                time.sleep(0.3)  # then ask the same again, as a client should
            if self.stopping.is_set():
                return

    def _answered(self, number):
        """Ask; whether it was acknowledged. Nothing but success and what passes is ever told."""
        try:
            status, told = self.ask(number)
        except (OSError, http.client.HTTPException) as exc:
            self.lost[type(exc).__name__] += 1
            return False
        if status == 201:
            self.acknowledged[number] = told
        elif status not in _PASSING:
            self.wrong.append((number, status, told))
        else:
            self.lost[status] += 1
        return status == 201

    def stop(self):
        """Let the threads end."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(60)


def test_what_was_acknowledged_outlives_the_web_server(demo, order):
    """DESIGN §4: acknowledged = durable, once; whoever asks again with the same key is answered the same."""
    chance = random.Random(3)
    clients = Clients(demo, order)
    try:
        for kill in range(KILLS):
            before = len(clients.acknowledged)
            serving.await_that(lambda before=before: len(clients.acknowledged) >= before + 10)
            time.sleep(chance.uniform(0, 0.3))
            master, *workers = demo.part("serving")
            os.kill(master if kill % 3 == 2 else chance.choice(workers or [master]), signal.SIGKILL)
            serving.await_that(lambda: len(demo.part("serving")) == 3)
    finally:
        clients.stop()
    asked = next(clients.numbers) - 1
    print(f"{KILLS} kills: {len(clients.acknowledged)} of {asked} acknowledged, lost: {dict(clients.lost)}")
    assert clients.wrong == []
    assert sum(clients.lost.values()) > 0  # the kills were felt
    serving.await_that(lambda: demo_answers(demo))
    for number, told in clients.acknowledged.items():
        assert clients.ask(number) == (201, told)
    unknown = [number for number in range(1, asked + 1) if number not in clients.acknowledged]
    assert [clients.ask(number)[0] for number in unknown] == [201] * len(unknown)
    assert effects(demo, order) == Counter({f"load {number}": 1 for number in range(1, asked + 1)})


def demo_answers(demo):
    """Whether it is there again."""
    try:
        return demo.ask("GET", "/readyz")[0] == 200
    except OSError:
        return False


def effects(demo, order):
    """What the load has done, by its own words: messages in the order, credits in suspense."""
    found = Counter()
    path = f"/api/v1/orders/{order}/messages?limit=100"
    cursor = ""
    while cursor is not None:
        page = demo.ask("GET", f"{path}&cursor={cursor}" if cursor else path, token=demo.token(SUPPLIER))[2]
        found.update(one["text"] for one in page["items"] if one["text"].startswith("load "))
        cursor = page["next"]
    with databases.Database(postgres.DATABASE, postgres.address(home=demo.home)).superuser() as superuser:
        keys = superuser.execute("SELECT bank_id FROM credits WHERE bank_id LIKE 'sandbox:supplier:%load-%'").fetchall()
    found.update(key.rsplit(":", 1)[1].replace("-", " ") for (key,) in keys)
    return found


# --- the lost answer of COMMIT


@pytest.fixture
def cut(home, demo):
    """The service once more, on the same database behind a proxy that can cut a COMMIT."""
    folder = databases.fresh_folder()
    proxy = Proxy(folder, postgres.address(home=home).folder / ".s.PGSQL.5432")
    url = f"postgresql://{postgres.APPLICATION}@/{postgres.DATABASE}?host={folder}"
    owner = postgres.address(home=home).url(role=postgres.OWNER)
    secret = (home / "secret_key").read_text()
    environment = {"DATABASE_URL": url, "DATABASE_OWNER_URL": owner, "TRADEWARD_SECRET_KEY": secret}
    own = folder / "home"
    own.mkdir()
    with serving.running(own, "--demo", "--workers", "1", "--threads", "1", **environment) as made:
        yield made, proxy
    proxy.close()
    databases.finish(home=folder)


@pytest.mark.parametrize("when", ["after", "before"])
def test_a_lost_answer_to_commit_is_resolved_by_the_key(demo, cut, order, when):
    """DESIGN §4: whether the COMMIT reached the server or not, the client is answered 201, and there is one effect."""
    running, proxy = cut
    assert running.told["tokens"] == demo.told["tokens"]
    text = f"load {when} the cut"
    request = {
        "path": f"/api/v1/orders/{order}/messages", "token": running.token(SUPPLIER), "body": {"text": text}, "key": f"cut-{when}"
    }  # fmt: skip
    lines = len(running.lines())
    proxy.cut = when  # the use of a token is no transaction of its own: the next COMMIT is the message's
    status, _, told = running.ask("POST", **request)
    assert proxy.cut is None, told  # it was cut
    assert (status, running.ask("POST", **request)[2]) == (201, told)
    assert effects(demo, order)[text] == 1
    assert [one for one in running.lines()[lines:] if isinstance(one, dict) and one.get("status") == 500] == []
