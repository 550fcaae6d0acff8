"""Events: what happened to the viewer's orders, in an order that skips nothing (DESIGN §4)."""

import re
from dataclasses import dataclass

from django.db import connection

from tradeward.domain import events
from tradeward.domain.events import Event
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import announced

LONGEST_PAGE = 100
START = "0-0"
_CURSOR = re.compile(r"([0-9]{1,20})-([0-9]{1,19})")
_MOST_WRITER, _MOST_LINE = 2**64 - 1, 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Events, oldest first; `next` is where to go on, now or later; `more`: whether something is there already, perhaps."""

    items: list[Event]
    next: str
    more: bool


def page(viewer: Actor, *, after: str = START, limit: int = LONGEST_PAGE) -> Page:
    """The events behind the cursor `after`: a party's own, an inspector's inspections, an officer's and the operator's all.

    A line's place is its writer's transaction, then its number. A page ends before the oldest transaction still running, so
    none that commits later can come to stand before the cursor (DESIGN §4). Refuses: RuleBroken (limit, no cursor of ours).
    """
    if not 1 <= limit <= LONGEST_PAGE:
        raise RuleBroken(f"limit {limit} is not between 1 and {LONGEST_PAGE}", field="limit")
    writer, line = _place(after)
    said = {
        "me": viewer.organisation_id, "writer": str(writer), "line": line, "limit": limit, "types": list(events.TYPES),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement(viewer), said)
        found = cursor.fetchall()
    last = f"{found[-1][0]}-{found[-1][1]}" if found else after
    return Page(items=[announced.event(one[2:]) for one in found], next=last, more=len(found) == limit)


def statement(viewer: Actor) -> str:
    """The statement of a page: an index that begins with the reader, or the one over all, read from the cursor on."""
    return (
        f"SELECT j.writer::text, j.id, {announced.COLUMNS} FROM journal j WHERE {_MINE[viewer.role]}"
        " AND (j.writer, j.id) > (%(writer)s::text::xid8, %(line)s) AND j.writer < pg_snapshot_xmin(pg_current_snapshot())"
        " AND j.noun || '.' || j.verb = ANY (%(types)s) ORDER BY j.writer, j.id LIMIT %(limit)s"
    )


def _place(after: str) -> tuple[int, int]:
    found = _CURSOR.fullmatch(after)
    writer, line = (int(found[1]), int(found[2])) if found else (_MOST_WRITER + 1, 0)
    if writer > _MOST_WRITER or line > _MOST_LINE:
        raise RuleBroken(
            "after is no cursor that was told here; leave it out to begin at the first event", field="after"
        )
    return writer, line


_MINE = {
    Role.BUYER: "j.buyer_id = %(me)s",
    Role.SUPPLIER: "j.supplier_id = %(me)s",
    Role.INSPECTOR: "j.inspector_id = %(me)s",
    Role.OFFICER: "true",
    Role.OPERATOR: "true",
}
