"""The worked money of RULES §12 once more, every act of a party by HTTP: the same stories, the same ledgers."""

import pytest

from tests import doors
from tests.scenarios import test_worked_money as stories


@pytest.fixture(autouse=True)
def door(market, monkeypatch):
    """The API on loopback, for as long as the story lasts."""
    made = doors.opened(monkeypatch)
    yield made
    made.close()


globals().update({name: story for name, story in vars(stories).items() if name.startswith("test_")})
