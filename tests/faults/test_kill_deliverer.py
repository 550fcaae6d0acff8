"""kill -9 of the worker while it delivers: nothing is lost, and what comes twice comes under the same webhook-id (DESIGN §5)."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings

from tests import databases, doors
from tests.receivers import TAKEN, Owner, Receiver, until
from tests.world import BUYER, World
from tradeward.gateways import postgres
from tradeward.interfaces import boot

pytestmark = [pytest.mark.faults, pytest.mark.slow]

KILLS = int(os.environ.get("TRADEWARD_KILLS", "6"))
LEASE_SECONDS = 1
RUN = f"""
import signal
from datetime import timedelta
from django.conf import settings
from tradeward.interfaces import boot
boot.ready()
from tradeward.gateways.webhooks import Line
from tradeward.interfaces.jobs.deliverer import Deliverer
made = Deliverer(root=settings.SECRET_KEY, line=Line(demo=settings.DEMO), poll=0.05, lease=timedelta(seconds={LEASE_SECONDS}))
signal.signal(signal.SIGTERM, lambda number, frame: made.stop())
made.run()
"""
"""The worker's own loop for webhooks, with a short lease; the clock's loop would change the story, which is played in the past."""


@pytest.fixture(scope="module")
def home():
    """A home of this module's own, whose worker brings itself up as it does for whoever runs it."""
    folder = databases.fresh_folder()
    address = postgres.ensure_started(home=folder)
    databases.point_django_at(databases.Database(postgres.DATABASE, address))
    boot.migrate()
    yield folder
    databases.let_go()
    databases.finish(home=folder)


def started(home):
    environment = os.environ | {
        "TRADEWARD_HOME": str(home),
        "TRADEWARD_MODE": "demo",
        "TRADEWARD_SECRET_KEY": settings.SECRET_KEY,
    }
    return subprocess.Popen([sys.executable, "-c", RUN], env=environment, stdout=subprocess.DEVNULL)


def test_a_deliverer_that_is_killed_loses_nothing(home, monkeypatch):
    """It is killed in the middle of messages, over and over; each arrives, in its order's order, with one id however often."""
    monkeypatch.setattr(settings, "DEMO", True)
    door = doors.opened(monkeypatch)
    drawn = random.Random(7)
    receiver = Receiver(answer=lambda heard: (time.sleep(drawn.random() / 5), TAKEN)[1])
    world = World()
    owner = Owner(world, BUYER)
    hook = owner.added(receiver.url)
    before = len(owner.events())
    orders = [world.signed(f"order {n}") for n in range(4)]
    for order in orders:
        order.pay(1)
    expected = owner.events()[before:]
    killed = 0
    process = started(home)
    try:
        for _ in range(KILLS):
            heard = len(receiver.heard)
            until(lambda heard=heard: len(receiver.heard) >= heard + 3 or not left(hook), seconds=60)
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += bool(left(hook))
            process = started(home)
        until(lambda: not left(hook), seconds=120)
        log = hook_log(hook)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        receiver.close()
        door.close()
    assert process.returncode == 0
    assert killed >= 2
    heard = Counter(one.id for one in receiver.heard)
    assert set(heard) == {one["id"] for one in expected}
    assert {(one["event"], one["state"]) for one in log} == {(one["id"], "delivered") for one in expected}
    assert len(log) == len(expected)
    for order in orders:
        id = f"ord_{order.id.hex}"
        first = list(dict.fromkeys(one.id for one in receiver.heard if one.told["data"]["order"] == id))
        assert first == [one["id"] for one in expected if one["order"] == id]
    bodies = {}
    for one in receiver.heard:
        assert bodies.setdefault(one.id, one.body) == one.body
        one.verified(hook.secret)


def left(hook):
    """How many have not been taken."""
    from tradeward.queries import webhooks

    viewer = hook.owner.stage.people[BUYER]
    return len(webhooks.deliveries(viewer, webhook_id=_id(hook), state="waiting")) or _unshared()


def _unshared():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal WHERE (writer, id) > (SELECT writer, line FROM webhook_cursor)")
        return cursor.fetchone()[0]


def _id(hook):
    from tradeward.interfaces.api import shapes

    return shapes.read("webhook", hook.id)


def hook_log(hook):
    found, path = [], "/deliveries?limit=100"
    while path:
        page = hook.get(path)
        found += page["items"]
        path = f"/deliveries?limit=100&cursor={page['next']}" if page["next"] else ""
    return found
