"""The events resource: nothing skipped, nothing twice, nothing of anybody else's, at the same cost always (DESIGN §4)."""

import time
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tests.explained import buffers
from tests.receivers import Owner, delivering, until
from tests.world import BUYER, INSPECTOR, SUPPLIER
from tradeward.domain import events
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import events as seen

OTHERS = ("Second Works (fictional)", "Second House (fictional)")


def types(owner):
    return [one["type"] for one in owner.events()]


def copied(connection, *, of, times=1):
    """The lines of an order's journal again, as if so many others had been written, by the transaction of the connection."""
    connection.execute(
        "INSERT INTO journal (subject_id, seq, at, by, verb, noun, row_id, content, previous, hash, buyer_id, supplier_id,"
        " inspector_id) SELECT gen_random_uuid(), 1, at, by, verb, noun, row_id, content, previous,"
        " md5(random()::text || n) || md5(n::text), gen_random_uuid(), gen_random_uuid(), inspector_id"
        " FROM journal, generate_series(1, %s) n WHERE subject_id = %s AND seq = 1",
        [times, of],
    )


def test_each_reads_of_one_s_own_orders_and_an_officer_of_all(world, buyer, supplier):
    """RULES §5: officers see every case; a party sees its own, an inspector the inspections that are his."""
    second = Owner(world, OTHERS[1])
    world.stage.buyer(OTHERS[1])
    world.stage.supplier(OTHERS[0])
    mine = world.signed("mine")
    mine.pay(1)
    world.after(days=20)
    mine.ready()
    mine.inspect("50.0", "50.1", "49.9")
    theirs = world.signed("theirs", supplier=OTHERS[0], buyer=OTHERS[1])
    orders = {f"ord_{one.id.hex}" for one in (mine, theirs)}
    assert {one["order"] for one in buyer.events()} == {f"ord_{mine.id.hex}"}
    assert {one["order"] for one in second.events()} == {f"ord_{theirs.id.hex}"}
    inspector = Owner(world, INSPECTOR)
    assert types(inspector) == ["inspection.book", "inspection.report", "inspection.pass"]
    for name in ("operator", "officer A"):
        assert {one["order"] for one in Owner(world, name).events()} == {*orders, None}
    own = [one for one in supplier.events() if one["order"] is None]
    assert {one["type"] for one in own} >= {"supplier.apply", "supplier.admit"}
    assert {one["about"]["noun"] for one in own} == {"supplier", "payment_out"}
    assert [one for one in supplier.events() if one["order"]] == buyer.events()


def test_an_event_tells_the_state_after_it_and_nothing_that_was_said(world, buyer, market):
    order = world.offered()
    (first,) = buyer.events()
    with market.superuser() as connection:
        ((hash, person),) = connection.execute(
            "SELECT hash, content ->> 'person' FROM journal WHERE subject_id = %s AND noun = 'order'", [order.id]
        ).fetchall()
    assert first == {
        "id": "evt_" + hash[:32], "type": "order.offer", "at": "2026-03-02T08:00:00Z", "by": "supplier",
        "order": f"ord_{order.id.hex}", "about": {"noun": "order", "id": f"ord_{order.id.hex}", "state": "offered"},
    }  # fmt: skip
    assert UUID(person).hex not in str(first)
    order.sign(order.buyer)
    signed = [one for one in buyer.events() if one["type"] == "order.sign"]
    assert signed[0]["about"]["state"] is None


def test_every_line_is_an_event_but_what_an_order_changed_of_its_supplier(world, market):
    """A use case that writes a line of a new kind has to name it in `events.NOTED`, or nobody hears of it."""
    order = world.signed(force_majeure={"notice_days": "7"})
    world.stage.write(order.id, BUYER, "when will it be ready?", world.stage.add_file(order.id, BUYER, b"a photo"))
    world.stage.amend(order.id, SUPPLIER, "ship_date", ship_date="2026-05-20")
    storm = {"start": "2026-03-01", "end": "2026-03-02", "notice": "2026-03-02", "certificate": "true"}
    world.stage.fact(order.id, SUPPLIER, "force_majeure", **storm)
    order.pay(1)
    world.on(order.ship_deadline + timedelta(days=1))
    order.disputed("ship_date", remedy="cancel")
    with market.superuser() as connection:
        found = connection.execute("SELECT DISTINCT noun || '.' || verb, noun FROM journal").fetchall()
    assert {type for type, noun in found if noun not in ("supplier", "supplier_fact")} <= set(events.TYPES)
    assert {type for type, _ in found} >= {*events.NOTED} - {"evidence.erase", "order.advance", "recovery.recall"}


