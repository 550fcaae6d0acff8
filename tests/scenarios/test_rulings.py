"""Rulings as documents: who may take one, and that it is the same whoever asks when (RULES §5, §6)."""

import json

import pytest
from django.db import connection

from tests.world import BUYER, INSPECTOR, SUPPLIER
from tradeward.domain.refusals import NotAllowed, NotFound
from tradeward.domain.rulings import recomputing
from tradeward.queries import evidence, orders, rulings


def escalated(world):
    """Inspected and paid, never shipped, and a week after the claim nobody has answered."""
    order = world.signed()
    order.inspected_and_paid()
    file = world.stage.add_file(order.id, BUYER, b"a photo of an empty quay")
    world.on(order.ship_deadline.replace(hour=23))
    world.after(days=1)
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7, hours=1)
    return order, dispute, file


def ruling_of(order):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM rulings WHERE order_id = %s ORDER BY id DESC LIMIT 1", [order.id])
        return cursor.fetchone()[0]


def taken(world, who, ruling_id):
    return rulings.export(world.stage.people[who], ruling_id=ruling_id, at=world.now)


def test_both_parties_and_who_decides_take_the_same_document(world):
    """RULES §5: the buyer, the supplier, an officer and the operator get the same bytes; the order's inspector gets none."""
    order, dispute, file = escalated(world)
    dispute.ruled()
    id = ruling_of(order)
    found = [taken(world, who, id) for who in (BUYER, SUPPLIER, "officer C", "operator")]
    assert found == [found[0]] * 4
    assert {one.verdict for one in recomputing.checks(found[0].content)} == {"agrees"}
    with pytest.raises(NotAllowed, match="for the parties and for who decides"):
        taken(world, INSPECTOR, id)
    world.stage.buyer("Fremd GmbH (fictional)")
    with pytest.raises(NotFound):
        taken(world, "Fremd GmbH (fictional)", id)
    told = json.loads(found[0].content)
    kept = evidence.one(world.stage.people[BUYER], evidence_id=file, at=world.now)
    assert [(one["id"], one["sha256"]) for one in told["evidence"]] == [(str(file), kept.sha256)]
    lines = orders.page_of_journal(world.stage.people[SUPPLIER], order_id=order.id, after=0, limit=999, at=world.now)
    chain = {str(one.seq): (one.verb, one.hash) for one in lines}
    assert chain[told["journal"]["drafted"]["seq"]] == ("rule", told["journal"]["drafted"]["hash"])
    assert chain[told["journal"]["issued"]["seq"]] == ("countersign", told["journal"]["issued"]["hash"])


def test_a_draft_is_for_who_decides_alone(world):
    """RULES §5: a ruling that a second officer has to sign is none yet for the parties."""
    order, dispute, _ = escalated(world)
    dispute.ruled(second=None)
    assert dispute.state == "drafted"
    id = ruling_of(order)
    assert json.loads(taken(world, "officer B", id).content)["journal"]["issued"] is None
    for who in (BUYER, SUPPLIER):
        with pytest.raises(NotFound):
            taken(world, who, id)


def test_a_ruling_that_nobody_has_written_down_yet_is_exported_as_it_will_be(world):
    """RULES §2, R2.7: the clock rules after 15 working days; with the worker off the document is the same, byte for byte."""
    order, dispute, _ = escalated(world)
    dispute.ruled(
        outcome="keep", award="100.00", reasons={"outcome": "They are still wanted.", "award": "For the delay."}
    )
    late = world.stage.at.replace(month=9)
    id = ruling_of(order)
    before = rulings.export(world.stage.people[BUYER], ruling_id=id, at=late)
    world.on(late)
    assert taken(world, BUYER, id) == before
    assert json.loads(before.content)["ruling"]["final_at"] is not None
