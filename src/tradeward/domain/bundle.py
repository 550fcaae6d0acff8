"""One order with everything that hangs on it, and its supplier: what a use case loads, decides on and records.

Plain working copies: moves change them in place, and afterwards they tell what is to be written: rows, journal lines, entries.
A field that holds a list or an object is replaced, never changed inside, so that a change is seen.
"""

import bisect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from tradeward.domain import contract, evidence, postings, rows, vocabulary
from tradeward.domain.entries import Entry
from tradeward.domain.lifecycle import Act
from tradeward.domain.market import Market as Market
from tradeward.domain.market import Pot as Pot
from tradeward.domain.policy import Policy
from tradeward.domain.vocabulary import Actor

R = TypeVar("R", bound=rows.Row)

COUNTERS = {"supplier": {"reserved_minor", "advanced_minor", "overdue_count", "fees_owed", "payout_due_at"}}
"""Fields that are sums over other rows: checked as sums, so the journal leaves them out."""


class Purse:
    """The balances that a unit of work has loaded, debit positive, with the entries it adds."""

    def __init__(self, balances: Mapping[tuple[str, str], int]) -> None:
        self.balances = dict(balances)

    def balance(self, account: str, currency: str) -> int:
        """Debit minus credit of `account`, in minor units."""
        return self.balances.get((account, currency), 0)

    def owed(self, account: str, currency: str) -> int:
        """What the platform keeps or owes on a credit-normal `account`: credit minus debit."""
        return -self.balance(account, currency)

    def apply(self, entry: Entry) -> None:
        """Move the balances as `entry` does."""
        for row in entry.rows:
            for account, minor in ((row.debit, row.minor), (row.credit, -row.minor)):
                self.balances[account, row.currency] = self.balance(account, row.currency) + minor


@dataclass(frozen=True, slots=True)
class Line:
    """A journal line before it is chained: who did what to which row when, and all that changed."""

    act: Act
    noun: str
    id: UUID
    changes: list[dict[str, Any]]
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class Bundle:
    """Rows by noun, with what changed since they were loaded. `seq` and `head` end the subject's journal as loaded."""

    subject_id: UUID
    tables: dict[str, list[Any]]
    seq: int
    head: str
    purse: Purse
    market: Market
    lines: list[Line] = field(default_factory=list)
    pending: list[Entry] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    lined: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)
    loaded: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)

    SHADOWED: ClassVar[frozenset[str]] = frozenset({"deadline"})

    def __post_init__(self) -> None:
        for table in self.tables.values():
            table.sort(key=_rank)
        for row in self.every():
            self.lined[row.id] = self.loaded[row.id] = _values(row)

    def every(self) -> Iterator[rows.Row]:
        """All rows, table by table."""
        for table in self.tables.values():
            yield from table

    def add(self, row: R) -> R:
        """Put a new row on its table, where it will stand when it is loaded again."""
        bisect.insort(self.tables.setdefault(row.noun, []), row, key=_rank)
        return row

    def adopt(self, row: R) -> R:
        """Put a row on its table that was loaded after the others."""
        self.lined[row.id] = self.loaded[row.id] = _values(row)
        return self.add(row)

    def new_id(self, noun: str, act: Act) -> UUID:
        """The id of the next `noun` that `act` makes: it hangs on the place in the journal, not on the unit of work (RULES §2)."""
        place = f"{self.subject_id}:{self.seq + len(self.lines)}:{act.key}"
        self.made[place] = count = self.made.get(place, 0) + 1
        return vocabulary.new_id(noun=noun, key=f"{place}:{count}", at=act.at)

    def post(self, entry: Entry) -> None:
        """Move money: the balances now, the ledger when the unit of work is recorded."""
        self.purse.apply(entry)
        self.pending.append(entry)

    def line(self, act: Act, noun: str, id: UUID) -> None:
        """Write a journal line for `act`: every row and entry that changed since the last line goes into it."""
        changes = []
        for row in self.every():
            if row.noun in self.SHADOWED:
                continue
            values, before = _values(row), self.lined.get(row.id)
            if values != before:
                if change := _change(row, before):
                    changes.append(change)
                self.lined[row.id] = values
        self.lines.append(Line(act, noun, id, changes, tuple(self.pending)))
        self.pending.clear()

    def unlined(self) -> bool:
        """Whether a row changed, counters aside, since the last journal line."""
        return any(
            row.noun not in self.SHADOWED
            and _values(row) != self.lined.get(row.id)
            and _change(row, self.lined.get(row.id))
            for row in self.every()
        )

    def dirty(self) -> dict[str, list[rows.Row]]:
        """The rows to write, by noun: new ones and changed ones."""
        changed: dict[str, list[rows.Row]] = {}
        for row in self.every():
            if _values(row) != self.loaded.get(row.id):
                changed.setdefault(row.noun, []).append(row)
        return changed


