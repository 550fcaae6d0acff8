"""A market that is asked over HTTP, one a module."""

import pytest

from tests import databases
from tests.interfaces.house import House


@pytest.fixture(scope="module")
def house(template):
    """A market with two orders, on a database of the module's own."""
    with databases.lent(template):
        found = House()
        yield found
        found.close()
