"""The one shape of every write: load and lock, answer again, catch up, decide, record, announce, in one transaction (DESIGN §3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import knowing, lives, postings, rows, saying, vocabulary
from tradeward.domain.bundle import Bundle, OrderBundle, Purse, SupplierBundle, written
from tradeward.domain.lifecycle import Act
from tradeward.domain.refusals import UNKNOWN, NotFound, RuleBroken
from tradeward.domain.vocabulary import CLOCK, Actor
from tradeward.ledger import book
from tradeward.store import loading, market, recording, transactions

_ACCOUNTS = (postings.SUPPLIER_ACCOUNTS, postings.ORDER_ACCOUNTS)
Answer = dict[str, Any]
"""What a use case tells: strings, lists and objects, the same again for the same key."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a key was answered before, and the hash of what was asked then."""

    body_hash: str
    answer: Answer

    def answer_to(self, body: Mapping[str, Any]) -> Answer:
        """The same answer to the same request. Refuses: another body under the same key (DESIGN §5)."""
        if self.body_hash != vocabulary.digest(written(body)):
            raise RuleBroken("this key was used for another request; use a new one", field="key")
        return self.answer


@dataclass(slots=True)
class Work:
    """A unit of work: the locked supplier, the orders of his that are loaded, and who acts when under which key.

    `due` are his orders with a move of the clock due before then; `waiting` are those whose debt waits for money of his.
    """

    by: Actor
    at: datetime
    key: str
    market: market.Stored
    supplier: SupplierBundle
    orders: list[OrderBundle] = field(default_factory=list)
    due: list[UUID] = field(default_factory=list)
    waiting: list[UUID] = field(default_factory=list)

    @classmethod
    def on(
        cls, *, supplier_id: UUID | None = None, order_id: UUID | None = None, by: Actor, at: datetime, key: str
    ) -> "Work":
        """Lock a supplier, or an order after its supplier, and open a unit of work on it. Refuses: NotFound."""
        unit = loading.locked(order_id=order_id, supplier_id=supplier_id, before=at, accounts=_ACCOUNTS)
        return cls._of(unit, order_id, by, at, key)

    @classmethod
    def begin(
        cls, *, supplier_id: UUID | None = None, order_id: UUID | None = None, by: Actor, at: datetime, key: str
    ) -> "Work | Given":
        """`on`, unless the key has its answer already. Whoever asks second with a key waits for the first (DESIGN §5)."""
        saying.check_key(key)
        ids = {"order_id": order_id, "supplier_id": supplier_id}
        found = loading.begun(actor=actor_name(by), key=key, before=at, accounts=_ACCOUNTS, **ids)
        return cls._of(found, order_id, by, at, key) if isinstance(found, loading.Unit) else Given(*found)

    @classmethod
    def _of(cls, unit: loading.Unit, order_id: UUID | None, by: Actor, at: datetime, key: str) -> "Work":
        stored = market.Stored(at=at, policy=market.policy_of(text=unit.policy))
        supplier = loading.supplier(unit=unit, purse=Purse(unit.balances), market=stored)
        work = cls(by, at, key, stored, supplier, stored.loaded, unit.due, unit.waiting)
        if order_id is not None:
            work.orders.append(loading.order(order_id=order_id, supplier=supplier, told=unit.order))
        return work

    @property
    def bundle(self) -> OrderBundle:
        """The order that the work is about."""
        return self.orders[0]

    def load(self, *order_ids: UUID) -> None:
        """Load orders of the supplier that are not loaded yet."""
        known = {one.subject_id for one in self.orders}
        missing = [id for id in order_ids if id not in known]
        self.orders += loading.more(order_ids=missing, accounts=_ACCOUNTS, supplier=self.supplier)

    def act(self, verb: str, **said: Any) -> Act:
        """The act of this work's actor: `said` goes into the journal."""
        return Act(verb, self.by, self.at, f"{actor_name(self.by)}:{self.key}", said)

    def move(self, row: Any, verb: str, *, bundle: Bundle | None = None, **said: Any) -> None:
        """Make a move in this actor's name. Refuses: NotAllowed, OutOfTurn."""
        lives.move(bundle or self.bundle, row, verb, act=self.act(verb, **said))

    def catch_up(self, *, at: datetime) -> None:
        """Make what the clock owes on every order of this supplier, since they share his cover and his debts (RULES §2)."""
        if not self.due and not any(one.at < at for one in lives.due(self.supplier)):
            return
        self.load(*sorted({*self.due, *self.waiting}))
        lives.catch_up([*self.orders, self.supplier], at=at)

    def record(self, *, at: datetime, kept: recording.Kept | None = None) -> None:
        """Write rows, journal, pots and ledger; money that came free first covers debts of his other orders (RULES §7)."""
        self._cover_debts(at)
        assert not self.supplier.unlined(), "what a move changed of the supplier stands in his journal"
        bundles: list[Bundle] = [*self.orders, self.supplier]
        for one in bundles:
            lives.project(one)
        dated = [
            (entry, line.act.at, str(one.subject_id)) for one in bundles for line in one.lines for entry in line.entries
        ]
        recording.record(bundles=bundles, pots=list(self.market.pots.values()), kept=kept)
        book.post_dated(dated)

    def _cover_debts(self, at: datetime) -> None:
        own = {name(self.supplier.subject_id) for name in (postings.payable, postings.security)}
        if not any(minor < 0 for (name, _), minor in self.supplier.purse.balances.items() if name in own):
            return
        self.load(*self.waiting)
        for one in sorted(self.orders, key=lambda order: order.subject_id):
            if one.subject_id in self.waiting:
                lives.settle(one, act=Act("set_off", CLOCK, at, f"clock:{self.key}", {}))


