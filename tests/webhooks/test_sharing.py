"""Sharing out and taking: several at once, after a long silence, and with nothing to do (DESIGN §4, §9)."""

from collections import Counter
from datetime import timedelta

import psycopg

from tests.explained import buffers
from tests.receivers import TAKEN, Receiver, delivering, until
from tests.world import BUYER
from tradeward.domain import events
from tradeward.interfaces import clock
from tradeward.store import webhooks as stored
from tradeward.usecases import webhooks

WANTED = ("order.offer", "order.sign", "order.conclude")


def counted(market, table):
    with market.superuser() as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_two_deliverers_beside_a_busy_market_send_each_event_once_in_order(world, buyer, receiver, market):
    """Nobody holds what another has: no event twice while nobody dies, each order's in its order, and no lane left over."""
    hook = buyer.added(receiver.url, *WANTED)
    with delivering(), delivering():
        orders = [world.signed(f"order {n}") for n in range(5)]
        until(lambda: hook.states() == ["delivered"] * 20)
    assert set(Counter(one.id for one in receiver.heard).values()) == {1}
    for order in orders:
        told = [one.told["type"] for one in receiver.heard if one.told["data"]["order"] == f"ord_{order.id.hex}"]
        assert told == ["order.offer", "order.sign", "order.sign", "order.conclude"]
    assert counted(market, "webhook_lanes") == 0


def test_a_receiver_that_comes_back_gets_all_that_waits_at_once(world, buyer, market):
    """It was away for a day: each order's next try is hours away, but one that is taken brings all the others."""
    away = [True]
    receiver = Receiver(answer=lambda heard: (502, {}, b"") if away[0] else TAKEN)
    hook = buyer.added(receiver.url, "order.offer")
    for n in range(5):
        world.offered(f"order {n}")
    with delivering() as hands:
        until(lambda: hook.get()["failures"] >= 5)
        for _ in range(8):
            before = hook.get()["failures"]
            hands.later(hours=3)
            until(lambda before=before: hook.get()["failures"] > before)
        away[0] = False
        hands.later(minutes=10)
        if hook.states() != ["delivered"] * 5:
            hands.later(hours=9)
        until(lambda: hook.states() == ["delivered"] * 5)
    receiver.close()
    assert (hook.get()["failures"], counted(market, "webhook_lanes")) == (0, 0)


def test_what_somebody_shares_out_nobody_else_does(world, buyer, receiver, market):
    """One at a time: another who comes meanwhile goes away again; a line shared out twice makes one delivery."""
    hook = buyer.added(receiver.url, "order.offer")
    world.offered()
    at = clock.machine()
    with psycopg.connect(market.url()) as other:
        other.execute("SELECT 1 FROM webhook_cursor FOR UPDATE")
        assert webhooks.share_out(at=at) == 0
    assert webhooks.share_out(at=at) > 0
    assert webhooks.share_out(at=at) == 0
    with market.superuser() as connection:
        connection.execute("UPDATE webhook_cursor SET writer = '0', line = 0")
    assert webhooks.share_out(at=at) > 0
    assert hook.states() == ["waiting"]


def test_a_page_at_a_time_shares_out_the_same(world, buyer, receiver):
    hook = buyer.added(receiver.url)
    world.signed()
    at, pages = clock.machine(), 0
    while webhooks.share_out(at=at, most=2):
        pages += 1
    assert pages > 3
    assert [one["event"] for one in hook.log] == [one["id"] for one in buyer.events()]


def test_without_a_webhook_nothing_is_kept_for_nobody(world, market):
    world.signed()
    assert webhooks.share_out(at=clock.machine()) == 0
    assert counted(market, "webhook_deliveries") == 0
    with market.superuser() as connection:
        ((caught_up,),) = connection.execute(
            "SELECT writer >= (SELECT max(writer) FROM journal) FROM webhook_cursor"
        ).fetchall()
    assert caught_up


def test_a_lease_that_ended_counts_for_nothing(world, buyer, receiver):
    """Who was too slow to say so finds that another has it: the try is noted, and changes nothing."""
    hook = buyer.added(receiver.url, "order.offer")
    world.offered()
    at = clock.machine()
    webhooks.share_out(at=at)
    (first,) = webhooks.take(at=at, most=9)
    assert webhooks.take(at=at + webhooks.LEASE - timedelta(seconds=1), most=9) == []
    (second,) = webhooks.take(at=at + webhooks.LEASE, most=9)
    assert (second.delivery_id, second.event) == (first.delivery_id, first.event)
    failed = stored.Outcome(at=at, millis=1, status=500, told="late", taken=False)
    taken = stored.Outcome(at=at, millis=1, status=204, told="", taken=True)
    assert webhooks.settle(parcel=first, outcome=failed) is False
    assert hook.states() == ["waiting"]
    assert webhooks.settle(parcel=second, outcome=taken) is True
    assert webhooks.settle(parcel=second, outcome=taken) is False
    assert (hook.states(), hook.get()["failures"]) == (["delivered"], 0)
    assert [one["told"] for one in hook.log[0]["tries"]] == ["late", "", ""]


