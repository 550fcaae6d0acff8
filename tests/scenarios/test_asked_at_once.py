"""Use cases of several transactions, asked twice at once: whoever ends second is answered like the first (DESIGN §5)."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.world import BUYER, SUPPLIER
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken, Stale
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import bank as seen
from tradeward.usecases import (
    bank,
    clock,
    drafts,
    orders,
    payment_orders,
    sandbox,
    sandbox_bank,
    tokens,
    webhooks,
)  # fmt: skip

STATEMENT = {
    "currency": "USD", "through": "2026-03-01", "closing": "10.00",
    "lines": [{"bank_id": "gift", "kind": "credit", "amount": "10.00", "payer": "?", "text": "for lamps"}],
}  # fmt: skip
LONG = "a secret of forty characters, or some more"


@pytest.fixture
def twin(monkeypatch):
    """Let the same be asked once more, whole, inside a step of whoever asks first; `told` has the twin's answer."""
    told = []

    def between(module, name, ask):
        real = getattr(module, name)

        def step(*args, **said):
            if not told:
                told.append({})
                told.append(ask())
            return real(*args, **said)

        monkeypatch.setattr(module, name, step)
        return told

    return between


def test_a_draft_that_is_offered_by_two_hands_is_one_order(world, twin):
    """RULES §4, DESIGN §5: it becomes version 1 of one order, however often it is asked."""
    body = world.stage.contract(buyer=BUYER, supplier=SUPPLIER)
    draft = UUID(drafts.begin(title="lamps", body=body, **world.stage.by(BUYER))["draft"])
    by = world.stage.by(BUYER)
    told = twin(orders, "offer", lambda: drafts.offer(draft_id=draft, revision=1, **by))
    assert drafts.offer(draft_id=draft, revision=1, **by) == told[1]
    assert drafts.offer(draft_id=draft, revision=1, **by) == told[1]
    with pytest.raises(OutOfTurn):
        drafts.offer(draft_id=draft, revision=1, **world.stage.by(BUYER))


def test_a_statement_that_two_hands_bring_is_imported_once(world, twin):
    """RULES §9: the same day again has no further effect."""
    by = world.stage.by("operator")
    with pytest.raises(NotAllowed, match="Only the operator speaks with the bank"):
        payment_orders.import_statement(**STATEMENT, **world.stage.by(BUYER))
    told = twin(bank, "statement", lambda: payment_orders.import_statement(**STATEMENT, **by))
    assert payment_orders.import_statement(**STATEMENT, **by) == told[1]
    assert payment_orders.import_statement(**STATEMENT, **by) == told[1]
    assert [one.amount for one in seen.suspense(world.stage.people["operator"])] == ["10.00"]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"bank_id": "gift"}, "lines.1.bank_id"),
        ({"amount": "-1.00"}, "lines.1.amount"),
        ({"kind": "gift"}, "lines.1.kind"),
        ({"value_on": "soon"}, "lines.1.value_on"),
    ],
)
def test_a_line_that_is_none_is_refused_by_name(world, line, field):
    """RULES §9: nothing of the statement is imported then."""
    other = {**STATEMENT["lines"][0], "bank_id": "other", **line}
    said = {**STATEMENT, "lines": [*STATEMENT["lines"], other]}
    with pytest.raises(RuleBroken) as refused:
        payment_orders.import_statement(**said, **world.stage.by("operator"))
    assert (refused.value.field, seen.suspense(world.stage.people["operator"])) == (field, [])


def test_what_the_sandbox_bank_is_asked_twice_at_once_it_does_once(world, twin):
    """DESIGN §5: a credit by two hands is one credit; nobody's money, or no demo market, is refused."""
    by = world.stage.by("operator")
    said = {
        "reference": "for lamps", "amount": "10.00", "currency": "USD", "payer": "", "payer_account": "", "bank_id": "",
        "value_on": None,
    }  # fmt: skip
    with pytest.raises(NotFound, match="no demo market"):
        sandbox_bank.receive(**said, **by)
    sandbox.begin(at=world.now)
    sandbox.end(at=world.now)
    found = sandbox.market()
    assert found is not None
    told = twin(bank, "credit", lambda: sandbox_bank.receive(**said, **by))
    assert sandbox_bank.receive(**said, **by) == told[1]
    assert len(seen.suspense(world.stage.people["operator"])) == 1
    with pytest.raises(NotFound, match="name the payer"):
        sandbox_bank.receive(**said, by=Actor(Role.OPERATOR), at=world.now, key=world.stage.key())


