"""A market of its own for each story."""

import pytest

from tests import databases
from tests.world import World


@pytest.fixture
def market(template):
    """An empty, migrated database for one story alone."""
    made = databases.clone(template)
    yield made
    databases.drop(made)


@pytest.fixture
def world(market):
    """The market of RULES §12 on 2 March 2026: one supplier of limit 7,500, a fund of 20,000."""
    return World()
