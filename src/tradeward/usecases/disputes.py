"""Disputes: opened, answered, offered on, settled, escalated, ruled on, countersigned, appealed (RULES §5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import disputing, lives, money, rows, saying
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.usecases import work


def open_dispute(
    *, order_id: UUID, grounds: Sequence[str], remedy: str, terms: Sequence[str] | None = None, amount: str | None = None,
    story: str = "", by: Actor, at: datetime, key: str,
) -> work.Answer:  # fmt: skip
    """The buyer claims: grounds, the terms meant, one remedy, perhaps an amount (RULES §5).

    Refuses: NotAllowed (not the buyer), OutOfTurn (too early, too late, twice), RuleBroken (not of its form).
    """
    told = {"grounds": grounds, "remedy": remedy, "terms": terms, "amount": amount, "story": story}
    said = saying.asked("disputes.open_dispute", told=told)

    def decide(done: work.Work) -> work.Answer:
        if by.role is not Role.BUYER:
            raise NotAllowed("Only the buyer opens a dispute.")
        claim = {"grounds": said["grounds"], "remedy": said["remedy"], "terms": said.get("terms")}
        amount = said.get("amount")
        act = done.act("open", **claim, amount=amount)
        asked = money.Money.parse(amount, currency=done.bundle.order.currency).minor if amount else None
        row = disputing.open_dispute(done.bundle, **claim, asked_minor=asked, story=said.get("story", ""), act=act)
        lives.note(done.bundle, "dispute", row.id, act=act)
        return {"dispute": str(row.id), "state": row.state}

    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=said, decide=decide)


def offer(*, dispute_id: UUID, amount: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Put a settlement figure on the table; it replaces the one that stood (RULES §5)."""
    return move(dispute_id=dispute_id, verb="offer", by=by, at=at, key=key, amount=amount)


def move(*, dispute_id: UUID, verb: str, by: Actor, at: datetime, key: str, **said: Any) -> work.Answer:
    """Any move of a dispute, with what may be said with it (`saying.SAID`).

    Refuses: RuleBroken by name, NotFound, NotAllowed, OutOfTurn with the needs that are not met.
    """
    return work.on_row(cls=rows.Dispute, id=dispute_id, verb=verb, told=said, by=by, at=at, key=key, answer=_told)


def _told(done: work.Work, row: rows.Dispute) -> work.Answer:
    rulings = [one for one in done.bundle.of(rows.Ruling) if one.dispute_id == row.id and one.sent_back_at is None]
    told: dict[str, Any] = {"dispute": str(row.id), "state": row.state}
    if rulings:
        currency = done.bundle.order.currency
        for name in ("award", "refund", "advance", "not_covered"):
            told[name] = money.Money(getattr(rulings[-1], f"{name}_minor"), currency).amount
        told["findings"] = rulings[-1].findings
        told["outcome"] = rulings[-1].outcome
    return told
