"""What use cases without a life refuse and answer again, each by name (RULES §3, §4, §9; DESIGN §4, §5)."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.scenarios.banking import credit, operator, reference, waiting
from tests.world import BUYER, INSPECTOR, SUPPLIER, World, plan
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Role
from tradeward.queries import approvals
from tradeward.queries import bank as seen
from tradeward.usecases import fund, orders, organisations, payouts, suspense

ALL_ON_CAPTURE = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture"))
PARTY = {
    "kind": "buyer", "name": "Quill & Reed (fictional)", "country": "NL", "zone": "Europe/Amsterdam",
    "email": "desk@quill.example", "account": "NL-QUILL", "owner": "owner of Quill", "address": "Kade 1",
}  # fmt: skip
DAYS = {"scope": "general goods", "first_on": "2026-03-02", "last_on": "2027-03-01"}


OTHER_WORDS = {
    "register": {"name": "Else (fictional)"}, "add_person": {"label": "somebody else"}, "accredit": {"last_on": "2027-02-01"},
    "change_account": {"account": "DE-ELSE"}, "pay_in": {"amount": "2.00"}, "pay_out": {"amount": "2.00"},
}  # fmt: skip


def of(world, who):
    return world.stage.people[who].organisation_id


def commands(world):
    """Every command that makes something beside an order, as it is well said."""
    return {
        "register": (organisations.register, PARTY),
        "add_person": (
            organisations.add_person, {"organisation_id": of(world, BUYER), "role": Role.BUYER, "label": "the other desk"},
        ),
        "accredit": (organisations.accredit, {"inspector_id": of(world, INSPECTOR), **DAYS}),
        "change_account": (
            organisations.change_account,
            {"organisation_id": of(world, BUYER), "account": "DE-NEW"},
        ),
        "pay_in": (fund.pay_in, {"amount": "100.00", "currency": "USD"}),
        "pay_out": (fund.pay_out, {"amount": "1.00", "currency": "USD"}),
    }  # fmt: skip


def test_a_command_said_again_is_answered_again_and_done_once(world):
    """DESIGN §5: same key, same body → same answer; another body under the key → refused."""
    for name, (command, said) in commands(world).items():
        asked = world.stage.by("operator")
        told = command(**said, **asked)
        assert command(**said, **asked) == told, name
        with pytest.raises(RuleBroken, match="this key was used for another request"):
            command(**{**said, **OTHER_WORDS[name]}, **asked)
    asked_for = sorted(one.what for one in approvals.waiting(operator(world), at=world.now))
    assert asked_for == ["fund.pay_in", "fund.pay_out", "organisations.change_account"]
    assert world.balance("fund") == "USD -20,000.00"


def test_only_the_operator_takes_parties_on_and_moves_the_fund(world):
    """DESIGN §4: everybody else is refused, whatever is said."""
    for command, said in commands(world).values():
        for who in (BUYER, SUPPLIER, INSPECTOR, "officer A"):
            with pytest.raises(NotAllowed):
                command(**said, **world.stage.by(who))


ILL_SAID = [
    ("register", {"kind": "broker"}, "kind", 'kind "broker" is not one of buyer, supplier, inspector, operator, arbiter'),
    ("register", {"name": " "}, "name", "name is missing: its name"),
    ("register", {"email": ""}, "email", "email is missing: its verified e-mail address"),
    ("register", {"account": "\t"}, "account", "account is missing: the bank account, such as an IBAN"),
    ("register", {"country": "nl"}, "country", "country 'nl' is no ISO 3166-1 code of two capitals"),
    ("register", {"country": "N1"}, "country", "country 'N1' is no ISO 3166-1 code of two capitals"),
    ("register", {"country": "ÅÄ"}, "country", "country 'ÅÄ' is no ISO 3166-1 code of two capitals"),
    ("register", {"country": "NLD"}, "country", "country has 3 characters: at most 2"),
    ("add_person", {"role": Role.OFFICER}, "role", "a person of a buyer is buyer, not officer"),
    ("accredit", {"last_on": "2026-03-01"}, "last_on", "last_on 2026-03-01 lies before first_on 2026-03-02"),
    ("accredit", {"first_on": "2 March"}, "first_on",
     'first_on "2 March" is no date of the form YYYY-MM-DD: name one exact day'),
    ("accredit", {"inspector_id": BUYER}, "inspector", "only an inspector is accredited"),
    ("change_account", {"account": "  "}, "account", "account is missing: the bank account, such as an IBAN"),
    ("pay_in", {"amount": "0.00"}, "amount", "amount lies above 0"),
    ("pay_in", {"amount": "-1.00"}, "amount",
     'amount "-1.00" is no amount: write a decimal number, not negative, such as "10000.00"'),
    ("pay_out", {"amount": "0.00"}, "amount", "amount lies above 0"),
]  # fmt: skip


def test_what_is_not_well_said(world):
    """RULES §3, §9: refused by the name of the field, and nothing is done."""
    for command, changes, field, says in ILL_SAID:
        way, said = commands(world)[command]
        if "inspector_id" in changes:
            changes = {"inspector_id": of(world, changes["inspector_id"])}
        with pytest.raises(RuleBroken) as refused:
            way(**{**said, **changes}, **world.stage.by("operator"))
        assert (refused.value.field, str(refused.value)) == (field, says)
    assert world.balance("fund") == "USD -20,000.00"


def test_an_accreditation_of_one_day_is_one(world):
    """RULES §6: from its first day to its last, which may be the same."""
    said = {"inspector_id": of(world, INSPECTOR), **DAYS, "last_on": DAYS["first_on"]}
    assert set(organisations.accredit(**said, **world.stage.by("operator"))) == {"accreditation"}


def test_an_installation_is_founded_once(world):
    """RULES §11: software of one operator."""
    with pytest.raises(RuleBroken, match="has its operator already"):
        organisations.found(name="Another (fictional)", country="NL", zone="UTC", account="X", at=world.now)


def test_a_contract_is_offered_by_one_of_its_own_sides(world):
    """RULES §4: neither another buyer, nor the operator, nor a supplier in the buyer's name."""
    world.stage.buyer("Hollow Oak (fictional)")
    body = world.stage.contract(buyer=BUYER, supplier=SUPPLIER)
    for who in ("Hollow Oak (fictional)", "operator", INSPECTOR):
        with pytest.raises(NotAllowed, match="Only buyer and supplier of a contract offer it"):
            orders.offer(body=body, **world.stage.by(who))
    assert orders.offer(body=body, **world.stage.by(BUYER))["version"] == "1"


