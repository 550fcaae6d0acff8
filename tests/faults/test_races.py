"""Races with real threads on a real PostgreSQL: one wins, nothing is counted twice, nobody sees a traceback (RULES §3, §5, §9)."""

import dataclasses
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests import databases
from tests.faults.racing import ROUNDS, Races, asked
from tradeward.domain.refusals import OutOfTurn, RuleBroken
from tradeward.interfaces.cli.stage import Stage
from tradeward.ledger import statements
from tradeward.queries import orders as seen
from tradeward.usecases import approvals, bank, clock, disputes, fund, orders, organisations

pytestmark = [pytest.mark.race, pytest.mark.slow]

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
BUYER, OTHER, SUPPLIER = "Nordlicht GmbH (fictional)", "Ostwind GmbH (fictional)", "Lantern Works (fictional)"
AT_SIGNING = [{"bp": "10000", "anchor": "signing", "days": "7", "release": "on_acceptance"}]
IN_FIVE = [{"bp": "2000", "anchor": "signing", "days": str(days), "release": "on_capture"} for days in range(20, 25)]


@pytest.fixture(scope="module")
def stage(database):
    """The one market of this module."""
    made = Stage(at=START)
    made.buyer(BUYER)
    made.buyer(OTHER)
    made.fund("5000000.00")
    connection.close()
    return made


def signed(stage, supplier, plan, **changes):
    order = stage.offer(buyer=BUYER, supplier=supplier, plan=plan, **changes)
    stage.sign(order, BUYER)
    stage.sign(order, supplier)
    return order


# --- one installation


def test_an_installation_is_founded_once(template, database):
    """RULES §11: one installation, one operator; of two founders at once the second is told so."""
    races = Races("one installation")
    own = databases.clone(template)
    try:
        names = ("A (fictional)", "B (fictional)")
        answers = races.run({name: lambda name=name: found(name) for name in names})
        assert sorted(type(one).__name__ for one in answers.values()) == ["RuleBroken", "dict"]
        assert asked("SELECT count(*) FROM organisations") == [(1,)]
    finally:
        databases.drop(own)
        databases.point_django_at(database)


def found(name):
    at = START + timedelta(days=name.startswith("A"))
    return organisations.found(name=name, country="NL", zone="Europe/Amsterdam", account=name, at=at)


# --- one payout


def test_two_workers_pay_a_due_payout_once(stage, database):
    """RULES §9: both sweep the same batch; one payment, once in the ledger, whoever was quicker."""
    races = Races("one payout")
    note_who_writes("payments_out", database)
    for n in range(ROUNDS):
        if n % 20 == 0:
            supplier = f"Fir Works {n} (fictional)"
            owner = stage.supplier(supplier).organisation_id
        if n % 5 == 0:
            order = signed(stage, supplier, IN_FIVE, value="5.00", ship_date="2027-12-31")
        stage.pay(order, instalment=n % 5 + 1)
        stage.on((stage.at + timedelta(days=1)).replace(hour=5))
        assert paid_out(owner) == (n % 20, 98 * (n % 20), 98)
        due = stage.at.replace(hour=7)
        races.run({name: lambda due=due: clock.sweep(at=due) for name in ("one worker", "the other")})
        assert paid_out(owner) == (n % 20 + 1, 98 * (n % 20 + 1), 0)
        stage.at = due
        ((pid,),) = asked("DELETE FROM who_wrote WHERE supplier_id = %s RETURNING pid", owner)
        races.winner(next(name for name, its in races.pids.items() if its == pid))
    races.told("one worker", "the other")


def note_who_writes(table, database):
    """Let the database note which of its processes inserted a row."""
    with database.superuser() as connection:
        connection.execute("CREATE TABLE who_wrote (supplier_id uuid, pid int)")
        connection.execute("GRANT ALL ON who_wrote TO PUBLIC")
        connection.execute(
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN INSERT INTO who_wrote VALUES (NEW.supplier_id, pg_backend_pid()); RETURN NULL; END $$"
        )
        connection.execute(f"CREATE TRIGGER note AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION note()")


def paid_out(supplier_id):
    """Payments to the supplier, what they sum to, and what is still payable to him."""
    ((count, total),) = asked(
        "SELECT count(*), coalesce(sum(amount_minor), 0)::bigint FROM payments_out WHERE supplier_id = %s", supplier_id
    )
    account = f"payable:{supplier_id}"
    return count, total, -statements.balances([account]).get((account, "USD"), 0)


# --- the last cover


