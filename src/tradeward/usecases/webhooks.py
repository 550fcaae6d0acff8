"""Webhooks: events sent to whoever wants them, signed, in order for each order, until they are taken (DESIGN §5).

Nothing here slows a move down: the journal that the move writes anyway is shared out afterwards by a cursor that skips nothing,
and no transaction is open while a receiver is waited for. A message may come twice, with the same id; it never comes never,
unless its receiver takes nothing for three days or its owner keeps the webhook disabled for thirty.

`at` is always the machine's time, which is the receivers': a demo market's own clock may be far ahead of it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain import events, retrying, vocabulary
from tradeward.domain.refusals import UNKNOWN, NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor
from tradeward.gateways import webhooks as gateway
from tradeward.store import transactions, webhooks
from tradeward.store.webhooks import Outcome, Parcel, Webhook
from tradeward.usecases import work

OLD_SECRET_LIVES = timedelta(hours=24)
"""After a rotation, so that a receiver has the time to take the new one on."""
LEASE = timedelta(minutes=2)
"""How long a delivery is one process's: longer than a try lasts. If the process dies, another sends it after that, again."""
EACH = 4
"""Deliveries to one webhook at once."""
KEPT = timedelta(days=30)
"""How long deliveries and their log are kept, and how long they wait for a webhook that is not enabled."""
LONGEST_DESCRIPTION = 200
_GONE = 410
_TAKEN = range(200, 300)
_LOST_KEY = (
    "the installation's key is not the one this secret was made with: rotate it, and give the receiver the new one"
)


@transactions.durable
def add(*, url: str, types: Sequence[str] = (), description: str = "", root: str, demo: bool, by: Actor, at: datetime, key: str
        ) -> work.Answer:  # fmt: skip
    """Let an organisation's events be sent to a URL, from now on; `types` are the wanted ones, none for all.

    `root` is the installation's key, from which the secret is reckoned: `secret_id` names it. Asking again finds what was made
    first, and `fresh` is false. Refuses: RuleBroken (a URL that is not sent to, an unknown type, a long description).
    """
    body: dict[str, Any] = {"webhook": "add", "url": url, "types": list(types), "description": description}
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return {**done, "fresh": False}
    _check(url, types, description, demo)
    if by.organisation_id is None:
        raise RuleBroken("events belong to an organisation: act for one", field="token")
    id = vocabulary.new_id(noun="webhook", key=f"{work.actor_name(by)}:{key}", at=at)
    webhooks.add(
        id=id, organisation_id=by.organisation_id, side=by.role, url=url, types=sorted(set(types)), description=description, at=at
    )  # fmt: skip
    answer = {"webhook": str(id), "secret_id": _new_secret(id, root=root, by=by, at=at, key=key)}
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return {**answer, "fresh": True}


def change(
    *, webhook_id: UUID, url: str | None = None, types: Sequence[str] | None = None, description: str | None = None,
    demo: bool, by: Actor, at: datetime, key: str,
) -> work.Answer:  # fmt: skip
    """Change what is said; what is left out stays. What waits already goes to the new URL. Refuses: NotFound, as `add`."""

    def decide(found: Webhook) -> work.Answer:
        said = (
            found.url if url is None else url,
            found.types if types is None else sorted(set(types)),
            found.description if description is None else description,
        )
        _check(*said, demo)
        webhooks.change(id=found.id, url=said[0], types=said[1], description=said[2])
        return {"webhook": str(found.id), "state": found.state}

    body = {
        "change": webhook_id,
        "url": url,
        "types": list(types) if types is not None else None,
        "description": description,
    }
    return _on(webhook_id=webhook_id, by=by, at=at, key=key, body=body, decide=decide)


