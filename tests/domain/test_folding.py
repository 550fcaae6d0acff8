"""Folding a journal and comparing: what an auditor reckons from the journal alone (RULES §3, §7, DESIGN §4)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from tests.memory import World
from tradeward.domain import folding, lives, rows
from tradeward.domain.folding import Difference, Step

ORDER, POINT, CREDIT = UUID(int=1), UUID(int=2), UUID(int=3)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
SUPPLIER, OTHER = UUID(int=10), UUID(int=11)


def point(**changes) -> rows.Point:
    given = {
        "id": POINT,
        "supplier_id": SUPPLIER,
        "order_id": ORDER,
        "dispute_id": None,
        "cause": "late",
        "points": 3,
        "at": AT,
    }
    return rows.Point(**{**given, **changes})


def journaled(**changes) -> folding.Folded:
    """What a journal says that gave the point in one line and deleted it in another."""
    made = {"noun": "point", "id": str(POINT), "set": folding.told(point())}
    return folding.fold([{"changes": [made]}, {"changes": [{**made, "set": changes}]}, {"said": {}}], onto={})


def test_a_row_as_journaled_has_no_difference():
    """RULES §2: a later line changes only what it names."""
    assert list(folding.differences(journaled(), there=[point()])) == []
    deleted = {"deleted_at": AT.isoformat()}
    assert list(folding.differences(journaled(**deleted), there=[point(deleted_at=AT)])) == []


@pytest.mark.parametrize("zone", [timezone(timedelta(hours=8)), timezone(timedelta(hours=-3))])
def test_an_instant_is_the_same_in_every_zone(zone):
    """RULES §2: instants are UTC; a line that was written with another offset tells the same instant."""
    assert list(folding.differences(journaled(at=AT.astimezone(zone).isoformat()), there=[point()])) == []
    assert list(folding.differences(journaled(), there=[point(at=AT.astimezone(zone))])) == []


DIFFERENT = {
    "nobody journaled it": (
        folding.fold([], onto={}), [point()], ("point", POINT, "a journal line that made it", "none: nobody journaled this row"),
    ),
    "it is missing": (journaled(), [], ("point", POINT, "the row that the journal made", "no such row")),
    "another kind of row": (
        {POINT: ("refund", {})}, [point()], ("point", POINT, "a refund", "a point"),
    ),
    "another number": (journaled(), [point(points=6)], ("point", POINT, "points = 3", "points = 6")),
    "another text": (journaled(cause="x" * 200), [point(cause="y")], ("point", POINT, f"cause = {'x' * 117}...", "cause = y")),
    "nothing there": (
        journaled(dispute_id=str(ORDER)), [point()], ("point", POINT, f"dispute_id = {ORDER}", "dispute_id = nothing"),
    ),
    "a day for an instant": (
        journaled(deleted_at="2026-03-02"), [point(deleted_at=datetime(2026, 3, 2, tzinfo=UTC))],
        ("point", POINT, "deleted_at = 2026-03-02", "deleted_at = 2026-03-02T00:00:00+00:00"),
    ),
    "another instant": (
        journaled(), [point(at=AT + timedelta(microseconds=1))],
        ("point", POINT, "at = 2026-03-02T08:00:00+00:00", "at = 2026-03-02T08:00:00.000001+00:00"),
    ),
    "a field the journal never told": (
        {POINT: ("point", {name: said for name, said in folding.told(point()).items() if name != "points"})}, [point()],
        ("point", POINT, "points in the journal", "points = 3"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DIFFERENT)
def test_each_way_in_which_rows_and_journal_part(case):
    """RULES §7: journal = rows; the row is named, with what was expected and what is there."""
    said, there, (noun, id, expected, found) = DIFFERENT[case]
    assert list(folding.differences(said, there=there)) == [Difference(noun, str(id), expected, found)]


def test_counters_are_no_part_of_a_journal():
    """RULES §3: a supplier's counters are sums, checked as sums; he comes into being outside the scheme."""
    born = rows.Supplier(
        id=SUPPLIER, state="outside", verification="", limit_minor=0, reserved_minor=7, advanced_minor=8
    )
    assert list(folding.differences(folding.born(SUPPLIER), there=[born])) == []


def test_a_credit_that_was_taken_off_an_order_is_anothers():
    """RULES §9: a proposal moves a credit to an order, declining takes it off again."""
    credit = rows.Credit(
        id=CREDIT, bank_id="B1", order_id=ORDER, currency="USD", amount_minor=1, payer="", payer_account="", reference="",
        value_on=date(2026, 3, 2), recorded_at=AT, state="suspense",
    )  # fmt: skip
    here = {CREDIT: ("credit", folding.told(credit)), POINT: ("point", {})}
    gone = {CREDIT: ("credit", {**folding.told(credit), "order_id": None}), POINT: ("point", {})}
    assert folding.still_of(here, order_id=ORDER) == here
    assert folding.still_of(gone, order_id=ORDER) == {POINT: ("point", {})}


# --- no cover twice


