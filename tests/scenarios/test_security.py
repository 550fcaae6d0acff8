"""A supplier's security on the real books: paid in, used, recalled, given back (RULES §7, §9)."""

from uuid import UUID

import pytest

from tests.world import BUYER, SUPPLIER, plan
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.queries import bank as money_seen
from tradeward.queries import recoveries
from tradeward.queries import suppliers as seen
from tradeward.usecases import securities, suspense

ALL_ON_CAPTURE = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture"))


def owner(world):
    return world.stage.people[SUPPLIER].organisation_id


def security(world, who="operator"):
    return seen.security(world.stage.people[who], supplier_id=owner(world))


def give_back(world, *, by="operator", second="second operator"):
    return world.stage.two(securities.give_back, first=by, second=second, supplier_id=owner(world))


def test_security_stands_between_held_money_and_the_fund(world):
    """R7.6, R7.8: 500 of 1,500 are security, a refill covers the debt, a recall brings one back, the rest goes home."""
    order = world.signed(value="USD 5,000.00", plan=ALL_ON_CAPTURE, ship_date="2026-05-01")
    order.pay(1)
    world.stage.put_up(SUPPLIER, "500.00")
    assert security(world).kept == security(world, SUPPLIER).kept == {"USD": "500.00"}
    with pytest.raises(NotFound):
        security(world, BUYER)
    world.after(days=2)
    world.stage.statement_day()
    world.on("2026-05-02")
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    dispute.ruled(second=None)
    assert (security(world).kept, order.money("debt")) == ({}, "USD 1,000.00")
    with pytest.raises(OutOfTurn, match="Security of the supplier's is kept"):
        give_back(world)
    world.after(days=8)
    world.stage.put_up(SUPPLIER, "1200.00", bank_id="bank:refill")
    assert (security(world).kept, order.money("debt")) == ({"USD": "200.00"}, "USD 0.00")
    assert world.stage.recall("bank:refill")["state"] == "recalled"
    assert (security(world).kept, order.money("debt")) == ({}, "USD 1,000.00")
    newest = recoveries.listed(world.stage.people["operator"], order_id=order.id, at=world.now)[-1]
    world.stage.credit(reference=newest.reference, amount="1000.00", currency="USD", payer=SUPPLIER)
    world.stage.put_up(SUPPLIER, "300.00", bank_id="bank:last")
    assert order.money("debt") == "USD 0.00"
    world.after(days=60)
    with pytest.raises(OutOfTurn, match="on its way"):
        give_back(world)
    world.stage.statement_day()
    world.after(days=1)
    world.stage.statement_day()
    for second, by in (("operator", "operator"), ("officer A", "operator"), ("operator", SUPPLIER)):
        with pytest.raises(NotAllowed):
            give_back(world, by=by, second=second)
    assert give_back(world)["returned"] == {"USD": "300.00"}
    assert security(world).kept == {}
    world.stage.statement_day()
    world.after(days=1)
    world.stage.statement_day()
    (back,) = [
        one
        for one in money_seen.payments(world.stage.people["operator"], payee_id=owner(world))
        if one.purpose == "security"
    ]
    assert (back.amount, back.state) == ("300.00", "booked")


@pytest.mark.parametrize("end", ["match", "decline", "send_back", "wait"])
def test_security_from_another_account_waits_with_the_supplier(world, end):
    """R9.3, R9.2: held until two of the operator's people clear it, else it goes back."""
    told = world.stage.put_up(SUPPLIER, "500.00", payer=BUYER)
    id = UUID(told["credit"])
    assert (told["state"], security(world).kept) == ("suspense", {})
    if end == "match":
        with pytest.raises(OutOfTurn, match="A match is proposed"):
            suspense.confirm(credit_id=id, **world.stage.by("operator"))
        suspense.propose(credit_id=id, reference=security(world).reference, **world.stage.by("operator"))
        suspense.confirm(credit_id=id, **world.stage.by("second operator"))
    elif end == "wait":
        world.after(days=20)
    else:
        getattr(suspense, end)(credit_id=id, **world.stage.by("operator"))
    assert security(world).kept == ({"USD": "500.00"} if end == "match" else {})
    waiting = money_seen.suspense(world.stage.people["operator"])
    assert [one.order_id for one in waiting] == ([None] if end == "decline" else [])


def test_money_without_words_is_proposed_as_security(world):
    """R9.2: by the reference of the security; one of another's is refused by name."""
    reference = securities.put_up(supplier_id=owner(world), **world.stage.by(SUPPLIER))["reference"]
    told = world.stage.credit(reference="security, please", amount="500.00", currency="USD", payer=SUPPLIER)
    id = UUID(told["credit"])
    with pytest.raises(RuleBroken, match="instalment, inspection, debt or security"):
        suspense.propose(credit_id=id, reference="RF00NOTHING", **world.stage.by("operator"))
    suspense.propose(credit_id=id, reference=reference, **world.stage.by("operator"))
    suspense.confirm(credit_id=id, **world.stage.by("second operator"))
    assert security(world).kept == {"USD": "500.00"}


def test_a_recall_of_security_that_is_kept_leaves_no_debt(world):
    """R9.6: what is still there goes back to the bank, and nobody owes anything."""
    world.stage.put_up(SUPPLIER, "500.00", bank_id="bank:kept")
    assert security(world).kept == {"USD": "500.00"}
    assert world.stage.recall("bank:kept")["state"] == "recalled"
    assert (security(world).kept, world.balance("suspense"), world.balance("bank_in")) == (
        {},
        "USD 0.00",
        "USD 20,000.00",
    )
    assert recoveries.everywhere(world.stage.people["operator"], state="", after=None, limit=9) == []


def test_security_that_is_matched_waits_no_more(world):
    """R9.2: there is nothing to confirm of it, nor to decline."""
    id = UUID(world.stage.put_up(SUPPLIER, "500.00")["credit"])
    for move in (suspense.confirm, suspense.decline):
        with pytest.raises(NotFound, match="There is no such credit here"):
            move(credit_id=id, **world.stage.by("operator"))
    assert security(world).kept == {"USD": "500.00"}


def test_a_recall_of_security_that_went_home_stays_unexplained(world):
    """R9.6, R7.13: nobody here owes it; the statement's difference says so, and the operator bears it."""
    world.stage.put_up(SUPPLIER, "500.00", bank_id="bank:gone")
    assert give_back(world)["returned"] == {"USD": "500.00"}
    world.after(minutes=1)
    assert world.stage.recall("bank:gone") == {
        "credit": world.stage.recall("bank:gone")["credit"],
        "state": "unexplained",
    }
    assert security(world).kept == {}


@pytest.mark.parametrize("who", [BUYER, "operator", "officer A"])
def test_only_the_supplier_himself_puts_security_up(world, who):
    """R7.6: it is his own money."""
    with pytest.raises(NotAllowed):
        securities.put_up(supplier_id=owner(world), **world.stage.by(who))