class SupplierBundle(Bundle):
    """A supplier with its points and payouts, and the balances of everything in this unit of work."""

    def __init__(self, *, tables: dict[str, list[Any]], seq: int, head: str, purse: Purse, market: Market) -> None:
        tables = {noun: tables.get(noun, []) for noun in rows.SUPPLIER_TABLES}
        super().__init__(tables["supplier"][0].id, tables, seq, head, purse, market)

    @property
    def supplier(self) -> rows.Supplier:
        """The supplier's own row."""
        row: rows.Supplier = self.tables["supplier"][0]
        return row

    @property
    def points(self) -> list[rows.Point]:
        """Every penalty point ever given, deleted ones too."""
        return self.tables.setdefault("point", [])

    @property
    def facts(self) -> list[rows.SupplierFact]:
        """Every fact ever recorded of the supplier, in no order that counts."""
        return self.tables.setdefault("supplier_fact", [])

    @property
    def payouts(self) -> list[rows.PaymentOut]:
        """Payments to the supplier that are not over."""
        return self.tables.setdefault("payment_out", [])

    def payable(self) -> dict[str, int]:
        """What is released to the supplier and not paid out, less his debts, by currency; none where debts freeze it (RULES §7).

        A debt for an inspection's fee is not in the ledger, as the fund never advances it; it freezes payouts all the same.
        """
        account, debt = postings.payable(self.subject_id), postings.supplier_debt(self.subject_id)
        currencies = [currency for name, currency in self.purse.balances if name == account]
        fees = self.supplier.fees_owed
        left = {
            one: self.purse.owed(account, one) - self.purse.balance(debt, one) - int(fees.get(one, 0))
            for one in currencies
        }
        return {currency: minor for currency, minor in left.items() if minor > 0}

    def security(self) -> dict[str, int]:
        """What the platform keeps of the supplier's own money, in minor units by currency; none where it is nothing."""
        account = postings.security(self.subject_id)
        kept = {one: self.purse.owed(account, one) for name, one in sorted(self.purse.balances) if name == account}
        return {currency: minor for currency, minor in kept.items() if minor}


class SuspenseBundle(Bundle):
    """A credit that no order owns, and what is paid back of it; its history is the credit's own (RULES §9)."""


