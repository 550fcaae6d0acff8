"""Orders and suppliers where the usual stories do not go: versions, amendments, goods, reviews (RULES §3, §4, §8)."""

from uuid import UUID

import pytest

from tests.domain.orders_in_memory import OPERATOR, held_order, late
from tests.memory import World, instant
from tradeward.domain import rows
from tradeward.domain.refusals import OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role

LOTS = [{"ship_date": "2027-05-01", "value": "4000.00"}, {"ship_date": "2027-06-01", "value": "6000.00"}]


# --- versions


@pytest.mark.parametrize("change", ["buyer", "supplier", "sides", "currency"])
def test_a_new_version_keeps_both_sides_where_they_are_and_the_currency(change):
    """RULES §4, §7: another buyer, another supplier, the two in each other's place, other money: that is another order."""
    world = World()
    trade = world.offer()
    body = dict(trade.bundle.version.body)
    other = {
        "buyer": {"buyer": str(UUID(int=5))},
        "supplier": {"supplier": str(UUID(int=5))},
        "sides": {"buyer": body["supplier"], "supplier": body["buyer"]},
        "currency": {"currency": "EUR"},
    }[change]
    with pytest.raises(RuleBroken, match="a new version may not change parties or currency") as refused:
        trade.move(trade.order, "propose", "buyer", body=body | other)
    assert (refused.value.field, len(trade.bundle.of(rows.Version))) == ("buyer", 1)


# --- amendments


@pytest.mark.parametrize(
    ("kind", "content", "field", "says"),
    [
        ("colour", {}, "kind", "kind 'colour' is not one of"),
        ("ship_date", {"ship_date": "soon"}, "ship_date", "ship_date 'soon' is no date"),
        ("ship_date", {"ship_date": "2027-05-01", "lot": "1"}, "ship_date", "later than agreed"),
        (
            "ship_date",
            {"ship_date": "2027-07-31", "lot": "1"},
            "ship_date",
            "all extensions together end by 2027-07-30",
        ),
        ("ship_date", {"ship_date": "2027-06-10", "lot": "0"}, "lot", "lot 0: the order has 2 lots"),
        ("ship_date", {"ship_date": "2027-06-10", "lot": "3"}, "lot", "lot 3: the order has 2 lots"),
        ("ship_date", {"ship_date": "2027-06-10", "lot": "-1"}, "lot", "lot -1: the order has 2 lots"),
        ("price", {"value": "10000.00"}, "value", "value: another price"),
        ("price", {"value": "2999.99"}, "value", "value: another price"),
        ("split", {"to_supplier": "-0.01"}, "to_supplier", "lies between 0 and what is held"),
        ("split", {"to_supplier": "0.01"}, "to_supplier", "lies between 0 and what is held"),
    ],
)
def test_what_is_no_amendment(kind, content, field, says):
    """RULES §4: refused by name when it is proposed; 3,000 are paid and released, two lots are to be shipped."""
    world = World()
    trade = world.signed(release="on_capture", lots=LOTS)
    trade.credit("3000.00", 1)
    with pytest.raises(RuleBroken, match=says) as refused:
        trade.amend(kind, "supplier", **content)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("lot", "day", "dates"),
    [
        ("1", "2027-05-20", ["2027-05-20", "2027-06-01"]),
        ("2", "2027-06-20", ["2027-05-01", "2027-06-20"]),
        ("", "2027-06-20", ["2027-06-20", "2027-06-20"]),
        ("1", "2027-07-30", ["2027-07-30", "2027-06-01"]),
        ("2", "2027-08-30", ["2027-05-01", "2027-08-30"]),
    ],
)
def test_another_date_is_of_one_lot_or_of_all(lot, day, dates):
    """RULES §4: a lot's own date moves; without a lot they all do, to the last day that 90 days in all allow."""
    world = World()
    trade = world.signed(release="on_capture", lots=LOTS)
    trade.amended("ship_date", ship_date=day, **({"lot": lot} if lot else {}))
    shipments = sorted(trade.bundle.of(rows.Shipment), key=lambda one: one.lot)
    assert [one.ship_on.isoformat() for one in shipments] == dates


@pytest.mark.parametrize(
    ("value", "lots", "parts"),
    [
        ("10000.01", [400000, 600001], [300000, 700001]),
        ("20000.00", [800000, 1200000], [300000, 1700000]),
        ("5000.00", [200000, 300000], [300000, 200000]),
        ("3333.33", [133333, 200000], [300000, 33333]),
    ],
)
def test_another_price_is_shared_by_the_lots_and_borne_by_what_is_unpaid(value, lots, parts):
    """RULES §4, §7: each lot keeps its share to half a cent, and all sum to the price; a paid instalment stays as it is."""
    world = World()
    trade = world.signed(world.supplier(limit="50000.00"), release="on_capture", lots=LOTS)
    trade.credit("3000.00", 1)
    trade.amended("price", value=value)
    shipments = sorted(trade.bundle.of(rows.Shipment), key=lambda one: one.lot)
    assert [one.value_minor for one in shipments] == lots
    assert [one.amount_minor for one in trade.bundle.instalments] == parts
    assert trade.order.value_minor == trade.minor(value)


