"""What officers decide: the queue of cases by deadline, and one case with all that was found of it, and why (RULES §5, §6)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tradeward.domain import contract, decision, money, refunding, rows
from tradeward.domain.adjudication import answer, award
from tradeward.domain.adjudication.case import Case as File
from tradeward.domain.adjudication.case import Ground as OfClaim
from tradeward.domain.adjudication.standing import Reason
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.dispute import S
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import disputes, order_pages, reading
from tradeward.store import loading

MOST = 100
_OPEN = frozenset({Result.NOT_PROVEN, Result.UNDECIDABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A case in the queue: what is to be done with it next, by whom it is held, and by when.

    `step` is the verb; `place` is `mine`, `free` (any officer's who has no part in it), or `others`.
    """

    dispute_id: UUID
    goods: str
    buyer: str
    supplier: str
    state: str
    grounds: tuple[str, ...]
    remedy: str
    frozen: str
    currency: str
    step: str
    place: str
    officer: str
    due_at: datetime | None
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A reason of a finding: the rule's number, the words, and the piece of evidence."""

    rule: int
    text: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTerm:
    """A claimed term of quality: the sentence that both signed, what was found of it, why, and whether that leaves a question."""

    term: str
    says: str
    result: str
    reasons: list[Why]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGround:
    """A claimed ground: whether the claim came in time, what was found, what it is worth, and the arithmetic."""

    ground: str
    timely: str
    why_timely: str
    result: str
    amount: str
    reasons: list[Why]
    terms: list[OfTerm]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What contract and evidence give by themselves, and what would be paid from where if that were issued now (RULES §5, §7).

    `paid`, `asked` (None: all that is paid) and `cover` are what the refund was reckoned from.
    """

    outcome: str
    award: str
    refund: str
    from_held: str
    from_security: str
    advance: str
    not_covered: str
    fee_borne_by: str
    paid: str
    asked: str | None
    cover: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that the officer asked one side for: until when, how often that was extended, whether it is over."""

    item: str
    of: str
    due_at: datetime
    extensions: int
    over: bool
    extendable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case on one page."""

    dispute: disputes.Dispute
    order: order_pages.OrderPage
    grounds: list[OfGround]
    computed: Computed
    items: list[Item]
    officers: Mapping[UUID, str]


def queue(viewer: Actor, *, at: datetime) -> list[Queued]:
    """The cases that wait for an officer, the soonest deadline first. Refuses: NotAllowed (neither an officer nor the operator)."""
    _decides(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, v.body -> 'lines', b.name, s.name, d.state, d.grounds, d.remedy, d.frozen_minor, o.currency,"
            " d.officer_id, coalesce(p.label, ''), d.appeal_officer_id, coalesce(a.label, ''), c.due_at, coalesce(c.verb, '')"
            " FROM disputes d JOIN orders o ON o.id = d.order_id"
            " JOIN versions v ON v.order_id = o.id AND v.number = o.version"
            " JOIN organisations b ON b.id = o.buyer_id JOIN organisations s ON s.id = o.supplier_id"
            " LEFT JOIN persons p ON p.id = d.officer_id LEFT JOIN persons a ON a.id = d.appeal_officer_id"
            " LEFT JOIN LATERAL (SELECT due_at, verb FROM deadlines WHERE subject_id = d.id AND state = 'open'"
            "   ORDER BY due_at LIMIT 1) c ON true"
            " WHERE d.state IN ('escalated', 'drafted', 'appealed') ORDER BY c.due_at NULLS LAST, d.id LIMIT %s",
            [MOST],
        )
        return [_queued(viewer, *row) for row in cursor.fetchall()]


def _queued(
    viewer: Actor, id: UUID, lines: Any, buyer: str, supplier: str, state: str, grounds: Any, remedy: str, frozen: int,
    currency: str, officer_id: UUID | None, officer: str, appeal_id: UUID | None, appeal: str, due_at: datetime | None, verb: str,
) -> Queued:  # fmt: skip
    step, holder, label = _step(state, officer_id, officer, appeal_id, appeal)
    involved = viewer.person_id is not None and viewer.person_id == officer_id
    if holder is None:
        place = "others" if involved else "free"
    else:
        place = "mine" if holder == viewer.person_id else "others"
    return Queued(
        dispute_id=id, goods=contract.goods_of({"lines": _parsed(lines)}), buyer=buyer, supplier=supplier, state=state,
        grounds=tuple(_parsed(grounds)), remedy=remedy, frozen=money.Money(frozen, currency).amount, currency=currency, step=step,
        place=place, officer=label, due_at=due_at, verb=verb,
    )  # fmt: skip


def _step(
    state: str, officer_id: UUID | None, officer: str, appeal_id: UUID | None, appeal: str
) -> tuple[str, UUID | None, str]:
    """What is done next, and who has it in hand; a draft waits for whoever has not written it."""
    if state == S.DRAFTED:
        return "countersign", None, officer
    if state == S.APPEALED:
        return ("rule_appeal" if appeal_id else "take_appeal"), appeal_id, appeal
    return ("rule" if officer_id else "take"), officer_id, officer


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def one(viewer: Actor, *, dispute_id: UUID, at: datetime) -> Case:
    """A case with its order, findings and open questions. Refuses: NotAllowed (who does not decide), NotFound."""
    _decides(viewer)
    bundle = reading.order(viewer, order_id=loading.order_of(noun="dispute", id=dispute_id), at=at)
    row = bundle.row(rows.Dispute, dispute_id)
    assert row is not None, "a dispute's order holds it"
    file = decision.case_of(bundle, claim=decision.claim_of(row), at=at)
    page = order_pages.of_bundle(bundle, viewer=viewer, at=at)
    return Case(
        dispute=next(one for one in page.disputes if one.id == dispute_id),
        order=page,
        grounds=_grounds(bundle, row, file, at),
        computed=_computed(bundle, row, file, at),
        items=[_item(bundle, one, at) for one in row.items],
        officers=_officers(bundle, row),
    )


def _decides(viewer: Actor) -> None:
    if viewer.role not in (Role.OFFICER, Role.OPERATOR):
        raise NotAllowed("Cases are for officers and the operator.")


def _grounds(bundle: OrderBundle, row: rows.Dispute, file: File, at: datetime) -> list[OfGround]:
    timed = decision.timely(bundle, claim=decision.claim_of(row), at=at)
    says = {one.id: one.text for one in bundle.contract.terms}
    found = []
    for ground in row.grounds:
        timely, why = timed.get(ground, ("not_covered", ""))
        judged = answer.ground_finding(case=file, ground=OfClaim(ground)) if ground in {*OfClaim} else None
        terms = [_of_term(one, says) for one in judged.terms] if judged else []
        found.append(
            OfGround(
                ground=ground, timely=timely, why_timely=why, terms=terms,
                result=judged.result.value if judged else "", open=bool(judged) and judged.result in _OPEN if judged else False,
                amount=money.Money(judged.amount.minor if judged else 0, bundle.order.currency).amount,
                reasons=_whys(one for one in judged.reasons if one not in _told(judged)) if judged else [],
            )
        )  # fmt: skip
    return found


def _told(judged: answer.GroundFinding) -> list[Reason]:
    """The reasons that stand beside a term of their own already."""
    return [reason for one in judged.terms for reason in one.reasons]


def _of_term(one: Any, says: Mapping[str, str]) -> OfTerm:
    return OfTerm(
        term=one.term_id, says=says.get(one.term_id, ""), result=one.result.value, reasons=_whys(one.reasons),
        open=one.result in _OPEN,
    )  # fmt: skip


def _whys(reasons: Iterable[Reason]) -> list[Why]:
    return [Why(rule=one.rule, text=one.text, evidence=one.evidence) for one in reasons]


def _computed(bundle: OrderBundle, row: rows.Dispute, file: File, at: datetime) -> Computed:
    found, currency = decision.computed(bundle, row, at=at), bundle.order.currency
    figures = refunding.room(bundle, row).figures(award=found.award_minor, outcome=found.outcome)

    def amount(minor: int) -> str:
        return money.Money(minor, currency).amount

    return Computed(
        outcome=found.outcome, award=amount(found.award_minor), refund=amount(figures.refund), from_held=amount(figures.held),
        from_security=amount(figures.security), advance=amount(figures.advance), not_covered=amount(figures.not_covered),
        fee_borne_by=found.fee_borne_by,
        paid=amount(award.paid(case=file)), asked=None if row.asked_minor is None else amount(row.asked_minor),
        cover=amount(bundle.cover),
    )  # fmt: skip


def _item(bundle: OrderBundle, item: Mapping[str, str], at: datetime) -> Item:
    due_at, extensions = datetime.fromisoformat(item["due"]), int(item["extensions"])
    return Item(
        item=item["item"], of=item["of"], due_at=due_at, extensions=extensions, over=due_at <= at,
        extendable=extensions < bundle.policy.item_extensions_count,
    )  # fmt: skip


def _officers(bundle: OrderBundle, row: rows.Dispute) -> dict[UUID, str]:
    """What those are called who had a part in it."""
    wanted = {row.officer_id, row.appeal_officer_id}
    for one in bundle.of(rows.Ruling):
        wanted |= {one.officer_id, one.second_officer_id} if one.dispute_id == row.id else set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, label FROM persons WHERE id = ANY(%s)", [[one for one in wanted if one]])
        return dict(cursor.fetchall())
