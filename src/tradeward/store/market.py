"""The rest of the market as one order needs to know it, always as it stood at an instant."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db import connection

from tradeward.domain import accreditation, rows, supplier_limit
from tradeward.domain.bundle import OrderBundle, Pot
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import RuleBroken
from tradeward.store import history


def policy_at(*, at: datetime) -> Policy:
    """The operator's policy in force at an instant; profile `standard` where he never set one (RULES §10)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM policy_versions WHERE since <= %s ORDER BY since DESC LIMIT 1", [at])
        found = cursor.fetchone()
    return policy_of(text=found[0] if found else None)


def policy_of(*, text: str | None) -> Policy:
    """The policy that a version's text says; profile `standard` where there is no version."""
    return _parsed(text) if text is not None else Policy.load("standard")


@cache
def _parsed(text: str) -> Policy:
    return Policy.parse(text)


_POT = """SELECT p.currency, p.cash_minor, p.reserved_minor,
    (SELECT coalesce(sum(r.waiting_minor), 0)::bigint FROM refunds r JOIN orders o ON o.id = r.order_id
      WHERE r.waiting_minor > 0 AND o.currency = p.currency)
    FROM pots p WHERE p.currency = ANY(%s)"""


_RELATED = """((a.owner = b.owner AND a.owner <> '') OR (a.address = b.address AND a.address <> '') OR EXISTS (SELECT 1 FROM
    (SELECT a.account UNION SELECT account FROM account_changes WHERE organisation_id = a.id) AS one NATURAL JOIN
    (SELECT b.account UNION SELECT account FROM account_changes WHERE organisation_id = b.id) AS other
    WHERE account <> ''))"""
_INSPECTORS = f"""SELECT a.id, c.scope FROM accreditations c JOIN organisations a ON a.id = c.inspector_id
    WHERE c.first_on <= %(on)s AND c.last_on >= %(on)s AND c.granted_at <= %(at)s
      AND (c.withdrawn_on IS NULL OR c.withdrawn_on > %(on)s OR c.withdrawn_at > %(at)s)
      AND NOT EXISTS (SELECT 1 FROM organisations b WHERE b.id = ANY(%(sides)s) AND {_RELATED})
    ORDER BY a.id"""


_ONBOARDING = """SELECT o.name, o.verified_at IS NULL OR o.verified_at > %(at)s,
    EXISTS (SELECT 1 FROM screening_hits h WHERE h.organisation_id = o.id AND h.at <= %(at)s
            AND (h.cleared_at IS NULL OR h.cleared_at > %(at)s))
    FROM organisations o WHERE o.id = ANY(%(ids)s) ORDER BY o.name, o.id"""


UNPAID = """SELECT count(*) FROM orders o JOIN deadlines d ON d.subject_id = o.id AND d.verb = 'lapse'
    WHERE o.buyer_id = %(buyer)s AND o.state = 'signed' AND d.due_at >= %(at)s"""


