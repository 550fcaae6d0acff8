"""What a contract may say and when it can be signed (RULES §4, §6): tables over the contract as it is read."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.domain.adjudication.test_in_the_product import CASE, ORDER, REPORT
from tests.memory import World
from tests.trading import SIZE
from tradeward.domain import contract, rows
from tradeward.domain.adjudication import quality
from tradeward.domain.adjudication.case import Sampling
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import digest

STANDARD = Policy.load("standard")
LINE = {"goods": "hinge", "quantity": "1000", "unit": "pcs", "price": "10000.00", "terms": ["size"]}
BODY = {
    "buyer": str(UUID(int=1)), "supplier": str(UUID(int=2)), "currency": "USD", "lines": [LINE],
    "incoterm": "FOB Ningbo, China, Incoterms 2020", "ship_date": "2027-05-01", "ship_zone": "Asia/Shanghai",
    "buyer_zone": "Europe/Berlin", "coverage": "pre_shipment", "transport": "sea", "terms": [SIZE],
}  # fmt: skip


def read(**changes):
    return contract.read(body=BODY | changes, policy=STANDARD)


def part(bp, anchor="shipped", days="14", release="on_capture"):
    return {"bp": bp, "anchor": anchor, "days": days, "release": release}


# --- versions and signatures


def test_both_sign_one_hash_of_a_version_that_never_changes():
    """R4.1: either side puts a version on the table; the one before stays as it was, and its hash is signed no more."""
    world = World()
    trade = world.offer(world.supplier(limit="20000.00"))
    first = trade.bundle.version
    body, hash = dict(first.body), first.hash
    trade.sign("buyer")
    trade.propose("supplier", "9000.00")
    second = trade.bundle.version
    assert (first.body, first.hash, first.hash) == (body, hash, digest(body))
    assert (second.number, second.offered_by, second.hash == hash) == (2, "supplier", False)
    with pytest.raises(OutOfTurn, match="the hash of the version on offer"):
        trade.move(trade.order, "sign", "buyer", hash=hash, cover="9000.00")
    trade.sign("supplier")
    assert trade.order.state == "offered"  # the buyer's signature was over another version
    trade.sign("buyer")
    signed = [one for one in trade.bundle.of(rows.Signature) if one.version_id == second.id]
    assert (trade.order.state, [one.hash for one in signed]) == ("signed", [second.hash] * 2)


# --- the plan


@pytest.mark.parametrize(
    "plan",
    [
        [part("10000", days="0")],
        [part("10000", days="60")],
        [part("2000")] * 5,
        [part("1", anchor="ready"), part("9999", anchor="received")],
        [part("3000", anchor="signing", days="1"), part("7000", anchor="inspection")],
        [part("3000", anchor="signing", days="30"), part("7000", anchor="inspection")],
    ],
)
def test_a_plan_within_its_bounds(plan):
    """R4.4: 1 to 5 instalments, 0 to 60 days after the anchor."""
    assert [(str(one.bp), one.anchor, str(one.days)) for one in read(plan=plan).plan] == [
        (one["bp"], one["anchor"], one["days"]) for one in plan
    ]


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ([part("1000")] * 10, "plan"),
        ([part("1667")] * 5 + [part("1665")], "plan"),
        ([part("9999")], "plan"),
        ([part("10000", days="61")], "plan.days"),
        ([part("10000", days="-1")], "plan.days"),
        ([part("10000", anchor="signing", days="0")], "plan.days"),
        ([part("10000", anchor="signing", days="31")], "plan.days"),
        ([part("10000", anchor="someday")], "plan.anchor"),
        ([part("10000", release="at_once")], "plan.release"),
        ([part("33.33")] * 3, "plan.bp"),
    ],
)
def test_a_plan_beyond_its_bounds_is_refused(plan, field):
    """R4.4, R4.5: by the name of what is wrong."""
    with pytest.raises(RuleBroken) as refused:
        read(plan=plan)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("coverage", "plan"),
    [
        ("pre_shipment", [(3000, "signing", "on_capture"), (7000, "inspection", "on_shipment")]),
        ("post_delivery", [(3000, "signing", "on_capture"), (7000, "shipped", "on_acceptance")]),
        ("none", [(3000, "signing", "on_acceptance"), (7000, "ready", "on_acceptance")]),
    ],
)
def test_the_plan_that_a_coverage_comes_with(coverage, plan):
    """R4.6, R4.7, R4.8: 30 at signing and 70 after the inspection, at shipment, or held."""
    assert [(one.bp, one.anchor, one.release) for one in read(coverage=coverage).plan] == plan


# --- what proves shipment


EVENTS = {
    "EXW": "at_disposal", "FCA": "carrier_receipt", "CPT": "carrier_receipt", "CIP": "carrier_receipt", "FAS": "alongside",
    "FOB": "on_board", "CFR": "on_board", "CIF": "on_board", "DAP": "delivery", "DPU": "delivery", "DDP": "delivery",
}  # fmt: skip


@pytest.mark.parametrize(("rule", "event"), EVENTS.items())
def test_the_trade_term_says_what_proves_shipment(rule, event):
    """R4.9: Incoterms 2020, all eleven; unless the contract names another proof."""
    incoterm = f"{rule} Ningbo, China, Incoterms 2020"
    assert read(incoterm=incoterm).ship_event == event
    assert read(incoterm=incoterm, ship_event="express_pickup").ship_event == "express_pickup"


@pytest.mark.parametrize("rule", ["FOB", "FCA", "CIF", "CPT"])
def test_arrival_never_matters_for_f_and_c_terms(rule):
    """R4.9: shipped on the last day, cleared two months later: not late."""
    world = World()
    trade = world.signed(
        world.supplier(limit="20000.00"), coverage="post_delivery", incoterm=f"{rule} Ningbo, China, Incoterms 2020",
        late_ld={"pct_per_day": "0.5", "cap_pct": "10"},
    )  # fmt: skip
    trade.credit("3000.00", 1)
    world.on("2027-05-01")
    trade.ship(kind=EVENTS[rule] if rule != "FCA" and rule != "CPT" else "received_for_shipment")
    trade.credit("7000.00", 2)
    world.on("2027-06-13")
    trade.receive()
    world.on("2027-06-20")
    trade.dispute("ship_date", remedy="keep")
    world.after(days=8)
    assert (trade.ruled().outcome, trade.returned) == ("dismissed", "0.00")


# --- what can be decided


NEVER_OPEN = (
    "buyer", "supplier", "currency", "lines", "incoterm", "ship_date", "ship_zone", "buyer_zone", "coverage", "transport", "terms",
)  # fmt: skip


@pytest.mark.parametrize("key", NEVER_OPEN)
def test_what_can_never_be_left_open(key):
    """R6.5: without it there is no contract at all; not to be assured is no way around."""
    for nothing in ("", None, []):
        with pytest.raises(RuleBroken) as refused:
            read(**{key: nothing, "not_assured": [key]})
        assert refused.value.field == key


@pytest.mark.parametrize("key", ["goods", "quantity", "unit", "price"])
def test_an_item_line_has_quantity_and_price(key):
    """R6.5: each by the name of its line."""
    with pytest.raises(RuleBroken) as refused:
        read(lines=[LINE, {**LINE, key: ""}])
    assert refused.value.field == f"lines[1].{key}"


TERMS = [
    ({"id": "t", "kind": "measure", "property": "length", "unit": "mm"}, "nothing is exact for lack of a tolerance"),
    ({"id": "t", "kind": "sampling", "standard": "ISO 2859-1"}, "needs an AQL"),
    ({"id": "t", "kind": "sampling", "standard": "MIL-STD-105", "aql": {"major": "2.5"}}, "needs an AQL"),
    ({"id": "t", "kind": "pass_fail"}, "name the approved sample"),
    ({"id": "t", "kind": "quantity"}, "a tolerance, which may be 0"),
    ({"id": "t", "kind": "vague", "text": "high quality"}, "nothing that can be measured"),
]


@pytest.mark.parametrize(("term", "why"), TERMS)
def test_a_term_that_its_evaluator_cannot_decide_stops_the_signature(term, why):
    """R6.4: named with what it lacks, unless it is plainly not assured."""
    found = contract.not_executable(read(terms=[SIZE, term]))
    assert len(found) == 1
    assert (found[0].startswith("term t: "), why in found[0]) == (True, True)
    assert contract.not_executable(read(terms=[SIZE, term], not_assured=["t"])) == []


def test_a_vague_term_is_not_signed():
    """R6.4: refused at the signature, in words."""
    world = World()
    vague = {"id": "nice", "kind": "vague", "text": "high quality"}
    with pytest.raises(OutOfTurn, match="term nice: it says nothing that can be measured"):
        world.offer(terms=[SIZE, vague]).sign("buyer")


@pytest.mark.parametrize("opt_out", [True, False])
def test_a_line_without_a_quality_term_is_opted_out_in_words_or_not_signed(opt_out):
    """R6.5: an item line without a quality term needs an opt-out that the contract shows, where policy lets it."""
    bare = {**LINE, "terms": []}
    (why,) = contract.not_executable(read(lines=[LINE, bare]), opt_out=opt_out)
    assert why.startswith("line 2 (hinge) has no executable quality term")
    found = contract.not_executable(read(lines=[LINE, bare], not_assured=["line:2"]), opt_out=opt_out)
    assert (found == []) is opt_out


# --- sampling


@pytest.mark.parametrize(
    ("inspected", "defects", "result"),
    [(80, 5, "met"), (80, 6, "breached"), (79, 5, "not_proven"), (20, 0, "not_proven"), (20, 6, "breached"), (6, 6, "breached")],
)  # fmt: skip
def test_too_few_units_prove_a_breach_and_never_conformity(inspected, defects, result):
    """R6.2, R6.3: 1,000 pieces at AQL 2.5, level II: 80 to draw, 6 are a breach."""
    report = replace(REPORT, sample_size=inspected, defects={"major": defects}, nonconforming_units=defects)
    terms = (Sampling(id="s1", standard="ISO 2859-1", aql=(("major", "2.5"),)),)
    judged = quality.term_findings(case=replace(CASE, order=replace(ORDER, terms=terms), inspections=(report,)))
    assert [one.result.value for one in judged] == [result]


@pytest.mark.parametrize("changed", [{"quantity": "0"}, {"quantity": "0.000"}, {"price": "0.00"}])
def test_an_order_of_nothing_or_for_nothing_is_refused(changed):
    """RULES §6: quantity and price can never be left open, and what is divided by them is above 0."""
    line = {"goods": "hinge", "quantity": "1000", "unit": "pcs", "price": "10000.00", "terms": ["size"]}
    with pytest.raises(RuleBroken, match="lie above 0") as refused:
        World().offer(lines=[line | changed])
    assert refused.value.field == "lines"


def test_a_term_of_no_quantity_is_refused():
    """RULES §6: what was delivered is held against what was ordered, which is more than nothing."""
    counted = {"id": "count", "kind": "quantity", "ordered": "0", "tol_minus_pct": "0"}
    with pytest.raises(RuleBroken, match="a quantity that is ordered lies above 0"):
        World().offer(terms=[SIZE, counted])
