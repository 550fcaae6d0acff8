"""Drafts: either side prepares a contract for itself, changes it as often as it likes, and offers it once (RULES §4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tradeward.domain import saying, vocabulary
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken, Stale
from tradeward.domain.saying.forms import CONTRACT
from tradeward.domain.vocabulary import Actor, Role
from tradeward.store import drafts, transactions
from tradeward.usecases import orders, work

LONGEST_TITLE = 200


def _any(fields: saying.Fields) -> saying.Fields:
    return tuple(replace(one, required=False, of=_any(one.of)) for one in fields)


DRAFTED = _any(CONTRACT)
"""A contract of which anything may still be missing."""


@transactions.durable
def begin(*, title: str, body: Mapping[str, Any], by: Actor, at: datetime, key: str) -> work.Answer:
    """Begin a draft; nobody else sees it. Refuses: NotAllowed (neither buyer nor supplier), RuleBroken (by name: of form)."""
    said: dict[str, Any] = {"title": title, "contract": dict(body)}
    if (done := work.again(by=by, key=key, body=said)) is not None:
        return done
    if by.role not in (Role.BUYER, Role.SUPPLIER) or by.organisation_id is None:
        raise NotAllowed("Only buyers and suppliers draft contracts.")
    _check(title, body)
    id = vocabulary.new_id(noun="draft", key=f"{work.actor_name(by)}:{key}", at=at)
    drafts.add(id=id, organisation_id=by.organisation_id, title=title, body=dict(body), at=at)
    answer: work.Answer = {"draft": str(id), "revision": 1}
    work.keep(by=by, key=key, body=said, answer=answer, at=at)
    return answer


@transactions.durable
def change(
    *, draft_id: UUID, revision: int, title: str, body: Mapping[str, Any], by: Actor, at: datetime
) -> work.Answer:
    """Put another text in the place of revision `revision`; saying the same of the same revision again changes nothing.

    Refuses: NotFound (somebody else's), Stale (another revision stands), OutOfTurn (it was offered), RuleBroken (by name: of form).
    """
    _check(title, body)
    found = drafts.held(id=draft_id, organisation_id=by.organisation_id)
    _check_open(found)
    if found.revision == revision + 1 and (found.title, found.body) == (title, body):
        return {"draft": str(draft_id), "revision": found.revision}
    _check_revision(found, revision)
    drafts.change(id=draft_id, revision=revision + 1, title=title, body=dict(body), at=at)
    return {"draft": str(draft_id), "revision": revision + 1}


@transactions.durable
def discard(*, draft_id: UUID, revision: int, by: Actor, at: datetime) -> None:
    """Throw a draft away. Refuses: NotFound, Stale, OutOfTurn (it was offered, and shows what became of it)."""
    found = drafts.held(id=draft_id, organisation_id=by.organisation_id)
    _check_open(found)
    _check_revision(found, revision)
    drafts.remove(id=draft_id)


def offer(*, draft_id: UUID, revision: int, by: Actor, at: datetime, key: str) -> work.Answer:
    """Offer revision `revision` to the other side: it becomes version 1 of one order, however often it is asked.

    Refuses: NotFound, Stale, OutOfTurn (it was offered before), and what `orders.offer` refuses.
    """
    found = _to_offer(draft_id=draft_id, revision=revision, by=by, key=key)
    if isinstance(found, drafts.Held):
        told = orders.offer(body=found.body, by=by, at=at, key=f"draft:{draft_id}")
        return _note(draft_id=draft_id, revision=revision, told=told, by=by, at=at, key=key)
    return found


@transactions.durable
def _to_offer(*, draft_id: UUID, revision: int, by: Actor, key: str) -> drafts.Held | work.Answer:
    """The draft, or the answer that the key was given before."""
    if (done := work.again(by=by, key=key, body=_said(draft_id, revision))) is not None:
        return done
    found = drafts.held(id=draft_id, organisation_id=by.organisation_id)
    _check_open(found)
    _check_revision(found, revision)
    return found


@transactions.durable
def _note(*, draft_id: UUID, revision: int, told: work.Answer, by: Actor, at: datetime, key: str) -> work.Answer:
    """Write down which order the draft became, and keep the answer. Whoever asked twice at once is answered alike."""
    if (done := work.again(by=by, key=key, body=_said(draft_id, revision))) is not None:
        return done
    drafts.held(id=draft_id, organisation_id=by.organisation_id)
    drafts.offered(id=draft_id, order_id=UUID(told["order"]), at=at)
    work.keep(by=by, key=key, body=_said(draft_id, revision), answer=told, at=at)
    return told


def _said(draft_id: UUID, revision: int) -> dict[str, Any]:
    return {"draft": draft_id, "revision": str(revision), "verb": "offer"}


def _check(title: str, body: Mapping[str, Any]) -> None:
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise RuleBroken(f"title has 1 to {LONGEST_TITLE} characters", field="title")
    saying.read(fields=DRAFTED, told=body)


def _check_open(found: drafts.Held) -> None:
    if found.order_id is not None:
        shown = vocabulary.shown("order", found.order_id)
        raise OutOfTurn(f"The draft was offered: it is order {shown}, and changes are proposed there.")


def _check_revision(found: drafts.Held, revision: int) -> None:
    if found.revision != revision:
        raise Stale(f"The draft is at revision {found.revision}, not {revision}: read it again.")