def test_a_deliverer_goes_on_after_whatever_comes_in_its_way(world, buyer, receiver, monkeypatch):
    """A database that is away, or a fault: told, waited out, and everything is still there."""
    from django.db import OperationalError

    buyer.added(receiver.url, "order.offer")
    world.offered()
    real, faults = webhooks.share_out, [OperationalError("the server closed the connection\nat line 1"), ValueError("")]

    def sometimes(**said):
        if faults:
            raise faults.pop(0)
        return real(**said)

    monkeypatch.setattr(webhooks, "share_out", sometimes)
    with delivering() as hands:
        until(lambda: receiver.types == ["order.offer"])
    assert hands.said == [
        "webhooks: next look in 0.02 s: OperationalError: the server closed the connection",
        "webhooks: next look in 0.04 s: ValueError: ",
    ]


def test_a_look_at_an_idle_market_writes_nothing(world, buyer, receiver, market):
    """No lock, no transaction number: a market without news costs no log."""
    buyer.added(receiver.url)
    at = clock.machine()
    while webhooks.share_out(at=at):
        pass
    with market.superuser() as connection:
        before = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
        for _ in range(3):
            assert (webhooks.share_out(at=at), webhooks.take(at=at, most=9)) == (0, [])
        assert connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone() == before


def test_what_is_older_than_thirty_days_is_forgotten(world, buyer, receiver, market):
    """With its log, and with its lane where it waited for a webhook that nobody enabled; younger ones stay."""
    hook = buyer.added(receiver.url, "order.offer")
    world.offered("old")
    at = clock.machine()
    webhooks.share_out(at=at - timedelta(days=31))
    (parcel,) = webhooks.take(at=at - timedelta(days=31), most=1)
    webhooks.settle(parcel=parcel, outcome=stored.Outcome(at=at, millis=1, status=500, told="", taken=False))
    world.offered("young")
    webhooks.share_out(at=at)
    assert (webhooks.forget(at=at), webhooks.forget(at=at)) == (1, 0)
    assert (len(hook.log), counted(market, "webhook_tries"), counted(market, "webhook_lanes")) == (1, 0, 2)
    later = at + timedelta(days=1)
    assert [one.delivery_id for one in webhooks.take(at=later, most=9)] != [parcel.delivery_id]
    assert counted(market, "webhook_lanes") == 1


def test_a_look_with_nothing_due_costs_a_few_pages(world, buyer, receiver, market):
    """DESIGN §9: with 2,000 webhooks, one of them disabled with 20,000 orders waiting, and 200,000 deliveries behind."""
    hook = buyer.added(receiver.url, "order.offer")
    hook.post("/disable")
    organisation = world.stage.people[BUYER].organisation_id
    with market.superuser() as connection:
        connection.execute(
            "INSERT INTO webhooks (id, organisation_id, side, url, types, description, state, changed_at, created_at)"
            " SELECT gen_random_uuid(), %s, 'buyer', 'https://shop.example', '{}', '', 'enabled', now(), now()"
            " FROM generate_series(1, 2000)",
            [organisation],
        )
        connection.execute(
            "INSERT INTO webhook_lanes (webhook_id, subject_id) SELECT id, gen_random_uuid()"
            " FROM webhooks, generate_series(1, 20000) WHERE state = 'disabled'"
        )
        connection.execute(
            "INSERT INTO webhook_deliveries (id, webhook_id, subject_id, line, type, created_at, state)"
            " SELECT gen_random_uuid(), id, gen_random_uuid(), 0, 'order.offer', now(), 'delivered'"
            " FROM webhooks, generate_series(1, 100) WHERE state = 'enabled'"
        )
        connection.execute("VACUUM ANALYZE webhooks, webhook_lanes, webhook_deliveries")
    at = clock.machine()
    assert buffers(market, stored._TAKE, {"at": at, "most": 32, "each": 4, "until": at}) <= 40
    while webhooks.share_out(at=at):
        pass
    said = {"known": list(events.TYPES), "at": at}
    assert buffers(market, "SELECT share_out(%(known)s, %(at)s, 1000)", said) <= 40
