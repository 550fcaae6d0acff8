"""What may be told as a fact, by whom, and how an order is told of it (RULES §2, §4–§6): each refusal by the name of its field."""

from datetime import timedelta

import pytest

from tests.memory import World
from tradeward.domain import facts
from tradeward.domain.refusals import NotAllowed, RuleBroken

EVENT = {"start": "2027-04-01", "certificate": "true"}
PAPER = {
    "kind": "on_board", "number": "B-1", "date": "2027-03-01", "carrier": "Fictional Lines", "file": "b.pdf", "place": "Ningbo",
}  # fmt: skip
LOTS = [{"ship_date": "2027-05-01", "value": "4000.00"}, {"ship_date": "2027-06-01", "value": "6000.00"}]
MAY = {
    "force_majeure": (EVENT, {"supplier"}),
    "count": ({"quantity": "900"}, {"buyer", "inspector"}),
    "document": (PAPER, {"buyer", "supplier"}),
}


def admit(trade, kind, content, *, by="supplier", ago=timedelta()):
    now = trade.world.now
    return facts.admit(trade.bundle, kind=kind, content=content, happened_at=now - ago, by=trade.by(by), at=now)


@pytest.mark.parametrize("kind", MAY)
@pytest.mark.parametrize("who", ["buyer", "supplier", "inspector"])
def test_who_tells_what(kind, who):
    """RULES §4–§6: the whole product of kinds and people."""
    trade = World().signed()
    content, may = MAY[kind]
    if who in may:
        assert admit(trade, kind, content, by=who) is None
    else:
        with pytest.raises(NotAllowed, match=f"A {kind} is reported by {' or '.join(sorted(may))}."):
            admit(trade, kind, content, by=who)


@pytest.mark.parametrize(
    ("kind", "content", "field", "says"),
    [
        ("weather", {}, "kind", "kind 'weather' is not one of force_majeure, count, document"),
        ("force_majeure", {"certificate": "true"}, "start", "start is missing: a force_majeure says it"),
        ("force_majeure", {"start": "2027-04-01"}, "certificate", "certificate is missing: a force_majeure says it"),
        ("force_majeure", EVENT | {"start": "April"}, "start",
         "start 'April' is no date of the form YYYY-MM-DD: name one exact day"),
        ("force_majeure", EVENT | {"end": "2027-03-31"}, "end", "end 2027-03-31 lies before start 2027-04-01"),
        ("force_majeure", EVENT | {"notice": "2027-4-1"}, "notice",
         "notice '2027-4-1' is no date of the form YYYY-MM-DD: name one exact day"),
        ("force_majeure", EVENT | {"certificate": "yes"}, "certificate", "certificate is true or false"),
        ("force_majeure", EVENT | {"quantity": "1"}, "quantity", "quantity is not a key of a force_majeure"),
        ("document", PAPER | {"carrier": ""}, "carrier", "carrier is missing: a document says it"),
        ("document", PAPER | {"date": "2027-13-01"}, "date",
         "date '2027-13-01' is no date of the form YYYY-MM-DD: name one exact day"),
        ("document", PAPER | {"lot": "1"}, "lot", "lot 1: the order has 0 lots"),
    ],
)  # fmt: skip
def test_what_is_no_fact(kind, content, field, says):
    """RULES §4: a fact is never out of turn, and never half told."""
    trade = World().signed()
    with pytest.raises(RuleBroken) as refused:
        admit(trade, kind, content)
    assert (refused.value.field, str(refused.value)) == (field, says)


@pytest.mark.parametrize(("kind", "content", "who"), [
    ("count", {"quantity": "many"}, "buyer"),
    ("document", PAPER | {"kind": "a promise"}, "supplier"),
])  # fmt: skip
def test_what_the_case_rules_could_not_read(kind, content, who):
    """RULES §5: what is told is judged later, so it is of its form from the first."""
    with pytest.raises(RuleBroken):
        admit(World().signed(), kind, content, by=who)


def test_an_event_of_one_day_and_one_that_goes_on():
    """RULES §4: force majeure ends on the day it began, later, or nobody knows yet when."""
    trade = World().signed()
    for more in ({}, {"end": "2027-04-01"}, {"end": "2027-04-02", "notice": "2027-03-30", "evidence": "letter"}):
        assert admit(trade, "force_majeure", EVENT | more) is None


def test_a_fact_has_happened():
    """RULES §2: at this instant or before, not a microsecond later."""
    trade = World().signed()
    assert admit(trade, "force_majeure", EVENT) is None
    assert admit(trade, "force_majeure", EVENT, ago=timedelta(days=30)) is None
    with pytest.raises(RuleBroken) as refused:
        admit(trade, "force_majeure", EVENT, ago=-timedelta(microseconds=1))
    assert refused.value.field == "happened_at"


@pytest.mark.parametrize(("lot", "says"), [
    ("1", None), ("2", None), ("", "lot is missing: the order is shipped in lots, say which one"),
    ("0", "lot 0: the order has 2 lots"), ("3", "lot 3: the order has 2 lots"), ("one", "lot one: the order has 2 lots"),
])  # fmt: skip
def test_a_document_of_an_order_in_lots_says_of_which(lot, says):
    """RULES §4: each lot has its own ship date, and its own proof."""
    trade = World().signed(lots=LOTS)
    if says is None:
        assert admit(trade, "document", PAPER | {"lot": lot}) is None
    else:
        with pytest.raises(RuleBroken) as refused:
            admit(trade, "document", PAPER | {"lot": lot})
        assert (refused.value.field, str(refused.value)) == ("lot", says)
