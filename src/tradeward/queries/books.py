"""The last run of check-books, for the operator (RULES §9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store.models import BooksCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A run: when, whether it found anything, and what."""

    at: datetime
    red: bool
    findings: list[dict[str, Any]]


def last(viewer: Actor) -> Checked | None:
    """The last run; None where the books were never checked. Refuses: NotAllowed (not the operator)."""
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sees the state of the books.")
    found = BooksCheck.objects.order_by("-id").values("at", "red", "findings").first()
    return None if found is None else Checked(at=found["at"], red=found["red"], findings=list(found["findings"]))
