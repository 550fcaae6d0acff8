"""The deadline worker: prompt, never in the way, stopped by no failure, and cheap when nothing is due (RULES §2, DESIGN §4)."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError

from tests import databases
from tests.explained import buffers
from tests.world import World
from tradeward.interfaces.clock import machine
from tradeward.interfaces.jobs.worker import Worker
from tradeward.queries import orders as seen
from tradeward.store import deadlines
from tradeward.store.faults import Busy, OutcomeUnknown
from tradeward.usecases import clock, logins, signups

OTHER = "Second Works (fictional)"
THIRTY_DAYS = timedelta(days=30, minutes=1)
"""After this an offer has lapsed (policy `offer_open_days`)."""


@pytest.fixture
def market(template):
    """A database for one test."""
    with databases.lent(template) as made:
        yield made


@pytest.fixture
def world(market):
    """A market with two suppliers, and an offer of each."""
    world = World()
    world.stage.supplier(OTHER)
    world.offered("first")
    world.offered("second", supplier=OTHER)
    return world


def stored(market, order):
    """The state as it is written, which a query would show caught up."""
    with market.superuser() as connection:
        (state,) = connection.execute("SELECT state FROM orders WHERE id = %s", [order.id]).fetchone()
    return state


def states(market, world):
    return [stored(market, world.orders[name]) for name in ("first", "second")]


def test_what_falls_due_is_made_by_the_worker_and_seen_without_it(market, world):
    """RULES §2: catch-up makes history, the worker only makes it prompt; who looks sees the same before and after."""
    later = world.now + THIRTY_DAYS
    viewer = world.stage.people["operator"]
    assert seen.state(viewer, order_id=world.orders["first"].id, at=later)["order"] == "lapsed"
    assert states(market, world) == ["offered", "offered"]
    swept = Worker(now=lambda: later).turn()
    assert (swept.moved, swept.busy, swept.failed, swept.clear) == (2, 0, 0, True)
    assert states(market, world) == ["lapsed", "lapsed"]
    events = seen.journal(viewer, order_id=world.orders["first"].id, at=later)
    assert [(one.by, one.verb, one.at) for one in events][-1:] == [("clock", "lapse", world.now + timedelta(days=30))]


def test_a_busy_supplier_is_left_for_the_next_time(market, world):
    """DESIGN §3: FOR UPDATE SKIP LOCKED; the others do not wait for him, and nothing of his is forgotten."""
    later = world.now + THIRTY_DAYS
    worker = Worker(now=lambda: later)
    with psycopg.connect(market.url()) as other:
        other.execute("SELECT 1 FROM suppliers WHERE id = %s FOR UPDATE", [world.stage.people[OTHER].organisation_id])
        swept = worker.turn()
        assert (swept.moved, swept.busy, swept.clear, worker.since) == (1, 1, False, None)
        assert states(market, world) == ["lapsed", "offered"]
    assert worker.turn().moved == 1
    assert states(market, world) == ["lapsed", "lapsed"]


def test_the_worker_runs_until_it_is_told_to_stop(market, world):
    """It makes what is due, polls, and ends when stopped; hot accounts are rolled up on the way."""
    later, told = world.now + THIRTY_DAYS, []
    worker = Worker(poll=0.01, now=lambda: later, tell=told.append)
    thread = threading.Thread(target=worker.run)
    thread.start()
    for _ in range(1000):
        if states(market, world) == ["lapsed", "lapsed"]:
            break
        threading.Event().wait(0.01)
    worker.stop()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert states(market, world) == ["lapsed", "lapsed"]
    assert told == ["2 caught up, 0 busy, 0 failed"]
    with market.superuser() as connection:
        (rolled,) = connection.execute("SELECT count(*) FROM ledger.rollup WHERE minor <> 0").fetchone()
    assert rolled == 2


@pytest.mark.parametrize("fault", [OperationalError("the server closed the connection"), Busy(), OutcomeUnknown()])
def test_the_worker_waits_for_a_database_that_is_away(market, world, monkeypatch, fault):
    """A lost connection, a lock, a lost answer to COMMIT: told, waited out, and everything is looked at anew."""
    real, told, later = clock.sweep, [], world.now + THIRTY_DAYS
    calls = iter([True, False])

    def sweep(**said):
        if next(calls, False):
            raise fault
        worker.stop()
        return real(**said)

    monkeypatch.setattr(clock, "sweep", sweep)
    worker = Worker(poll=0.01, now=lambda: later, tell=told.append)
    worker.run()
    assert told == [
        f"the database is in the way, next try in 0.01 s: {fault}",
        "2 caught up, 0 busy, 0 failed",
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process(template, number):
    """`tradeward work` becomes this process; Ctrl-C and a supervisor's TERM end it cleanly."""
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; from tradeward.interfaces.cli.main import main; main(['work', '--poll', '0.1'])"],
        stdout=subprocess.PIPE, text=True, env=os.environ,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "working; Ctrl-C stops\n"
    process.send_signal(number)
    rest, _ = process.communicate(timeout=60)
    assert (rest, process.returncode) == ("stopped\n", 0)


