"""A supplier's account with the platform: what became his, what was taken from it, what he owes and keeps here (RULES §7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from tradeward.domain import days, money, postings, rows
from tradeward.domain.bundle import SupplierBundle
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import directory, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What stands on the accounts in one currency."""

    currency: str
    payable: str
    security: str
    debt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The newest fact of a kind that is known of the supplier, and until when it holds."""

    kind: str
    says: str
    source: str
    expires_on: date
    expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A supplier's own page: the life in the scheme, the limit, what gives it and what takes it away, and the accounts."""

    state: str
    reasons: tuple[str, ...]
    limit: directory.Limit
    points: list[directory.Point]
    facts: list[Fact]
    sums: list[Sums]
    security_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the statement: `amount` is in the supplier's favour above 0. `account`: payable, security or debt."""

    at: datetime
    order_id: UUID | None
    recipe: str
    account: str
    amount: str
    currency: str


_KINDS = {"payable": postings.payable, "security": postings.security, "debt": postings.supplier_debt}


def standing(viewer: Actor, *, at: datetime) -> Standing:
    """Where the viewer, a supplier, stands: all of it from one reading. Refuses: NotAllowed (no supplier)."""
    names = _names(viewer)
    assert viewer.organisation_id is not None, "who has accounts is an organisation"
    bundle = reading.supplier(viewer, supplier_id=viewer.organisation_id, at=at)
    row, today = bundle.supplier, days.day_of(at=at, zone=days.zone(bundle.market.policy.operator_zone))
    return Standing(
        state=row.state, reasons=tuple(row.reasons), limit=directory.limit_of(bundle), points=_points(bundle),
        facts=_facts(bundle, today), sums=_sums(bundle, names), security_reference=row.security_reference,
    )  # fmt: skip


def _sums(bundle: SupplierBundle, names: dict[str, str]) -> list[Sums]:
    sums: dict[str, dict[str, int]] = {}
    for (name, currency), minor in bundle.purse.balances.items():
        if name in names:
            sums.setdefault(currency, {})[names[name]] = -minor
    return [
        Sums(
            currency=currency, payable=money.Money(kinds.get("payable", 0), currency).amount,
            security=money.Money(kinds.get("security", 0), currency).amount,
            debt=money.Money(-kinds.get("debt", 0), currency).amount,
        )
        for currency, kinds in sorted(sums.items())
    ]  # fmt: skip


def _points(bundle: SupplierBundle) -> list[directory.Point]:
    return [
        directory.Point(
            id=one.id, order_id=one.order_id, dispute_id=one.dispute_id, cause=one.cause, points=one.points, at=one.at,
            deleted_at=one.deleted_at,
        )
        for one in bundle.points
    ]  # fmt: skip


def _facts(bundle: SupplierBundle, today: date) -> list[Fact]:
    """The newest of each kind; the kinds of which nothing is known have none."""
    newest: dict[str, rows.SupplierFact] = {}
    for one in sorted(bundle.facts, key=lambda each: (each.dated_on, each.recorded_at, each.id)):
        newest[one.kind] = one
    return [
        Fact(kind=kind, says=one.says, source=one.source, expires_on=one.expires_on, expired=one.expires_on < today)
        for kind, one in sorted(newest.items())
    ]


def statement(viewer: Actor) -> Iterator[Line]:
    """Every line on the viewer's accounts here, in the order of the book. Refuses: NotAllowed (no supplier)."""
    names = _names(viewer)
    return _lines(names)


def _lines(names: dict[str, str]) -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.at, e.subject, e.recipe, a.name, a.currency, CASE WHEN p.debit_id = a.id THEN -p.minor ELSE p.minor END"
            " FROM ledger.account a JOIN ledger.posting p ON p.debit_id = a.id OR p.credit_id = a.id"
            " JOIN ledger.entry e ON e.id = p.entry_id WHERE a.name = ANY(%s) ORDER BY e.id, p.line",
            [list(names)],
        )
        for at, subject, recipe, name, currency, minor in cursor.fetchall():
            yield Line(
                at=at, order_id=_order(subject, names), recipe=recipe, account=names[name],
                amount=money.Money(minor, currency).amount, currency=currency,
            )  # fmt: skip


def _order(subject: str | None, names: dict[str, str]) -> UUID | None:
    """The order that a movement is about; what is about the supplier himself has none."""
    if subject is None or any(name.endswith(subject) for name in names):
        return None
    return UUID(subject)


def _names(viewer: Actor) -> dict[str, str]:
    if viewer.role is not Role.SUPPLIER or viewer.organisation_id is None:
        raise NotAllowed("The account is the supplier's own.")
    return {name(viewer.organisation_id): kind for kind, name in _KINDS.items()}
