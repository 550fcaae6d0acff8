"""Facts (RULES §4, §5, DESIGN §3): recorded whatever the state, dated, immutable; lives are looked at again, nothing else."""

from datetime import date, timedelta

import psycopg
import pytest

from tests.world import BUYER, INSPECTOR, SUPPLIER, plan
from tradeward.domain import lives, vocabulary
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.queries import facts as told
from tradeward.queries import orders
from tradeward.usecases import facts

HELD = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_shipment"))
CLAUSE = {"notice_days": "7"}
LADING = {
    "kind": "on_board", "number": "BL-77", "date": "2026-04-30", "carrier": "Fictional Lines", "file": "bl.pdf", "place": "Ningbo",
}  # fmt: skip


@pytest.fixture
def order(world):
    """Paid and inspected, with a clause on force majeure; to ship on 1 May."""
    made = world.signed(plan=HELD, ship_date="2026-05-01", force_majeure=CLAUSE)
    made.inspected_and_paid()
    return made


def deadline(order):
    return told.ship_deadline(order.stage.people[BUYER], order_id=order.id, at=order.world.now)


def listed(order):
    return told.listed(order.stage.people[BUYER], order_id=order.id, at=order.world.now)


def storm(order, **changes):
    said = {"start": "2026-04-10", "end": "2026-04-14", "notice": "2026-04-12", "certificate": "true", **changes}
    return order.stage.fact(order.id, SUPPLIER, "force_majeure", **{key: value for key, value in said.items() if value})


def test_force_majeure_that_is_certified_and_noticed_in_time_moves_the_ship_deadline(order):
    """RULES §4: force majeure counts as the contract's clause lets it, shown with its arithmetic."""
    before = order.state
    storm(order)
    assert (deadline(order).day, deadline(order).force_majeure_days) == (date(2026, 5, 6), 5)
    assert order.state == before
    storm(order, start="2026-04-13", end="2026-04-16", notice="2026-04-13")  # two of its days are counted already
    assert deadline(order).force_majeure_days == 7


@pytest.mark.parametrize(
    "changes",
    [{"certificate": "false"}, {"notice": "2026-04-18"}, {"notice": ""}, {"end": ""}],
    ids=lambda one: str(one),
)
def test_force_majeure_that_the_clause_does_not_let_count_is_recorded_all_the_same(order, changes):
    """RULES §4: facts are never refused; what they mean is reckoned."""
    storm(order, **changes)
    assert (len(listed(order)), deadline(order).day) == (1, date(2026, 5, 1))


def test_a_fact_is_recorded_whatever_the_state_of_the_order(world):
    """DESIGN §3: never refused for being out of turn."""
    offered = world.offered(ship_date="2026-05-01")
    storm(offered)
    offered.move(SUPPLIER, "withdraw")
    offered.stage.fact(offered.id, BUYER, "count", quantity="0")
    assert (sorted(one.kind for one in listed(offered)), offered.state) == (["count", "force_majeure"], "lapsed")


def test_a_fact_keeps_when_it_happened_and_when_it_was_told(order):
    """DESIGN §3: dated."""
    happened = order.world.now - timedelta(days=3)
    id = order.stage.fact(order.id, BUYER, "count", quantity="9990", happened_at=happened)
    (fact,) = listed(order)
    assert (fact.id, fact.at, fact.recorded_at, fact.by) == (id, happened, order.world.now, "buyer")
    lines = orders.journal(order.stage.people[BUYER], order_id=order.id, at=order.world.now)
    assert (lines[-1].noun, lines[-1].verb, lines[-1].at) == ("fact", "record", order.world.now)


def test_a_recorded_fact_cannot_be_changed(order, market):
    """DESIGN §3: immutable, in the database too."""
    storm(order)
    with psycopg.connect(market.url(), autocommit=True) as connection:
        for sql in ("UPDATE facts SET kind = 'other'", "DELETE FROM facts"):
            with pytest.raises(psycopg.Error):
                connection.execute(sql)
    assert [one.kind for one in listed(order)] == ["force_majeure"]


REPORTERS = {"force_majeure": {"supplier"}, "count": {"buyer", "inspector"}, "document": {"buyer", "supplier"}}
CONTENTS = {
    "force_majeure": {"start": "2026-04-10", "certificate": "true"},
    "count": {"quantity": "10"},
    "document": LADING,
}


@pytest.mark.parametrize("who", [BUYER, SUPPLIER, INSPECTOR, "officer A", "operator"])
def test_who_tells_which_fact(order, who):
    """The whole product of kinds and roles."""
    for kind, content in CONTENTS.items():
        if order.stage.people[who].role in REPORTERS[kind]:
            order.stage.fact(order.id, who, kind, **content)
        else:
            with pytest.raises(NotAllowed, match=f"A {kind} is reported by"):
                order.stage.fact(order.id, who, kind, **content)


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("rumour", {}, "kind"),
        ("force_majeure", {"start": ""}, "start"),
        ("force_majeure", {"start": "April"}, "start"),
        ("force_majeure", {"start": "0001-01-01"}, "start"),
        ("force_majeure", {"end": "2026-04-09"}, "end"),
        ("force_majeure", {"notice": "20260412"}, "notice"),
        ("force_majeure", {"certificate": "yes"}, "certificate"),
        ("force_majeure", {"weather": "bad"}, "weather"),
        ("count", {"quantity": ""}, "quantity"),
        ("count", {"quantity": "-1"}, "quantity"),
        ("count", {"quantity": "about ten"}, "quantity"),
        ("document", {"kind": "napkin"}, "kind"),
        ("document", {"date": "30 April"}, "date"),
        ("document", {"carrier": ""}, "carrier"),
        ("document", {"lot": "1"}, "lot"),
    ],
)
def test_a_fact_that_is_not_of_its_form_is_refused_by_name(order, kind, changes, field):
    """One clear message names the field."""
    who = BUYER if kind == "count" else SUPPLIER
    with pytest.raises(RuleBroken) as refused:
        facts.record(
            order_id=order.id, kind=kind, content={**CONTENTS.get(kind, {}), **changes}, **order.stage.by(who)
        )  # fmt: skip
    assert (refused.value.field, listed(order)) == (field, [])


