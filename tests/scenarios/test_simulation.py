"""Random people, then nobody: everything ends, and history does not depend on the worker (RULES §2, §4)."""

import contextlib
from dataclasses import replace

import pytest
from django.db import transaction

from tests import databases
from tradeward.domain.vocabulary import CLOCK
from tradeward.interfaces.cli.simulation import WORKERS, Fault, Plan, Simulation
from tradeward.queries import whole
from tradeward.usecases import orders, work

ORDERS = 14


@pytest.fixture
def fresh(template):
    """A function that points the product at an empty database; at the end its rulings are computed again."""
    with contextlib.ExitStack() as lent:
        yield lambda: lent.enter_context(databases.lent(template))


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_history_is_the_same_with_the_worker_on_off_and_random_and_everything_ends(fresh, seed):
    """RULES §2, R2.5, R2.7, R4.19: always on, off or random, the journal is the same, byte for byte. §4: left alone, it ends."""
    digests, done = set(), []
    for worker in WORKERS:
        fresh()
        play = Simulation(Plan(orders=ORDERS, seed=seed, worker=worker, then_nobody=True))
        outcome = play.play()
        assert (outcome.loose, outcome.red) == ([], [])
        digests.add(outcome.digest)
        done.append((outcome.done, outcome.refused))
    assert len(digests) == 1
    assert done[0] == done[1] == done[2]
    assert outcome.done["order offer"] > ORDERS / 2
    assert outcome.refused.total() > 0


def test_a_record_is_the_same_from_orders_in_memory_as_from_the_tables(fresh):
    """RULES §2, R3.5: a limit reckoned while catching up sees the orders as caught up, by the same rules as those written."""
    database = fresh()
    play = Simulation(Plan(orders=24, seed="5", worker="on", then_nobody=False))
    play.play()
    at, found = play.people_until, []
    for name in play.market.suppliers:
        supplier_id = play.stage.people[name].organisation_id
        with database.superuser() as connection:
            ids = [
                id
                for (id,) in connection.execute(
                    "SELECT id FROM orders WHERE supplier_id = %s ORDER BY id", [supplier_id]
                )
            ]
        with transaction.atomic():
            doing = work.Work.on(supplier_id=supplier_id, by=CLOCK, at=at, key="look")
            of_tables = doing.market.history(doing.supplier.supplier, at.date())
            doing.load(*ids)
            of_memory = doing.market.history(doing.supplier.supplier, at.date())
        assert sorted(of_memory.orders, key=repr) == sorted(of_tables.orders, key=repr)
        assert replace(of_memory, orders=()) == replace(of_tables, orders=())
        found.append(of_tables)
    assert sum(len(one.orders) for one in found) > 2
    assert sum(one.passed_at_once.of + one.answered.of for one in found) > 0
    assert sum(one.undisputed.of + one.in_time.of for one in found) > 2


def test_what_is_left_over_is_named(fresh):
    """RULES §4: before the silent years a market has open lives, and each is told by what it is."""
    fresh()
    play = Simulation(Plan(orders=4, seed="3", worker="on", then_nobody=False))
    play.play()
    found = whole.loose_ends(play.stage.people["operator"])
    assert {one.what for one in found} <= {
        "order", "instalment", "reservation", "inspection", "shipment", "amendment", "dispute", "offer", "recovery", "credit",
        "payment_out", "held", "early", "suspense", "refund_due", "inspector_fee", "bank_in", "bank_out", "reserved",
        "pot reserved",
    }  # fmt: skip


def test_a_fault_of_the_product_names_seed_order_and_step(fresh, monkeypatch):
    """Whatever is no refusal ends the play, with what is needed to play it again."""
    fresh()

    def broken(**said):
        raise ZeroDivisionError("nothing to divide")

    monkeypatch.setattr(orders, "offer", broken)
    play = Simulation(Plan(orders=2, seed="9", worker="off", then_nobody=False))
    with pytest.raises(
        Fault, match=r"seed 9, order \d \(None\), step 1, 2026-.*, order offer: ZeroDivisionError: nothing to divide"
    ):
        play.play()


def test_the_command_tells_what_came_of_it(template):
    """`tradeward simulate` plays in a database of its own; with `all` it compares the three ways of the worker."""
    answer = databases.command("simulate", "--orders", "3", "--seed", "4", "--worker", "all", "--json")
    assert (answer.code, answer.error) == (0, "")
    assert (answer.told["orders"], answer.told["seed"], answer.told["same_journal"]) == (3, "4", True)
    assert set(answer.told["workers"]) == set(WORKERS)
    for told in answer.told["workers"].values():
        assert (told["books"], told["left_over"]) == ("green", [])
        assert told["lives_per_second"] > 0


def test_a_wrong_number_of_orders_is_refused_in_one_line(template):
    """Bad input: one line, exit 2."""
    answer = databases.command("simulate", "--orders", "0")
    assert answer.code == 2
    assert "at least one order" in answer.error
