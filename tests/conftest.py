"""The database of the tests that ask for one (fixture `database`); all others start no server."""

import os
from collections import Counter

import django
import pytest
from hypothesis import settings

from tests import databases

# Where CI is set the same examples are drawn every time. No deadline: a busy machine is slow, not wrong.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

HOME = databases.choose_home()
os.environ["DJANGO_SETTINGS_MODULE"] = "tradeward.settings"
django.setup()


@pytest.fixture(scope="session")
def template():
    """The session's server with its migrated template database."""
    databases.sweep_homes()
    return databases.template(home=HOME)


@pytest.fixture(scope="module")
def database(template, request):
    """A migrated database for this module alone, with real commits; Django's connections use it."""
    with databases.lent(template, tampered=bool(request.node.get_closest_marker("tampers"))) as made:
        yield made


LONG_FIRST = ("tests/browser/", "tests/scenarios/test_simulation.py", "tests/faults/", "tests/interfaces/")
"""Where tests take longest: begun first, so that in the end no worker waits for another's last file."""


def pytest_collection_modifyitems(items):
    """Put the long ones first, and give every test an id of its own.

    Workers tell tests apart by it, and schemathesis gives all operations the same one.
    """
    items.sort(
        key=lambda item: next(
            (at for at, begin in enumerate(LONG_FIRST) if item.nodeid.startswith(begin)), len(LONG_FIRST)
        )
    )
    for item in items:
        if operation := getattr(item, "operation_label", None):
            item._id = item.id.with_params(operation)
    twice = [name for name, number in Counter(item.nodeid for item in items).items() if number > 1]
    assert not twice, f"tests that would run once for many: {twice}"


def pytest_unconfigure():
    """Stop the server and remove the temporary home, if a test ever made them."""
    databases.finish(home=HOME)
