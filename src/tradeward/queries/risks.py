"""The buyer's money over the life of an order: held, covered, not covered, after every line of its journal (RULES §8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tradeward.domain import coverage, folding, postings
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.coverage import AtRisk
from tradeward.ledger import statements
from tradeward.ledger.statements import Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where the buyer's money stood from an instant on, in minor units."""

    at: datetime
    risk: AtRisk


MOST = 2_000
"""Postings that an order's picture is drawn from; one with more is drawn from its first ones."""


def over_life(bundle: OrderBundle, *, lines: Iterable[tuple[datetime, Mapping[str, Any]]]) -> list[Point]:
    """A point for each instant at which the money changed; `lines` are the journal's, each with its content, in their order.

    Reckoned from journal and ledger alone, as `queries.orders.risk_of` does it from the rows.
    """
    order_id = bundle.subject_id
    posted = statements.caused(subject=str(order_id), after=(0, 0), limit=MOST)
    folded: folding.Folded = {}
    found: list[Point] = []
    taken = held = 0
    for at, contents in _by_instant(lines):
        folding.fold(contents, onto=folded)
        while taken < len(posted) and posted[taken].at <= at:
            held += _into_keeping(posted[taken], order_id=order_id)
            taken += 1
        risk = _standing(folded, held=held)
        if not found or found[-1].risk != risk:
            found.append(Point(at=at, risk=risk))
    return found


def _by_instant(
    lines: Iterable[tuple[datetime, Mapping[str, Any]]],
) -> Sequence[tuple[datetime, list[Mapping[str, Any]]]]:
    """The lines in their order, those of one instant together; one that is dated before the line above it belongs to that one."""
    found: list[tuple[datetime, list[Mapping[str, Any]]]] = []
    for at, content in lines:
        if found and at <= found[-1][0]:
            found[-1][1].append(content)
        else:
            found.append((at, [content]))
    return found


def _into_keeping(one: Posted, *, order_id: Any) -> int:
    """What a posting adds to the money that is kept for an order."""
    kept = (postings.held(order_id), postings.early(order_id))
    return one.minor * ((one.credit in kept) - (one.debit in kept))


def _standing(folded: folding.Folded, *, held: int) -> AtRisk:
    def of(noun: str) -> list[Mapping[str, Any]]:
        return [said for kind, said in folded.values() if kind == noun]

    released = sum(int(one["released_minor"]) for one in of("instalment"))
    refunded = sum(
        int(one["security_minor"]) + int(one["fund_minor"]) + int(one["supplier_minor"])
        for one in of("refund")
        if one["counts"]
    )
    cover = [one for one in of("reservation") if one["freed_at"] is None]
    disputed = any(one["ended_at"] is None for one in of("dispute"))
    ended = any(one["ended_at"] is not None for one in of("order"))
    left = int(cover[0]["cover_minor"]) - int(cover[0]["advanced_minor"]) if cover else 0
    closed = ended and not disputed and not cover
    return coverage.at_risk(held=held, claimable=0 if closed else max(0, released - refunded), cover_left=left)
