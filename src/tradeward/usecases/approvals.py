"""What waits for a second person of the operator, agreed to or refused (RULES §3, §7, §9: four eyes)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tradeward.domain.vocabulary import Actor
from tradeward.usecases import (
    bank,
    eyes,
    fund,
    organisations,
    payment_orders,
    recoveries,
    screenings,
    securities,
    suspense,
    work,
)  # fmt: skip


def agree(*, approval_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Agree to what another of the operator's people asked for: it happens now, in the transaction that says so.

    Refuses: NotFound, NotAllowed (not another one of the operator's people), OutOfTurn (decided already, or run out), and
    what the effect itself refuses; then it goes on waiting.
    """
    agreed = eyes.agreed(approval_id=approval_id, by=by, at=at, key=key)
    return _EFFECTS[agreed.what](agreed=agreed)


def refuse(*, approval_id: UUID, reason: str = "", by: Actor, at: datetime, key: str) -> work.Answer:
    """Say no to what waits, or take back what one asked for oneself.

    Refuses: NotFound, NotAllowed (not the operator's), OutOfTurn (decided already, or run out), RuleBroken by name.
    """
    return eyes.refuse(approval_id=approval_id, reason=reason, by=by, at=at, key=key)


def _matched(*, agreed: eyes.Agreed) -> work.Answer:
    return suspense.confirm(credit_id=agreed.subject, approval_id=agreed.id, by=agreed.by, at=agreed.at, key=agreed.key)


_EFFECTS: dict[str, Callable[..., work.Answer]] = {
    fund.PAY_IN: fund.move,
    fund.PAY_OUT: fund.move,
    organisations.CHANGE_ACCOUNT: organisations.account_changed,
    recoveries.PLAN: recoveries.planned,
    securities.GIVE_BACK: securities.given_back,
    bank.BEAR: bank.borne,
    payment_orders.HAND_OUT: payment_orders.handed_out,
    screenings.CLEAR: screenings.cleared,
    suspense.MATCH: _matched,
}
"""What takes two, and what it does."""
SECOND_FACTOR = frozenset({organisations.CHANGE_ACCOUNT})
"""What takes a second factor of both beside: the door sees to it, for only there one can be shown (RULES §9, R9.8)."""
