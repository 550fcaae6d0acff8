"""The operator's policy: dated versions, each a whole profile; what is signed keeps its own (RULES §10)."""

from datetime import datetime

from tradeward.domain import policy
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import dated, transactions
from tradeward.usecases import work


@transactions.durable
def publish(*, text: str, profile: str, since: datetime, by: Actor, at: datetime, key: str) -> work.Answer:
    """Put a policy version into force: `text` is a whole profile, `profile` its name (RULES §10).

    Signed orders keep the keys of scope `order` as at their last signature; keys of scope `market` hold for all.
    Refuses: NotAllowed (not the operator), RuleBroken (by key: what the profile lacks or has wrong; a date that is not
    after the version before, or in the past, for what has happened stays as it was).
    """
    body = {"text": text, "profile": profile, "since": since}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    if by.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator sets the policy.")
    policy.Policy.parse(text)
    if not profile.strip():
        raise RuleBroken("profile is missing: name this version", field="profile")
    last = dated.last_policy_since()
    if since < at or (last is not None and since <= last):
        raise RuleBroken("since lies neither in the past nor before the newest version", field="since")
    dated.add_policy(since=since, profile=profile, text=text)
    answer = {"profile": profile, "since": since.isoformat()}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer
