"""A market of its own for each story."""

import pytest

from tests import databases
from tests.scenarios.banking import HELD
from tests.world import World
from tradeward.usecases import books


@pytest.fixture
def market(template, request):
    """An empty, migrated database for one story alone."""
    with databases.lent(template, tampered=bool(request.node.get_closest_marker("tampers"))) as made:
        yield made


@pytest.fixture
def world(market, request):
    """The market of RULES §12 on 2 March 2026: one supplier of limit 7,500, a fund of 20,000. Every story leaves green books."""
    made = World()
    yield made
    if not request.node.get_closest_marker("tampers"):
        assert books.check(at=made.now).findings == ()


@pytest.fixture
def order(world):
    """An order of 10,000, deposit 3,000, everything held to acceptance."""
    return world.signed(plan=HELD)
