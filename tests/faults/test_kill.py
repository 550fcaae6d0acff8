"""kill -9 of PostgreSQL, of the worker and of the clients under load: what was acknowledged is there, once (RULES §7).

Six kills in a test run; TRADEWARD_KILLS=30 for the long version.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests import databases
from tests.faults import load
from tests.faults.racing import asked
from tradeward.gateways import postgres
from tradeward.interfaces import boot
from tradeward.interfaces.cli.stage import Stage
from tradeward.ledger import statements
from tradeward.queries import orders as seen
from tradeward.usecases import books

pytestmark = [pytest.mark.faults, pytest.mark.slow]

KILLS = int(os.environ.get("TRADEWARD_KILLS", "6"))
BUYER, SELLERS = "Nordlicht GmbH (fictional)", ("Lantern Works (fictional)", "Amber Works (fictional)")
AT_SIGNING = [{"bp": "10000", "anchor": "signing", "days": "7", "release": "on_acceptance"}]
EFFECTS = {
    "credit": "SELECT bank_id, 1 FROM credits WHERE bank_id LIKE 'load %%'",
    "pay in": "SELECT 'load ' || minor / 100, 1 FROM fund_movements",
    "offer": "SELECT 'load ' || value_minor / 100, 1 FROM orders",
    "register": "SELECT 'load ' || split_part(name, ' ', 2), 1 FROM organisations WHERE name LIKE 'Loaded %%'",
}


@pytest.fixture(scope="module")
def home():
    """A home of this module's own, whose server may be killed, with a market in it; Django uses its database."""
    folder = databases.fresh_folder()
    address = postgres.ensure_started(home=folder)
    databases.point_django_at(databases.Database(postgres.DATABASE, address))
    boot.migrate()
    yield folder
    databases.let_go()
    databases.finish(home=folder)


@pytest.fixture(scope="module")
def setup(home):
    """Who trades, the orders that are paid in cents, the contract that is offered again and again."""
    stage = Stage(at=load.START)
    stage.buyer(BUYER)
    stage.fund("0.01")
    found = []
    for seller in SELLERS:
        stage.supplier(seller)
        for _ in range(2):
            order = stage.offer(buyer=BUYER, supplier=seller, plan=AT_SIGNING, value="0.50", ship_date="2027-03-01")
            stage.sign(order, BUYER)
            stage.sign(order, seller)
            found.append(seen.instalments(stage.people["operator"], order_id=order, at=stage.at)[0].reference)
    account = seen.account(stage.people["operator"], name=BUYER)
    return {
        "people": {who: (by.role, str(by.organisation_id), str(by.person_id)) for who, by in stage.people.items()},
        "orders": [{"reference": one, "payer": BUYER, "account": account} for one in found],
        "contract": stage.contract(buyer=BUYER, supplier=SELLERS[0], ship_date="2027-03-01"),
        "seller": SELLERS[0],
    }


class Nursery:
    """The process that brings the others up, and the log that they write."""

    def __init__(self, home: Path, setup: dict) -> None:
        self.home, self.log = home, home / "load.log"
        (home / "setup.json").write_text(json.dumps(setup))
        self.log.touch()
        self.errors = (home / "load.errors").open("w")
        self.born = 0
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.load", str(home / "setup.json"), str(self.log)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env={**os.environ, "TRADEWARD_HOME": str(home)},
        )  # fmt: skip
        assert self._line() == "ready"
        self.pids = {role: self.bear(role) for role in ("worker", "clients")}

    def bear(self, role: str) -> int:
        """Bring up one more process; clients never ask for a number that others have asked for."""
        self.born += 1
        self.parent.stdin.write(f"{role} {self.born * 10_000}\n")
        self.parent.stdin.flush()
        return int(self._line())

    def _line(self) -> str:
        return self.parent.stdout.readline().strip()

    def kill(self, role: str) -> None:
        """kill -9, and bring up what was killed."""
        if role == "postgres":
            os.kill(postgres.status(home=self.home).pid, signal.SIGKILL)
            postgres.ensure_started(home=self.home)
        else:
            os.kill(self.pids[role], signal.SIGKILL)
            self.pids[role] = self.bear(role)

    def end(self) -> None:
        """Kill all that is left."""
        for pid in self.pids.values():
            os.kill(pid, signal.SIGKILL)
        self.parent.communicate(timeout=30)
        self.errors.close()

    def notes(self) -> list:
        """What the clients wrote down; a last line that a kill cut off is not read."""
        return [json.loads(line) for line in self.log.read_text().split("\n")[:-1]]

    def await_work(self, more: int) -> None:
        """Wait until `more` further commands are acknowledged."""
        goal, until = len(self.done()) + more, time.monotonic() + 90
        while len(self.done()) < goal:
            assert time.monotonic() < until, self.notes()[-9:]
            time.sleep(0.02)

    def done(self) -> dict:
        """The answer to each command that was acknowledged."""
        return {note[1]: note[2] for note in self.notes() if note[0] == "done"}


