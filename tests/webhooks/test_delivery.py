"""Webhooks whole: a move over HTTP, its event at a receiver, signed, in order for each order, until it is taken (DESIGN §5)."""

import threading
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.receivers import TAKEN, Receiver, delivering, until
from tests.world import BUYER
from tradeward.queries import figures
from tradeward.usecases import webhooks

SIGNING = ["order.offer", "order.sign", "order.sign", "order.conclude"]
WANTED = tuple(dict.fromkeys(SIGNING))


def of(order, heard):
    """The types that came about one order."""
    return [one.told["type"] for one in heard if one.told["data"]["order"] == f"ord_{order.id.hex}"]


def test_an_order_signed_over_http_arrives_signed(world, buyer, receiver):
    """DESIGN §5: the use cases over HTTP, and what they did at the receiver, as the events resource tells it."""
    hook = buyer.added(receiver.url, *WANTED)
    order = world.signed()
    with delivering():
        until(lambda: hook.states() == ["delivered"] * 4)
    assert receiver.types == SIGNING
    told = [one.verified(hook.secret) for one in receiver.heard]
    assert [one["data"] for one in told] == [one for one in buyer.events() if one["type"] in WANTED]
    assert told[-1]["data"]["about"] == {"noun": "order", "id": f"ord_{order.id.hex}", "state": "signed"}
    assert [one.id for one in receiver.heard] == [one["data"]["id"] for one in told]


def test_without_types_everything_is_sent_and_only_one_s_own(world, buyer, supplier, receiver):
    """A party's webhook hears its own orders; another buyer's hears nothing of them."""
    world.stage.buyer("Another Buyer (fictional)")
    other = Receiver()
    mine, theirs = buyer.added(receiver.url), type(buyer)(world, "Another Buyer (fictional)").added(other.url)
    world.signed()
    with delivering():
        until(lambda: len(receiver.heard) == len(buyer.events()))
        assert set(mine.states()) == {"delivered"}
    other.close()
    assert [one.told["data"] for one in receiver.heard] == buyer.events()
    assert (theirs.log, other.heard) == ([], [])
    assert "supplier.review_limit" not in receiver.types


@pytest.mark.parametrize("trouble", ["500", "302", "hangs up", "silent"])
def test_an_order_keeps_its_order_while_its_receiver_fails_and_others_go_on(world, buyer, trouble):
    """What fails is tried again with the same id, what comes after it waits; another order's events do not."""
    sick = threading.Event()
    sick.set()
    first = world.offered("first")

    def answer(heard):
        if not sick.is_set() or heard.told["data"]["order"] != f"ord_{first.id.hex}":
            return TAKEN
        if trouble == "silent":
            threading.Event().wait(0.5)
        if trouble == "hangs up":
            raise ConnectionAbortedError
        return {"500": (500, {}, b"out of paper"), "302": (302, {"location": "/elsewhere"}, b"")}.get(trouble, TAKEN)

    receiver = Receiver(answer=answer)
    receiver.server.handle_error = lambda request, address: None
    hook = buyer.added(receiver.url, *WANTED)
    with delivering() as hands:
        object.__setattr__(hands.deliverer, "line", type(hands.deliverer.line)(demo=True, in_all=0.3))
        first.sign(first.buyer)
        first.sign(first.supplier)
        second = world.signed("second")
        until(lambda: of(second, receiver.heard) == SIGNING)
        until(lambda: hook.log[0]["tries"] and hook.log[0]["due_at"])
        assert set(of(first, receiver.heard)) == {"order.sign"}
        assert {one.id for one in receiver.heard if one.told["data"]["order"] == f"ord_{first.id.hex}"} == {
            hook.log[0]["event"]
        }
        sick.clear()
        hands.later(minutes=1)
        until(lambda: hook.states().count("delivered") == 7)
    receiver.close()
    tries = hook.log[0]["tries"]
    words = {"500": (500, "out of paper"), "302": (302, ""), "silent": (None, "no answer within 0.3 s")}
    assert (tries[0]["status"], tries[0]["told"]) == words.get(trouble, (None, tries[0]["told"]))
    assert list(dict.fromkeys(of(first, receiver.heard))) == ["order.sign", "order.conclude"]
    assert len({one.id for one in receiver.heard}) == 7


