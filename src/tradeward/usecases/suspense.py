"""Credits in suspense: proposed by one of the operator's people, matched by another, or sent back (RULES §9).

A credit that names an order waits with that order; one that names none has a history and deadlines of its own. A proposal
moves it to the order it is proposed for, and declining takes it off.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from tradeward.domain import lives, postings, rows, saying
from tradeward.domain.bundle import Bundle, OrderBundle, SuspenseBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.refusals import NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.ledger import book
from tradeward.store import loading, market, recording, suspended, transactions
from tradeward.usecases import eyes, work

MATCH = "suspense.match"
OWN = (Role.OPERATOR, Role.CLOCK, Role.REACTION)
"""Who may know of a credit that no order owns."""


@transactions.durable
def record(*, credit: rows.Credit, by: Actor, at: datetime, body: Mapping[str, Any]) -> work.Answer:
    """Write a credit down that names no order here. The same bank entry twice has one effect."""
    if (done := work.again(by=by, key=credit.bank_id, body=body)) is not None:
        return done
    bundle = suspended.fresh(credit=credit, market=market.Stored(at=at))
    act = Act("arrive", by, at, f"{work.actor_name(by)}:{credit.bank_id}", {"bank_id": credit.bank_id})
    bundle.post(postings.credit_received(cause=str(credit.id), currency=credit.currency, minor=credit.amount_minor))
    bundle.line(act, "credit", credit.id)
    _write(bundle)
    answer = {"credit": str(credit.id), "state": credit.state}
    work.keep(by=by, key=credit.bank_id, body=body, answer=answer, at=at)
    return answer


def propose(*, credit_id: UUID, reference: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Say what a credit pays, by the reference of an instalment, an inspection, a debt or a security; another has to agree.

    Refuses: NotFound, RuleBroken (nothing here has the reference, or the credit waits elsewhere: decline that first),
    OutOfTurn (it waits no more, or is in another currency), NotAllowed (not the operator).
    """
    said = saying.said(noun="credit", verb="propose", told={"reference": reference}, by=by)
    reference = said["reference"]
    if by.role is not Role.OPERATOR:
        raise NotFound("There is no such credit.")
    order_id = loading.by_reference(reference)
    supplier_id = loading.by_security(reference) if order_id is None else None
    if order_id is None and supplier_id is None:
        what = "instalment, inspection, debt or security"
        raise RuleBroken(f"reference {reference!r} is of no {what} here", field="reference")

    def decide(done: work.Work, bundle: Bundle) -> work.Answer:
        _bring(done, bundle, credit_id)
        told = _moved(done, bundle, credit_id, "propose", reference=reference)
        eyes.overtake(what=MATCH, about=credit_id, at=at)
        return told | eyes.put(what=MATCH, told=said, about=credit_id, by=by, at=at, key=key)

    body = {"credit": credit_id, "verb": "propose", "reference": reference}
    return _at_home(order_id, supplier_id, decide, by=by, at=at, key=key, body=body)


def confirm(*, credit_id: UUID, approval_id: UUID | None = None, by: Actor, at: datetime, key: str) -> work.Answer:
    """Match a credit as another of the operator's people proposed, by `approval_id` or whatever waits now (RULES §9).

    Refuses: NotFound, OutOfTurn (nothing is proposed, or it ran out), NotAllowed (not the operator's, or the same person).
    """

    def decide(done: work.Work, bundle: Bundle) -> work.Answer:
        row = _row(bundle, credit_id)
        waiting = eyes.waiting(what=MATCH, about=credit_id, by=by, at=at, key=key)
        if row.proposed_by_id is None or waiting is None or approval_id not in (None, waiting.id):
            raise OutOfTurn("Not met: A match is proposed.")
        waiting.take()
        said = {"reference": row.proposed_reference, "approved_by": row.proposed_by_id}
        return _moved(done, bundle, credit_id, "match", **said)

    return _where_it_waits(credit_id, "match", decide, by=by, at=at, key=key)


