"""Inspections (RULES §4, §6, §7, §8): who may look, who is asked, who pays."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.world import BUYER, INSPECTOR, SUPPLIER, World, amount, plan
from tradeward.domain import vocabulary
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.queries import inspections as seen
from tradeward.queries import recoveries
from tradeward.usecases import accreditations, inspections, organisations

HELD = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_shipment"))
OTHER = "Second Look (fictional)"


@pytest.fixture
def order(world):
    """Goods are ready, an inspection for a fee of 300 is asked for."""
    made = world.signed(plan=HELD, ship_date="2026-05-01", inspection_fee="300.00")
    made.pay(1)
    world.after(days=20)
    made.ready()
    return made


def found(order):
    return seen.listed(order.stage.people["operator"], order_id=order.id, at=order.world.now)[-1]


def act(order, who, verb, **said):
    return inspections.move(inspection_id=found(order).id, verb=verb, **said, **order.stage.by(who))


def inspector(order, name=INSPECTOR):
    return order.stage.people[name].organisation_id


def pay_fee(order, part="USD 300.00"):
    order.stage.credit(reference=found(order).reference, amount=amount(part), currency="USD", payer=BUYER)


def test_the_buyer_books_an_accredited_inspector_and_he_reports(order):
    """RULES §4: the inspector reports, the verdict is computed."""
    assert [one.name for one in seen.accredited(order.stage.people[BUYER], on=order.world.now.date())] == [INSPECTOR]
    act(order, BUYER, "book", inspector_id=inspector(order))
    act(order, INSPECTOR, "report", report={"measurements": {"width": ["50.0", "49.8"]}})
    assert (found(order).state, found(order).verdict, found(order).inspector_id) == ("passed", "met", inspector(order))


def test_every_version_of_a_report_stays_with_the_verdict_it_had(order):
    """RULES §4: not proven, three working days to complete it; the buyer reads what was filed first, too."""
    act(order, BUYER, "book", inspector_id=inspector(order))
    act(order, INSPECTOR, "report", report={"sample_size": 8, "nonconforming_units": 0})
    first = order.world.now
    order.world.after(days=1)
    act(order, INSPECTOR, "report", report={"measurements": {"width": ["50.0", "49.8"]}})
    told = seen.filed(order.stage.people[BUYER], order_id=order.id, at=order.world.now)
    assert [(one.version, one.verdict, one.reported_at) for one in told] == [
        (1, "not_proven", first),
        (2, "met", order.world.now),
    ]
    assert told[0].report["sample_size"] == 8
    assert (told[1].report, told[1].reasons) == (found(order).report, found(order).reasons)


def test_an_inspector_who_is_not_accredited_that_day_is_not_booked(order):
    """RULES §6: accreditation has dates, who granted it, and can be withdrawn."""
    stranger = order.stage.organisation(OTHER, "inspector")
    with pytest.raises(OutOfTurn, match="accredited on the day"):
        act(order, BUYER, "book", inspector_id=stranger.organisation_id)
    start = (order.world.now + timedelta(days=1)).date().isoformat()
    organisations.accredit(
        inspector_id=stranger.organisation_id,
        scope="any",
        first_on=start,
        last_on=start,
        **order.stage.by("operator"),
    )
    with pytest.raises(OutOfTurn, match="None of the inspectors drawn can look any more"):
        act(order, BUYER, "draw")
    for days, fits in ((0, False), (1, True), (1, False)):
        order.world.after(days=days)
        if fits:
            accreditations.withdraw(
                inspector_id=inspector(order), on=start, reason="moved away", **order.stage.by("operator")
            )
            act(order, BUYER, "draw")
            act(order, BUYER, "book", inspector_id=stranger.organisation_id)
            act(order, OTHER, "decline")
        else:
            with pytest.raises(OutOfTurn, match="accredited on the day"):
                act(order, BUYER, "book", inspector_id=stranger.organisation_id)


def test_an_accreditation_is_withdrawn_from_a_day_on_with_a_reason(order):
    """RULES §6."""
    today = order.world.now.date()
    tomorrow = (today + timedelta(days=1)).isoformat()
    said = {"inspector_id": inspector(order), "on": tomorrow, "reason": "paid by a supplier"}
    for changes, who, refusal in (
        ({"reason": " "}, "operator", RuleBroken),
        ({"on": "soon"}, "operator", RuleBroken),
        ({"inspector_id": vocabulary.new_id(noun="organisation", key="x", at=order.world.now)}, "operator", NotFound),
        ({}, BUYER, NotAllowed),
        ({}, INSPECTOR, NotAllowed),
    ):
        with pytest.raises(refusal):
            accreditations.withdraw(**{**said, **changes}, **order.stage.by(who))
    key = order.stage.by("operator")
    told = accreditations.withdraw(**said, **key)
    assert accreditations.withdraw(**said, **key) == told
    with pytest.raises(OutOfTurn, match="No accreditation of this inspector runs"):
        accreditations.withdraw(**said, **order.stage.by("operator"))
    act(order, BUYER, "book", inspector_id=inspector(order))
    act(order, INSPECTOR, "decline")
    order.world.after(days=1)
    with pytest.raises(OutOfTurn, match="accredited on the day"):
        act(order, BUYER, "book", inspector_id=inspector(order))
    assert seen.accredited(order.stage.people[BUYER], on=order.world.now.date()) == []


@pytest.mark.parametrize("kin", [BUYER, SUPPLIER])
def test_an_inspector_related_to_a_side_is_not_booked(order, kin):
    """RULES §6: independent of both; RULES §3: owner, bank account, address."""
    told = organisations.register(
        kind="inspector", name=OTHER, country="CN", zone="Asia/Shanghai", email="desk@other.example", account="CN-OTHER",
        owner=f"owner of {kin}", address="elsewhere", **order.stage.by("operator"),
    )  # fmt: skip
    related = UUID(told["organisation"])
    organisations.accredit(
        inspector_id=related, scope="any", first_on="2026-01-01", last_on="2027-01-01", **order.stage.by("operator")
    )
    for who, verb in ((BUYER, "book"), ("operator", "assign")):
        with pytest.raises(OutOfTurn, match="independent of both sides"):
            act(order, who, verb, inspector_id=related)


@pytest.mark.parametrize("who", [SUPPLIER, "officer A", "operator"])
def test_only_the_buyer_books(order, who):
    """RULES §6: the buyer picks."""
    with pytest.raises(NotAllowed):
        act(order, who, "book", inspector_id=inspector(order))


def test_not_booked_in_time_the_supplier_asks_and_the_platform_assigns(order):
    """RULES §8: booked within 3 days of ready."""
    with pytest.raises(OutOfTurn, match="days to book the inspection are over"):
        act(order, SUPPLIER, "call")
    order.world.after(days=4)
    act(order, SUPPLIER, "call")
    act(order, "operator", "assign", inspector_id=inspector(order))
    assert (found(order).state, found(order).inspector_id) == ("booked", inspector(order))


def test_the_supplier_objects_once_and_with_a_reason(order):
    """R6.6: then it is drawn anew without the one he objected to."""
    act(order, BUYER, "book", inspector_id=inspector(order))
    with pytest.raises(RuleBroken, match="reason is missing"):
        act(order, SUPPLIER, "object", reason="")
    other = order.stage.inspector(OTHER)
    act(order, SUPPLIER, "object", reason="he once worked for our competitor")
    assert (found(order).state, found(order).inspector_id) == ("requested", None)
    assert (found(order).drawn, found(order).eligible) == ((other.organisation_id,), 1)
    with pytest.raises(OutOfTurn, match="one of those drawn"):
        act(order, BUYER, "book", inspector_id=inspector(order))
    act(order, BUYER, "book", inspector_id=other.organisation_id)
    with pytest.raises(OutOfTurn, match="may still object"):
        act(order, SUPPLIER, "object", reason="again")


def test_another_inspector_reports_nothing_here(order):
    """DESIGN §4: who has no inspection here is told that there is none."""
    act(order, BUYER, "book", inspector_id=inspector(order))
    order.stage.inspector(OTHER)
    with pytest.raises(NotFound):
        act(order, OTHER, "report", report={"measurements": {"width": ["50.0"]}})
    act(order, INSPECTOR, "decline")
    with pytest.raises(NotFound):
        act(order, INSPECTOR, "report", report={"measurements": {"width": ["50.0"]}})


def test_the_fee_is_held_for_the_inspector_and_paid_on_the_report(order):
    """RULES §7."""
    pay_fee(order)
    assert (found(order).fee, found(order).fee_held) == ("300.00", "300.00")
    act(order, BUYER, "book", inspector_id=inspector(order))
    before = order.world.balance("bank_out")
    act(order, INSPECTOR, "report", report={"measurements": {"width": ["50.0"]}})
    order.world.after(days=1)
    assert order.money("held") == "USD 0.00"
    assert (before, order.world.balance("bank_out")) == ("USD -2,940.00", "USD -3,240.00")


def test_a_fee_for_which_no_report_came_goes_back(order):
    """RULES §7: the order is parted before anybody looked."""
    pay_fee(order)
    act(order, BUYER, "book", inspector_id=inspector(order))
    id = order.stage.amend(order.id, BUYER, "split", to_supplier="0.00")
    order.stage.sign_amendment(id, SUPPLIER)
    assert (order.state, found(order).state, found(order).fee_held) == ("cancelled", "void", "0.00")


def test_goods_not_presented_cost_the_supplier_the_fee(order):
    """RULES §8: back to MAKING, fee to supplier."""
    pay_fee(order)
    act(order, BUYER, "book", inspector_id=inspector(order))
    act(order, INSPECTOR, "not_presented")
    owed = [
        (one.kind, one.state, one.owed)
        for one in recoveries.listed(order.stage.people[SUPPLIER], order_id=order.id, at=order.world.now)
    ]
    assert (order.state, owed) == ("making", [("fee", "noticed", "300.00")])


@pytest.mark.parametrize(
    "report", [{}, {"measurements": "wide"}, {"measurements": {"width": ["fifty"]}}, {"colour": "red"}], ids=str
)
def test_a_report_that_is_not_of_its_form_is_refused(order, report):
    """RULES §4: the inspector can put it right."""
    act(order, BUYER, "book", inspector_id=inspector(order))
    with pytest.raises((RuleBroken, OutOfTurn)):
        act(order, INSPECTOR, "report", report=report)
    assert found(order).state == "booked"


def test_after_delivery_the_platform_assigns_for_the_claim(market):
    """S8: a defect is confirmed by an inspector the platform accepts; a strange one is refused as before shipment."""
    world = World()
    order = world.signed(
        coverage="post_delivery",
        plan=plan((3000, "signing", "on_capture"), (7000, "shipped", "on_acceptance")),
        ship_date="2026-05-01",
    )
    order.pay(1)
    world.on("2026-04-20")
    order.ship()
    order.pay(2)
    world.on("2026-05-20")
    order.move(BUYER, "receive", document="customs paper", cleared_at=world.now)
    dispute = order.disputed("quality", remedy="refuse")
    dispute.say(BUYER, "inspect")
    act(order, "operator", "assign", inspector_id=inspector(order))
    act(order, INSPECTOR, "report", report={"measurements": {"width": ["52.0"]}})
    assert (found(order).phase, found(order).verdict) == ("post_delivery", "breached")


def test_three_are_drawn_of_those_in_scope_and_the_buyer_picks_one(world):
    """R6.6: of four who are accredited for lamps or for anything three are drawn, the same for the same order; fewer is said."""
    names = [f"Plumb {n} (fictional)" for n in range(5)]
    made = {name: world.stage.organisation(name, "inspector").organisation_id for name in names}
    for name, scope in zip(names, (" Lamps ,furniture", "LAMPS", "any", "any, toys", "furniture"), strict=True):
        organisations.accredit(
            inspector_id=made[name], scope=scope, first_on="2026-01-01", last_on="2027-01-01",
            **world.stage.by("operator"),
        )  # fmt: skip
    line = {"goods": "desk lamps", "quantity": "10000", "unit": "pcs", "price": "10000.00", "terms": ["width"]}
    ready = []
    for category in ("lamps", ""):
        said = {**line, "category": category} if category else line
        order = world.signed(
            f"a{category}", plan=HELD, ship_date="2026-05-01", cover="USD 0.00" if ready else None, lines=[said]
        )
        order.pay(1)
        order.ready()
        ready.append(order)
    lamps, anything = (found(one) for one in ready)
    general = {made[names[2]], made[names[3]], inspector(ready[0])}
    assert (lamps.eligible, len(lamps.drawn), lamps.says) == (5, 3, "")
    assert (anything.eligible, set(anything.drawn), anything.says) == (3, general, "")
    left = next(one for one in {made[names[0]], made[names[1]]} | general if one not in lamps.drawn)
    with pytest.raises(OutOfTurn, match="Not met: The inspector is one of those drawn."):
        act(ready[0], BUYER, "book", inspector_id=left)
    with pytest.raises(OutOfTurn, match="accredited on the day for these goods"):
        act(ready[0], BUYER, "book", inspector_id=made[names[4]])
    act(ready[0], BUYER, "book", inspector_id=lamps.drawn[2])


def test_fewer_than_three_are_drawn_and_it_is_said(order):
    """R6.6: as many as there are; a scope that names nothing is refused."""
    assert (found(order).drawn, found(order).says) == (
        (inspector(order),),
        "Only 1 of 3 inspectors could be drawn: accredited for these goods, and independent.",
    )
    for scope, says in (
        ("", "scope is missing"),
        ("lamps,, toys", "scope is any, or a list"),
        (" ", "scope is missing"),
    ):
        with pytest.raises(RuleBroken, match=says):
            organisations.accredit(
                inspector_id=inspector(order), scope=scope, first_on="2026-01-01", last_on="2027-01-01",
                **order.stage.by("operator"),
            )  # fmt: skip


def test_a_report_says_where_and_when_the_goods_were_looked_at(order):
    """RULES §6: both are kept with the report, and nothing is judged by them; an instant still to come is refused."""
    act(order, BUYER, "book", inspector_id=inspector(order))
    said = {"measurements": {"width": ["50.0"]}, "position": "29.87, 121.54"}
    with pytest.raises(RuleBroken) as refused:
        act(order, INSPECTOR, "report", report={**said, "seen_at": order.world.now + timedelta(hours=1)})
    assert refused.value.field == "report.seen_at"
    act(order, INSPECTOR, "report", report={**said, "seen_at": order.world.now})
    kept = found(order).report
    assert (kept["position"], kept["seen_at"], found(order).verdict) == (
        "29.87, 121.54", order.world.now.isoformat(), "met",
    )  # fmt: skip
