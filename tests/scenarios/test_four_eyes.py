"""What takes two of the operator's people takes two of them: one asks, another agrees (RULES §3, §7, §9)."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.scenarios.banking import credit, reference
from tests.world import BUYER, SUPPLIER
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways.payments.port import Line
from tradeward.queries import approvals as seen
from tradeward.queries import bank as money
from tradeward.queries import screenings as held
from tradeward.usecases import (
    approvals,
    bank,
    fund,
    organisations,
    payment_orders,
    recoveries,
    screenings,
    securities,
    suspense,
)  # fmt: skip

BOTH = ("operator", "second operator")


def asks(stage):
    """Everything that takes two and is about no order, as it is asked for."""
    supplier = stage.people[SUPPLIER].organisation_id
    return {
        "fund.pay_in": lambda **by: fund.pay_in(amount="1.00", currency="USD", **by),
        "fund.pay_out": lambda **by: fund.pay_out(amount="1.00", currency="USD", **by),
        "bank.bear": lambda **by: bank.bear(bank_id="B-1", reason="a charge", **by),
        "securities.give_back": lambda **by: securities.give_back(supplier_id=supplier, **by),
        "organisations.change_account": lambda **by: organisations.change_account(
            organisation_id=supplier, account="DE-2", **by
        ),
    }


def waiting(world, who="operator"):
    return seen.waiting(world.stage.people[who], at=world.stage.at)


def nobodies(stage):
    """Who is none of the operator's people, whatever they say."""
    house = stage.people["operator"].organisation_id
    officer = stage.people["officer A"]
    return [
        stage.people[BUYER], stage.people[SUPPLIER], officer, Actor(Role.OPERATOR, house, None),
        Actor(Role.OPERATOR, house, officer.person_id),
    ]  # fmt: skip


def test_nobody_else_asks(world):
    """R3.13, R9.2: nobody in particular, an officer or a customer is no pair of eyes."""
    stage = world.stage
    for by in nobodies(stage):
        for ask in asks(stage).values():
            with pytest.raises(NotAllowed):
                ask(by=by, at=stage.at, key=stage.key())
    assert waiting(world) == []


def test_nobody_else_and_not_the_same_person_agrees(world):
    """R3.13, R7.9, R9.2: one person is never two."""
    stage = world.stage
    for what, ask in asks(stage).items():
        id = UUID(ask(**stage.by("operator"))["approval"])
        for by in [*nobodies(stage), stage.people["operator"]]:
            with pytest.raises(NotAllowed):
                approvals.agree(approval_id=id, by=by, at=stage.at, key=stage.key())
        assert {one.id: one.what for one in waiting(world)}[id] == what
    assert len(waiting(world)) == len(asks(stage))


def test_only_the_second_yes_has_the_effect(world):
    """R3.13: what is asked for changes nothing; agreed to, it happens once, and again the same key tells the same."""
    stage = world.stage
    asked = fund.pay_in(amount="100.00", currency="USD", **stage.by("operator"))
    assert world.balance("fund") == "USD -20,000.00"
    (one,) = waiting(world)
    assert (one.id, one.what, one.told, one.mine) == (
        UUID(asked["approval"]), "fund.pay_in", {"amount": "100.00", "currency": "USD"}, True,
    )  # fmt: skip
    assert [one.mine for one in waiting(world, "second operator")] == [False]
    by = stage.by("second operator")
    told = approvals.agree(approval_id=one.id, **by)
    assert approvals.agree(approval_id=one.id, **by) == told
    assert (told["cash"], world.balance("fund"), waiting(world)) == ("20100.00", "USD -20,100.00", [])
    with pytest.raises(OutOfTurn, match="It is agreed already"):
        approvals.agree(approval_id=one.id, **stage.by("second operator"))
    assert world.balance("fund") == "USD -20,100.00"


