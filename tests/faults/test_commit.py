"""A COMMIT nobody vouches for is no error and no success: the key tells which. What is locked for too long is busy (DESIGN §4)."""

import contextlib
import socket
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, connections

from tests import databases
from tests.faults.racing import asked
from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces.cli import exits
from tradeward.interfaces.cli.stage import Stage
from tradeward.store import faults, transactions
from tradeward.usecases import approvals, fund, orders

pytestmark = pytest.mark.faults

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
LOCK = "SELECT 1 FROM suppliers WHERE id = %s FOR UPDATE"
COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


@pytest.fixture(scope="module")
def stage(database):
    """The market of this module, whose commits wait as the product's do."""
    with database.superuser() as superuser:
        superuser.execute(f"ALTER DATABASE {database.name} RESET synchronous_commit")
    databases.let_go()
    made = Stage(at=START)
    made.fund("1.00")
    return made


class Proxy:
    """A socket in front of the server's own that can be told to cut one COMMIT: before it is passed on, or after."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder, self.server = folder, server
        self.cut: str | None = None
        self.mute: set[socket.socket] = set()
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(folder / ".s.PGSQL.5432"))
        self.listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self.server))
                threading.Thread(target=self._up, args=(client, server), daemon=True).start()
                threading.Thread(target=self._down, args=(client, server), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError), client, server:
            while told := client.recv(65536):
                if self.cut and COMMIT in told:
                    when, self.cut = self.cut, None
                    self.mute.add(client)
                    if when == "before":
                        break
                server.sendall(told)
            server.shutdown(socket.SHUT_RDWR)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while (told := server.recv(65536)) and client not in self.mute:
                client.sendall(told)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Take no more connections."""
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()


@pytest.fixture
def proxy(database, stage):
    """Django's connections go through a proxy, one at a time."""
    folder = databases.fresh_folder()
    made = Proxy(folder, database.address.folder / ".s.PGSQL.5432")
    databases.let_go()
    connections.databases["default"]["HOST"] = str(folder)
    yield made
    databases.let_go()
    connections.databases["default"]["HOST"] = str(database.address.folder)
    made.close()


def paid_in(key):
    return asked("SELECT count(*) FROM commands WHERE key = %s", key)[0][0]


def asked_for(stage, amount):
    return UUID(fund.pay_in(amount=amount, currency="USD", **stage.by("operator"))["approval"])


def pay_in(stage, approval, key):
    return approvals.agree(approval_id=approval, by=stage.people["second operator"], at=stage.at, key=key)


@pytest.mark.parametrize(("cut", "kept"), [("after", 1), ("before", 0)])
def test_a_lost_answer_to_commit_is_unknown_and_the_key_tells(stage, proxy, cut, kept):
    """DESIGN §4: whether the cut came before the COMMIT reached the server or after, nobody knows; asking again does it once."""
    before = asked("SELECT cash_minor FROM pots")[0][0]
    five = asked_for(stage, "5.00")
    proxy.cut = cut
    with pytest.raises(faults.OutcomeUnknown) as unknown:
        pay_in(stage, five, f"lost {cut}")
    assert exits.failure(unknown.value).code == exits.UNAVAILABLE
    assert connection.connection is None  # the broken one is gone, and none was opened in its place
    assert paid_in(f"lost {cut}") == kept
    told = pay_in(stage, five, f"lost {cut}")
    assert told == pay_in(stage, five, f"lost {cut}")
    assert (paid_in(f"lost {cut}"), asked("SELECT cash_minor FROM pots")) == (1, [(before + 500,)])


def test_a_connection_lost_before_commit_is_no_mystery(stage, proxy, database):
    """DESIGN §4: nothing can have been done, and the database's own error says so."""

    @transactions.durable
    def broken():
        asked("SELECT 1")
        with database.superuser() as superuser:
            pid = connection.connection.info.backend_pid
            superuser.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])  # until it is gone
        asked("SELECT 2")

    with pytest.raises(Exception, match="terminating connection") as raised:
        broken()
    assert not isinstance(raised.value, faults.OutcomeUnknown)
    assert asked("SELECT 3") == [(3,)]