def rotate(*, webhook_id: UUID, root: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Make a new secret; the old one signs beside it for a day, so two are live at once, and never three. Refuses: NotFound."""

    def decide(found: Webhook) -> work.Answer:
        ends_at = at + OLD_SECRET_LIVES
        webhooks.end_secrets(webhook_id=found.id, at=at, ends_at=ends_at)
        secret_id = _new_secret(found.id, root=root, by=by, at=at, key=key)
        return {"webhook": str(found.id), "secret_id": secret_id, "old_ends_at": ends_at.isoformat()}

    return _on(webhook_id=webhook_id, by=by, at=at, key=key, body={"rotate": webhook_id}, decide=decide)


def enable(*, webhook_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Send again, what waited first. Refuses: NotFound, OutOfTurn (it is enabled)."""
    return _set(webhook_id, "enabled", by=by, at=at, key=key)


def disable(*, webhook_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Send nothing until it is enabled again; events wait meanwhile, for thirty days. Refuses: NotFound, OutOfTurn (it is)."""
    return _set(webhook_id, "disabled", by=by, at=at, key=key)


def test(*, webhook_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Send an event of the type `webhook.test`. Refuses: NotFound, OutOfTurn (it is not enabled)."""

    def decide(found: Webhook) -> work.Answer:
        if found.state != "enabled":
            raise OutOfTurn(f"The webhook is {found.state}: enable it first.")
        id = vocabulary.new_id(noun="delivery", key=f"{work.actor_name(by)}:{key}", at=at)
        webhooks.add_test(id=id, webhook_id=found.id, at=at)
        return {"webhook": str(found.id), "delivery": str(id)}

    return _on(webhook_id=webhook_id, by=by, at=at, key=key, body={"test": webhook_id}, decide=decide)


def replay(
    *,
    webhook_id: UUID,
    delivery_id: UUID | None = None,
    since: datetime | None = None,
    by: Actor,
    at: datetime,
    key: str,
) -> work.Answer:
    """Send a delivery again, or all that were taken or given up since an instant, and all that wait, with the ids they had.

    Refuses: NotFound (no such delivery of this webhook), RuleBroken (neither or both named).
    """
    if (delivery_id is None) == (since is None):
        raise RuleBroken("since is missing: say from when on, or name one delivery", field="since")

    def decide(found: Webhook) -> work.Answer:
        again = webhooks.replay(webhook_id=found.id, delivery_id=delivery_id, since=since)
        if delivery_id and not again:
            raise NotFound(UNKNOWN)
        return {"webhook": str(found.id), "deliveries": str(again)}

    body = {"replay": webhook_id, "delivery": delivery_id, "since": since}
    return _on(webhook_id=webhook_id, by=by, at=at, key=key, body=body, decide=decide)


@transactions.durable
def share_out(*, at: datetime, most: int = 1000) -> int:
    """Give the next journal lines to the webhooks that want them; how many lines were looked at."""
    return webhooks.share_out(at=at, most=most)


@transactions.durable
def take(*, at: datetime, most: int, lease: timedelta = LEASE) -> list[Parcel]:
    """Take deliveries that are due, for as long as the lease lasts; whoever takes them sends them and says what came of it."""
    return webhooks.take(at=at, most=most, each=EACH, lease=lease)


def send(*, parcel: Parcel, root: str, line: gateway.Line, at: datetime, now: Callable[[], datetime]) -> Outcome:
    """Sign a delivery with every secret that is live, and post it once. No transaction is open meanwhile; nothing is raised."""
    secrets = [gateway.secret(id=id, root=root) for id, _ in parcel.secrets]
    if [gateway.print_of(one) for one in secrets] != [print for _, print in parcel.secrets]:
        return Outcome(at=at, millis=0, status=None, told=_LOST_KEY, taken=False)
    body = events.message(parcel.event)
    headers = gateway.headers(id=parcel.event.id, body=body, secrets=secrets, at=at)
    answer = gateway.send(url=parcel.url, body=body, headers=headers, line=line)
    taken = answer.status in _TAKEN
    return Outcome(at=now(), millis=answer.millis, status=answer.status, told=answer.told, taken=taken)


@transactions.durable
def settle(*, parcel: Parcel, outcome: Outcome) -> bool:
    """Write down what came of a delivery, and what follows: the next of its lane, a later try, or the end.

    False when the lease was over and another may have sent it too: then only the try is noted.
    """
    mine = webhooks.held(parcel=parcel)
    webhooks.note(parcel=parcel, outcome=outcome)
    if not mine:
        return False
    if outcome.taken:
        webhooks.end(parcel=parcel, state="delivered", at=outcome.at)
        webhooks.succeeded(webhook_id=parcel.webhook_id, at=outcome.at)
    else:
        _not_taken(parcel, outcome)
    return True


@transactions.durable
def forget(*, at: datetime, most: int = 1000) -> int:
    """Delete what is older than thirty days of deliveries and their log; how many."""
    return webhooks.forget(before=at - KEPT, most=most)


def _not_taken(parcel: Parcel, outcome: Outcome) -> None:
    first, at = parcel.first_at or outcome.at, outcome.at
    over = at - first >= retrying.PATIENCE or parcel.event.type == events.TEST
    if over:
        webhooks.end(parcel=parcel, state="given_up", at=at)
    else:
        due_at = at + retrying.delay(id=parcel.delivery_id, tries=parcel.tries + 1)
        webhooks.put_off(parcel=parcel, at=at, due_at=min(due_at, first + retrying.PATIENCE))
    failures, succeeded_at = webhooks.failed(webhook_id=parcel.webhook_id)
    if outcome.status == _GONE:
        webhooks.give_up(webhook_id=parcel.webhook_id, why="the receiver answered 410 Gone", at=at)
    elif over and parcel.event.type != events.TEST and (succeeded_at is None or succeeded_at < first):
        webhooks.give_up(webhook_id=parcel.webhook_id, why=f"nothing was taken for three days: {outcome.told}", at=at)
    else:
        webhooks.rest(webhook_id=parcel.webhook_id, until=at + retrying.rest(failures=failures))


def _check(url: str, types: Sequence[str], description: str, demo: bool) -> None:
    gateway.check_url(url=url, demo=demo)
    for one in types:
        if one not in events.TYPES:
            raise RuleBroken(f"types names {one!r}, which is none: the reference of webhooks lists them", field="types")
    if len(description) > LONGEST_DESCRIPTION:
        raise RuleBroken(f"description is longer than {LONGEST_DESCRIPTION} characters", field="description")


def _new_secret(webhook_id: UUID, *, root: str, by: Actor, at: datetime, key: str) -> str:
    id = vocabulary.new_id(noun="webhook_secret", key=f"{work.actor_name(by)}:{key}", at=at)
    webhooks.add_secret(id=id, webhook_id=webhook_id, print=gateway.print_of(gateway.secret(id=id, root=root)), at=at)
    return str(id)


def _set(webhook_id: UUID, state: str, *, by: Actor, at: datetime, key: str) -> work.Answer:
    def decide(found: Webhook) -> work.Answer:
        if found.state == state:
            raise OutOfTurn(f"The webhook is {state} already.")
        webhooks.set_state(id=found.id, state=state, why="", at=at)
        return {"webhook": str(found.id), "state": state}

    return _on(webhook_id=webhook_id, by=by, at=at, key=key, body={state: webhook_id}, decide=decide)


@transactions.durable
def _on(
    *,
    webhook_id: UUID,
    by: Actor,
    at: datetime,
    key: str,
    body: dict[str, Any],
    decide: Callable[[Webhook], work.Answer],
) -> work.Answer:
    """Do something once for a key with a webhook of one's own, locked; `fresh`: it was done now. Refuses: NotFound."""
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return {**done, "fresh": False}
    answer = decide(webhooks.locked(id=webhook_id, organisation_id=by.organisation_id))
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return {**answer, "fresh": True}