def test_a_page_goes_on_where_the_last_one_ended(world, buyer):
    """The cursor: each page's `next` leads to the next, an empty page's to itself, and what comes later is behind it."""
    world.signed()
    whole = buyer.get("/events")
    assert (whole["more"], len(whole["items"])) == (False, len(buyer.events()))
    pages, after = [], "0-0"
    for _ in whole["items"]:
        page = buyer.get(f"/events?after={after}&limit=1")
        assert page["more"] is True
        pages, after = pages + page["items"], page["next"]
    assert (pages, after) == (whole["items"], whole["next"])
    assert buyer.get(f"/events?after={after}") == {"items": [], "next": after, "more": False}
    world.offered("later")
    assert [one["type"] for one in buyer.get(f"/events?after={after}")["items"]] == ["order.offer"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("after=1", 400), ("after=a-b", 400), ("after=1-2-3", 400), ("after=-1-1", 400), ("limit=0", 400), ("limit=101", 400),
        ("limit=x", 400), ("after=99999999999999999999-1", 422), ("after=1-9999999999999999999", 422),
        ("after=18446744073709551615-9223372036854775807", 200),
    ],
)  # fmt: skip
def test_what_is_no_cursor_is_refused(world, buyer, asked, status):
    assert buyer.ask("GET", f"/events?{asked}")[0] == status


def test_who_commits_late_is_not_skipped(world, buyer, receiver, market):
    """DESIGN §4: a transaction that begins first and commits last, beside one that begins last and commits first."""
    hook = buyer.added(receiver.url, "order.offer")
    with delivering():
        with psycopg.connect(market.url()) as late:
            (number,) = late.execute("SELECT pg_current_xact_id()::text").fetchone()
            world.offered("quick")
            before = buyer.get("/events")
            time.sleep(0.1)
            assert (before["items"], receiver.heard) == ([], [])
            late.execute(
                "INSERT INTO journal (subject_id, seq, at, by, verb, noun, row_id, content, previous, hash, buyer_id, supplier_id)"
                " SELECT gen_random_uuid(), 1, now(), 'supplier', 'offer', 'order', gen_random_uuid(), '{\"changes\": []}', '',"
                " repeat('e', 64), %s, gen_random_uuid()",
                [world.stage.people[BUYER].organisation_id],
            )
            assert late.execute("SELECT max(writer)::text FROM journal WHERE hash LIKE 'eee%%'").fetchone() == (number,)
        until(lambda: hook.states() == ["delivered"] * 2)
    found = buyer.get(f"/events?after={before['next']}")["items"]
    assert [one["type"] for one in found] == ["order.offer"] * 2
    assert found[0]["id"] == "evt_" + "e" * 32
    assert sorted(one.id for one in receiver.heard) == sorted(one["id"] for one in found)


def test_who_rolls_back_leaves_a_gap_that_stops_nobody(world, buyer, market):
    with psycopg.connect(market.url()) as gone:
        copied(gone, of=world.offered("first").id)
        gone.rollback()
    world.offered("second")
    assert types(buyer) == ["order.offer"] * 2


@pytest.mark.slow
def test_a_page_costs_the_same_whatever_else_the_market_does(world, buyer, market):
    """DESIGN §9: 200,000 lines of others add nothing to a party's page, to the next one, or to a look for news."""
    order = world.signed("mine")
    viewer = world.stage.people[BUYER]
    officer = Actor(Role.OFFICER, None, None)
    before = _cost(market, viewer, "0-0"), _cost(market, officer, "0-0")
    with market.superuser() as connection:
        copied(connection, of=order.id, times=200_000)
        connection.execute("VACUUM ANALYZE journal")
    world.offered("later")
    assert types(buyer)[-1] == "order.offer"
    after = seen.page(viewer, limit=100)
    last = seen.page(viewer, after=after.next)
    costs = _cost(market, viewer, "0-0"), _cost(market, officer, "0-0")
    assert costs[0] <= before[0] + 8
    assert costs[1] <= 120
    assert (last.items, _cost(market, viewer, after.next) <= 8) == ([], True)
    assert _idle(market) <= 12


def _cost(market, viewer, after):
    writer, line = after.split("-")
    said = {
        "me": viewer.organisation_id,
        "writer": writer,
        "line": int(line),
        "limit": 100,
        "types": list(events.TYPES),
    }
    return buffers(market, seen.statement(viewer), said)


def _idle(market):
    """What a look at the journal costs that has been shared out to its end."""
    with market.superuser() as connection:
        connection.execute(
            "UPDATE webhook_cursor SET (writer, line) = (SELECT writer, id FROM journal ORDER BY writer DESC, id DESC LIMIT 1)"
        )
    return buffers(
        market,
        "SELECT writer, id FROM journal WHERE (writer, id) > (SELECT writer, line FROM webhook_cursor)"
        " AND writer < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY writer, id LIMIT 1000",
        {},
    )