class OrderBundle(Bundle):
    """An order, its rows and its supplier."""

    def __init__(self, *, tables: dict[str, list[Any]], seq: int, head: str, supplier: SupplierBundle) -> None:
        tables = {noun: tables.get(noun, []) for noun in rows.ORDER_TABLES}
        super().__init__(tables["order"][0].id, tables, seq, head, supplier.purse, supplier.market)
        self.supplier = supplier
        self._read: dict[int, contract.Contract] = {}

    @classmethod
    def fresh(cls, *, order: rows.Order, supplier: SupplierBundle) -> "OrderBundle":
        """An order that nobody has recorded yet."""
        head = evidence.empty(subject=str(order.id))
        bundle = cls(tables={"order": [order]}, seq=0, head=head, supplier=supplier)
        bundle.loaded.clear()
        bundle.lined.clear()
        return bundle

    @property
    def order(self) -> rows.Order:
        """The order's own row."""
        row: rows.Order = self.tables["order"][0]
        return row

    def of(self, cls: type[R]) -> list[R]:
        """The rows of one table, oldest first."""
        return self.tables.setdefault(cls.noun, [])

    def row(self, cls: type[R], id: UUID) -> R | None:
        """One row by id."""
        return next((row for row in self.of(cls) if row.id == id), None)

    @cached_property
    def policy(self) -> Policy:
        """The order's own policy version: frozen at its last signature, today's until then."""
        return Policy.thaw(self.order.policy, today=self.market.policy) if self.order.signed_at else self.market.policy

    @property
    def version(self) -> rows.Version:
        """The contract version on offer or, once signed, in force."""
        return next(version for version in self.of(rows.Version) if version.number == self.order.version)

    def read_as(self, agreed: contract.Contract) -> None:
        """Take a contract for the one on offer: of an order that nobody has recorded, to reckon with."""
        self._read[self.order.version] = agreed

    @property
    def contract(self) -> contract.Contract:
        """The contract version on offer or in force, read once."""
        number = self.order.version
        if number not in self._read:
            self._read[number] = contract.read(body=self.version.body, policy=self.policy)
        return self._read[number]

    @property
    def instalments(self) -> list[rows.Instalment]:
        """The instalments, in the order of the plan."""
        return self.of(rows.Instalment)

    @property
    def dispute(self) -> rows.Dispute | None:
        """The dispute that is not over, if there is one."""
        return next((dispute for dispute in self.of(rows.Dispute) if dispute.ended_at is None), None)

    @property
    def reservation(self) -> rows.Reservation | None:
        """The cover that this order holds now, if any."""
        return next((one for one in self.of(rows.Reservation) if one.freed_at is None), None)

    @property
    def cover(self) -> int:
        """The cover of the order = its reservation, advances included (RULES §3)."""
        return self.reservation.cover_minor if self.reservation else 0

    @property
    def paid(self) -> int:
        """What the buyer has paid on the instalments, before refunds."""
        return sum(instalment.paid_minor for instalment in self.instalments)

    @property
    def held(self) -> int:
        """What of it the platform still holds."""
        return self.purse.owed(postings.held(self.subject_id), self.order.currency)

    @property
    def early(self) -> int:
        """Money that came before its instalment opened."""
        return self.purse.owed(postings.early(self.subject_id), self.order.currency)

    @property
    def frozen(self) -> int:
        """What of the held money an open dispute keeps in place."""
        return min(self.held, self.dispute.frozen_minor) if self.dispute else 0

    def facts(self, kind: str) -> list[rows.Fact]:
        """The facts of one kind, as recorded."""
        return [fact for fact in self.of(rows.Fact) if fact.kind == kind]


def party(bundle: OrderBundle, by: Actor) -> str:
    """`buyer` or `supplier` when `by` acts for that side of the order, else empty."""
    sides = {bundle.order.buyer_id: "buyer", bundle.order.supplier_id: "supplier"}
    side = sides.get(by.organisation_id, "") if by.organisation_id else ""
    return side if side == by.role else ""


def _rank(row: Any) -> tuple[int, UUID]:
    """Rows stand by their number where they have one, else by their id, which is by time."""
    return getattr(row, "number", 0) or getattr(row, "lot", 0), row.id


_FIELDS: dict[type[rows.Row], tuple[str, ...]] = {}


def _names(cls: type[rows.Row]) -> tuple[str, ...]:
    if cls not in _FIELDS:
        _FIELDS[cls] = tuple(one.name for one in fields(cls))
    return _FIELDS[cls]


_GETTERS: dict[type[rows.Row], Callable[[Any], tuple[Any, ...]]] = {}


def _values(row: rows.Row) -> tuple[Any, ...]:
    cls = type(row)
    if cls not in _GETTERS:
        _GETTERS[cls] = attrgetter(*_names(cls))  # every row has more than one field, so it gets a tuple
    return _GETTERS[cls](row)


def _change(row: rows.Row, before: tuple[Any, ...] | None) -> dict[str, Any] | None:
    """What of `row` is new since `before`, as the journal writes it; None when only counters moved."""
    skipped = COUNTERS.get(row.noun, set())
    names = _names(type(row))
    changed = {
        name: written(getattr(row, name))
        for n, name in enumerate(names)
        if name not in skipped and (before is None or getattr(row, name) != before[n])
    }
    return {"noun": row.noun, "id": str(row.id), "set": changed} if changed else None


def written(value: Any) -> Any:
    """`value` in strings, as the journal and its hash write it: instants in ISO 8601, numbers in decimal."""
    if value is None or isinstance(value, bool | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): written(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [written(one) for one in value]
    return str(value)
