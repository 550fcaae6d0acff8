"""Four eyes: whatever two of the operator's people do together is checked here (RULES §3, §7, §9)."""

from uuid import UUID

from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import funding


def check(*, by: Actor, approved_by: UUID | None, what: str) -> UUID:
    """Who acts, when it is one of the operator's people and another of them has approved.

    Refuses: NotAllowed (not the operator, nobody in particular, the same person twice, or one who is not the operator's).
    """
    if by.role is not Role.OPERATOR or by.person_id is None or not funding.is_operator(person_id=by.person_id):
        raise NotAllowed(f"Only two of the operator's people {what}.")
    if approved_by is None or by.person_id == approved_by or not funding.is_operator(person_id=approved_by):
        raise NotAllowed(f"Only two of the operator's people {what}: the second pair of eyes is another person's.")
    return by.person_id
