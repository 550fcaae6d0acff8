"""An order as those around it see it at once: its rows in plain values, and who could make which move next."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import lives, money, needs, order, rows, signing
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import reading

PEOPLE = (Role.BUYER, Role.SUPPLIER, Role.INSPECTOR, Role.OFFICER, Role.OPERATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A move that `role` could make of a row; `lacking` are the needs that stand in the way now."""

    role: Role
    noun: str
    id: UUID
    verb: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One order at one instant: its rows by noun as plain values, the chances, the version on offer, what is held."""

    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    chances: tuple[Chance, ...]
    hash: str
    cover: str
    held: str
    over: bool

    @property
    def order(self) -> Mapping[str, Any]:
        """The order's own row."""
        return self.rows["order"][0]

    def row(self, noun: str, id: UUID) -> Mapping[str, Any]:
        """One row by noun and id."""
        return next(one for one in self.rows[noun] if one["id"] == id)


def scene(viewer: Actor, *, order_id: UUID, at: datetime) -> Scene:
    """The order as it stands at `at`, caught up. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    offered = bundle.order.state == order.S.OFFERED
    cover = bundle.cover if bundle.reservation or not offered else signing.quote(bundle, at=at).cover
    return Scene(
        rows={noun: tuple(_plain(one) for one in table) for noun, table in bundle.tables.items()},
        chances=tuple(_chances(bundle, at)),
        hash=bundle.version.hash,
        cover=money.Money(cover, bundle.contract.currency).amount,
        held=money.Money(bundle.held, bundle.order.currency).amount,
        over=not lives.open_rows(bundle),
    )


def _plain(row: rows.Row) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in _NAMES[row.noun]}


_NAMES = {noun: tuple(one.name for one in fields(cls)) for noun, cls in rows.ORDER_TABLES.items()}


def _chances(bundle: OrderBundle, at: datetime) -> list[Chance]:
    """Every move of people from the states that the rows are in, for each role that could make it."""
    found = []
    row: Any
    for row in bundle.every():
        life = lives.LIVES.get(row.noun)
        if life is None:
            continue
        for move in life.rows(state=row.state):
            for role in PEOPLE:
                if role in move.by:
                    act = Act(move.verb, _somebody(bundle, row, role), at, "preview", {})
                    lacking = needs.unmet(move.needs, bundle, row, act, preview=True)
                    found.append(Chance(role=role, noun=row.noun, id=row.id, verb=move.verb, lacking=tuple(lacking)))
    return found


def _somebody(bundle: OrderBundle, row: Any, role: Role) -> Actor:
    """One who could act in `role` on this row: the party, the inspector booked, the officer who has the case."""
    organisations = {
        Role.BUYER: bundle.order.buyer_id,
        Role.SUPPLIER: bundle.order.supplier_id,
        Role.INSPECTOR: getattr(row, "inspector_id", None),
    }
    person = getattr(row, "appeal_officer_id", None) or getattr(row, "officer_id", None)
    return Actor(role, organisations.get(role), person if role is Role.OFFICER else None)