def test_a_slow_receiver_delays_itself_alone_and_holds_no_connection(world, buyer, supplier, receiver, market):
    """One that takes seconds has four tries at once and no more; the other's events pass it by, and no transaction waits."""
    held, most, now = threading.Event(), [0], [0]
    counting = threading.Lock()

    def slowly(heard):
        with counting:
            now[0] += 1
            most[0] = max(most[0], now[0])
        held.wait(8)
        with counting:
            now[0] -= 1
        return TAKEN

    slow = Receiver(answer=slowly)
    hook = buyer.added(slow.url, *WANTED)
    supplier.added(receiver.url, *WANTED)
    for name in "abcdef":
        world.offered(name)
    with delivering():
        until(lambda: len(receiver.heard) == 6)
        until(lambda: now[0] == 4)
        time.sleep(1.2)
        with market.superuser() as connection:
            asked = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND xact_start < now() - interval '1 second'"
            )
            assert connection.execute(asked, [market.name]).fetchone() == (0,)
        assert hook.states() == ["waiting"] * 6
        held.set()
        until(lambda: hook.states() == ["delivered"] * 6)
    slow.close()
    assert most == [4]


def test_after_three_days_it_is_given_up_and_the_webhook_shown_as_failing(world, buyer, supplier, receiver):
    """What was tried for three days in vain is given up; nothing more is sent until its owner enables it; no more is lost."""
    receiver.answer = lambda heard: (503, {}, b"closed for ever")
    hook = buyer.added(receiver.url, *WANTED)
    world.signed()
    with delivering() as hands:
        until(lambda: hook.log and hook.log[0]["tries"])
        for tries in range(2, 40):
            hands.later(hours=12)
            until(lambda tries=tries: len(hook.log[0]["tries"]) == tries or hook.get()["state"] == "failing")
            if hook.get()["state"] == "failing":
                break
        assert hook.states() == ["given_up", "waiting", "waiting", "waiting"]
        shown = hook.get()
        assert (shown["why"], shown["failures"]) == ("nothing was taken for three days: closed for ever", tries)
        assert len({one.id for one in receiver.heard}) == 1
        receiver.answer = lambda heard: TAKEN
        hands.later(days=1)
        hook.post("/enable")
        until(lambda: hook.states() == ["given_up"] + ["delivered"] * 3)
        hook.post(f"/deliveries/{hook.log[0]['id']}/replay")
        until(lambda: hook.states() == ["delivered"] * 4)
    assert receiver.types[-4:] == [*SIGNING[1:], SIGNING[0]]


def test_gone_is_gone_at_once(world, buyer, receiver):
    """Standard Webhooks: 410 says that the receiver wants no more."""
    receiver.answer = lambda heard: (410, {}, b"")
    hook = buyer.added(receiver.url, *WANTED)
    world.signed()
    with delivering():
        until(lambda: hook.get()["state"] == "failing")
    assert (hook.get()["why"], hook.states()) == ("the receiver answered 410 Gone", ["waiting"] * 4)
    assert len(receiver.heard) == 1


def test_a_monitor_sees_what_waits_and_for_how_long(world, buyer, receiver):
    """/metrics: what was not looked at yet, what waits and since when, what was given up, and whose receiver takes nothing."""
    operator = world.stage.people["operator"]

    def seen(at=world.now):
        found = {one.name: int(one.values[0][1]) for one in figures.figures(operator, at=at) if "webhook" in one.name}
        return [found[f"webhook{name}"] for name in ("_deliveries_waiting", "_deliveries_given_up", "s_failing")], found

    hook = buyer.added(receiver.url, *WANTED)
    world.signed()
    assert (seen()[0], seen()[1]["webhook_lines_unshared"] > 4) == ([0, 0, 0], True)
    receiver.answer = lambda heard: (410, {}, b"")
    with delivering():
        until(lambda: hook.get()["state"] == "failing")
        until(lambda: seen()[1]["webhook_lines_unshared"] == 0)
    first = datetime.fromisoformat(min(one["created_at"] for one in hook.log))
    counts, found = seen(at=first + timedelta(seconds=90))
    assert (counts, found["webhook_oldest_waiting_seconds"]) == ([4, 0, 1], 90)
    receiver.answer = lambda heard: TAKEN
    with delivering():
        hook.post("/enable")
        until(lambda: hook.states() == ["delivered"] * 4)
    assert (seen()[0], seen()[1]["webhook_oldest_waiting_seconds"]) == ([0, 0, 0], 0)


