"""Who acts: the person that a bearer token speaks for (DESIGN §5)."""

import secrets
from datetime import datetime

from tradeward.store.tokens import Use
from tradeward.usecases import tokens

PREFIX = "twd_"
"""How every secret begins, so that one that leaks into a text is recognised."""


def fresh_secret() -> str:
    """A new secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def whose(secret: str, *, at: datetime) -> Use | None:
    """The use of the token with this secret, counted; None when it opens nothing."""
    return tokens.use(secret=secret, at=at) if secret.startswith(PREFIX) else None