def actor_name(by: Actor) -> str:
    """Who owns a key: the organisation, or the person or hand where there is none."""
    return f"{by.role}:{by.organisation_id or by.person_id or ''}"


@transactions.durable
def on_order(
    *, order_id: UUID, by: Actor, at: datetime, key: str, body: Mapping[str, Any], decide: Callable[[Work], Answer],
    first: Callable[[Work], None] = lambda work: None,
) -> Answer:  # fmt: skip
    """Do `decide` on a locked order that is caught up, once for each key; `first` takes a lock that comes before the fund's.

    Refuses: NotFound (also for who may not know of it), RuleBroken (the key was used for something else), what `decide` refuses.
    """
    body = {"order": order_id, **body}
    work = Work.begin(order_id=order_id, by=by, at=at, key=key)
    if isinstance(work, Given):
        return work.answer_to(body)
    if not knowing.may_know(work.bundle, by):
        raise NotFound(UNKNOWN)
    first(work)
    work.catch_up(at=at)
    answer = decide(work)
    work.record(at=at, kept=kept(by=by, key=key, body=body, answer=answer, at=at))
    return answer


def on_row(
    *, cls: type[rows.Row], id: UUID, verb: str, told: Mapping[str, Any], by: Actor, at: datetime, key: str,
    answer: Callable[[Work, Any], Answer], first: Callable[[Work], None] = lambda work: None,
) -> Answer:  # fmt: skip
    """Make a move of an order, or of a row that an order holds, with what may be said with it and nothing else.

    Refuses: RuleBroken by name (what is told is not of the move's form), as `on_order`, and what the move refuses.
    """
    said = saying.said(noun=cls.noun, verb=verb, told=told, by=by)
    order_id = id if cls is rows.Order else loading.order_of(noun=cls.noun, id=id)

    def decide(done: Work) -> Answer:
        row = done.bundle.row(cls, id)
        assert row is not None, "an order holds its rows"
        done.move(row, verb, **said)
        return answer(done, row)

    body = {cls.noun: id, "verb": verb, **said}
    return on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=decide, first=first)


@transactions.durable
def on_supplier(
    *, supplier_id: UUID, by: Actor, at: datetime, key: str, body: Mapping[str, Any], decide: Callable[[Work], Answer]
) -> Answer:
    """Do `decide` on a locked supplier whose orders are caught up, once for each key. Refuses: as `on_order`."""
    body = {"supplier": supplier_id, **body}
    work = Work.begin(supplier_id=supplier_id, by=by, at=at, key=key)
    if isinstance(work, Given):
        return work.answer_to(body)
    work.catch_up(at=at)
    answer = decide(work)
    work.record(at=at, kept=kept(by=by, key=key, body=body, answer=answer, at=at))
    return answer


def again(*, by: Actor, key: str, body: Mapping[str, Any]) -> Answer | None:
    """The answer given before to this key, once whoever asked first has ended. It comes before every other lock.

    Refuses: the same key with another body (DESIGN §5).
    """
    saying.check_key(key)
    done = recording.answered(actor=actor_name(by), key=key)
    return Given(*done).answer_to(body) if done else None


def keep(*, by: Actor, key: str, body: Mapping[str, Any], answer: Answer, at: datetime) -> None:
    """Keep the answer to a key in the transaction of its effect."""
    recording.answer(kept=kept(by=by, key=key, body=body, answer=answer, at=at))


def kept(*, by: Actor, key: str, body: Mapping[str, Any], answer: Answer, at: datetime) -> recording.Kept:
    """The answer to a key as it is kept."""
    body_hash = vocabulary.digest(written(body))
    return recording.Kept(actor=actor_name(by), key=key, body_hash=body_hash, answer=answer, at=at)