class Stored:
    """The market behind one unit of work; it keeps the pots it has locked, and knows the supplier's orders that are loaded."""

    def __init__(self, *, at: datetime, policy: Policy | None = None) -> None:
        self.policy = policy or policy_at(at=at)
        self.pots: dict[str, Pot] = {}
        self.loaded: list[OrderBundle] = []
        self._hits: dict[UUID, list[tuple[datetime, datetime | None]]] = {}
        self._held: dict[datetime, frozenset[UUID]] = {}

    def pot(self, currency: str) -> Pot:
        """The fund's pot, locked until the transaction ends; it comes into being with its first use."""
        if currency not in self.pots:
            loaded = {one.order.currency for one in self.loaded}
            self._lock_pots(sorted({currency, *loaded} - set(self.pots)))
        return self.pots[currency]

    def _lock_pots(self, currencies: Sequence[str]) -> None:
        """Lock the pots that the orders in hand may need, by currency: whoever needs two takes them in one order."""
        select = f"{_POT} ORDER BY p.currency FOR UPDATE OF p"
        with connection.cursor() as cursor:
            cursor.execute(select, [list(currencies)])
            found = cursor.fetchall()
            if len(found) < len(currencies):
                cursor.execute(
                    "INSERT INTO pots (currency, cash_minor, reserved_minor) SELECT unnest(%s::text[]), 0, 0"
                    " ON CONFLICT DO NOTHING",
                    [list(currencies)],
                )
                cursor.execute(select, [list(currencies)])
                found = cursor.fetchall()
        self.pots |= {one[0]: Pot(*one) for one in found}

    def books_were_green(self, at: datetime) -> bool:
        """Whether at `at` the last run of check-books had found nothing and the last statements fitted (RULES §7, §9)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce((SELECT red FROM books_checks WHERE at <= %s ORDER BY at DESC, id DESC LIMIT 1), false)"
                " OR EXISTS (SELECT 1 FROM (SELECT DISTINCT ON (currency) difference_minor FROM statements"
                " WHERE imported_at <= %s ORDER BY currency, through DESC) AS last WHERE difference_minor <> 0),"
                " ARRAY(SELECT organisation_id FROM screening_hits WHERE at <= %s AND (cleared_at IS NULL OR cleared_at > %s))",
                [at, at, at, at],
            )
            red, held = cursor.fetchone()
        self._held[at] = frozenset(held)
        return not red

    def history(self, supplier: rows.Supplier, day: date) -> supplier_limit.History:
        """What a supplier's limit is reckoned from, as of a day (RULES §3)."""
        return history.of(supplier, policy=self.policy, day=day, loaded=self.loaded)

    def statement_imported_at(self, currency: str, day: date) -> datetime | None:
        """When the first statement of a currency reaching `day` was imported."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT min(imported_at) FROM statements WHERE currency = %s AND through >= %s", [currency, day]
            )
            (found,) = cursor.fetchone()
        at: datetime | None = found
        return at

    def lock_buyer(self, buyer_id: UUID) -> None:
        """Let nobody else sign for this buyer until the transaction ends: what counts all his orders is counted in turn."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM organisations WHERE id = %s FOR NO KEY UPDATE", [buyer_id])

    def unpaid_orders(self, buyer_id: UUID, at: datetime) -> int:
        """Signed orders of the buyer whose deposit is unpaid and whose time for it runs at `at`."""
        with connection.cursor() as cursor:
            cursor.execute(UNPAID, {"buyer": buyer_id, "at": at})
            (found,) = cursor.fetchone()
        count: int = found
        return count

    def still_open(self, supplier_id: UUID) -> bool:
        """Whether a signed order, a dispute, a debt of any kind or a payment of the supplier's is not over yet (RULES §3)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM orders o WHERE o.supplier_id = %s AND (o.state NOT IN"
                " ('offered', 'closed', 'cancelled', 'lapsed')"
                " OR EXISTS (SELECT 1 FROM disputes d WHERE d.order_id = o.id AND d.ended_at IS NULL)"
                " OR EXISTS (SELECT 1 FROM recoveries r WHERE r.order_id = o.id"
                " AND r.state NOT IN ('collected', 'written_off', 'cancelled'))))"
                " OR EXISTS (SELECT 1 FROM payments_out p WHERE p.payee_id = %s"
                " AND p.state NOT IN ('booked', 'rebatched', 'taken_back'))",
                [supplier_id, supplier_id],
            )
            (found,) = cursor.fetchone()
        return bool(found)

    def related(self, one: UUID, other: UUID) -> bool:
        """Whether two organisations share owner, address, or a bank account that either ever named (RULES §3)."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT EXISTS (SELECT 1 FROM organisations a, organisations b WHERE a.id = %s AND b.id = %s AND {_RELATED})",
                [one, other],
            )
            (found,) = cursor.fetchone()
        return bool(found)

    def rate(self, from_currency: str, to_currency: str, at: datetime) -> Decimal:
        """The operator's rate in force at `at`. Refuses: a pair without one."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rate FROM rates WHERE from_currency = %s AND to_currency = %s AND since <= %s ORDER BY since DESC LIMIT 1",
                [from_currency, to_currency, at],
            )
            found = cursor.fetchone()
        if found is None:
            raise RuleBroken(f"the operator has set no rate from {from_currency} to {to_currency}", field="currency")
        rate: Decimal = found[0].normalize()
        return rate

    def account(self, organisation_id: UUID, at: datetime) -> str:
        """The bank account of an organisation in force at `at`: the last change that is, else the one it came with."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce((SELECT c.account FROM account_changes c WHERE c.organisation_id = o.id AND c.in_force_at <= %s"
                " ORDER BY c.in_force_at DESC LIMIT 1), o.account) FROM organisations o WHERE o.id = %s",
                [at, organisation_id],
            )
            found = cursor.fetchone()
        return found[0] if found else ""

    def held(self, organisation_id: UUID, at: datetime) -> bool:
        """Whether at `at` a hit of a screening list waits to be cleared (RULES §9)."""
        if at in self._held:  # told with whether the books were green, which a payout asks as well
            return organisation_id in self._held[at]
        if organisation_id not in self._hits:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT at, cleared_at FROM screening_hits WHERE organisation_id = %s", [organisation_id]
                )
                self._hits[organisation_id] = cursor.fetchall()
        return any(begun <= at and (over is None or at < over) for begun, over in self._hits[organisation_id])

    def not_onboarded(self, organisation_ids: Sequence[UUID], at: datetime) -> list[str]:
        """What is missing of these organisations before they may trade, a sentence each (RULES §9)."""
        with connection.cursor() as cursor:
            cursor.execute(_ONBOARDING, {"ids": list(organisation_ids), "at": at})
            return [
                f"{name}: {'its e-mail address is not verified.' if unverified else 'a screening hit waits for the operator.'}"
                for name, unverified, held in cursor.fetchall()
                if unverified or held
            ]

    def accredited(self, inspector_id: UUID, on: date, goods: frozenset[str]) -> bool:
        """Whether the inspector is accredited on that day, the last day included, for these goods (RULES §6)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT scope FROM accreditations WHERE inspector_id = %s AND first_on <= %s AND last_on >= %s"
                " AND (withdrawn_on IS NULL OR withdrawn_on > %s)",
                [inspector_id, on, on, on],
            )
            return any(accreditation.covers(kept=scope, categories=goods) for (scope,) in cursor.fetchall())

    def inspectors(self, on: date, goods: frozenset[str], sides: tuple[UUID, UUID], at: datetime) -> list[UUID]:
        """The inspectors accredited on that day for these goods, as known at `at`, and related to neither side (RULES §6)."""
        with connection.cursor() as cursor:
            cursor.execute(_INSPECTORS, {"on": on, "sides": list(sides), "at": at})
            found = [id for id, scope in cursor.fetchall() if accreditation.covers(kept=scope, categories=goods)]
        return list(dict.fromkeys(found))


class Read(Stored):
    """The market for who only looks: no pot is locked and none comes into being."""

    def pot(self, currency: str) -> Pot:
        """The fund's pot as it stands."""
        with connection.cursor() as cursor:
            cursor.execute(_POT, [[currency]])
            found = cursor.fetchone()
        return Pot(*found) if found else Pot(currency, 0, 0)
