"""What the main use cases send to the database is counted, and does not grow with the market (DESIGN §3, §9)."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.explained import buffers
from tests.world import BUYER, INSPECTOR, SUPPLIER
from tradeward.queries import scenes
from tradeward.store.market import UNPAID
from tradeward.usecases import clock, disputes, inspections, orders


@contextmanager
def counted(counts, name):
    """Count the statements that are sent inside, transactions' own begin and commit aside."""
    sent = []

    def wrapper(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield
    counts[name] = len(sent)


def life(world, counts):
    """One order from offer to ruling; each step is counted alone."""
    stage = world.stage
    operator = stage.people["operator"]
    body = stage.contract(buyer=BUYER, supplier=SUPPLIER)
    with counted(counts, "offer"):
        told = orders.offer(body=body, **stage.by(SUPPLIER))
    with counted(counts, "the same key again"):
        orders.offer(body=body, by=stage.people[SUPPLIER], at=stage.at, key=f"{stage.name}:{stage.count}")
    order = world.offered(f"order {len(world.orders)}")
    orders.move(order_id=UUID(told["order"]), verb="withdraw", **stage.by(BUYER))
    for side in (BUYER, SUPPLIER):
        shown = scenes.scene(operator, order_id=order.id, at=stage.at)
        with counted(counts, f"sign, {side.split()[0]}"):
            orders.sign(order_id=order.id, hash=shown.hash, cover=shown.cover, **stage.by(side))
    with counted(counts, "look at an order"):
        scenes.scene(operator, order_id=order.id, at=stage.at)
    order.pay(1)
    clock.run(at=stage.at + timedelta(hours=1))
    stage.at += timedelta(hours=2)
    with counted(counts, "declare ready"):
        orders.move(order_id=order.id, verb="declare_ready", **stage.by(SUPPLIER))
    (inspection,) = scenes.scene(operator, order_id=order.id, at=stage.at).rows["inspection"]
    with counted(counts, "book"):
        inspections.move(
            inspection_id=inspection["id"],
            verb="book",
            inspector_id=stage.people[INSPECTOR].organisation_id,
            **stage.by(BUYER),
        )
    with counted(counts, "report"):
        inspections.move(
            inspection_id=inspection["id"],
            verb="report",
            report={"measurements": {"width": ["50.9"]}},
            **stage.by(INSPECTOR),
        )
    with counted(counts, "dispute"):
        disputes.open_dispute(order_id=order.id, grounds=["quality"], remedy="refuse", **stage.by(BUYER))
    with counted(counts, "sweep with nothing due"):
        clock.sweep(at=stage.at)


def test_each_use_case_sends_a_fixed_number_of_statements(world):
    """DESIGN §3: the number of SQL statements is constant and asserted."""
    life(world, {})
    first, second = {}, {}
    life(world, first)
    for number in range(10):
        world.offered(f"another {number}")
    life(world, second)
    assert first == second
    assert first == {
        "offer": 7,
        "the same key again": 1,
        "sign, Nordlicht": 7,
        "sign, Lantern": 7,
        "look at an order": 1,
        "declare ready": 4,
        "book": 5,
        "report": 5,
        "dispute": 3,
        "sweep with nothing due": 1,
    }


@pytest.mark.parametrize("orders", [1, 6])
def test_a_sweep_sends_as_many_statements_for_one_order_of_a_supplier_as_for_six(world, orders):
    """DESIGN §4: cost depends on what is due. The month begins on the way, so the limit is reckoned too."""
    counts = {}
    for number in range(orders):
        world.offered(f"order {number}")
    with counted(counts, "sweep"):
        clock.sweep(at=world.now + timedelta(days=30, minutes=1))
    assert counts == {"sweep": 13}


def test_a_signature_does_not_look_through_what_its_buyer_was_offered(world, market):
    """DESIGN §9: how many unpaid orders a buyer has is counted among the signed ones, which are few."""
    order = world.signed()
    said = {"buyer": world.stage.people[BUYER].organisation_id, "at": world.now}
    before = buffers(market, UNPAID, said)
    body = world.stage.contract(buyer=BUYER, supplier=SUPPLIER)
    orders.offer_many(bodies=[body] * 800, **world.stage.by(SUPPLIER))
    with market.superuser() as connection:
        connection.execute("VACUUM ANALYZE orders, deadlines")
    assert order.state == "signed"
    assert buffers(market, UNPAID, said) <= before + 4
