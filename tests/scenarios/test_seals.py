"""The ends of all journals in one tree: it grows, it is provable, and a journal that is rewritten no longer fits (DESIGN §4)."""

from dataclasses import replace

import pytest

from tests.scenarios.banking import HELD
from tests.world import BUYER, SUPPLIER
from tradeward.domain.refusals import NotFound
from tradeward.interfaces.jobs.worker import Worker
from tradeward.queries import seals as seen
from tradeward.usecases import books, seals

STRANGER = "Far Shore (fictional)"


def proof(world, order, who=BUYER):
    return seen.inclusion(world.stage.people[who], order_id=order.id, at=world.now)


def test_an_order_is_proven_to_be_in_the_tree(world):
    """R6.12: for its parties, by the head that everybody can keep; and what grew since is appended."""
    operator = world.stage.people["operator"]
    first = world.signed("first", plan=HELD)
    assert seen.head(operator) is None
    with pytest.raises(NotFound, match="not sealed yet"):
        proof(world, first)
    sealed = seals.seal(at=world.now)
    assert (sealed, seals.seal(at=world.now)) == (2, 0)
    before = proof(world, first)
    assert (before.holds, before.size, before.head) == (True, 2, seen.head(operator).head)
    for changed in ({"seq": before.seq + 1}, {"hash": "0" * 64}, {"number": 1 - before.number}, {"head": "0" * 64}):
        assert not replace(before, **changed).holds
    second = world.offered("second")
    with pytest.raises(NotFound, match="not sealed yet"):
        proof(world, second)
    first.pay(1)
    assert seals.seal(at=world.now) >= 2
    after = proof(world, first, SUPPLIER)
    assert (after.holds, after.seq > before.seq, after.size > before.size) == (True, True, True)
    assert proof(world, second).holds
    world.stage.buyer(STRANGER)
    with pytest.raises(NotFound):
        proof(world, first, STRANGER)


def test_the_worker_seals_every_minute(world):
    """R6.12."""
    world.signed(plan=HELD)
    Worker(now=lambda: world.now).turn()
    assert seen.head(world.stage.people["operator"]).at == world.now


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("forgery", "checks"),
    [
        ("UPDATE journal SET hash = repeat('0', 64) WHERE seq = (SELECT max(seq) FROM sealed_heads)", {"sealed line"}),
        ("UPDATE sealed_heads SET hash = repeat('0', 64) WHERE number = 0", {"sealed line", "tree head"}),
        ("UPDATE tree_heads SET head = repeat('0', 64)", {"tree head"}),
        ("DELETE FROM tree_heads WHERE size = (SELECT max(size) FROM tree_heads)", {"tree head"}),
        ("DELETE FROM sealed_heads WHERE number = 1", {"tree head"}),
    ],
)
def test_check_books_finds_what_no_longer_fits_the_tree(world, market, forgery, checks):
    """R6.12: also of a chain that is rewritten whole, whose own hashes fit."""
    order = world.signed(plan=HELD)
    seals.seal(at=world.now)
    order.pay(1)
    seals.seal(at=world.now)
    assert books.check(at=world.now).findings == ()
    with market.superuser() as database:
        database.execute(forgery)
    assert {one.check for one in books.check(at=world.now).findings} >= checks