def test_a_fact_lies_not_in_the_future(order):
    """A fact has happened."""
    later = order.world.now + timedelta(microseconds=1)
    with pytest.raises(RuleBroken) as refused:
        order.stage.fact(order.id, BUYER, "count", quantity="1", happened_at=later)
    assert refused.value.field == "happened_at"


def test_in_lots_a_shipping_document_says_which_lot(world):
    """RULES §4: each lot has its own document."""
    lots = [{"ship_date": "2026-05-01", "value": "4000.00"}, {"ship_date": "2026-05-15", "value": "6000.00"}]
    order = world.signed(plan=HELD, ship_date="2026-05-15", lots=lots)
    for lot in ({}, {"lot": "3"}):
        with pytest.raises(RuleBroken) as refused:
            facts.record(order_id=order.id, kind="document", content={**LADING, **lot}, **order.stage.by(SUPPLIER))
        assert refused.value.field == "lot"
    facts.record(order_id=order.id, kind="document", content={**LADING, "lot": "2"}, **order.stage.by(SUPPLIER))
    assert len(listed(order)) == 1


def test_what_was_counted_on_delivery_decides_a_claim_of_quantity(order):
    """RULES §6, §7: short: max(0, paid − value × delivered / ordered)."""
    order.world.on("2026-04-28")
    order.ship()
    order.world.on("2026-06-01")
    order.move(BUYER, "receive", document="customs paper 12", cleared_at=order.world.now - timedelta(hours=1))
    order.stage.fact(order.id, BUYER, "count", quantity="9000")
    assert order.state == "received"


def test_a_bill_of_lading_shown_after_the_claim_proves_what_it_shows(order):
    """RULES §5: late items are read; a document of 30 April meets a ship date of 1 May, whenever it is shown."""
    order.world.on("2026-05-02")
    dispute = order.disputed("ship_date", remedy="cancel")
    order.world.after(days=7)
    before = (order.state, dispute.state)
    facts.record(order_id=order.id, kind="document", content=LADING, **order.stage.by(SUPPLIER))
    assert (order.state, dispute.state) == before == ("ready", "escalated")  # by itself it changes no state
    ruled = dispute.ruled()
    assert (ruled.outcome, ruled.refund) == ("dismissed", "USD 0.00")


def test_a_bill_of_lading_of_too_late_a_day_changes_nothing(order):
    """RULES §5, R5.4: a document after opening does not undo a cancel claim."""
    order.world.on("2026-05-02")
    dispute = order.disputed("ship_date", remedy="cancel")
    order.world.after(days=7)
    facts.record(
        order_id=order.id, kind="document", content={**LADING, "date": "2026-05-03"}, **order.stage.by(SUPPLIER)
    )
    assert dispute.ruled().outcome == "cancel"


@pytest.fixture
def cleared(order):
    """Shipped, and the buyer reported customs clearance."""
    order.world.on("2026-04-28")
    order.ship()
    order.world.on("2026-05-20")
    order.move(BUYER, "receive", document="customs paper 12", cleared_at=order.world.now - timedelta(days=2))
    return order


def test_the_supplier_contests_a_clearance_within_72_hours(cleared):
    """RULES §4, R4.17: the order is shipped again, and the contest is a fact with its reason."""
    cleared.stage.at = cleared.world.now + timedelta(hours=72)
    cleared.move(SUPPLIER, "contest", reason="the paper names another container")
    assert cleared.state == "shipped"
    assert [(one.kind, one.by) for one in listed(cleared)] == [
        ("clearance", "buyer"),
        ("clearance_contested", "supplier"),
    ]
    cleared.world.after(days=1)
    cleared.move(BUYER, "receive", document="customs paper 13", cleared_at=cleared.world.now)
    assert cleared.state == "received"


@pytest.mark.parametrize(
    ("who", "hours", "reason", "refusal"),
    [
        (SUPPLIER, {"hours": 72, "microseconds": 1}, "another container", OutOfTurn),
        (SUPPLIER, {"hours": 1}, "", RuleBroken),
        (BUYER, {"hours": 1}, "another container", NotAllowed),
        ("operator", {"hours": 1}, "another container", NotAllowed),
    ],
)
def test_a_contest_is_the_suppliers_in_time_and_with_a_reason(cleared, who, hours, reason, refusal):
    """RULES §4: 72 h."""
    cleared.stage.at = cleared.world.now + timedelta(**hours)
    with pytest.raises(refusal):
        cleared.move(who, "contest", reason=reason)
    assert cleared.state == "received"


def test_every_id_of_a_fact_is_its_own(order):
    """Two equal facts are two facts."""
    first, second = storm(order), storm(order)
    assert first != second
    assert vocabulary.shown("order", order.id).startswith("ord_")
    assert "fact" not in lives.LIVES
