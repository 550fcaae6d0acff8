"""What the journal says the rows are, and whether the rows are that: fold all changes, then compare (DESIGN §4).

An auditor's reckoning: it trusts none of the code that wrote rows and counters, only what the journal lists.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tradeward.domain import coverage, rows, supplier
from tradeward.domain.bundle import COUNTERS, Bundle, written
from tradeward.domain.lives import due, ready, waits_on

Folded = dict[UUID, tuple[str, dict[str, Any]]]
"""By id, the noun of a row and its fields as the journal wrote them last."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what it must be: which, what was expected of it, what is there."""

    noun: str
    id: str
    expected: str
    found: str


# --- journal = rows


def born(supplier_id: UUID) -> Folded:
    """What a supplier's journal begins with: he comes into being outside the scheme when his organisation is taken on."""
    row = rows.Supplier(id=supplier_id, state=supplier.S.OUTSIDE, verification="", limit_minor=0)
    return {supplier_id: (row.noun, told(row))}


def told(row: rows.Row) -> dict[str, Any]:
    """The fields of a row as a journal line writes them, without counters."""
    skipped = COUNTERS.get(row.noun, set())
    return {one.name: written(_utc(getattr(row, one.name))) for one in fields(row) if one.name not in skipped}


def fold(contents: Iterable[Mapping[str, Any]], *, onto: Folded) -> Folded:
    """All changes that the `contents` of a journal's lines list, in their order, made to the rows of `onto`."""
    for content in contents:
        for change in content.get("changes") or ():
            _, before = onto.setdefault(UUID(change["id"]), (change["noun"], {}))
            before.update(change["set"])
    return onto


def still_of(folded: Folded, *, order_id: UUID) -> Folded:
    """Without the credits that the journal itself took off this order again: they are another's now (RULES §9)."""
    return {
        id: (noun, said)
        for id, (noun, said) in folded.items()
        if noun != "credit" or said.get("order_id") == str(order_id)
    }


def still_of_supplier(folded: Folded, *, supplier_id: UUID) -> Folded:
    """Without the credits that the journal itself took off this supplier again (RULES §9)."""
    return {
        id: (noun, said)
        for id, (noun, said) in folded.items()
        if noun != "credit" or said.get("supplier_id") == str(supplier_id)
    }


def differences(journaled: Folded, *, there: Iterable[rows.Row]) -> Iterator[Difference]:
    """Where rows and journal part: a row nobody journaled, a journaled row that is missing, a field with another value."""
    left = dict(journaled)
    for row in there:
        noun, said = left.pop(row.id, (row.noun, None))
        if said is None:
            yield Difference(row.noun, str(row.id), "a journal line that made it", "none: nobody journaled this row")
        elif noun != row.noun:
            yield Difference(row.noun, str(row.id), f"a {noun}", f"a {row.noun}")
        else:
            yield from _fields_apart(row, said)
    for id, (noun, _) in left.items():
        yield Difference(noun, str(id), "the row that the journal made", "no such row")


def _fields_apart(row: rows.Row, said: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in told(row).items():
        if name not in said:
            yield Difference(row.noun, str(row.id), f"{name} in the journal", f"{name} = {_short(value)}")
        elif _instant(said[name]) != value:
            yield Difference(row.noun, str(row.id), f"{name} = {_short(said[name])}", f"{name} = {_short(value)}")


def _utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _instant(value: Any) -> Any:
    """An instant that was journaled with another offset, as UTC; anything else as it is."""
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return read.astimezone(UTC).isoformat() if read.tzinfo else value


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


# --- deadlines = projection


def deadlines_apart(bundle: Bundle, *, there: Iterable[rows.Deadline]) -> Iterator[Difference]:
    """Deadline rows that are not what the rows call for now (RULES §2): the projection, made again and compared."""
    left = {(row.subject_id, row.verb): row for row in there}
    for one in due(bundle):
        state = "parked" if one.move.needs and not ready(bundle, one, at=one.at) else "open"
        expected = _deadline(one.at, one.row.noun, state, waits_on(bundle, one))
        row = left.pop((one.row.id, one.move.verb), None)
        found = _deadline(row.due_at, row.subject, row.state, row.waits_on) if row else "no deadline"
        if found != expected:
            id = str(row.id) if row else f"{one.row.id} {one.move.verb}"
            yield Difference("deadline", id, f"{one.move.verb} {expected}", f"{one.move.verb} {found}")
    for (subject_id, verb), row in left.items():
        yield Difference(
            "deadline", str(row.id), "no deadline", f"{verb} of {row.subject} {subject_id}, due {row.due_at}"
        )


def _deadline(at: datetime, noun: str, state: str, waits: str) -> str:
    return f"of the {noun}, due {at.astimezone(UTC).isoformat()}, {state}, waits on {waits}"


# --- two orders never hold the same cover


@dataclass(frozen=True, slots=True)
class Step:
    """A change to a reservation or a recovery of a supplier, in the order in which his lock let them pass."""

    supplier_id: UUID
    noun: str
    id: str
    changed: Mapping[str, Any]


@dataclass(slots=True)
class Held:
    """What a supplier's orders hold of his limit, reckoned again from each step (RULES §3)."""

    open: dict[str, int] = field(default_factory=dict)
    unpaid: dict[str, int] = field(default_factory=dict)
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, step: Step) -> Difference | None:
        """Take a step. A reservation that read other sums than there were shares its cover with another order."""
        row = self.known.setdefault(step.id, {})
        row.update(step.changed)
        if step.noun == "recovery":
            self.unpaid[step.id] = _unpaid(row)
            return None
        self.open.pop(step.id, None)
        reserved, advanced = sum(self.open.values()), sum(self.unpaid.values())
        self.open[step.id] = _open(row)
        read = row["reserved_read"], row["advanced_read"]
        if not {"reserved_read", "advanced_read", "limit_read"} & set(step.changed) or read == (
            str(reserved),
            str(advanced),
        ):
            return None
        expected = f"made on reserved {reserved}, advanced {advanced}: what the other orders held then"
        return Difference("reservation", step.id, expected, f"made on reserved {read[0]}, advanced {read[1]}")


def shared_cover(steps: Iterable[Step]) -> Iterator[Difference]:
    """Reservations made on sums that were not true when they were made (RULES §3: whatever the concurrency)."""
    of: UUID | None = None
    held = Held()
    for step in steps:
        if step.supplier_id != of:
            of, held = step.supplier_id, Held()
        if found := held.take(step):
            yield found


def _open(row: Mapping[str, Any]) -> int:
    """What a reservation takes from the limit beside its advances."""
    taken = int(row["reserved_limit"])
    return (
        0
        if row["freed_at"] is not None
        else taken - min(taken, coverage.in_limit(minor=int(row["advanced_minor"]), rate=row["rate"]))
    )


def _unpaid(row: Mapping[str, Any]) -> int:
    """What an unpaid advance takes from the limit."""
    if row["kind"] != "advance" or row["ended_at"] is not None:
        return 0
    covered = ("set_off_minor", "security_minor", "paid_minor", "cancelled_minor", "written_off_minor")
    left = int(row["debt_minor"]) - sum(int(row[name]) for name in covered)
    return coverage.in_limit(minor=left, rate=row["rate"])