def decline(*, credit_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Take a credit off the order, or the security, that it came to or was proposed for: it waits without one.

    Refuses: NotFound, OutOfTurn, NotAllowed.
    """

    def decide(done: work.Work, bundle: Bundle) -> work.Answer:
        told = _moved(done, bundle, credit_id, "decline")
        eyes.overtake(what=MATCH, about=credit_id, at=at)
        row = _row(bundle, credit_id)
        alone = suspended.load(credit_id=credit_id, market=done.market)
        _take(bundle, row)
        alone.add(row)
        alone.line(done.act("decline"), "credit", credit_id)
        _write(alone)
        return told

    return _where_it_waits(credit_id, "decline", decide, by=by, at=at, key=key)


def send_back(*, credit_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Send a credit back to where it came from, without waiting for its time. Refuses: NotFound, OutOfTurn, NotAllowed."""
    if suspended.home_of(credit_id=credit_id) == (None, None):
        return move(credit_id=credit_id, verb="send_back", by=by, at=at, key=key)

    def decide(done: work.Work, bundle: Bundle) -> work.Answer:
        eyes.overtake(what=MATCH, about=credit_id, at=at)
        return _moved(done, bundle, credit_id, "send_back")

    return _where_it_waits(credit_id, "send_back", decide, by=by, at=at, key=key)


def move(*, credit_id: UUID, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """A move of a credit that no order owns. Refuses: RuleBroken by name, NotFound, NotAllowed, OutOfTurn."""
    said = saying.said(noun="credit", verb=verb, told=said, by=by)

    def decide(bundle: SuspenseBundle, act: Act) -> work.Answer:
        row = _row(bundle, credit_id)
        lives.move(bundle, row, verb, act=act)
        return {"credit": str(credit_id), "state": row.state}

    return on_credit(credit_id=credit_id, verb=verb, said=said, by=by, at=at, key=key, decide=decide)


@transactions.durable
def on_credit(
    *, credit_id: UUID, verb: str, said: Mapping[str, Any], by: Actor, at: datetime, key: str,
    decide: Callable[[SuspenseBundle, Act], work.Answer],
) -> work.Answer:  # fmt: skip
    """Do `decide` on a locked credit that no order owns and that is caught up, once for each key. Refuses: as `work.on_order`."""
    body = {"credit": credit_id, "verb": verb, **said}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    if by.role not in OWN:
        raise NotFound("There is no such credit.")
    bundle = suspended.load(credit_id=credit_id, market=market.Stored(at=at))
    lives.catch_up([bundle], at=at)
    answer = decide(bundle, Act(verb, by, at, f"{work.actor_name(by)}:{key}", said))
    _write(bundle)
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


@transactions.durable
def catch_up(*, credit_id: UUID, at: datetime) -> None:
    """Make what the clock owes a credit that no order owns before `at`."""
    bundle = suspended.load(credit_id=credit_id, market=market.Stored(at=at))
    lives.catch_up([bundle], at=at)
    _write(bundle)


Decide = Callable[[work.Work, Bundle], work.Answer]
"""What is done with a credit, in the bundle that it waits with."""


def _where_it_waits(credit_id: UUID, verb: str, decide: Decide, *, by: Actor, at: datetime, key: str) -> work.Answer:
    order_id, supplier_id = suspended.home_of(credit_id=credit_id)
    if by.role not in OWN:
        raise NotFound("There is no such credit.")
    if order_id is None and supplier_id is None:
        raise OutOfTurn("Not met: A match is proposed.")
    body = {"order": None, "supplier": None, "credit": credit_id, "verb": verb}
    return _at_home(order_id, supplier_id, decide, by=by, at=at, key=key, body=body)


def _at_home(
    order_id: UUID | None, supplier_id: UUID | None, decide: Decide, *, by: Actor, at: datetime, key: str,
    body: Mapping[str, Any],
) -> work.Answer:  # fmt: skip
    """Do `decide` on the order, or else on the supplier whose security it is."""
    if order_id is not None:
        ours = partial(_on_order, decide)
        return work.on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=ours)
    assert supplier_id is not None, "a credit that waits somewhere waits with an order or a supplier"
    his = partial(_on_supplier, decide)
    return work.on_supplier(supplier_id=supplier_id, by=by, at=at, key=key, body=body, decide=his)


def _on_order(decide: Decide, done: work.Work) -> work.Answer:
    return decide(done, done.bundle)


def _on_supplier(decide: Decide, done: work.Work) -> work.Answer:
    return decide(done, done.supplier)


def _bring(done: work.Work, home: Bundle, credit_id: UUID) -> None:
    """Move a credit without an order to the order, or the supplier, in hand."""
    if any(one.id == credit_id for one in home.tables["credit"]):
        return
    bundle = suspended.load(credit_id=credit_id, market=done.market)
    lives.catch_up([bundle], at=done.at)
    if not bundle.tables["credit"]:
        raise RuleBroken("the credit waits elsewhere: decline it there first", field="credit")
    row = _row(bundle, credit_id)
    if row.state != "suspense":
        raise OutOfTurn(f"The credit is {row.state}: it waits no more.")
    is_order = isinstance(home, OrderBundle)
    row.order_id, row.supplier_id = (home.subject_id, None) if is_order else (None, home.subject_id)
    bundle.line(done.act("propose"), "credit", credit_id)
    _take(bundle, row)
    _write(bundle)
    home.add(row)


def _take(bundle: Bundle, row: rows.Credit) -> None:
    """Take a credit and its deadlines out of a bundle; they are written by the one it goes to."""
    bundle.tables["credit"].remove(row)
    bundle.tables["deadline"] = [one for one in bundle.tables["deadline"] if one.subject_id != row.id]


def _moved(done: work.Work, bundle: Bundle, credit_id: UUID, verb: str, **said: Any) -> work.Answer:
    row = _row(bundle, credit_id)
    done.move(row, verb, bundle=bundle, **said)
    return {"credit": str(credit_id), "state": row.state}


def _row(bundle: Bundle, credit_id: UUID) -> rows.Credit:
    for row in bundle.tables.get("credit", ()):
        if row.id == credit_id:
            found: rows.Credit = row
            return found
    raise NotFound("There is no such credit here.")


def _write(bundle: SuspenseBundle) -> None:
    lives.project(bundle)
    recording.record(bundles=[bundle], pots=[])
    subject = str(bundle.subject_id)
    book.post_dated([(entry, line.act.at, subject) for line in bundle.lines for entry in line.entries])
