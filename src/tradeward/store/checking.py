"""What check-books reads, from one snapshot: the checks written in SQL, and rows and journals page by page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tradeward.domain import evidence, folding, rows
from tradeward.domain.bundle import OrderBundle, Purse, SupplierBundle, SuspenseBundle
from tradeward.domain.policy import Policy
from tradeward.store import funding, market, models, rowing
from tradeward.store.models import TABLES

PAGE = 200
"""Orders or suppliers read at a time, with all their rows."""
KEPT = 1000
"""Findings that are written down; a run that finds more says so."""

_ORDER_ROWS = {noun: cls for noun, cls in rows.ORDER_TABLES.items() if noun != "order"}
_SUPPLIER_ROWS: dict[type[Any], str] = {
    rows.Point: "t.supplier_id = ANY(%s)",
    rows.SupplierFact: "t.supplier_id = ANY(%s)",
    rows.Credit: "t.supplier_id = ANY(%s)",
    rows.PaymentOut: "t.supplier_id = ANY(%s) AND t.order_id IS NULL",
    rows.Deadline: "t.supplier_id = ANY(%s) AND t.order_id IS NULL",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be: the check that found it, table and id of the row, what was expected, what is there."""

    check: str
    table: str
    id: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.check}: {self.table} {self.id}: expected {self.expected}; there is {self.found}"


@dataclass(frozen=True, slots=True)
class Chain:
    """The journal of one subject, as it stands."""

    subject_id: UUID
    links: tuple[evidence.Link, ...]


@contextmanager
def snapshot() -> Iterator[None]:
    """One view of everything while others write on: REPEATABLE READ, and nothing is written."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@cache
def statements() -> tuple[str, ...]:
    """The checks of checks.sql, one statement each."""
    text = resources.files("tradeward.store").joinpath("checks.sql").read_text(encoding="utf-8")
    code = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
    return tuple(one.strip() for one in code.split(";\n") if one.strip())


def run(statement: str) -> list[Finding]:
    """What one check finds."""
    return [Finding(*row) for row in _all(statement, None)]


def count() -> int:
    """How many journals are to be read, for showing progress."""
    ((found,),) = _all(
        "SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM suppliers)"
        " + (SELECT count(*) FROM credits WHERE order_id IS NULL)",
        None,
    )
    number: int = found
    return number


def policies(*, since: datetime, until: datetime) -> list[Policy]:
    """The policies in force between two instants, the last one first."""
    between = _all(
        "SELECT since FROM policy_versions WHERE since > %s AND since <= %s ORDER BY since DESC", [since, until]
    )
    return [market.policy_at(at=at) for at in (*(at for (at,) in between), since)]


class Remembered(market.Read):
    """The market for many orders at once: what is asked again is not looked up again."""

    def __init__(self, *, at: datetime) -> None:
        super().__init__(at=at)
        self._known: dict[tuple[Any, ...], Any] = {}

    def _once(self, *asked: Any) -> Any:
        if asked not in self._known:
            name, *rest = asked
            self._known[asked] = getattr(super(), name)(*rest)
        return self._known[asked]

    def statement_imported_at(self, currency: str, day: date) -> datetime | None:
        """When the first statement of a currency reaching `day` was imported."""
        at: datetime | None = self._once("statement_imported_at", currency, day)
        return at

    def related(self, one: UUID, other: UUID) -> bool:
        """Whether two organisations share owner, bank account or address (RULES §3)."""
        return bool(self._once("related", one, other))

    def account(self, organisation_id: UUID, at: datetime) -> str:
        """The bank account of an organisation in force at `at`."""
        return str(self._once("account", organisation_id, at))


def orders(*, after: UUID | None) -> list[tuple[UUID, UUID]]:
    """The next orders by id, each with its supplier."""
    return _all(
        f"SELECT id, supplier_id FROM orders WHERE %s::uuid IS NULL OR id > %s ORDER BY id LIMIT {PAGE}", [after, after]
    )


def suppliers(*, after: UUID | None) -> list[UUID]:
    """The next suppliers by id."""
    query = f"SELECT id FROM suppliers WHERE %s::uuid IS NULL OR id > %s ORDER BY id LIMIT {PAGE}"
    return [id for (id,) in _all(query, [after, after])]


def others(*, after: UUID | None) -> list[UUID]:
    """The next credits that no order owns, and whatever else has a journal and is neither an order nor a supplier."""
    query = (
        "SELECT id FROM (SELECT id FROM credits WHERE order_id IS NULL AND supplier_id IS NULL"
        " UNION SELECT subject_id FROM journal j"
        " WHERE NOT EXISTS (SELECT FROM orders o WHERE o.id = j.subject_id)"
        " AND NOT EXISTS (SELECT FROM suppliers s WHERE s.id = j.subject_id)) found"
        f" WHERE %s::uuid IS NULL OR id > %s ORDER BY id LIMIT {PAGE}"
    )
    return [id for (id,) in _all(query, [after, after])]


def chains(subjects: Sequence[UUID]) -> dict[UUID, Chain]:
    """The journals of these subjects, the lines in the order of their numbers."""
    links: dict[UUID, list[evidence.Link]] = {id: [] for id in subjects}
    for subject_id, seq, at, by, verb, noun, content, previous, hash in _all(
        "SELECT subject_id, seq, at, by, verb, noun, content::text, previous, hash FROM journal"
        " WHERE subject_id = ANY(%s) ORDER BY subject_id, seq, id",
        [list(subjects)],
    ):
        (read,) = rowing.loaded([content])
        links[subject_id].append(
            evidence.Link(
                seq=seq, at=at, by=by, verb=verb, noun=noun, content=read, previous=previous, hash=hash
            )
        )  # fmt: skip
    return {id: Chain(id, tuple(found)) for id, found in links.items()}


def supplier_page(ids: Sequence[UUID], *, purse: Purse, market: market.Stored) -> dict[UUID, SupplierBundle]:
    """Suppliers with their points, deadlines and all payments to them, over too."""
    tables: dict[UUID, dict[str, list[Any]]] = {}
    for row in _rows(rows.Supplier, "t.id = ANY(%s)", ids):
        tables[row.id] = {"supplier": [row], **{cls.noun: [] for cls in _SUPPLIER_ROWS}}
    for cls, where in _SUPPLIER_ROWS.items():
        for row in _rows(cls, where, ids):
            tables[row.supplier_id][cls.noun].append(row)
    return {id: SupplierBundle(tables=held, seq=0, head="", purse=purse, market=market) for id, held in tables.items()}


def order_page(ids: Sequence[UUID], *, suppliers: Mapping[UUID, SupplierBundle]) -> dict[UUID, OrderBundle]:
    """Orders with all their rows."""
    tables: dict[UUID, dict[str, list[Any]]] = {}
    for row in _rows(rows.Order, "t.id = ANY(%s)", ids):
        tables[row.id] = {"order": [row], **{noun: [] for noun in _ORDER_ROWS}}
    for noun, cls in _ORDER_ROWS.items():
        for row in _rows(cls, "t.order_id = ANY(%s)", ids):
            tables[row.order_id][noun].append(row)
    return {
        id: OrderBundle(tables=held, seq=0, head="", supplier=suppliers[held["order"][0].supplier_id])
        for id, held in tables.items()
    }


def credit_page(ids: Sequence[UUID], *, market: market.Stored) -> dict[UUID, SuspenseBundle]:
    """Credits that no order owns, with their payments and deadlines; a credit that an order owns now leaves its place empty."""
    tables: dict[UUID, dict[str, list[Any]]] = {id: {"credit": [], "payment_out": [], "deadline": []} for id in ids}
    for row in _rows(rows.Credit, "t.id = ANY(%s) AND t.order_id IS NULL AND t.supplier_id IS NULL", ids):
        tables[row.id]["credit"].append(row)
    home = {id: id for id in ids}
    for row in _rows(rows.PaymentOut, "t.credit_id = ANY(%s) AND t.order_id IS NULL AND t.supplier_id IS NULL", ids):
        tables[row.credit_id]["payment_out"].append(row)
        home[row.id] = row.credit_id
    for row in _rows(
        rows.Deadline, "t.subject_id = ANY(%s) AND t.order_id IS NULL AND t.supplier_id IS NULL", list(home)
    ):
        tables[home[row.subject_id]]["deadline"].append(row)
    return {id: SuspenseBundle(id, held, 0, "", Purse({}), market) for id, held in tables.items()}


def owned_credits(ids: Sequence[UUID]) -> set[UUID]:
    """Which of these credits an order or a supplier owns now."""
    owned = "SELECT id FROM credits WHERE id = ANY(%s) AND (order_id IS NOT NULL OR supplier_id IS NOT NULL)"
    return {id for (id,) in _all(owned, [list(ids)])}


def cover_steps() -> Iterator[folding.Step]:
    """All changes to reservations and recoveries as each supplier's lock let them pass: by unit of work, then by instant."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT supplier_id, changed ->> 'noun', changed ->> 'id', (changed -> 'set')::text FROM ("
            " SELECT o.supplier_id, j.id, j.at, j.content, min(j.id) OVER (PARTITION BY o.supplier_id, j.writer) AS unit"
            " FROM journal j JOIN orders o ON o.id = j.subject_id) j"
            " CROSS JOIN LATERAL jsonb_array_elements(j.content -> 'changes') changed"
            " WHERE changed ->> 'noun' IN ('reservation', 'recovery') ORDER BY supplier_id, unit, at, j.id"
        )
        for supplier_id, noun, id, changed in cursor:
            yield folding.Step(supplier_id, noun, id, rowing.loaded([changed])[0])


@dataclass(frozen=True, slots=True)
class State:
    """Something that is as it may be, and that somebody has to do something about: what, since when, and what it comes to."""

    state: str
    about: str
    since: datetime | None
    minor: int

    def __str__(self) -> str:
        since = f" since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else ""
        return f"{self.state}: {self.about}{since}, {self.minor} minor units"


def states() -> list[State]:
    """The fund below zero: a bank fact, or what a reversal owes the supplier the same day, is never refused for lack of cash.

    So it is no fault of the books but a due of the operator, in each currency, since the instant it fell below (RULES §7, §9).
    """
    return [
        State("fund below zero", currency, funding.below_since(currency=currency), -cash)
        for currency, cash, _ in funding.pots()
        if cash < 0
    ]


def record(*, at: datetime, findings: Sequence[Finding]) -> tuple[bool, str]:
    """Write the outcome of a run down; red stops supplier payouts (RULES §9).

    Returns whether the run before was red, and what names this run.
    """
    with transaction.atomic(durable=True):
        before = models.BooksCheck.objects.order_by("-id").values_list("red", flat=True).first()
        kept = [asdict(one) for one in findings[:KEPT]]
        made = models.BooksCheck.objects.create(at=at, red=bool(findings), findings=kept)
    return bool(before), f"books:{made.pk}"


def _rows(cls: type[rows.Row], where: str, ids: Sequence[UUID] | None) -> list[Any]:
    query = f"SELECT to_jsonb(t) FROM {TABLES[cls.noun]} t WHERE {where} ORDER BY t.id"
    return [rowing.row(cls, rowing.loaded(one)[0]) for one in _all(query, None if ids is None else [list(ids)])]


def _all(query: str, parameters: list[Any] | None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found: list[Any] = cursor.fetchall()
        return found
