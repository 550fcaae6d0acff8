"""Who acts: the person that a bearer token or a browser's session speaks for (DESIGN §5)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import members
from tradeward.store.tokens import Use
from tradeward.usecases import sandbox, tokens

PREFIX = "twd_"
"""How every secret begins, so that one that leaks into a text is recognised."""


def fresh_secret() -> str:
    """A new secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def whose(secret: str, *, at: datetime) -> Use | None:
    """The use of the token with this secret, counted; None when it opens nothing."""
    return tokens.use(secret=secret, at=at) if secret.startswith(PREFIX) else None


_HOUSE = Actor(Role.OPERATOR)
"""The product itself, which has to look up who signs in."""
PERSON = "person"
"""The name in a browser's session under which the person stands who acts in it."""


def seated(session: Mapping[str, Any]) -> members.Seat | None:
    """Whom a browser's session speaks for; None when it speaks for nobody (any more)."""
    try:
        person_id = UUID(str(session.get(PERSON, "")))
    except ValueError:
        return None
    return members.seat(_HOUSE, person_id=person_id)


def demo_people() -> list[members.Member]:
    """The people of the demo market, whom anybody may play. Refuses: a market that is no demo, or not made yet (NotFound)."""
    market = sandbox.market() if settings.DEMO else None
    if market is None or market.seeded_at is None:
        raise NotFound(UNKNOWN)
    return members.members(_HOUSE)