def test_a_cancelled_wait_for_the_standby_is_unknown(stage, database):
    """DESIGN §4: the server answers success with WARNING 01000; that vouches for nothing beyond its own disk."""
    seven = asked_for(stage, "7.00")
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with database.superuser() as superuser:
        superuser.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        superuser.execute("SELECT pg_reload_conf()")
        try:
            canceller = threading.Thread(target=cancel_when_waiting, args=(database, pid))
            canceller.start()
            with pytest.raises(faults.OutcomeUnknown):
                pay_in(stage, seven, "no standby")
            canceller.join()
        finally:
            superuser.execute("ALTER SYSTEM RESET synchronous_standby_names")
            superuser.execute("SELECT pg_reload_conf()")
    assert pay_in(stage, seven, "no standby") == pay_in(stage, seven, "no standby")
    assert paid_in("no standby") == 1


def cancel_when_waiting(database, pid):
    with contextlib.closing(database.superuser()) as superuser:
        waits = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event = 'SyncRep'"
        until = time.monotonic() + 20
        while not superuser.execute(waits, [pid]).fetchone() and time.monotonic() < until:
            time.sleep(0.02)
        superuser.execute("SELECT pg_cancel_backend(%s)", [pid])


# --- busy


@pytest.fixture
def impatient(stage):
    """The application waits a fifth of a second for a lock, in connections made from now on."""
    options = connections.databases["default"]["OPTIONS"]
    own, options["options"] = options["options"], "-c lock_timeout=200ms"
    databases.let_go()
    yield
    options["options"] = own
    databases.let_go()


def test_what_others_hold_too_long_is_refused_as_busy(stage, database, impatient):
    """DESIGN §4: one plain line, nothing half done, and the same key works afterwards."""
    supplier = stage.supplier("Slate Works (fictional)").organisation_id
    stage.buyer("Nordlicht GmbH (fictional)")
    body = stage.contract(buyer="Nordlicht GmbH (fictional)", supplier="Slate Works (fictional)")
    by = stage.by("Slate Works (fictional)")
    with contextlib.closing(database.superuser()) as other:
        other.autocommit = False
        other.execute(LOCK, [supplier])
        before = counts()
        with pytest.raises(faults.Busy) as busy:
            orders.offer(body=body, **by)
        assert counts() == before
        other.rollback()
    told = exits.failure(busy.value)
    assert (told.code, told.line) == (
        exits.UNAVAILABLE,
        "Others are at work on the same supplier or order, and nothing was done. Try again in a moment.",
    )
    assert orders.offer(body=body, **by) == orders.offer(body=body, **by)


def counts():
    return [asked(f"SELECT count(*) FROM {table}")[0][0] for table in ("orders", "commands", "journal", "deadlines")]


def test_the_waiting_second_of_one_key_is_busy_too(stage, impatient, database):
    """DESIGN §5: concurrent, one wins, the other waits; not for ever."""
    three = asked_for(stage, "3.00")
    with contextlib.closing(database.superuser()) as other:
        other.autocommit = False
        other.execute("SELECT answer_to('operator:' || %s, 'held')", [str(stage.people["operator"].organisation_id)])
        with pytest.raises(faults.Busy):
            pay_in(stage, three, "held")
        other.rollback()
    assert paid_in("held") == 0
    pay_in(stage, three, "held")
    assert paid_in("held") == 1


def test_a_deadlock_is_played_again(stage, database):
    """DESIGN §3: what locks cross in spite of the one order is no error of the caller's."""
    turns = []

    @transactions.durable
    def lock_both(first, second, met):
        turns.append(first)
        asked(LOCK, first)
        if turns.count(first) == 1:
            met.wait(10)
        asked(LOCK, second)
        return "done"

    one = stage.supplier("Talc Works (fictional)").organisation_id
    two = stage.supplier("Umber Works (fictional)").organisation_id
    met, answers = threading.Barrier(2), []

    def go(first, second):
        try:
            answers.append(lock_both(first, second, met))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == ["done", "done"]
    assert len(turns) > 2  # one of the two was played again, and may cross the other once more


def test_a_key_serves_one_request_only(stage):
    """DESIGN §5: the same words about another order are another request, and are refused by name."""
    stage.supplier("Vale Works (fictional)")
    stage.buyer("Westwind GmbH (fictional)")
    one, two = [stage.offer(buyer="Westwind GmbH (fictional)", supplier="Vale Works (fictional)") for _ in range(2)]
    by = stage.by("Vale Works (fictional)")
    told = orders.move(order_id=one, verb="withdraw", **by)
    assert orders.move(order_id=one, verb="withdraw", **by) == told
    with pytest.raises(RuleBroken) as refused:
        orders.move(order_id=two, verb="withdraw", **by)
    assert refused.value.field == "key"
    assert asked("SELECT state FROM orders WHERE id = ANY(%s) ORDER BY state", [one, two]) == [
        ("lapsed",),
        ("offered",),
    ]
