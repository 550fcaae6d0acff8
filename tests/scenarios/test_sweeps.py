"""The clock's own hand, without the worker around it: what is due, what is busy, what fails (RULES §2, DESIGN §3, §4)."""

from datetime import timedelta

import pytest

from tradeward.queries import stalls
from tradeward.usecases import clock, work

OTHER = "Second Works (fictional)"
THIRTY_DAYS = timedelta(days=30, minutes=1)
"""After this an offer has lapsed (policy `offer_open_days`)."""


@pytest.fixture
def world(world):
    """A market with two suppliers, and an offer of each."""
    world.stage.supplier(OTHER)
    world.offered("first")
    world.offered("second", supplier=OTHER)
    return world


def states(market, world):
    """How the two offers stand as it is written, which a query would show caught up."""
    with market.superuser() as connection:
        found = dict(connection.execute("SELECT id, state FROM orders").fetchall())
    return [found[world.orders[name].id] for name in ("first", "second")]


def test_what_is_due_now_waits_for_a_party_that_acts_now(market, world):
    """RULES §2: a party's move at the deadline's own instant beats the clock."""
    clock.sweep(at=world.now + timedelta(days=30))
    assert states(market, world) == ["offered", "offered"]
    clock.sweep(at=world.now + timedelta(days=30, microseconds=1))
    assert states(market, world) == ["lapsed", "lapsed"]


def test_a_busy_supplier_is_left_for_the_next_time(market, world):
    """DESIGN §3: FOR UPDATE SKIP LOCKED; the others do not wait for him, and nothing of his is forgotten."""
    later = world.now + THIRTY_DAYS
    with market.superuser() as other:
        other.autocommit = False
        other.execute("SELECT 1 FROM suppliers WHERE id = %s FOR UPDATE", [world.stage.people[OTHER].organisation_id])
        swept = clock.sweep(at=later)
        assert (swept.moved, swept.busy, swept.failed, swept.clear) == (1, 1, 0, False)
        assert states(market, world) == ["lapsed", "offered"]
        other.rollback()
    assert clock.sweep(at=later).moved == 1
    assert states(market, world) == ["lapsed", "lapsed"]


def test_a_failing_supplier_stops_nobody_and_is_tried_later_and_later(market, world, monkeypatch):
    """DESIGN §3: a failing deadline backs off and shows on the operator's page; once it works it is forgotten."""
    bad, real = world.stage.people[OTHER].organisation_id, work.Work.catch_up

    def catch_up(self, *, at):
        if self.supplier.subject_id == bad:
            raise RuntimeError("out of paper")
        real(self, at=at)

    later, operator = world.now + THIRTY_DAYS, world.stage.people["operator"]
    with monkeypatch.context() as patch:
        patch.setattr(work.Work, "catch_up", catch_up)
        tries = []
        for minutes in (0, 0.5, 1, 2, 3, 4, 7):
            swept = clock.sweep(at=later + timedelta(minutes=minutes))
            tries.append((minutes, swept.moved, swept.failed))
        assert tries == [(0, 1, 1), (0.5, 0, 0), (1, 0, 1), (2, 0, 0), (3, 0, 1), (4, 0, 0), (7, 0, 1)]
        (found,) = stalls.stalls(operator)
        told = (found.noun, found.id, found.tries, found.since, found.retry_at, found.fault)
        assert told == (
            "supplier", bad, 4, later, later + timedelta(minutes=15), "RuntimeError: out of paper",
        )  # fmt: skip
        assert states(market, world) == ["lapsed", "offered"]
    assert clock.sweep(at=later + timedelta(minutes=15)).moved == 1
    assert stalls.stalls(operator) == []
    assert states(market, world) == ["lapsed", "lapsed"]


def test_a_clock_moved_by_hand_raises_what_goes_wrong(market, world, monkeypatch):
    """Stories and simulations stop at a fault of the product."""

    def catch_up(self, *, at):
        raise RuntimeError("out of paper")

    monkeypatch.setattr(work.Work, "catch_up", catch_up)
    with pytest.raises(RuntimeError, match="out of paper"):
        clock.run(at=world.now + THIRTY_DAYS)


def test_money_that_nobody_claims_goes_back_by_the_worker(market, world):
    """RULES §9: an unmatched credit is returned after ten working days; it has neither order nor supplier."""
    world.stage.credit(reference="for lamps", amount="10.00", currency="USD", payer=world.orders["first"].buyer)
    assert world.balance("suspense") == "USD -10.00"
    assert clock.sweep(at=world.now + timedelta(days=15)).moved >= 1
    assert world.balance("suspense") == "USD 0.00"


def test_a_deadline_that_the_rows_do_not_call_for_is_taken_away(market, world):
    """RULES §2: deadlines are a projection, so whoever touches an order puts them right; the worker is woken in vain once."""
    with market.superuser() as connection:
        connection.execute(
            "INSERT INTO deadlines (id, supplier_id, order_id, subject, subject_id, verb, due_at, waits_on, state)"
            " SELECT gen_random_uuid(), supplier_id, id, 'dispute', gen_random_uuid(), 'escalate', %s, 'officer', 'open'"
            " FROM orders",
            [world.now],
        )
    later = world.now + timedelta(days=1)
    assert [clock.sweep(at=later).moved for _ in range(2)] == [2, 0]
    assert states(market, world) == ["offered", "offered"]
    with market.superuser() as connection:
        (left,) = connection.execute("SELECT count(*) FROM deadlines WHERE subject = 'dispute'").fetchone()
    assert left == 0