@pytest.mark.parametrize("state", ["offered", "cancelled"])
def test_an_order_that_does_not_run_is_not_amended(state):
    """RULES §4."""
    world = World()
    trade = world.offer() if state == "offered" else world.signed()
    if state == "cancelled":
        trade.move(trade.order, "call_off", "buyer")
    with pytest.raises(OutOfTurn, match=f"An order that is {state} cannot be amended"):
        trade.amend("ship_date", ship_date="2027-06-01")


def test_only_the_side_that_proposed_withdraws_and_only_the_other_signs():
    """RULES §4: both sign, and one's own proposal is not signed twice by oneself."""
    world = World()
    trade = world.signed()
    proposed = trade.amend("ship_date", "supplier", ship_date="2027-06-01")
    with pytest.raises(OutOfTurn, match="The other side proposed it"):
        trade.move(proposed, "sign", "supplier")
    with pytest.raises(OutOfTurn, match="This side proposed it"):
        trade.move(proposed, "withdraw", "buyer")
    trade.move(proposed, "withdraw", "supplier")
    assert (proposed.state, proposed.ended_at) == ("withdrawn", world.now)


# --- goods


def test_waiving_before_the_goods_are_ready_opens_the_gate():
    """RULES §4, S7: an inspection that nobody asked for yet is waived with it; 10,000 lose their quality cover."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    with pytest.raises(OutOfTurn, match="amount"):
        trade.move(trade.order, "waive", "buyer", amount="9999.99")
    trade.waive()
    assert [one.state for one in trade.bundle.of(rows.Inspection)] == ["waived"]
    assert (trade.order.state, trade.bundle.instalments[1].state) == ("making", "open")


@pytest.mark.parametrize(
    "said",
    [
        {"document": "", "cleared_at": instant("2027-05-10")},
        {"document": "paper", "cleared_at": None},
        {"document": "paper", "cleared_at": instant("2027-04-18T23:00")},
        {"document": "paper", "cleared_at": instant("2027-05-10T08:01")},
    ],
)
def test_a_clearance_that_is_not_documented(said):
    """RULES §4: with its paper, from the day the goods left (in the buyer's zone) to this instant."""
    world = World()
    trade = held_order(world)
    world.on("2027-04-20")
    trade.ship()
    world.on("2027-05-10")
    with pytest.raises(OutOfTurn, match="The customs clearance is documented"):
        trade.move(trade.order, "receive", "buyer", **said)
    assert trade.order.state == "shipped"


def test_a_clearance_is_kept_with_its_paper_and_its_instant():
    """RULES §4: as the buyer reported it; the days to examine begin when the goods were cleared."""
    world = World()
    trade = held_order(world)
    world.on("2027-04-20")
    trade.ship()
    world.on("2027-05-10")
    trade.receive("2027-05-09")
    (fact,) = trade.bundle.facts("clearance")
    assert (fact.content, fact.by, fact.recorded_at) == ({"document": "cd" * 32}, "buyer", world.now)
    assert trade.order.received_at == instant("2027-05-09")


@pytest.mark.parametrize("why", ["nobody", "withdrawn", "of the buyer", "of the supplier"])
def test_an_inspector_who_does_not_fit(why):
    """RULES §6: somebody, accredited on the day, and independent of both."""
    world = World()
    trade = world.signed()
    trade.credit("3000.00", 1)
    trade.ready()
    inspector = trade.inspector.organisation_id
    if why == "withdrawn":
        world.market.withdrawn.add(inspector)
    elif why != "nobody":
        side = trade.order.buyer_id if why == "of the buyer" else trade.order.supplier_id
        world.market.relations.add(frozenset({inspector, side}))
    said = {} if why == "nobody" else {"inspector_id": inspector}
    with pytest.raises(OutOfTurn, match="accredited on the day"):
        trade.move(trade.inspection(), "book", "buyer", **said)


def test_early_money_of_an_instalment_that_never_opens_goes_back():
    """RULES §8, §9: called off before anything was released."""
    world = World()
    trade = world.signed()
    trade.credit("500.00", 2)
    assert trade.bundle.early == 50000
    trade.move(trade.order, "give_up", "supplier")
    assert (trade.bundle.early, trade.refund_due, trade.order.outcome) == (0, "500.00", "non_delivery")
    assert [one.early_minor for one in trade.bundle.of(rows.Refund)] == [50000]


def test_nothing_paid_is_nothing_to_claim():
    """RULES §5: also when all of it is back."""
    world = World()
    trade = world.signed(release="on_capture", ship_date="2027-04-01")
    credit = trade.credit("3000.00", 1)
    trade.recall(credit)
    world.on("2027-04-02")
    with pytest.raises(OutOfTurn, match="so there is nothing to claim"):
        trade.dispute("ship_date")


@pytest.mark.parametrize(
    ("asked", "refused"), [("0.00", True), ("10000.01", True), ("10000.00", False), ("0.01", False)]
)
def test_what_may_be_asked(asked, refused):
    """RULES §5: above 0, at most what was paid and is not back; that much is frozen."""
    world = World()
    trade = held_order(world)
    if refused:
        with pytest.raises(RuleBroken) as broken:
            late(world, trade, asked=asked)
        assert broken.value.field == "amount"
    else:
        late(world, trade, asked=asked)
        assert trade.amount(trade.dispute_row.frozen_minor) == asked


def test_closing_the_file_starts_the_days_to_rule():
    """RULES §5: five working days after the file closes, which the officer of the case may do at once."""
    world = World()
    trade = held_order(world)
    late(world, trade)
    world.after(days=8)
    trade.take()
    trade.says("ask", trade.officer(0), item="the log book", of="supplier")
    assert trade.dispute_row.file_closes_at > world.now
    with pytest.raises(OutOfTurn, match="This officer has the case"):
        trade.says("close_file", trade.officer(1))
    trade.says("close_file", trade.officer(0))
    assert trade.dispute_row.file_closes_at == world.now


@pytest.mark.parametrize(
    ("value", "parts"),
    [("9000.00", [300000, 600000]), ("3000.00", [300000, 0]), ("1000.00", [100000, 0]), ("0.01", [1, 0])],
)
def test_a_cut_comes_off_the_last_instalment_first(value, parts):
    """RULES §4: nothing is paid yet, so the deposit is cut as well where the balance does not suffice."""
    world = World()
    trade = world.signed(release="on_capture")
    trade.amended("price", value=value)
    assert [one.amount_minor for one in trade.bundle.instalments] == parts


@pytest.mark.parametrize("first", ["buyer", "supplier"])
def test_cover_held_for_one_signature_is_free_when_another_version_makes_it_void(first):
    """RULES §3, §4: nobody has signed what is on the table now, so nothing is held for it; with a signature it stays."""
    world = World()
    trade = world.offer()
    trade.sign(first)
    held = trade.bundle.reservation
    assert (held.state, trade.bundle.supplier.supplier.reserved_minor) == ("held", 750000)
    world.after(hours=71)
    assert held.state == "held"
    trade.propose("buyer", "9000.00")
    assert (held.state, held.freed_at, trade.bundle.supplier.supplier.reserved_minor) == ("freed", world.now, 0)


def test_a_credit_that_is_declined_is_nobodys_again():
    """RULES §9: what was proposed for it is gone with the order that it was proposed for."""
    world = World()
    trade = world.signed()
    credit = trade.credit("3000.00", 1, payer="a third party's account")
    trade.move(credit, "propose", OPERATOR, reference=trade.bundle.instalments[0].reference)
    assert (credit.proposed_reference, credit.proposed_by_id) == (credit.reference, OPERATOR.person_id)
    trade.move(credit, "decline", OPERATOR)
    assert (credit.state, credit.proposed_reference, credit.proposed_by_id, credit.order_id) == (
        "suspense",
        "",
        None,
        None,
    )


# --- suppliers


def review(**changes):
    return {
        "verification": "documents",
        "history": "none: new",
        "performance": "none",
        "legal_status": "verified",
    } | changes


@pytest.mark.parametrize("lacking", ["history", "performance", "legal_status", "verification"])
@pytest.mark.parametrize("value", ["", "  ", None, "hearsay"])
def test_a_review_looks_at_all_three_and_names_how_it_verified(lacking, value):
    """RULES §1 S1: history may be empty, and then that is said."""
    world = World()
    bundle = world.supplier(state="applied")
    said = review(**{lacking: value})
    if value is None:
        del said[lacking]
    if value == "hearsay" and lacking != "verification":
        world.move(bundle, bundle.supplier, "review", OPERATOR, **said)
        assert bundle.supplier.state == "reviewed"
        return
    with pytest.raises(OutOfTurn, match="are looked at, the verification named"):
        world.move(bundle, bundle.supplier, "review", OPERATOR, **said)


def test_a_declined_supplier_appeals_once():
    """RULES §3: DECLINED with reasons, one appeal."""
    world = World()
    bundle = world.supplier(state="outside")
    him = Actor(Role.SUPPLIER, bundle.subject_id, UUID(int=4))
    row = bundle.supplier
    world.move(bundle, row, "apply", him)
    assert row.applied_at == world.now
    for verb, said in (("decline", {}), ("decline", {"reason": " "})):
        with pytest.raises(OutOfTurn, match="Reasons are written"):
            world.move(bundle, row, verb, OPERATOR, **said)
    world.move(bundle, row, "decline", OPERATOR, reason="No licence.")
    assert (row.state, row.reasons, row.decided_at) == ("declined", ["No licence."], world.now)
    world.after(days=1)
    world.move(bundle, row, "appeal", him)
    assert (row.state, row.appealed_at) == ("applied", world.now)
    world.move(bundle, row, "review", OPERATOR, **review())
    assert (row.state, row.verification, row.reasons) == (
        "reviewed", "documents", ["history: none: new", "performance: none", "legal_status: verified"],
    )  # fmt: skip
    world.move(bundle, row, "decline", OPERATOR, reason="Still none.")
    with pytest.raises(OutOfTurn, match="It is the first appeal"):
        world.move(bundle, row, "appeal", him)


def test_who_has_no_account_does_not_apply():
    """RULES §3: released money has to go somewhere."""
    world = World()
    bundle = world.supplier(state="outside")
    world.market.accounts[bundle.subject_id] = ""
    with pytest.raises(OutOfTurn, match="has a bank account"):
        world.move(bundle, bundle.supplier, "apply", Actor(Role.SUPPLIER, bundle.subject_id, UUID(int=4)))


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ({"ceiling_minor": 50000, "reason": "Small."}, 50000),
        ({"ceiling_minor": 0, "reason": "None."}, 0),
        ({"ceiling_minor": -1, "reason": "Less."}, None),
        ({"ceiling_minor": 50000}, None),
        ({"ceiling_minor": 50000, "reason": " "}, None),
    ],
)
def test_a_ceiling_has_a_reason_and_lies_at_0_or_above(said, limit):
    """RULES §3, S2: a lower limit than the arithmetic's, shown in it."""
    world = World()
    bundle = world.supplier(state="reviewed")
    if limit is None:
        with pytest.raises(OutOfTurn, match="The ceiling is not negative, and has a reason"):
            world.move(bundle, bundle.supplier, "admit", OPERATOR, **said)
        return
    world.move(bundle, bundle.supplier, "admit", OPERATOR, **said)
    assert (bundle.supplier.limit_minor, bundle.supplier.state, bundle.supplier.ceiling_minor) == (
        limit,
        "assured",
        limit,
    )
    assert bundle.supplier.arithmetic[-1] == f"The operator has set a lower ceiling: {said['reason']}"