def open_deadlines(market, how_many):
    """Rows that fall due in a thousand years, as bulk."""
    with market.superuser() as connection:
        connection.execute(
            "INSERT INTO deadlines (id, subject, subject_id, verb, due_at, waits_on, state)"
            " SELECT gen_random_uuid(), 'order', gen_random_uuid(), 'lapse', '3000-01-01'::timestamptz + n * interval '1 second',"
            " 'buyer', 'open' FROM generate_series(1, %s) n",
            [how_many],
        )
        connection.execute("VACUUM ANALYZE deadlines")


def test_an_idle_poll_reads_at_most_four_pages(market, world):
    """DESIGN §9: however many deadlines are open, and while an old snapshot keeps thousands of dead ones (DESIGN §4)."""
    open_deadlines(market, 10_000)
    now = world.now + timedelta(days=1)
    said = {"since": now - timedelta(minutes=1), "before": now, "most": 500}
    assert buffers(market, deadlines._DUE, said) <= 4
    with psycopg.connect(market.url()) as old:
        old.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        old.execute("SELECT 1")
        with market.superuser() as connection:
            connection.execute(
                "INSERT INTO deadlines (id, subject, subject_id, verb, due_at, waits_on, state)"
                " SELECT gen_random_uuid(), 'order', gen_random_uuid(), 'lapse', %s - n * interval '1 millisecond',"
                " 'buyer', 'open' FROM generate_series(1, 5000) n",
                [now - timedelta(hours=1)],
            )
            connection.execute(
                "DELETE FROM deadlines WHERE due_at < %s AND subject = 'order' AND order_id IS NULL", [now]
            )
        assert buffers(market, deadlines._DUE, said) <= 4
        assert buffers(market, deadlines._DUE, {**said, "since": "-infinity"}) > 4


def test_the_books_are_checked_once_a_day_before_the_payout(market, world):
    """R9.7: nothing is paid out while check-books is red, so it runs by itself before each day's batch."""
    at = world.now.replace(hour=5, minute=29)
    told = []
    worker = Worker(now=lambda: at, tell=told.append)

    def checked():
        with market.superuser() as connection:
            return [red for (red,) in connection.execute("SELECT red FROM books_checks ORDER BY id").fetchall()]

    worker.turn()
    assert checked() == []
    at += timedelta(minutes=1)
    worker.turn()
    worker.turn()
    assert checked() == [False]
    with market.superuser() as connection:
        connection.execute("UPDATE suppliers SET reserved_minor = reserved_minor + 1")
    at += timedelta(days=1)
    worker.turn()
    assert checked() == [False, True]
    assert [line for line in told if "check-books is red" in line]


def test_once_a_day_what_is_over_is_forgotten(world, market) -> None:
    """Issue: expired sessions are cleared by the worker; with them sign-ups not taken up, and a journal's oldest lines."""
    ended, runs = machine() - timedelta(hours=1), machine() + timedelta(hours=1)
    for key, until in (("over", ended), ("running", runs)):
        Session.objects.create(session_key=key, session_data="", expire_date=until)
    said = {
        "role": "buyer",
        "company": "A (fictional)",
        "country": "NO",
        "zone": "Europe/Oslo",
        "account": "NO-1",
        "your_name": "a",
    }
    for days, name in ((8, "late"), (1, "new")):
        asked_at = world.now - timedelta(days=days)
        signups.ask(secret=f"secret {name}", email=f"{name}@a.example", at=asked_at, key=f"key {name}", **said)
    for days, name in ((181, "old"), (1, "fresh")):
        at = world.now - timedelta(days=days)
        logins.tried(email=f"{name}@a.example", network="192.0.2.7", browser="", succeeded=False, at=at)
    Worker(now=lambda: world.now.replace(hour=6)).turn()
    with market.superuser() as connection:
        left = connection.execute(
            "SELECT (SELECT array_agg(session_key) FROM django_session), (SELECT array_agg(email) FROM sign_ups),"
            " (SELECT array_agg(email) FROM sign_ins)"
        ).fetchone()
    assert left == (["running"], ["new@a.example"], ["fresh@a.example"])
