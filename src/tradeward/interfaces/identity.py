"""Who acts: the person that a bearer token or a browser's session speaks for (DESIGN §5)."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces import clock
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


def seated(request: Any) -> members.Seat | None:
    """Whom a browser speaks for: the person of the account that is signed in, or, in a demo, the one whom it plays.

    None when it speaks for nobody (any more).
    """
    played = request.session.get(PERSON) if settings.DEMO else None
    if played is not None:
        return members.seat(_HOUSE, person_id=UUID(str(played)))
    account = request.user
    return members.seat(_HOUSE, person_id=account.person_id) if account.is_authenticated else None


def lacks_second_factor(request: Any, seat: members.Seat) -> bool:
    """Whether somebody who needs a second factor signed in without having one: officers and the operator's people need it."""
    if seat.actor.role not in (Role.OFFICER, Role.OPERATOR) or (settings.DEMO and PERSON in request.session):
        return False
    return not is_mfa_enabled(request.user)


def showed_second_factor(request: Any) -> bool:
    """Whether who acts showed a second factor within the last minutes (RULES §9, R9.8); who plays in a demo has none to show."""
    if settings.DEMO and PERSON in request.session:
        return True
    shown = [one["at"] for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]
    return bool(shown) and clock.machine().timestamp() - shown[-1] < app_settings.REAUTHENTICATION_TIMEOUT


def demo_people() -> list[members.Member]:
    """The people of the demo market, whom anybody may play. Refuses: a market that is no demo, or not made yet (NotFound)."""
    market = sandbox.market() if settings.DEMO else None
    if market is None or market.seeded_at is None:
        raise NotFound(UNKNOWN)
    return members.members(_HOUSE)