def test_what_an_order_does_not_have_is_not_found(world, order):
    """RULES §4, §9: a lot, an instalment, a payment."""
    order.pay(1)
    document = {
        "kind": "on_board",
        "number": "B",
        "date": "2026-03-02",
        "carrier": "F",
        "file": "f.pdf",
        "place": "Ningbo",
    }
    with pytest.raises(NotFound) as refused:
        orders.ship(order_id=order.id, lot=2, document=document, **world.stage.by(SUPPLIER))
    assert (refused.value.field, str(refused.value)) == ("lot", "The order has no lot 2.")
    with pytest.raises(NotFound, match="There is no such instalment"):
        payouts.return_early(order_id=order.id, number=3, **world.stage.by(BUYER))
    with pytest.raises(NotFound, match="There is no such payment"):
        payouts.renew(payment_id=UUID(int=7), **world.stage.by("operator"))


def test_a_payment_that_did_not_come_back_is_not_made_due_again(world, order):
    """RULES §9: the operator renews what the bank returned; nobody else knows of it."""
    order.pay(1, "USD 3,000.50")
    world.after(days=8)
    (payment,) = seen.payments(operator(world), order_id=order.id)
    with pytest.raises(OutOfTurn, match="The payment_out is sent: it cannot renew from there"):
        payouts.renew(payment_id=payment.id, **world.stage.by("operator"))
    with pytest.raises(NotFound, match="There is no such payment"):
        payouts.renew(payment_id=payment.id, **world.stage.by(BUYER))


def test_a_credit_that_went_back_is_neither_proposed_nor_confirmed_nor_declined(world, order):
    """RULES §9: it waits no more; and what is unknown is not found."""
    id, state = credit(world, "no reference at all")
    assert (state, waiting(world)) == ("suspense", [("3000.00", "")])
    for move in (suspense.confirm, suspense.decline):
        with pytest.raises(OutOfTurn, match="A match is proposed"):
            move(credit_id=id, **world.stage.by("operator"))
    suspense.send_back(credit_id=id, **world.stage.by("operator"))
    with pytest.raises(OutOfTurn, match="The credit is sent_back: it waits no more"):
        suspense.propose(credit_id=id, reference=reference(order), **world.stage.by("operator"))
    with pytest.raises(OutOfTurn, match="it cannot send back from there"):
        suspense.send_back(credit_id=id, **world.stage.by("operator"))
    with pytest.raises(NotFound):
        suspense.send_back(credit_id=UUID(int=9), **world.stage.by("operator"))


def test_cash_that_comes_back_goes_to_the_refund_that_waits_and_not_to_the_operator(market):
    """RULES §3, R3.14: what waits comes first, and at once."""
    world = World(limit="USD 20,000.00", fund="USD 100.00", fund_ratio_bp=0)
    order = world.signed(value="USD 5,000.00", plan=ALL_ON_CAPTURE, ship_date="2026-05-01")
    order.pay(1)
    world.on("2026-05-02")
    dispute = order.disputed("ship_date", remedy="cancel")
    world.after(days=7)
    dispute.ruled(second=None)
    order.pay_debt("USD 60.00")
    assert [line.split("USD ")[1] for line in world.ledger("lamps").splitlines() if " refunded " in line] == [
        "100.00",
        "60.00",
    ]
    with pytest.raises(RuleBroken, match="below its share of open reservations"):
        world.stage.two(fund.pay_out, amount="0.01", currency="USD")


def test_credits_of_movements_of_the_fund_are_told_apart_by_reference_and_amount(world):
    """RULES §9: two payments into the fund are on their way; each credit is the one it names, and another amount is none."""
    world.stage.fund("300.00")
    world.stage.fund("200.00")
    world.on(world.now + timedelta(days=1))
    told = world.stage.statement_day()
    assert told["USD"]["difference_minor"] == "0"
    assert world.balance("bank") == "USD 20,500.00"