def test_whoever_agrees_again_under_the_same_key_is_answered_the_same(world, order):
    """DESIGN §5: of every effect that takes two, once it is made; asked for again, nothing is asked twice."""
    stage = world.stage
    fee = Line(bank_id="fee", kind="payment", minor=100, about="account keeping")
    bank.statement(currency="USD", through=date(2026, 3, 1), closing_minor=-100, lines=[fee], at=world.now)
    entries = [{"name": "Lantern Works fictional"}]
    screenings.import_list(name="a list", source="a ministry", entries=entries, **stage.by("operator"))
    (hit,) = held.hits(stage.people["operator"])
    world.stage.put_up(SUPPLIER, "500.00")
    order.pay(1, "USD 3,000.50")
    stage.buyer("Onkel Hugo (fictional)")
    odd, _ = credit(world, reference(order, 2), "7000.00", payer="Onkel Hugo (fictional)")
    world.after(days=8)  # the excess is sent
    ways = asks(stage) | {
        "bank.bear": lambda **by: bank.bear(bank_id="fee", reason="account keeping", **by),
        "screenings.clear": lambda **by: screenings.clear(hit_id=hit.id, reason="another company", **by),
        "suspense.match": lambda **by: suspense.propose(credit_id=odd, reference=reference(order, 2), **by),
        "payment_orders.hand_out": payment_orders.hand_out,
    }
    del ways["securities.give_back"]  # which an open order holds up
    for what, ask in ways.items():
        one, other = stage.by("operator"), stage.by("second operator")
        asked = ask(**one)
        assert (ask(**one), asked["what"]) == (asked, what)
        told = approvals.agree(approval_id=UUID(asked["approval"]), **other)
        assert approvals.agree(approval_id=UUID(asked["approval"]), **other) == told, what
    assert waiting(world) == []


def test_payments_are_handed_out_to_the_bank_by_two(world, order):
    """R9.7, docs/decisions/four-eyes.md: each is named in what waits; of two that were agreed to the later one finds them gone."""
    stage = world.stage
    order.pay(1, "USD 3,000.50")
    world.after(days=8)
    with pytest.raises(NotAllowed):
        payment_orders.hand_out(**stage.by("officer A"))
    asked = [UUID(payment_orders.hand_out(**stage.by(who))["approval"]) for who in BOTH]
    handed = [approvals.agree(approval_id=id, **stage.by(who)) for id, who in zip(asked, reversed(BOTH), strict=True)]
    (excess,) = handed[0]["payments"]
    assert (excess["account"], excess["purpose"], excess["amount"], handed[1]) == (
        f"DE-{BUYER}", "excess", {"amount": "0.50", "currency": "USD"}, {"payments": []},
    )  # fmt: skip
    with pytest.raises(OutOfTurn, match="No payment waits"):
        payment_orders.hand_out(**stage.by("operator"))
    line = {"bank_id": "out", "kind": "payment", "amount": "0.50", "about": excess["end_to_end"]}
    day = world.now.date().isoformat()
    told = payment_orders.import_statement(
        currency="USD", through=day, closing="-0.50", lines=[line], **stage.by("operator")
    )
    assert told["difference"] == "0.00"
    assert [one.state for one in money.payments(stage.people["operator"], order_id=order.id)] == ["booked"]


def test_the_same_request_again_is_asked_once(world):
    """DESIGN §5: one key, one row."""
    by = world.stage.by("operator")
    first = fund.pay_in(amount="1.00", currency="USD", **by)
    assert fund.pay_in(amount="1.00", currency="USD", **by) == first
    with pytest.raises(RuleBroken, match="another request"):
        fund.pay_in(amount="2.00", currency="USD", **by)
    assert len(waiting(world)) == 1


def test_an_effect_that_is_refused_goes_on_waiting(world):
    """R3.13: the fund's share is judged when the second person agrees; what he cannot have now he may have later."""
    stage = world.stage
    asked = fund.pay_out(amount="20000.01", currency="USD", **stage.by("operator"))
    with pytest.raises(RuleBroken, match="below its share"):
        approvals.agree(approval_id=UUID(asked["approval"]), **stage.by("second operator"))
    assert [one.what for one in waiting(world)] == ["fund.pay_out"]
    stage.fund("100.00")
    approvals.agree(approval_id=UUID(asked["approval"]), **stage.by("second operator"))
    assert world.balance("fund") == "USD -99.99"


