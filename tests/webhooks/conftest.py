"""A market over HTTP with a receiver beside it."""

import pytest
from django.conf import settings

from tests import databases, doors
from tests.receivers import ROOT, Owner, Receiver
from tests.world import BUYER, SUPPLIER, World


@pytest.fixture
def market(template):
    """A database for one test."""
    with databases.lent(template) as made:
        yield made


@pytest.fixture
def world(market, monkeypatch):
    """A market whose people come in by HTTP, in an installation that may send to this machine."""
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(settings, "SECRET_KEY", ROOT)
    door = doors.opened(monkeypatch)
    yield World()
    door.close()


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def buyer(world):
    return Owner(world, BUYER)


@pytest.fixture
def supplier(world):
    return Owner(world, SUPPLIER)
