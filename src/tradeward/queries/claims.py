"""What a claim would come to, before it is made: the computed award on the file as it stands, and out of what it would be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import decision, disputing, money, refunding
from tradeward.domain.lifecycle import Act
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The figures of a claim, if it were decided on what is in the file now (RULES §7). `not_covered` nobody would pay."""

    currency: str
    paid: str
    award: str
    refund: str
    from_held: str
    from_security: str
    advance: str
    not_covered: str
    outcome: str
    frozen: str


def preview(
    viewer: Actor, *, order_id: UUID, grounds: Sequence[str], remedy: str, terms: Sequence[str] | None, amount: str | None,
    at: datetime,
) -> Preview:  # fmt: skip
    """Reckon a claim without making it; nothing is written. Refuses: as `usecases.disputes.open_dispute`, NotFound (no buyer's)."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    if viewer.role is not Role.BUYER:
        raise NotFound("A claim is the buyer's to make.")
    currency = bundle.order.currency
    asked = money.Money.parse(amount, currency=currency).minor if amount else None
    act = Act(verb="open", by=viewer, at=at, key="preview", said={})
    row = disputing.open_dispute(
        bundle, grounds=grounds, remedy=remedy, terms=terms, asked_minor=asked, story="", act=act
    )
    found = decision.computed(bundle, row, at=at)
    figures = refunding.room(bundle, row).figures(award=found.award_minor, outcome=found.outcome)

    def shown(minor: int) -> str:
        return money.Money(minor, currency).amount

    return Preview(
        currency=currency, paid=shown(bundle.paid), award=shown(found.award_minor), refund=shown(figures.refund),
        from_held=shown(figures.held), from_security=shown(figures.security), advance=shown(figures.advance),
        not_covered=shown(figures.not_covered), outcome=found.outcome, frozen=shown(bundle.frozen),
    )  # fmt: skip
