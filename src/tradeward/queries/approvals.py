"""What waits for a second person of the operator (RULES §3, §7, §9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import approvals


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that somebody asked for; `mine` says that the viewer did, who cannot agree to it then."""

    id: UUID
    what: str
    told: Mapping[str, Any]
    about: UUID | None
    asked_by: UUID
    asked_at: datetime
    expires_at: datetime
    mine: bool


def what(viewer: Actor, *, approval_id: UUID, at: datetime) -> str:
    """What waits under an id; nothing where nothing does (any more). Refuses: NotAllowed (others)."""
    return next((one.what for one in waiting(viewer, at=at) if one.id == approval_id), "")


def waiting(viewer: Actor, *, at: datetime) -> list[Waiting]:
    """What another of the operator's people has to agree to or refuse, the oldest first. Refuses: NotAllowed (others)."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees what waits for a second person.")
    return [
        Waiting(
            id=one.id, what=one.what, told=one.told, about=one.about, asked_by=one.asked_by, asked_at=one.asked_at,
            expires_at=one.expires_at, mine=one.asked_by == viewer.person_id,
        )
        for one in approvals.waiting(at=at)
    ]  # fmt: skip