def test_two_secrets_live_at_once_after_a_rotation_and_never_three(world, buyer, receiver):
    """Whoever has the old secret verifies for a day more; the one before it is over at once."""
    hook = buyer.added(receiver.url, "order.offer")
    secrets = [hook.secret]

    def accepted():
        until(lambda: receiver.heard)
        one = receiver.heard.pop()
        found = []
        for n, secret in enumerate(secrets):
            try:
                one.verified(secret)
            except Exception:
                continue
            found.append(n)
        return found

    with delivering():
        for expected in ([0], [0, 1], [1, 2]):
            hook.post("/test")
            assert accepted() == expected
            secrets.append(hook.post("/rotate")["secret"])
    assert len(hook.get()["secrets_end_at"]) == 2
    with delivering(ahead=timedelta(hours=25)):
        hook.post("/test")
        until(lambda: receiver.heard)
    assert receiver.heard[0].headers["webhook-signature"].count("v1,") == 1
    assert len(set(secrets)) == 4


def test_a_secret_is_told_once(world, buyer, receiver):
    """The key used again tells the same webhook and no secret; nothing that reads tells one."""
    body = {"url": receiver.url}
    (_, made), (_, again) = (buyer.ask("POST", "/webhooks", body, key="once") for _ in range(2))
    assert (again["webhook"], again["secret"]) == (made["webhook"], None)
    path = f"/webhooks/{made['webhook']}"
    (_, new), (_, repeated) = (buyer.ask("POST", f"{path}/rotate", key="twice") for _ in range(2))
    assert (new["secret"] in (None, made["secret"]), repeated["secret"]) == (False, None)
    assert "whsec" not in str(buyer.get(path)) + str(buyer.get("/webhooks")) + str(buyer.get(f"{path}/deliveries"))


def test_no_copy_of_the_database_holds_a_secret(world, buyer, receiver, market):
    """It is reckoned from the installation's key: only a print of it is kept, which tells when that key has changed."""
    hook = buyer.added(receiver.url, "order.offer")
    with market.superuser() as connection:
        rows = connection.execute(
            "SELECT s::text FROM webhook_secrets s UNION ALL SELECT w::text FROM webhooks w"
        ).fetchall()
        kept = connection.execute(
            "SELECT answer::text FROM commands UNION ALL SELECT content::text FROM journal"
        ).fetchall()
    assert hook.secret.removeprefix("whsec_") not in str(rows) + str(kept)
    hook.post("/test")
    with delivering(root="another key"):
        until(lambda: hook.states() == ["given_up"])
    assert receiver.heard == []
    assert hook.log[0]["tries"][0]["told"] == webhooks._LOST_KEY


def test_a_test_event_is_sent_once_whatever_comes_of_it(world, buyer, receiver):
    hook = buyer.added(receiver.url, "order.offer")
    with delivering():
        sent = hook.post("/test")
        until(lambda: hook.states() == ["delivered"])
        receiver.answer = lambda heard: (500, {}, b"not today")
        hook.post("/test")
        until(lambda: hook.states() == ["delivered", "given_up"])
    assert receiver.types == ["webhook.test"] * 2
    first = receiver.heard[0]
    assert first.verified(hook.secret)["data"]["about"] == {"noun": "webhook", "id": hook.id, "state": None}
    assert sent["delivery"] == hook.log[0]["id"] == "dlv_" + first.id.removeprefix("evt_")
    assert (hook.get()["state"], hook.log[1]["tries"][0]["told"]) == ("enabled", "not today")


def test_what_was_sent_is_sent_again_since_an_instant_with_the_ids_it_had(world, buyer, receiver):
    """Replay: from when on, or one; each in the order of its order."""
    hook = buyer.added(receiver.url, *WANTED)
    with delivering() as hands:
        world.offered("first")
        until(lambda: hook.states() == ["delivered"])
        hands.later(hours=2)
        since = hands.now().isoformat()
        world.signed("second")
        until(lambda: hook.states() == ["delivered"] * 5)
        assert hook.post("/replay", since=since)["deliveries"] == 4
        until(lambda: len(receiver.heard) == 9)
        until(lambda: hook.states() == ["delivered"] * 5)
        one = hook.log[0]
        assert hook.post(f"/deliveries/{one['id']}/replay")["delivery"] == one["id"]
        until(lambda: len(receiver.heard) == 10)
    assert receiver.types[5:9] == SIGNING
    assert Counter(one.id for one in receiver.heard) == Counter([entry["event"] for entry in hook.log] * 2)
    assert [len(entry["tries"]) for entry in hook.log] == [2] * 5