def test_the_last_cover_goes_to_one_of_two_orders(stage):
    """RULES §3, R3.12: two buyers sign at once on cover that is there once; one gets it, the other is told the new figure."""
    races = Races("the last cover")
    supplier = "Amber Works (fictional)"
    owner = stage.supplier(supplier, limit="7500.00").organisation_id
    before = reserved(owner)
    orders_of = {who: stage.offer(buyer=who, supplier=supplier, value="7500.00") for who in (BUYER, OTHER)}
    hashes = {who: seen.quote(stage.people[who], order_id=orders_of[who], at=stage.at).hash for who in orders_of}
    for n in range(ROUNDS):
        cover = {"cover": "7500.00"}
        said = {who: {"order_id": orders_of[who], "hash": hashes[who], **cover, **stage.by(who)} for who in orders_of}
        answers = races.run({who: lambda one=one: orders.sign(**one) for who, one in said.items()})
        (winner,) = [who for who in answers if isinstance(answers[who], dict)]
        (loser,) = set(orders_of) - {winner}
        assert type(answers[loser]) is OutOfTurn
        assert str(answers[loser]).startswith("The cover that can be given now is USD 0.00. ")
        assert [now - was for now, was in zip(reserved(owner), before, strict=True)] == [750_000, 750_000, 750_000]
        races.winner(winner)
        body = stage.contract(buyer=winner, supplier=supplier, value="7500.00")
        body["ship_date"] = (stage.at.date() + timedelta(days=60 + n % 2)).isoformat()
        hashes[winner] = orders.propose(order_id=orders_of[winner], body=body, **stage.by(supplier))["hash"]
        assert reserved(owner) == before
    races.told(BUYER, OTHER)


def reserved(supplier_id):
    """Reserved by the supplier's counter, by the fund's pot, by his open reservations."""
    ((counter, pot, rows),) = asked(
        "SELECT s.reserved_minor, (SELECT reserved_minor FROM pots WHERE currency = 'USD'), (SELECT"
        " coalesce(sum(reserved_limit), 0)::bigint FROM reservations WHERE supplier_id = s.id AND freed_at IS NULL)"
        " FROM suppliers s WHERE s.id = %s",
        supplier_id,
    )
    return [counter, pot, rows]


# --- the fifth unpaid order


