"""What a bundle says is to be written, and how rows come into it (DESIGN §3); late documents and paused windows (RULES §2, §5)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from tests.domain.orders_in_memory import held_order, late
from tests.memory import World
from tradeward.domain import evidence, folding, lives, making, rows, windows
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.bundle import OrderBundle, Purse, SupplierBundle, written

AT = datetime(2027, 3, 1, 8, tzinfo=UTC)


def order(number=1):
    return rows.Order(
        id=UUID(int=number), buyer_id=UUID(int=2), supplier_id=UUID(int=3), currency="USD", value_minor=0, state="offered",
        version=0, policy={}, offered_at=AT,
    )  # fmt: skip


def suppliers():
    row = rows.Supplier(id=UUID(int=3), state="assured", verification="documents", limit_minor=0, applied_at=AT)
    return SupplierBundle(tables={"supplier": [row]}, seq=0, head="", purse=Purse({}), market=World().market)


def message(number):
    return rows.Message(
        id=UUID(int=number), order_id=UUID(int=1), by="buyer", organisation_id=UUID(int=2), at=AT, text="Good day."
    )


def test_what_is_new_or_changed_is_written_and_nothing_else():
    """DESIGN §3: rows as loaded are left alone; a counter is written too, though no journal line tells it."""
    bundle = OrderBundle(tables={"order": [order()]}, seq=0, head="", supplier=suppliers())
    assert (bundle.dirty(), bundle.unlined()) == ({}, False)
    new = bundle.add(message(9))
    bundle.order.state = "signed"
    assert bundle.dirty() == {"order": [bundle.order], "message": [new]}
    assert bundle.unlined()
    supplier = bundle.supplier
    supplier.supplier.reserved_minor += 5
    assert (supplier.dirty(), supplier.unlined()) == ({"supplier": [supplier.supplier]}, False)


def test_a_row_is_found_by_its_id_among_those_of_its_kind():
    """DESIGN §3: another id, and the same id of another kind, are none."""
    bundle = OrderBundle(tables={"order": [order()]}, seq=0, head="", supplier=suppliers())
    first, second = bundle.add(message(8)), bundle.add(message(9))
    found = [bundle.row(rows.Message, UUID(int=id)) for id in (8, 9, 10)]
    assert (found, bundle.row(rows.Evidence, UUID(int=9))) == ([first, second, None], None)


def test_what_is_adopted_was_there_before():
    """DESIGN §3: loaded after the others, and standing where it will stand when it is loaded again."""
    bundle = OrderBundle(tables={"order": [order()], "message": [message(12)]}, seq=0, head="", supplier=suppliers())
    early = bundle.adopt(message(11))
    assert [one.id.int for one in bundle.of(rows.Message)] == [11, 12]
    assert (bundle.dirty(), bundle.unlined()) == ({}, False)
    early.text = "Good evening."
    assert bundle.dirty() == {"message": [early]}
    assert bundle.row(rows.Message, UUID(int=12)) is bundle.of(rows.Message)[1]
    assert bundle.row(rows.Message, UUID(int=13)) is None


def test_an_order_that_nobody_recorded_is_all_new():
    """DESIGN §4: its journal begins empty, and its own row is written and told."""
    bundle = OrderBundle.fresh(order=order(), supplier=suppliers())
    assert bundle.head == evidence.empty(subject=str(UUID(int=1)))
    assert (bundle.seq, bundle.dirty(), bundle.unlined()) == (0, {"order": [bundle.order]}, True)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None), (True, True), ("x", "x"), (3, "3"), (Decimal("1.50"), "1.50"), (UUID(int=1), str(UUID(int=1))),
        (AT, "2027-03-01T08:00:00+00:00"), (AT.date(), "2027-03-01"), ((1, [None]), ["1", [None]]),
        ({1: {"a": 2}}, {"1": {"a": "2"}}),
    ],
)  # fmt: skip
def test_a_value_as_the_journal_writes_it(value, told):
    """RULES §4: strings only, so that what is hashed is what anybody can write again."""
    assert (written(value), type(written(value))) == (told, type(told))


def credit_of(order_id, supplier_id):
    return (
        "credit",
        {"order_id": str(order_id) if order_id else None, "supplier_id": str(supplier_id) if supplier_id else None},
    )


def test_a_credit_that_was_taken_off_again_is_anothers():
    """RULES §9: of an order's journal, and of a supplier's, only the credits that it still has are compared."""
    mine, his = UUID(int=1), UUID(int=3)
    folded = {
        UUID(int=11): credit_of(mine, None),
        UUID(int=12): credit_of(None, his),
        UUID(int=13): credit_of(None, None),
        UUID(int=14): ("refund", {"order_id": None}),
    }
    assert [one.int for one in folding.still_of(folded, order_id=mine)] == [11, 14]
    assert [one.int for one in folding.still_of_supplier(folded, supplier_id=his)] == [12, 14]


def test_what_no_json_can_show_is_named_by_its_type():
    """DESIGN §4: a refusal never fails over what it refuses."""
    assert (scalars.shown({1}), scalars.shown(10**5000), scalars.shown(None)) == ("a set", "a int", "null")
    assert (scalars.shown("x" * 58), len(scalars.shown("x" * 59))) == ('"' + "x" * 58 + '"', 63)


@pytest.mark.parametrize(
    ("day", "outcome"), [("2027-05-01", "dismissed"), ("2027-05-02", "keep"), ("2027-05-03", "cancel")]
)
def test_a_document_shown_after_the_order_was_given_up_is_read_as_any_other(day, outcome):
    """RULES §5: facts are never out of turn; a bill of the last day proves it, one of the day of the claim
    makes it late, and one of the day after does not undo what was claimed.
    """
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.on("2027-05-03")
    document = {
        "kind": "on_board", "number": "B-7", "date": day, "carrier": "Fictional Lines", "file": "b.pdf", "place": "Ningbo",
    }  # fmt: skip
    act = world.act("document", trade.supplier)
    making.record(trade.bundle, kind="document", content=document, act=act)
    lives.note(trade.bundle, "order", trade.order.id, act=act)
    world.after(days=8)
    assert trade.ruled().outcome == outcome


def test_a_dispute_opened_after_a_window_was_over_does_not_move_it():
    """RULES §2: only a dispute that was open when a window would have ended pauses it, to the instant."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    opened = trade.dispute_row.opened_at
    tick = timedelta(microseconds=1)
    assert windows.resumed(trade.bundle, opened) == opened
    assert windows.resumed(trade.bundle, opened - tick) == opened - tick
    assert windows.resumed(trade.bundle, opened + tick) is None
    world.after(hours=10)
    trade.says("withdraw", "buyer")
    ended = trade.dispute_row.ended_at
    assert windows.resumed(trade.bundle, opened + tick) == ended + timedelta(hours=24)
    assert windows.resumed(trade.bundle, opened + timedelta(hours=24)) == ended + timedelta(hours=24)
    later = opened + timedelta(hours=24) + tick
    assert windows.resumed(trade.bundle, later) == later + (ended - opened)