def test_a_disabled_webhook_hears_nothing_and_loses_nothing(world, buyer, receiver):
    hook = buyer.added(receiver.url, *WANTED)
    hook.post("/disable")
    order = world.signed()
    with delivering():
        until(lambda: hook.states() == ["waiting"] * 4)
        assert receiver.heard == []
        assert hook.get()["waiting_since"]
        hook.post("/enable")
        until(lambda: hook.states() == ["delivered"] * 4)
    assert of(order, receiver.heard) == SIGNING
    refused = [buyer.ask("POST", f"/webhooks/{hook.id}/{verb}") for verb in ("enable", "disable", "test")]
    assert [status for status, _ in refused] == [409, 200, 409]


def test_only_what_happened_after_it_was_made_is_sent(world, buyer, receiver):
    """A new webhook is not told the market's past; the events resource tells that."""
    world.signed("before")
    hook = buyer.added(receiver.url, *WANTED)
    world.offered("after")
    with delivering():
        until(lambda: hook.states() == ["delivered"])
    assert receiver.types == ["order.offer"]


def test_another_organisation_s_webhook_is_not_there(world, buyer, supplier, receiver):
    """NotFound, also for who may not know that it exists (DESIGN §4); its URL is nobody else's to read."""
    hook = buyer.added(receiver.url)
    dead, since = f"/webhooks/{hook.id}", "2026-01-01T00:00:00Z"
    delivery = hook.post("/test")["delivery"]
    strangers = (supplier, type(buyer)(world, "operator"), type(buyer)(world, "officer A"))
    for stranger in strangers:
        for method, path, body in (
            ("GET", dead, None), ("GET", f"{dead}/deliveries", None), ("GET", f"{dead}/deliveries/{delivery}", None),
            ("POST", f"{dead}/change", {"description": "mine"}), ("POST", f"{dead}/rotate", None), ("POST", f"{dead}/enable", None),
            ("POST", f"{dead}/disable", None), ("POST", f"{dead}/test", None), ("POST", f"{dead}/replay", {"since": since}),
            ("POST", f"{dead}/deliveries/{delivery}/replay", None),
        ):  # fmt: skip
            status, told = stranger.ask(method, path, body)
            assert (method, path, status, told["type"]) == (method, path, 404, "/api/problems/not-found")
        assert stranger.get("/webhooks") == {"items": []}
    mine = buyer.added(receiver.url)
    assert mine.owner.ask("GET", f"/webhooks/{mine.id}/deliveries/{delivery}")[0] == 404
    assert mine.owner.ask("POST", f"/webhooks/{mine.id}/deliveries/{delivery}/replay")[0] == 404


def test_what_is_changed_counts_for_what_waits(world, buyer, receiver):
    hook = buyer.added("https://gone.example/hook", *WANTED)
    world.offered("first")
    hook.post("/change", url=receiver.url, types=["order.sign"], description="the shop")
    order = world.signed("second")
    with delivering():
        until(lambda: hook.states() == ["delivered"] * 2)
    assert of(order, receiver.heard) == ["order.sign", "order.sign"]
    shown = hook.get()
    assert (shown["url"], shown["types"], shown["description"]) == (receiver.url, ["order.sign"], "the shop")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"url": "https://10.0.0.1/"}, 422, "url"),
        ({"url": "gopher://shop.example/"}, 422, "url"),
        ({"url": "https://shop.example/", "types": ["order.eat"]}, 422, "types"),
        ({"url": "https://shop.example/", "types": ["Order"]}, 400, None),
        ({"url": "https://shop.example/", "description": "x" * 201}, 400, None),
        ({"url": "https://shop.example/", "secret": "mine"}, 400, None),
        ({}, 400, None),
    ],
)  # fmt: skip
def test_what_is_no_webhook_is_refused_by_name(world, buyer, body, status, field):
    found, told = buyer.ask("POST", "/webhooks", body)
    assert (found, told.get("field")) == (status, field)


def test_production_sends_to_no_machine_of_its_own(world, buyer, receiver, monkeypatch):
    """http and loopback are a demo market's: neither made in production, nor sent to by a deliverer of it."""
    from django.conf import settings

    from tradeward.gateways.webhooks import Line

    hook = buyer.added(receiver.url)
    monkeypatch.setattr(settings, "DEMO", False)
    status, told = buyer.ask("POST", "/webhooks", {"url": receiver.url})
    assert (status, told["detail"]) == (422, "url is not one that events are sent to: it begins with https://.")
    hook.post("/test")
    with delivering(line=Line()):
        until(lambda: hook.states() == ["given_up"])
    assert (receiver.heard, hook.log[0]["tries"][0]["status"]) == ([], None)
    assert world.stage.people[BUYER].role == "buyer"