def test_the_fifth_unpaid_order_is_signed_with_one_of_two_suppliers(stage):
    """RULES §8: a buyer has four unpaid signed orders, and two suppliers sign last at once: one order is the fifth."""
    races = Races("the fifth unpaid order")
    buyer, sellers = "Westwind GmbH (fictional)", ("Elm Works (fictional)", "Yew Works (fictional)")
    owner = stage.buyer(buyer).organisation_id
    for seller in sellers:
        stage.supplier(seller)
    for _ in range(4):
        order = stage.offer(buyer=buyer, supplier=sellers[0], value="10.00", ship_date="2027-12-31")
        stage.sign(order, buyer)
        stage.sign(order, sellers[0])
    for _ in range(ROUNDS // 2):
        said = {}
        for seller in sellers:
            order = stage.offer(buyer=buyer, supplier=seller, value="10.00", ship_date="2027-12-31")
            stage.sign(order, buyer)
            shown = seen.quote(stage.people[seller], order_id=order, at=stage.at)
            said[seller] = {"order_id": order, "hash": shown.hash, "cover": shown.cover, **stage.by(seller)}
        answers = races.run({who: lambda one=one: orders.sign(**one) for who, one in said.items()})
        (winner,) = [who for who in answers if isinstance(answers[who], dict)]
        (loser,) = set(sellers) - {winner}
        assert type(answers[loser]) is OutOfTurn
        assert str(answers[loser]).startswith("The buyer has 5 signed orders whose deposit is unpaid")
        assert asked("SELECT count(*) FROM orders WHERE buyer_id = %s AND state = 'signed'", owner) == [(5,)]
        races.winner(winner)
        stage.move(said[winner]["order_id"], buyer, "call_off")
        stage.move(said[loser]["order_id"], buyer, "withdraw")
    races.told(*sellers, rounds=ROUNDS // 2)


# --- one dispute


def test_one_of_settle_withdraw_and_rule_wins(stage):
    """RULES §5, W14, R5.17: the buyer takes an offer of 500, an officer rules 700, the buyer withdraws: one refund at most."""
    races, ruled = Races("an escalated dispute"), []
    supplier = "Birch Works (fictional)"
    stage.supplier(supplier)
    for dispute, order in disputed(stage, supplier, rounds=ROUNDS // 2):
        stage.say(dispute, BUYER, "escalate")
        stage.say(dispute, "officer A", "take", tie="none")
        disputes.offer(dispute_id=dispute, amount="500.00", **stage.by(supplier))
        winner = one_wins(races, stage, dispute, {"settle": BUYER, "withdraw": BUYER, "rule": "officer A"})
        refunds = asked("SELECT refund_minor FROM rulings WHERE dispute_id = %s AND issued_at IS NOT NULL", dispute)
        given = refunded(order)
        state = asked("SELECT state FROM disputes WHERE id = %s", dispute)
        assert (refunds, given, state) == {
            "settle": ([], 50_000, [("final",)]),
            "withdraw": ([], 0, [("withdrawn",)]),
            "rule": ([(70_000,)], 0, [("ruled",)]),
        }[winner]
        ruled += [order] if winner == "rule" else []
    races.told("settle", "withdraw", "rule", rounds=ROUNDS // 2)
    stage.on(stage.at + timedelta(days=30))  # what is held is refunded when the ruling is final
    assert [refunded(order) for order in ruled] == [70_000] * races.won["rule"]


def test_one_of_settle_and_escalate_wins(stage):
    """RULES §5, R5.17: with the escalation the offer is over; with the settlement there is nothing to escalate."""
    races = Races("an answered dispute")
    supplier = "Cedar Works (fictional)"
    stage.supplier(supplier)
    for dispute, order in disputed(stage, supplier, rounds=ROUNDS // 2):
        disputes.offer(dispute_id=dispute, amount="500.00", **stage.by(supplier))
        winner = one_wins(races, stage, dispute, {"settle": BUYER, "escalate": BUYER})
        given = refunded(order)
        assert given == {"settle": 50_000, "escalate": 0}[winner]
        if winner == "escalate":
            stage.say(dispute, BUYER, "withdraw")
    races.told("settle", "escalate", rounds=ROUNDS // 2)


def disputed(stage, supplier, *, rounds):
    """Answered disputes over 700 of 1,000 held, each on an order of its own: what was withdrawn rests for a week."""
    for _ in range(rounds):
        stage.at += timedelta(minutes=1)
        shipped_by = (stage.at.date() + timedelta(days=1)).isoformat()
        order = signed(stage, supplier, AT_SIGNING, value="1000.00", ship_date=shipped_by)
        stage.pay(order, instalment=1)
        opened, stage.at = stage.at, stage.at + timedelta(days=3)
        dispute = stage.dispute(order, BUYER, "ship_date", remedy="cancel", amount="700.00")
        stage.say(dispute, supplier, "answer", answer="contest")
        yield dispute, order
        stage.at = opened + timedelta(minutes=1)


def refunded(order):
    ((minor,),) = asked(
        "SELECT coalesce(sum(held_minor + security_minor + fund_minor), 0)::bigint FROM refunds WHERE counts AND order_id = %s",
        order,
    )
    return minor


def one_wins(races, stage, dispute, sides):
    said = {verb: {"dispute_id": dispute, "verb": verb, **stage.by(who)} for verb, who in sides.items()}
    answers = races.run({verb: lambda one=one: disputes.move(**one) for verb, one in said.items()})
    (winner,) = [verb for verb in sides if isinstance(answers[verb], dict)]
    assert {type(answers[verb]) for verb in sides if verb != winner} == {OutOfTurn}
    races.winner(winner)
    return winner


# --- one key


def test_eight_racers_with_one_key_have_one_effect_and_one_answer(stage):
    """DESIGN §5: forty keys for each of five use cases that take different locks, or none: forty effects each."""
    races = Races("one key", spread=0.002)
    supplier = "Drift Works (fictional)"
    stage.supplier(supplier)
    open_orders = [stage.offer(buyer=BUYER, supplier=supplier, value="10.00") for _ in range(40)]
    quotes = [seen.quote(stage.people[BUYER], order_id=order, at=stage.at) for order in open_orders]
    operator, second, seller = (stage.people[who] for who in ("operator", "second operator", supplier))
    asked_for = [pay_in(stage, f"0.{n + 10}") for n in range(40)]

    def register(n, **by):
        name = f"Racer {n} (fictional)"
        return organisations.register(
            kind="buyer", name=name, country="DE", zone="Europe/Berlin", email="desk@racer.example", account=f"DE-{n}",
            owner=name, address=name, **by,
        )  # fmt: skip

    kinds = {
        "register": (operator, register),
        "offer": (seller, lambda n, **by: orders.offer(
            body=stage.contract(buyer=OTHER, supplier=supplier, value=f"{n + 100}.00"), **by)),
        "sign": (seller, lambda n, **by: orders.sign(
            order_id=open_orders[n], hash=quotes[n].hash, cover=quotes[n].cover, **by)),
        "pay in": (second, lambda n, **by: approvals.agree(approval_id=asked_for[n], **by)),
        "credit": (bank.BANK, lambda n, **by: bank.credit(credit=told(by["key"], n + 1), at=by["at"])),
    }  # fmt: skip
    counted = counts()
    for kind, (actor, call) in kinds.items():
        for n in range(40):
            key = f"{kind} {n}"
            by = {f"racer {r}": {"by": actor, "key": key, "at": stage.at + timedelta(milliseconds=r)} for r in range(8)}
            answers = races.run({who: lambda one=one, n=n, call=call: call(n, **one) for who, one in by.items()})
            first = answers["racer 0"]
            assert isinstance(first, dict), first
            assert list(answers.values()) == [first] * 8
            ((at,),) = asked("SELECT at FROM commands WHERE key = %s", key)
            races.winner(next(who for who, one in by.items() if one["at"] == at))
    assert [now - was for now, was in zip(counts(), counted, strict=True)] == [40, 40, 40, 40, 40, 200]
    races.told(*(f"racer {r}" for r in range(8)))


def pay_in(stage, amount):
    """Ask to pay into the fund; returns what waits for the second person."""
    return UUID(fund.pay_in(amount=amount, currency="USD", **stage.by("operator"))["approval"])


def told(bank_id, minor, text="no reference here"):
    return bank.Credit(
        bank_id=bank_id, currency="USD", amount_minor=minor, payer="Somebody (fictional)", payer_account="DE-0",
        text=text, value_on=START.date(),
    )  # fmt: skip


def counts():
    tables = ("organisations", "orders", "signatures", "fund_movements", "credits", "commands")
    return [asked(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def test_of_two_bodies_under_one_key_one_wins(stage):
    """DESIGN §5: the same key with another body is refused by name, whichever body came first."""
    races = Races("two bodies")
    cash = asked("SELECT cash_minor FROM pots WHERE currency = 'USD'")[0][0]
    for _ in range(ROUNDS):
        waiting = {"one": pay_in(stage, "0.01"), "two": pay_in(stage, "0.02")}
        by = stage.by("second operator")
        calls = {name: lambda id=id, by=by: approvals.agree(approval_id=id, **by) for name, id in waiting.items()}
        answers = races.run(calls)
        (winner,) = [name for name in calls if isinstance(answers[name], dict)]
        (loser,) = set(calls) - {winner}
        assert type(answers[loser]) is RuleBroken
        assert answers[loser].field == "key"
        races.winner(winner)
    races.told("one", "two")
    gained = asked("SELECT cash_minor FROM pots WHERE currency = 'USD'")[0][0] - cash
    assert gained == races.won["one"] + 2 * races.won["two"]


# --- one credit


def test_a_credit_told_twice_at_once_is_one_credit(stage):
    """RULES §9: the same entry id twice, told at once and in other words, has one effect."""
    races = Races("one bank entry")
    supplier = "Elder Works (fictional)"
    stage.supplier(supplier)
    account = seen.account(stage.people["operator"], name=BUYER)
    for n in range(ROUNDS):
        if n % 20 == 0:
            order = signed(stage, supplier, AT_SIGNING, value="20.00")
            row = seen.instalments(stage.people["operator"], order_id=order, at=stage.at)[0]
        one = dataclasses.replace(told(f"entry {n}", 100, text=row.reference), payer=BUYER, payer_account=account)
        other = dataclasses.replace(one, text=f"order payment {row.reference}")
        times = {"first": stage.at, "second": stage.at + timedelta(seconds=1)}
        answers = races.run({
            "first": lambda one=one: bank.credit(credit=one, at=stage.at),
            "second": lambda other=other: bank.credit(credit=other, at=stage.at + timedelta(seconds=1)),
        })  # fmt: skip
        assert answers["first"] == answers["second"]
        ((at, state),) = asked("SELECT recorded_at, state FROM credits WHERE bank_id = %s", f"entry {n}")
        assert state == "matched"
        races.winner(next(name for name, when in times.items() if when == at))
        if n % 20 == 19:
            assert statements.balances([f"held:{order}"]) == {(f"held:{order}", "USD"): -2_000}
    races.told("first", "second")


# --- the end


def test_after_all_races_the_books_are_right(stage):
    """RULES §7: every movement is balanced and hashed as written."""
    assert statements.checks() == []
    assert list(statements.recompute()) == []
