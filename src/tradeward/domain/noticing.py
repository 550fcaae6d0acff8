"""What people are to be told of deadlines: that one is set, is near, has passed (DESIGN §3: announced with what it tells of)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tradeward.domain import lives, needs, rows, vocabulary
from tradeward.domain.bundle import Bundle
from tradeward.domain.vocabulary import CLOCK, Role

NEAR = timedelta(hours=24)
"""How long before a deadline whoever it waits on is told again."""
TOLD = frozenset({Role.BUYER, Role.SUPPLIER, Role.INSPECTOR, Role.OFFICER})
"""Who is told of deadlines; the operator has his desk, and the clock forgets nothing."""


class Kind(StrEnum):
    """What there is to tell of a deadline."""

    SET = "set"
    NEAR = "near"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to tell of a deadline from `tell_at` on; of one that is met or moved before, what waits is dropped."""

    id: UUID
    deadline_id: UUID
    kind: Kind
    order_id: UUID
    subject: str
    subject_id: UUID
    verb: str
    waits_on: str
    due_at: datetime
    tell_at: datetime


_FREES_NOBODY = frozenset({"statement_imported", "no_match_proposed", "instalments_due_paid"})
"""What keeps the clock from moving, but nobody from what he has to do: the bank has not told all, or money has not come."""


def standing(bundle: Bundle) -> list[tuple[rows.Deadline, datetime | None]]:
    """The deadlines of an order that are set anew, moved, or over: each with when somebody must have acted, if at all."""
    found = bundle.dirty().get(rows.Deadline.noun, [])
    changed = [one for one in found if isinstance(one, rows.Deadline) and one.order_id and one.waits_on in TOLD]
    parked = {(one.row.id, one.move.verb): one for one in lives.due(bundle)} if _parked(changed) else {}
    return [(one, one.due_at if _stands(bundle, one, parked) else None) for one in changed]


def _parked(changed: list[rows.Deadline]) -> bool:
    return any(one.state == "parked" for one in changed)


def _stands(bundle: Bundle, one: rows.Deadline, due: dict[tuple[UUID, str], lives.Due]) -> bool:
    if one.state != "parked":
        return one.state == "open"
    found = due[one.subject_id, one.verb]
    needed = tuple(name for name in found.move.needs if name not in _FREES_NOBODY)
    return not needs.unmet(needed, bundle, found.row, lives.clock_act(found, at=found.at))


def notices(bundle: Bundle) -> Iterator[Notice]:
    """What is to be told of an order's deadlines, of the changes that wait to be recorded.

    A deadline that passes while it is being set is told as nothing: nobody could have met it.
    The same turn told twice has the same id.
    """
    at = max((line.act.at for line in bundle.lines), default=None)
    made = {(line.id, line.act.verb): line.act.at for line in bundle.lines if line.act.by == CLOCK}
    known = {one.id for one in bundle.tables.get(rows.Deadline.noun, []) if one.id in bundle.loaded}
    for one, due_at in standing(bundle):
        passed_at = made.get((one.subject_id, one.verb))
        if passed_at is not None and one.id in known:
            yield _notice(one, Kind.PASSED, due_at=passed_at, tell_at=passed_at)
        if due_at is not None and at is not None and due_at > at:
            yield _notice(one, Kind.SET, due_at=due_at, tell_at=at)
            if due_at - NEAR > at:
                yield _notice(one, Kind.NEAR, due_at=due_at, tell_at=due_at - NEAR)


def _notice(one: rows.Deadline, kind: Kind, *, due_at: datetime, tell_at: datetime) -> Notice:
    assert one.order_id is not None, "only deadlines of orders are told"
    key = f"{one.id}:{kind}:{due_at.isoformat()}:{one.waits_on}"
    return Notice(
        id=vocabulary.new_id(noun="notice", key=key, at=tell_at), deadline_id=one.id, kind=kind, order_id=one.order_id,
        subject=one.subject, subject_id=one.subject_id, verb=one.verb, waits_on=one.waits_on, due_at=due_at, tell_at=tell_at,
    )  # fmt: skip