def test_a_ceiling_above_the_arithmetic_changes_nothing():
    """RULES §3: it is a ceiling, and the limit is what was reckoned."""
    world = World()
    bundle = world.supplier(state="reviewed")
    world.move(bundle, bundle.supplier, "admit", OPERATOR)
    reckoned, lines = bundle.supplier.limit_minor, bundle.supplier.arithmetic
    world.move(bundle, bundle.supplier, "review_limit", OPERATOR, ceiling_minor=reckoned, reason="As it is.")
    assert (bundle.supplier.limit_minor, bundle.supplier.arithmetic) == (reckoned, lines)
    world.move(bundle, bundle.supplier, "review_limit", OPERATOR, ceiling_minor=reckoned - 1, reason="One less.")
    assert bundle.supplier.limit_minor == reckoned - 1


@pytest.mark.parametrize(("cause", "known"), [("", True), ("fraud", True), ("sanctions", True), ("gossip", False)])
def test_a_suspension_has_a_cause_that_is_known(cause, known):
    """RULES §8: for fraud or sanctions releases wait; restored, they do not."""
    world = World()
    bundle = world.supplier()
    if not known:
        with pytest.raises(OutOfTurn, match="The cause is none of its own, fraud, or sanctions"):
            world.move(bundle, bundle.supplier, "suspend", OPERATOR, reason="So it is.", cause=cause)
        return
    world.move(bundle, bundle.supplier, "suspend", OPERATOR, reason="So it is.", cause=cause)
    assert (bundle.supplier.state, bundle.supplier.suspended_for) == ("suspended", cause)
    world.move(bundle, bundle.supplier, "restore", OPERATOR, reason="It was not so.")
    assert (bundle.supplier.state, bundle.supplier.suspended_for) == ("assured", "")
