"""Where somebody is signed in, and how that went until now: everybody sees his own."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tradeward.domain.vocabulary import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser in which the viewer is signed in; `current` is the one that asks."""

    id: int
    began_at: datetime
    network: str
    browser: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A line of the journal: when, from where, and whether it was to be."""

    at: datetime
    network: str
    browser: str
    succeeded: bool


def open_sessions(viewer: Actor, *, current: str, machine_at: datetime) -> list[Session]:
    """The viewer's own sessions, the newest first; sessions end by the machine's clock, also in a demo."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.id, u.created_at, host(u.ip), u.user_agent, u.session_key = %s FROM usersessions_usersession u"
            " JOIN accounts a ON a.id = u.user_id JOIN django_session s ON s.session_key = u.session_key"
            " WHERE a.person_id = %s AND s.expire_date > %s ORDER BY u.id DESC",
            [current, viewer.person_id, machine_at],
        )
        return [
            Session(id=id, began_at=began_at, network=network, browser=browser, current=is_current)
            for id, began_at, network, browser, is_current in cursor.fetchall()
        ]


def journal(viewer: Actor, *, limit: int) -> list[SignIn]:
    """Who tried to sign in with the viewer's address, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.at, i.network, i.browser, i.succeeded FROM sign_ins i JOIN accounts a ON a.email = i.email"
            " WHERE a.person_id = %s ORDER BY i.id DESC LIMIT %s",
            [viewer.person_id, limit],
        )
        return [
            SignIn(at=at, network=network, browser=browser, succeeded=succeeded)
            for at, network, browser, succeeded in cursor.fetchall()
        ]