def reservation(id: str, *, takes: int, reserved: int, advanced: int = 0, supplier: UUID = SUPPLIER) -> Step:
    """A new reservation that takes so much of the limit, made on the sums it read."""
    changed = {
        "reserved_limit": str(takes), "advanced_minor": "0", "rate": "1", "freed_at": None, "limit_read": "1000",
        "reserved_read": str(reserved), "advanced_read": str(advanced),
    }  # fmt: skip
    return Step(supplier, "reservation", id, changed)


def debt(id: str, *, minor: int, kind: str = "advance") -> Step:
    covered = ("set_off_minor", "security_minor", "paid_minor", "cancelled_minor", "written_off_minor")
    changed = {"kind": kind, "debt_minor": str(minor), "rate": "1.5", "ended_at": None, **dict.fromkeys(covered, "0")}
    return Step(SUPPLIER, "recovery", id, changed)


def changed(noun: str, id: str, **fields) -> Step:
    return Step(SUPPLIER, noun, id, fields)


HONEST = {
    "one after the other": [reservation("a", takes=600, reserved=0), reservation("b", takes=400, reserved=600)],
    "one freed before": [
        reservation("a", takes=600, reserved=0), changed("reservation", "a", freed_at="t"), reservation("b", takes=9, reserved=0),
    ],
    "an advance moves from cover to debt": [
        reservation("a", takes=600, reserved=0), changed("reservation", "a", advanced_minor="200"), debt("d", minor=200),
        reservation("b", takes=9, reserved=400, advanced=300),
    ],
    "a debt that is paid": [
        debt("d", minor=3), changed("recovery", "d", paid_minor="1"), reservation("a", takes=9, reserved=0, advanced=3),
        changed("recovery", "d", ended_at="t"), reservation("b", takes=9, reserved=9),
    ],
    "what the buyer owes takes no limit": [debt("d", minor=3, kind="buyer"), reservation("a", takes=9, reserved=0)],
    "more cover, read without its own": [
        reservation("a", takes=600, reserved=0),
        changed("reservation", "a", reserved_limit="700", limit_read="1000", reserved_read="0", advanced_read="0"),
        reservation("b", takes=9, reserved=700),
    ],
    "each supplier by himself": [
        reservation("a", takes=600, reserved=0), reservation("b", takes=600, reserved=0, supplier=OTHER),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", HONEST)
def test_reservations_made_on_true_sums_share_no_cover(case):
    """RULES §3, R3.12: each reservation keeps limit, reserved, advanced as read: that is what is checked."""
    assert list(folding.shared_cover(HONEST[case])) == []


SHARED = {
    "the last cover twice": (
        [reservation("a", takes=600, reserved=0), reservation("b", takes=600, reserved=0)],
        600,
        0,
        0,
        0,
    ),
    "an advance overlooked": ([debt("d", minor=200), reservation("b", takes=9, reserved=0)], 0, 300, 0, 0),
}


@pytest.mark.parametrize("case", SHARED)
def test_two_orders_that_hold_the_same_cover_are_told(case):
    """RULES §3: two orders never hold the same cover, whatever the concurrency."""
    steps, reserved, advanced, read_reserved, read_advanced = SHARED[case]
    assert list(folding.shared_cover(steps)) == [
        Difference(
            "reservation",
            "b",
            f"made on reserved {reserved}, advanced {advanced}: what the other orders held then",
            f"made on reserved {read_reserved}, advanced {read_advanced}",
        )
    ]


# --- deadlines = projection


@pytest.fixture
def bundle():
    """A signed order whose deposit is due, as it is recorded."""
    trade = World().signed()
    lives.project(trade.bundle)
    trade.bundle.tables["deadline"] = [row for row in trade.bundle.tables["deadline"] if row.state != "over"]
    return trade.bundle


def test_deadlines_as_projected_have_no_difference(bundle):
    """RULES §2: deadline rows are what the rows call for."""
    assert [row.verb for row in bundle.tables["deadline"]] == ["lapse"]
    assert list(folding.deadlines_apart(bundle, there=bundle.tables["deadline"])) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("due_at", AT), ("state", "parked"), ("state", "open"), ("waits_on", "officer"), ("subject", "shipment")],
)
def test_a_deadline_that_says_something_else_is_told(bundle, field, value):
    """RULES §2: each field of each row counts."""
    for row in bundle.tables["deadline"]:
        kept = getattr(row, field)
        setattr(row, field, value)
        named = [one.id for one in folding.deadlines_apart(bundle, there=bundle.tables["deadline"])]
        assert named == ([] if kept == value else [str(row.id)])
        setattr(row, field, kept)


def test_a_deadline_too_few_and_one_too_many_are_told(bundle):
    """RULES §2: one row for each move of the clock, and none beside."""
    first, *rest = bundle.tables["deadline"]
    (missing,) = folding.deadlines_apart(bundle, there=rest)
    assert (missing.id, missing.found) == (f"{first.subject_id} {first.verb}", f"{first.verb} no deadline")
    extra = replace(first, id=UUID(int=5), verb="dance")
    (beside,) = folding.deadlines_apart(bundle, there=[first, *rest, extra])
    assert (beside.id, beside.expected) == (str(extra.id), "no deadline")