def test_a_clock_that_is_moved_beside_a_busy_worker_waits_for_it(world, monkeypatch):
    """RULES §2: what falls due has happened when it answers; a supplier who never comes free does not hold it for ever."""
    monkeypatch.setattr(sandbox, "_MOST_SWEEPS", 3)
    monkeypatch.setattr(sandbox, "_PAUSE_MILLIS", 0)
    swept = clock.Swept(moved=0, busy=1, failed=0, clear=False)
    monkeypatch.setattr(clock, "sweep", lambda at: swept)
    assert sandbox.sweep(at=world.now) == (0, 0)


def test_a_counter_proposal_names_the_version_it_answers(world):
    """RULES §4: another one on the table is refused as overtaken; without a name the move itself answers."""
    order = world.offered()
    body = world.stage.contract(buyer=BUYER, supplier=SUPPLIER, value="9000.00")
    with pytest.raises(Stale, match="Version 1 is on the table"):
        orders.propose(order_id=order.id, body=body, on="0" * 64, **world.stage.by(BUYER))
    told = orders.propose(order_id=order.id, body=body, on=order.quote.hash, **world.stage.by(BUYER))
    assert (told["version"], told["hash"]) == ("2", order.quote.hash)
    again = world.stage.contract(buyer=BUYER, supplier=SUPPLIER, value="9500.00")
    told = orders.move(order_id=order.id, verb="propose", body=again, **world.stage.by(SUPPLIER))
    assert (told["version"], told["hash"]) == ("3", order.quote.hash)


def test_a_token_is_told_once_and_says_what_it_is_for(world):
    """DESIGN §5: asked again with its key it is the one made first; what it lacks is named."""
    person = world.stage.people[BUYER]
    said = {"person_id": person.person_id, "label": "shop", "secret": LONG}
    by = world.stage.by(BUYER)
    made = tokens.issue(**said, **by)
    assert tokens.issue(**{**said, "secret": LONG[::-1]}, **by) == {**made, "fresh": False}
    for wrong, field in (
        ({"label": " "}, "label"), ({"secret": "short"}, "secret"), ({"expires_at": world.now}, "expires_at"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken) as refused:
            tokens.issue(**{**said, **wrong}, **world.stage.by(BUYER))
        assert refused.value.field == field
    with pytest.raises(NotFound):
        tokens.issue(**said, **world.stage.by(SUPPLIER))
    ended = world.stage.by(BUYER)
    first = tokens.revoke(token_id=UUID(made["token"]), **ended)
    assert tokens.revoke(token_id=UUID(made["token"]), **ended) == first == {"token": made["token"]}


@pytest.mark.parametrize(
    ("said", "field"),
    [({"description": "x" * 4000}, "description"), ({"types": ["order.dance"]}, "types"), ({"by": Actor(Role.OPERATOR)}, "token")],
)  # fmt: skip
def test_a_webhook_is_an_organisations_and_of_its_form(world, said, field):
    """DESIGN §5: refused by name, and nothing is made."""
    told = {"url": "https://example.com/hook", "root": "root", "demo": False, **world.stage.by(BUYER), **said}
    with pytest.raises(RuleBroken) as refused:
        webhooks.add(**told)
    assert refused.value.field == field


def test_a_replay_names_one_delivery_or_an_instant(world):
    """DESIGN §5: neither and both are refused."""
    made = webhooks.add(url="https://example.com/hook", root="root", demo=False, **world.stage.by(BUYER))
    id = UUID(made["webhook"])
    for said in ({}, {"delivery_id": id, "since": world.now - timedelta(days=1)}):
        with pytest.raises(RuleBroken) as refused:
            webhooks.replay(webhook_id=id, **said, **world.stage.by(BUYER))
        assert refused.value.field == "since"
