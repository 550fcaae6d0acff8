"""The operator's policy: dated versions, each a whole profile; what is signed keeps its own (RULES §10)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain import lives, policy, saying
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.vocabulary import CLOCK, Actor, Role
from tradeward.store import dated, transactions
from tradeward.usecases import clock, work


def publish(*, text: str, profile: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Put a policy version into force now: `text` is a whole profile, `profile` its name (RULES §10).

    Signed orders keep the keys of scope `order` as at their last signature; keys of scope `market` hold for all. What
    was due by then happens by the version before; then every deadline that runs is reckoned anew (RULES §2).
    Refuses: NotAllowed (not the operator), RuleBroken (by key: what the profile lacks or has wrong; no name; another
    version at the same instant or after it).
    """
    said = saying.asked("policies.publish", told={"text": text, "profile": profile})
    text, profile = said["text"], said["profile"]
    if by.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sets the policy.")
    policy.Policy.parse(text)
    while not (swept := clock.sweep(at=at)).clear and swept.moved:
        pass
    answer = _publish(text=text, profile=profile, by=by, at=at, key=key)
    for supplier_id, order_ids in dated.running().items():
        _reckon_anew(supplier_id=supplier_id, order_ids=order_ids, at=at, key=f"policy:{key}")
    return answer


@transactions.durable
def _publish(*, text: str, profile: str, by: Actor, at: datetime, key: str) -> work.Answer:
    body = {"text": text, "profile": profile}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    last = dated.last_policy_since()
    if last is not None and at <= last:
        raise RuleBroken(f"the newest version began at {last.isoformat()}: another one begins later", field="since")
    dated.add_policy(since=at, profile=profile, text=text)
    answer = {"profile": profile, "since": at.isoformat()}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer


@transactions.durable
def _reckon_anew(*, supplier_id: UUID, order_ids: list[UUID], at: datetime, key: str) -> None:
    """The deadlines of a supplier and his orders by the policy in force; what it makes overdue happens now."""
    doing = work.Work.on(supplier_id=supplier_id, by=CLOCK, at=at, key=key)
    doing.load(*order_ids)
    for bundle in [*doing.orders, doing.supplier]:
        lives.settle(bundle, act=doing.act("begin"))
    doing.record(at=at)