@pytest.mark.parametrize("who", BOTH)
def test_either_says_no(world, who):
    """R9.2: refused by the second, or taken back by the first: nobody can agree to it any more."""
    stage = world.stage
    id = UUID(fund.pay_in(amount="1.00", currency="USD", **stage.by("operator"))["approval"])
    by = stage.by(who)
    told = approvals.refuse(approval_id=id, reason="not this month", **by)
    assert approvals.refuse(approval_id=id, reason="not this month", **by) == told
    for act in (approvals.agree, approvals.refuse):
        with pytest.raises(OutOfTurn, match="It is refused already"):
            act(approval_id=id, **stage.by("second operator"))
    assert (waiting(world), world.balance("fund")) == ([], "USD -20,000.00")


def test_what_nobody_agrees_to_runs_out(world):
    """R9.2: 72 hours (policy `approval_hours`); at that instant it is over."""
    stage = world.stage
    id = UUID(fund.pay_in(amount="1.00", currency="USD", **stage.by("operator"))["approval"])
    stage.at += timedelta(hours=72)
    assert waiting(world) == []
    for act in (approvals.agree, approvals.refuse):
        with pytest.raises(OutOfTurn, match="It ran out at 2026-03-05 08:00 UTC: ask for it again"):
            act(approval_id=id, **stage.by("second operator"))
    assert world.balance("fund") == "USD -20,000.00"


def test_what_is_not_there_is_not_found(world):
    """DESIGN §4: an id that nobody has, for agreeing, refusing, and what is asked for."""
    stage, nothing = world.stage, UUID(int=7)
    for act in (approvals.agree, approvals.refuse):
        with pytest.raises(NotFound):
            act(approval_id=nothing, **stage.by("second operator"))
        with pytest.raises(NotAllowed):
            act(approval_id=nothing, **stage.by(BUYER))
    with pytest.raises(NotFound):
        organisations.change_account(organisation_id=nothing, account="DE-2", **stage.by("operator"))
    with pytest.raises(NotFound):
        securities.give_back(supplier_id=nothing, **stage.by("operator"))
    part = {"due": "2026-06-01", "amount": "1.00"}
    with pytest.raises(NotFound):
        recoveries.plan(recovery_id=nothing, parts=[part], **stage.by("operator"))
    for who in (BUYER, SUPPLIER, "officer A"):
        with pytest.raises(NotAllowed):
            waiting(world, who)


def test_a_credit_waits_for_a_second_person_like_everything_else(world, order):
    """R9.2: proposed, seen among what waits, agreed to there or by the credit's id; a new proposal takes the old one's place."""
    world.stage.buyer("Onkel Hugo (fictional)")
    id, _ = credit(world, reference(order), payer="Onkel Hugo (fictional)")
    first = suspense.propose(credit_id=id, reference=reference(order, 2), **world.stage.by("operator"))
    second = suspense.propose(credit_id=id, reference=reference(order), **world.stage.by("second operator"))
    assert [(one.id, one.what, one.about) for one in waiting(world)] == [
        (UUID(second["approval"]), "suspense.match", id)
    ]
    with pytest.raises(OutOfTurn, match="A match is proposed"):
        approvals.agree(approval_id=UUID(first["approval"]), **world.stage.by("second operator"))
    told = approvals.agree(approval_id=UUID(second["approval"]), **world.stage.by("operator"))
    assert (told["state"], order.state, order.money("paid")) == ("matched", "making", "USD 3,000.00")


def test_a_credit_that_is_declined_waits_for_nobody(world, order):
    """R9.2: declined or sent back, what was proposed is overtaken."""
    world.stage.buyer("Onkel Hugo (fictional)")
    id, _ = credit(world, reference(order), payer="Onkel Hugo (fictional)")
    for way in (suspense.decline, suspense.send_back):
        suspense.propose(credit_id=id, reference=reference(order), **world.stage.by("operator"))
        assert len(waiting(world)) == 1
        way(credit_id=id, **world.stage.by("operator"))
        assert waiting(world) == []
