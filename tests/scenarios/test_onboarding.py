"""Onboarding on the real books: e-mail, lists, hits that hold, two people who let go (RULES §9)."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.scenarios.banking import HELD
from tests.world import BUYER, SUPPLIER
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.queries import bank as money_seen
from tradeward.queries import screenings as seen
from tradeward.usecases import books, onboarding, organisations, screenings, suppliers

NEW = "Paper Kite (fictional)"


def owner(world, name=BUYER):
    return world.stage.people[name].organisation_id


def listed(world, *names, of="fictional list"):
    entries = [{"name": name, "country": "XX"} for name in names]
    return screenings.import_list(name=of, source="a fictional ministry", entries=entries, **world.stage.by("operator"))


def waiting(world):
    return seen.hits(world.stage.people["operator"])


def clear(world, *, by="operator", second="second operator", reason="another company, of another country"):
    (hit,) = waiting(world)
    return world.stage.two(screenings.clear, first=by, second=second, hit_id=hit.id, reason=reason)


def taken_on(world, name=NEW):
    told = organisations.register(
        kind="supplier", name=name, country="CN", zone="Asia/Shanghai", email="desk@kite.example", account="CN-KITE",
        owner="", address="", **world.stage.by("operator"),
    )  # fmt: skip
    id = UUID(told["organisation"])
    world.stage.people[name] = world.stage._person(id, "supplier", name)
    return id


def test_an_address_is_verified_by_a_token_that_is_told_once(world):
    """R9.10: for a week; until then the party cannot apply, and a newer token takes the place of the one before."""
    id = taken_on(world)
    first = world.stage.by("operator")
    asked = onboarding.ask(organisation_id=id, **first)
    again = onboarding.ask(organisation_id=id, **first)
    assert (asked["email"], "token" in asked, "token" in again) == ("desk@kite.example", True, False)
    newer = onboarding.ask(organisation_id=id, **world.stage.by("operator"))
    with pytest.raises(OutOfTurn, match="verified e-mail address"):
        suppliers.apply(supplier_id=id, **world.stage.by(NEW))
    with pytest.raises(OutOfTurn, match="The token's time is over"):
        onboarding.confirm(token=asked["token"], at=world.now)
    with pytest.raises(OutOfTurn, match="The token's time is over"):
        onboarding.confirm(token=newer["token"], at=world.now + timedelta(hours=168))
    with pytest.raises(NotFound):
        onboarding.confirm(token="x", at=world.now)
    told = onboarding.confirm(token=newer["token"], at=world.now)
    assert onboarding.confirm(token=newer["token"], at=world.now + timedelta(days=400)) == told
    found = seen.onboarding(world.stage.people[NEW], organisation_id=id)
    assert (found.verified_at, found.screened_at, found.held) == (world.now, world.now, False)
    with pytest.raises(OutOfTurn, match="verified already"):
        onboarding.ask(organisation_id=id, **world.stage.by("operator"))
    suppliers.apply(supplier_id=id, **world.stage.by(NEW))
    for who, refusal in ((NEW, NotAllowed), ("officer A", NotAllowed)):
        with pytest.raises(refusal):
            onboarding.ask(organisation_id=id, **world.stage.by(who))
    with pytest.raises(NotFound):
        onboarding.ask(organisation_id=owner(world, "operator").__class__(int=1), **world.stage.by("operator"))
    with pytest.raises(NotFound):
        seen.onboarding(world.stage.people[BUYER], organisation_id=id)


def test_a_party_is_screened_as_it_signs_up(world):
    """R9.10: against the newest list of each name; a hit is told, and waits for two people and a reason."""
    listed(world, "Paper Kite", "Tin Drum")
    listed(world, "Tin Drum", of="another fictional list")
    id = taken_on(world, "PAPER KITE Ltd")
    (hit,) = waiting(world)
    assert (hit.organisation_id, hit.entry_name, hit.list_name, hit.score_bp, hit.occasion) == (
        id, "Paper Kite", "fictional list", 10_000, "sign_up",
    )  # fmt: skip
    onboarding.confirm(token=onboarding.ask(organisation_id=id, **world.stage.by("operator"))["token"], at=world.now)
    with pytest.raises(OutOfTurn, match="no screening hit waits"):
        suppliers.apply(supplier_id=id, **world.stage.by("PAPER KITE Ltd"))
    for said, refusal in (
        ({"second": "operator"}, NotAllowed), ({"by": "officer A"}, NotAllowed), ({"reason": " "}, RuleBroken),
    ):  # fmt: skip
        with pytest.raises(refusal):
            clear(world, **said)
    clear(world)
    assert waiting(world) == []
    (gone,) = seen.hits(world.stage.people["operator"], cleared=True)
    assert (gone.reason, gone.cleared_at) == ("another company, of another country", world.now)
    with pytest.raises(NotFound):
        screenings.clear(hit_id=hit.id, reason="again", **world.stage.by("operator"))
    suppliers.apply(supplier_id=id, **world.stage.by("PAPER KITE Ltd"))
    world.after(days=1)
    assert listed(world, "Paper Kite", "Stone Boat")["held"] == []  # what two people said of an entry stands
    assert waiting(world) == []
    with pytest.raises(NotAllowed):
        seen.hits(world.stage.people[BUYER])


def test_a_list_is_the_operators_and_says_something(world):
    """R9.10."""
    who = world.stage.by("operator")
    said = {"name": "a list", "source": "a ministry", "entries": [{"name": "Tin Drum"}]}
    for changed in ({"name": " "}, {"source": ""}, {"entries": []}, {"entries": [{"name": " "}]}):
        with pytest.raises(RuleBroken):
            screenings.import_list(**{**said, **changed}, **world.stage.by("operator"))
    with pytest.raises(NotAllowed):
        screenings.import_list(**said, **world.stage.by("officer A"))
    assert screenings.import_list(**said, **who) == screenings.import_list(**said, **who)


def test_a_hit_holds_the_first_payment_and_the_refund_and_loses_neither(world):
    """R9.10: the credit waits with its order, which does not lapse; the refund is due; the books are green all the time."""
    order = world.signed(plan=HELD)
    listed(world, "Nordlicht Handel fictional")
    assert [one.occasion for one in waiting(world)] == ["list"]
    assert books.check(at=world.now).findings == ()
    assert order.pay(1) == "suspense"
    for _ in range(40):
        world.after(days=1)
        world.stage.statement_day()
    assert (order.state, order.money("paid")) == ("signed", "USD 0.00")
    clear(world)
    assert (order.state, order.money("paid"), money_seen.suspense(world.stage.people["operator"])) == (
        "making", "USD 3,000.00", [],
    )  # fmt: skip
    listed(world, "Nordlicht Handel fictional", of="another fictional list")
    order.move(SUPPLIER, "give_up")
    world.after(days=30)
    (payment,) = money_seen.payments(world.stage.people["operator"], order_id=order.id)
    assert (payment.state, payment.amount) == ("due", "3000.00")
    assert books.check(at=world.now).findings == ()
    clear(world)
    (payment,) = money_seen.payments(world.stage.people["operator"], order_id=order.id)
    assert payment.state == "sent"


def test_a_hit_of_a_supplier_holds_his_payout(world):
    """R9.10: released money stays payable until the hit is cleared, and is paid out once."""
    order = world.signed(plan=[{**one, "release": "on_capture"} for one in HELD])
    listed(world, "Lantern Works fictional")
    order.pay(1)
    world.after(days=3)
    assert money_seen.payments(world.stage.people["operator"], payee_id=owner(world, SUPPLIER)) == []
    assert books.check(at=world.now).findings == ()
    clear(world)
    (payout,) = money_seen.payments(world.stage.people["operator"], payee_id=owner(world, SUPPLIER))
    assert (payout.state, payout.amount) == ("sent", "2940.00")
