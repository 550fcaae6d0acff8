"""Who got which letter: to be looked at in a demo market, where nothing leaves this machine."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Actor

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter: to whom and where, what it says, and what became of it."""

    id: UUID
    who: str
    address: str
    language: str
    title: str
    text: str
    at: datetime
    state: str
    fault: str


def captured(viewer: Actor, *, demo: bool) -> list[Sent]:
    """The newest letters of a demo market, whoever got them: anybody there can be anybody.

    Refuses: a market that is no demo (NotFound).
    """
    if not demo or viewer.person_id is None:
        raise NotFound(UNKNOWN)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id, CASE WHEN o.name = p.label THEN o.name ELSE concat_ws(': ', o.name, p.label) END, l.address, l.language,"
            " l.title, l.text, l.at, l.state, l.fault FROM letters l LEFT JOIN organisations o ON o.id = l.organisation_id"
            " LEFT JOIN persons p ON p.id = l.person_id ORDER BY l.at DESC, l.id LIMIT %s",
            [MOST],
        )
        names = Sent.__dataclass_fields__
        return [Sent(**dict(zip(names, one, strict=True))) for one in cursor.fetchall()]
