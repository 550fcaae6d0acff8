"""A supplier's way through the scheme, and who judges (RULES §3, §5, S1, S2)."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.world import BUYER, INSPECTOR, SUPPLIER, World, plan
from tradeward.domain import vocabulary
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces.cli import doctor
from tradeward.queries import officers, recoveries
from tradeward.queries import suppliers as seen
from tradeward.usecases import organisations, supplier_facts, suppliers
from tradeward.usecases import recoveries as debts

NEW = "Paper Kite (fictional)"
LOOKED_AT = {
    "verification": "documents", "history": "none yet: new", "performance": "no record yet", "legal_status": "licence verified",
}  # fmt: skip
STEPS = {
    "apply": ("supplier", {}),
    "review": ("operator", LOOKED_AT),
    "admit": ("operator", {}),
    "decline": ("operator", {"reason": "the licence has run out"}),
    "appeal": ("supplier", {}),
    "suspend": ("operator", {"reason": "three complaints"}),
    "restore": ("operator", {"reason": "complaints cleared up"}),
    "leave": ("supplier", {}),
    "expel": ("operator", {"reason": "forged papers"}),
    "review_limit": ("operator", {"ceiling_minor": None, "reason": "yearly"}),
}
PATHS = {
    "outside": [],
    "applied": ["apply"],
    "reviewed": ["apply", "review"],
    "assured": ["apply", "review", "admit"],
    "suspended": ["apply", "review", "admit", "suspend"],
    "declined": ["apply", "decline"],
    "out": ["apply", "leave"],
}
OPEN = {
    "outside": {"apply"},
    "applied": {"review", "decline", "leave"},
    "reviewed": {"admit", "decline", "leave"},
    "assured": {"suspend", "leave", "expel", "review_limit"},
    "suspended": {"restore", "expel", "review_limit"},
    "declined": {"appeal", "leave"},
    "out": set(),
}


def newcomer(world, *steps, name=NEW):
    made = world.stage.organisation(name, "supplier")
    for verb in steps:
        step(world, verb, name=name)
    return made.organisation_id


def step(world, verb, *, name=NEW, who=None, **changes):
    """One step in the name of who may take it, or of `who`."""
    role, said = STEPS[verb]
    actor = who or (name if role == "supplier" else "operator")
    use_case = getattr(suppliers, verb)
    return use_case(
        supplier_id=world.stage.people[name].organisation_id, **{**said, **changes}, **world.stage.by(actor)
    )


def standing(world, name=NEW, who=BUYER):
    return seen.standing(world.stage.people[who], supplier_id=world.stage.people[name].organisation_id, at=world.now)


@pytest.mark.parametrize("state", PATHS)
def test_every_step_is_open_from_where_the_table_says_and_from_nowhere_else(world, state):
    """RULES §3, R3.1: the whole product of states and steps."""
    for n, verb in enumerate(STEPS):
        name = f"Kite {n} (fictional)"
        newcomer(world, *PATHS[state], name=name)
        assert standing(world, name).state == state
        if verb in OPEN[state]:
            step(world, verb, name=name)
        else:
            with pytest.raises(OutOfTurn):
                step(world, verb, name=name)
            assert standing(world, name).state == state


@pytest.mark.parametrize("who", [BUYER, SUPPLIER, INSPECTOR, "officer A", "operator", NEW])
def test_each_step_is_one_roles_alone(world, who):
    """RULES §3: the supplier applies, appeals and leaves; the operator does the rest; nobody for another supplier."""
    newcomer(world)
    for verb, (role, _) in STEPS.items():
        own = who == NEW if role == "supplier" else who == "operator"
        if not own:
            with pytest.raises(NotAllowed):
                step(world, verb, who=who)
    assert standing(world).state == "outside"


def test_a_new_supplier_is_looked_at_and_begins_with_the_base_limit(world):
    """S1: sales history (it may be empty), performance record, verified legal status; S2: the limit of documents is 1,000."""
    for missing in ("history", "performance", "legal_status", "verification"):
        newcomer(world, "apply", name=f"No {missing} (fictional)")
        with pytest.raises(RuleBroken, match=f"{missing} is missing"):
            step(world, "review", name=f"No {missing} (fictional)", **{missing: ""})
    newcomer(world, "apply", "review", "admit")
    found = standing(world)
    assert (found.state, found.limit, found.free, found.currency) == ("assured", "1000.00", "1000.00", "USD")
    assert found.sentence == "Cover is a safety net, not a guarantee: what it does not reach is your own risk."


def test_the_arithmetic_is_for_all_and_the_reasons_for_those_concerned(world):
    """RULES §3, R3.5: supplier and buyer can read the arithmetic."""
    newcomer(world, "apply", "review", "admit")
    assert standing(world).arithmetic == standing(world, who=NEW).arithmetic != ()
    readers = {who: bool(standing(world, who=who).reasons) for who in (BUYER, SUPPLIER, NEW, "operator", "officer A")}
    assert readers == {BUYER: False, SUPPLIER: False, NEW: True, "operator": True, "officer A": True}


def test_a_declined_supplier_appeals_once(world):
    """RULES §3, R3.1: DECLINED with reasons, one appeal."""
    newcomer(world, "apply", "decline", "appeal")
    assert standing(world).state == "applied"
    step(world, "review")
    step(world, "decline", reason="still no licence")
    with pytest.raises(OutOfTurn, match="first appeal"):
        step(world, "appeal")
    assert (standing(world).state, standing(world, who=NEW).reasons) == ("declined", ("still no licence",))


@pytest.mark.parametrize("verb", ["decline", "suspend", "restore", "expel"])
def test_what_the_operator_decides_against_a_supplier_has_reasons(world, verb):
    """RULES §3."""
    state = next(state for state, verbs in OPEN.items() if verb in verbs)
    newcomer(world, *PATHS[state])
    with pytest.raises(RuleBroken, match="reason is missing"):
        step(world, verb, reason=" ")
    assert standing(world).state == state


@pytest.mark.parametrize(("verb", "who"), [("leave", SUPPLIER), ("expel", "operator")])
def test_nobody_goes_while_an_order_holds_his_cover(world, verb, who):
    """RULES §3: cover of signed orders stays; out only when nothing is open."""
    order = world.signed(ship_date="2026-05-01")
    with pytest.raises(OutOfTurn, match="holds the supplier's cover"):
        step(world, verb, name=SUPPLIER)
    order.move(BUYER, "call_off")
    world.after(minutes=1)
    step(world, verb, name=SUPPLIER)
    assert standing(world, SUPPLIER).state == "out"
    with pytest.raises(OutOfTurn, match="takes no new orders"):
        world.offered("shades", ship_date="2026-05-01")


def test_a_suspended_supplier_takes_no_new_orders_and_the_signed_go_on_with_their_cover(world):
    """RULES §8, R8.8."""
    order = world.signed(ship_date="2026-05-01")
    step(world, "suspend", name=SUPPLIER)
    with pytest.raises(OutOfTurn, match="takes no new orders"):
        world.offered("shades", ship_date="2026-05-01")
    order.pay(1)
    assert (order.state, order.money("cover")) == ("making", "USD 7,500.00")
    step(world, "restore", name=SUPPLIER)
    world.offered("shades", ship_date="2026-05-01")


def test_there_is_no_such_supplier(world):
    """One clear message."""
    nobody = vocabulary.new_id(noun="organisation", key="nobody", at=world.now)
    with pytest.raises(NotFound):
        seen.standing(world.stage.people[BUYER], supplier_id=nobody, at=world.now)
    with pytest.raises(NotFound):
        suppliers.apply(supplier_id=nobody, **world.stage.by(SUPPLIER))


# --- a debt, repaid by a plan


@pytest.fixture
def debt(world):
    """W1 after the ruling: 7,500 advanced by the fund."""
    order = world.signed(
        plan=plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture")), ship_date="2026-05-01"
    )
    order.inspected_and_paid()
    world.on("2026-05-02")
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    dispute.ruled()
    return order


def owed(order):
    (row,) = recoveries.listed(order.stage.people[SUPPLIER], order_id=order.id, at=order.world.now)
    return row


def planned(order, *parts, by="operator", second="second operator"):
    """A plan of (days from now, amount)."""
    told = [
        {"due": (order.world.now + timedelta(days=day)).date().isoformat(), "amount": amount} for day, amount in parts
    ]
    return order.stage.two(debts.plan, first=by, second=second, recovery_id=owed(order).id, parts=told)


def test_a_debt_is_repaid_in_parts_by_four_eyes(debt):
    """RULES §7, R7.9: instalment plan ≤ 6 months by four eyes; while it is kept, the debt is not overdue."""
    planned(debt, (30, "2500.00"), (60, "5000.00"))
    assert (owed(debt).state, [one.amount for one in owed(debt).plan]) == ("planned", ["2500.00", "5000.00"])
    debt.world.after(days=20)
    debt.pay_debt("USD 2,500.00")
    debt.world.after(days=20)
    assert (owed(debt).state, owed(debt).owed) == ("planned", "5000.00")
    debt.world.after(days=10)
    debt.pay_debt("USD 5,000.00")
    assert (owed(debt).state, debt.money("debt")) == ("collected", "USD 0.00")


def test_a_part_that_is_not_paid_ends_the_plan(debt):
    """RULES §7."""
    planned(debt, (30, "2500.00"), (60, "5000.00"))
    debt.world.after(days=32)
    assert (owed(debt).state, owed(debt).owed) == ("overdue", "7500.00")


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [(30, "7499.99")],
        [(30, "7500.01")],
        [(30, "7500.00"), (60, "0.00")],
        [(60, "2500.00"), (30, "5000.00")],
        [(-1, "7500.00")],
        [(200, "7500.00")],
    ],
)
def test_a_plan_that_does_not_fit_is_refused(debt, parts):
    """RULES §7, R7.9: it sums to the debt, in order of time, within six months."""
    with pytest.raises(OutOfTurn, match="covers the debt within its longest time"):
        planned(debt, *parts)
    assert owed(debt).plan == ()


@pytest.mark.parametrize(
    ("by", "second", "refusal"),
    [
        ("operator", "operator", NotAllowed),
        ("operator", BUYER, NotAllowed),
        ("operator", "officer A", NotAllowed),
        (SUPPLIER, "operator", NotAllowed),
        (BUYER, "operator", NotAllowed),
        ("officer A", "operator", NotAllowed),
    ],
)
def test_a_plan_takes_two_of_the_operators_people(debt, by, second, refusal):
    """RULES §7: by four eyes."""
    with pytest.raises(refusal):
        planned(debt, (30, "7500.00"), by=by, second=second)
    assert owed(debt).state == "noticed"


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"amount": "1.00"}, "parts[0].due"),
        ({"due": "soon", "amount": "1.00"}, "parts[0].due"),
        ({"due": "2026-06-01"}, "parts[0].amount"),
    ],
)
def test_a_part_has_a_day_and_an_amount(debt, part, field):
    """One clear message names the field."""
    with pytest.raises(RuleBroken) as refused:
        debts.plan(recovery_id=owed(debt).id, parts=[part], **debt.stage.by("operator"))
    assert refused.value.field == field


# --- who judges


def test_new_orders_wait_until_there_are_officers_enough(market):
    """RULES §5, R5.12: at least 3 officers or a named outside arbiter, checked where an order begins; what is signed goes on."""
    world = World()
    order = world.signed(ship_date="2026-05-01")
    world.stage.policy(officers_min_count=4)
    with pytest.raises(OutOfTurn, match="There are 3 officers, and 4 are needed"):
        world.offered("shades", ship_date="2026-05-01")
    order.pay(1)
    assert order.state == "making"
    bench = officers.bench(world.stage.people[BUYER], at=world.now)
    assert (bench.officers, bench.needed, bench.arbiters, bench.founded, bench.complete) == (3, 4, (), True, False)
    house = world.stage.people["operator"].organisation_id
    organisations.add_person(organisation_id=house, role=Role.OFFICER, label="officer D", **world.stage.by("operator"))
    world.offered("posts", ship_date="2026-05-01")


def test_a_named_outside_arbiter_stands_in_for_officers(market):
    """RULES §5, R5.12."""
    world = World()
    world.stage.policy(officers_min_count=5)
    arbiter = "Court of Lamps (fictional)"
    told = organisations.register(
        kind="arbiter", name=arbiter, country="CH", zone="Europe/Zurich", email="desk@court.example", account="CH-1",
        owner="", address="", **world.stage.by("operator"),
    )  # fmt: skip
    with pytest.raises(OutOfTurn):  # nobody is there to rule yet
        world.offered(ship_date="2026-05-01")
    organisation = UUID(told["organisation"])
    with pytest.raises(RuleBroken) as refused:
        organisations.add_person(
            organisation_id=organisation, role=Role.OPERATOR, label="x", **world.stage.by("operator")
        )
    assert refused.value.field == "role"
    person = organisations.add_person(
        organisation_id=organisation, role=Role.OFFICER, label="arbiter", **world.stage.by("operator")
    )
    world.offered(ship_date="2026-05-01")
    bench = officers.bench(world.stage.people[BUYER], at=world.now)
    assert (bench.arbiters, bench.complete) == ((arbiter,), True)
    assert Actor(Role.OFFICER, organisation, UUID(person["person"])).role is Role.OFFICER


def test_the_doctor_says_when_nobody_is_there_to_judge(market):
    """RULES §5: checked at start."""
    check = doctor.CHECKS["officers"]
    assert doctor._tried("officers", check) == ("officers", True, "nobody trades here yet: there is no operator")
    world = World()
    assert doctor._tried("officers", check) == ("officers", True, "3 officers")
    world.stage.policy(officers_min_count=4)
    found = doctor._tried("officers", check)
    assert (found.ok, "there are 3 officers and 4 are needed" in found.told) == (False, True)


def test_a_fact_that_has_run_out_blocks_signing_only(world):
    """R3.2: source, day and expiry; the register's extract runs out on 10 March, signing waits for a newer one."""
    world.stage.supplier_fact(SUPPLIER, kind="licence", expires_on=world.now.date() + timedelta(days=8))
    order = world.offered("lamps")
    world.on("2026-03-11")
    with pytest.raises(OutOfTurn, match="licence, from the companies' register .fictional., held until 2026-03-10"):
        world.stage.sign(order.id, BUYER)
    told = world.stage.supplier_fact(SUPPLIER, kind="licence")
    world.stage.sign(order.id, BUYER)
    owner = world.stage.people[SUPPLIER].organisation_id
    for who, open_to in ((BUYER, False), (SUPPLIER, True), ("operator", True)):
        found = seen.facts(world.stage.people[who], supplier_id=owner, at=world.now)
        assert [(one.kind, one.counts, one.expired, one.expires_on.year) for one in found] == [
            ("legal_status", True, False, 2036), ("licence", True, False, 2036), ("licence", False, True, 2026),
        ]  # fmt: skip
        assert {bool(one.source) for one in found} == {open_to}
    assert found[1].id == told
    with pytest.raises(NotFound):
        seen.facts(world.stage.people[BUYER], supplier_id=told, at=world.now)
    with pytest.raises(NotAllowed):
        supplier_facts.record(
            supplier_id=owner, kind="licence", says="B", source="us", dated_on="2026-03-01", expires_on="2030-01-01",
            **world.stage.by(SUPPLIER),
        )  # fmt: skip