def await_the_clock() -> None:
    """Wait until the worker has made a move: on a fast machine the kills are over before anything falls due."""
    until = time.monotonic() + 90
    while not asked_of("SELECT verb FROM journal WHERE by = 'clock'"):
        assert time.monotonic() < until, "the worker moved nothing"
        time.sleep(0.2)


def test_what_was_acknowledged_survives_every_kill_once(home, setup, monkeypatch):
    """RULES §7: each acknowledged command once; each other one once or not at all, and its key tells which and completes it."""
    monkeypatch.setenv("LOAD_SINCE", str(time.time()))
    databases.let_go()
    draw, nursery, killed = random.Random(11), Nursery(home, setup), Counter()
    try:
        for n in range(KILLS):
            nursery.await_work(20)
            time.sleep(draw.uniform(0, 0.05))
            victim = ("postgres", "worker", "clients")[n % 3]
            nursery.kill(victim)
            killed[victim] += 1
        nursery.await_work(20)
        await_the_clock()
    finally:
        nursery.end()
    tried = {note[1] for note in nursery.notes() if note[0] == "tried"}
    done = nursery.done()
    answers, effects = kept(), happened()
    assert effects == {load.key(n): 1 for n in tried if load.key(n) in answers}
    assert {load.key(n): answer for n, answer in done.items()}.items() <= answers.items()
    lost = sorted(tried - set(done))
    there = [n for n in lost if load.key(n) in answers]
    again(setup, lost, answers)
    again(setup, draw.sample(sorted(done), 20), answers)
    assert happened() == {load.key(n): 1 for n in tried}
    assert set(kept()) == {load.key(n) for n in tried}
    print(
        f"killed {dict(killed)}: {len(done)} acknowledged, all there once; {len(lost)} lost, of them {len(there)} there"
    )
    ended = Counter(asked_of("SELECT verb FROM journal WHERE by = 'clock'"))
    print(f"the clock's moves: {dict(ended)}")
    assert ended.total() > 0


def again(setup, numbers, answers):
    """Ask again: what was kept is answered as it was, what was not is done now."""
    asking = load.Load(setup)
    for n in numbers:
        told = json.loads(json.dumps(asking.ask(n)))
        assert told == answers.get(load.key(n), told)


def kept():
    """The answers in the database by key."""
    rows = asked("SELECT key, answer FROM commands WHERE key LIKE 'load %%' AND key NOT LIKE '%%:%%'")
    assert len(rows) == len({key for key, _ in rows})
    return {key: json.loads(answer) for key, answer in rows}


def happened():
    """How often each command had its effect, by key."""
    found = Counter()
    for query in EFFECTS.values():
        found.update(key for key, _ in asked(query))
    return {key: times for key, times in found.items() if int(key.split()[1]) >= 10_000}


def asked_of(query):
    return [one for (one,) in asked(query)]


def test_after_the_kills_the_books_are_right(home, monkeypatch):
    """RULES §7: ledger, counters, journals and deadlines agree."""
    assert statements.checks() == []
    assert list(statements.recompute()) == []
    ((cash, moved),) = asked("SELECT (SELECT cash_minor FROM pots), (SELECT sum(minor)::bigint FROM fund_movements)")
    assert cash == moved
    outcome = books.check(at=load.START.replace(year=2027))
    assert outcome.findings == ()
