"""Events: what outsiders are told, and what never leaves the house (DESIGN §4, §5)."""

import json
from datetime import datetime, timedelta, timezone
from uuid import UUID

from tradeward.domain import events, lives, vocabulary
from tradeward.domain.events import Event

ONE = UUID("0195c0de-0000-7000-8000-000000000001")


def made(**changes):
    told = {
        "id": events.shown_id("ab" * 32), "type": "dispute.escalate", "by": "clock", "order_id": ONE, "row_id": ONE,
        "at": datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=1))), "state": "escalated",
    }  # fmt: skip
    return Event(**{**told, **changes})


def test_every_move_of_every_life_is_an_event_and_nothing_twice():
    """DESIGN §2: verbs are table verbs; a new move is a new type without another word."""
    moves = {f"{noun}.{move.verb}" for noun, life in lives.LIVES.items() for move in life.moves}
    assert set(events.MOVES) == moves
    assert sorted(moves | set(events.NOTED)) == list(events.TYPES)
    assert not moves & set(events.NOTED)


def test_what_an_event_is_about_has_an_id_that_can_be_shown():
    assert {one.partition(".")[0] for one in events.TYPES} <= set(vocabulary.PREFIXES)


def test_an_event_is_told_without_what_was_said():
    """Type, instant, role, order, row and state: no person, no content, no amount."""
    assert events.told(made()) == {
        "id": "evt_" + "ab" * 16,
        "type": "dispute.escalate",
        "at": datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=1))),
        "by": "clock",
        "order": f"ord_{ONE.hex}",
        "about": {"noun": "dispute", "id": f"dsp_{ONE.hex}", "state": "escalated"},
    }


def test_a_message_is_what_the_specification_asks_for_and_the_same_bytes_each_time():
    """Standard Webhooks: type, timestamp, data; in ASCII, so that no receiver's encoding changes what was signed."""
    body = events.message(made(order_id=None, state=None))
    assert body == events.message(made(order_id=None, state=None))
    assert body.isascii()
    assert json.loads(body) == {
        "type": "dispute.escalate",
        "timestamp": "2026-03-02T08:30:00Z",
        "data": {
            "id": "evt_" + "ab" * 16, "type": "dispute.escalate", "at": "2026-03-02T08:30:00Z", "by": "clock", "order": None,
            "about": {"noun": "dispute", "id": f"dsp_{ONE.hex}", "state": None},
        },
    }  # fmt: skip
