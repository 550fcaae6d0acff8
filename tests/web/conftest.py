"""A market whose pages are asked, one a module."""

import pytest

from tests import databases
from tests.interfaces.house import House
from tests.web.browsing import Pages


@pytest.fixture(scope="module")
def house(template):
    """The market of the API's tests: two orders, and somebody in every role."""
    with databases.lent(template):
        found = House()
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(house):
    """Whoever asks for its pages."""
    return Pages(house)
