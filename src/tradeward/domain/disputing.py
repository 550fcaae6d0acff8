"""A dispute as it is lived: opened on named terms, answered, offered on, settled, escalated, ruled on, appealed (RULES §5)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tradeward.domain import decision, dispute, inspecting, money, needs, recovering, refunding, rows, shipdate, windows
from tradeward.domain.bundle import OrderBundle, party
from tradeward.domain.dispute import DISPUTE
from tradeward.domain.lifecycle import Act
from tradeward.domain.refusals import OutOfTurn, RuleBroken

REMEDIES = ("cancel", "refuse", "keep")
ANSWERS = ("accept", "contest", "cure")


def open_dispute(
    bundle: OrderBundle,
    *,
    grounds: Sequence[str],
    remedy: str,
    terms: Sequence[str] | None,
    asked_minor: int | None,
    story: str,
    act: Act,
) -> rows.Dispute:
    """Open a dispute (RULES §5).

    Refuses: a second one, nothing paid, a ground that is not covered, too early, too late, the same facts twice.
    """
    _check_opening(bundle, grounds=grounds, remedy=remedy, terms=terms, asked_minor=asked_minor)
    opened = rows.Dispute(
        id=bundle.new_id("dispute", act),
        order_id=bundle.order.id,
        number=len(bundle.of(rows.Dispute)) + 1,
        state=dispute.S.OPEN,
        grounds=list(grounds),
        terms=list(terms) if terms is not None else None,
        remedy=remedy,
        asked_minor=asked_minor,
        story=story,
        opened_at=act.at,
        frozen_minor=min(bundle.paid, asked_minor if asked_minor is not None else bundle.paid),
    )
    claim = decision.claim_of(opened)
    for ground, (judged, why) in decision.timely(bundle, claim=claim, at=act.at).items():
        if judged != "ok":
            raise OutOfTurn(f"{ground} cannot be claimed now ({judged.replace('_', ' ')}): {why}", field="grounds")
    _check_not_twice(bundle, grounds=grounds, remedy=remedy, act=act)
    return bundle.add(opened)


def _check_opening(
    bundle: OrderBundle, *, grounds: Sequence[str], remedy: str, terms: Sequence[str] | None, asked_minor: int | None
) -> None:
    order = bundle.order
    if bundle.dispute:
        raise OutOfTurn("There is a dispute on this order already; add the ground to it.")
    claimable = order.state == "cancelled" and order.outcome == "non_delivery" and bundle.reservation is not None
    if order.state in ("offered", "signed", "closed", "lapsed") or (order.state == "cancelled" and not claimable):
        raise OutOfTurn(f"An order that is {order.state} cannot be disputed.")
    covered = [ground for ground in grounds if ground in bundle.policy.covered_grounds]
    if not grounds or len(set(grounds)) < len(grounds) or covered != list(grounds):
        allowed = ", ".join(bundle.policy.covered_grounds)
        raise RuleBroken(f"grounds {', '.join(grounds) or 'none'}: name each once, of {allowed}", field="grounds")
    if remedy not in REMEDIES:
        raise RuleBroken(f"remedy {remedy!r} is not one of {', '.join(REMEDIES)}", field="remedy")
    known = {term.id for term in bundle.contract.terms}
    if terms is not None and not set(terms) <= known:
        raise RuleBroken(f"the contract has no term {', '.join(sorted(set(terms) - known))}", field="terms")
    _check_asked(bundle, asked_minor)


def _check_asked(bundle: OrderBundle, asked_minor: int | None) -> None:
    left = money.Money(refunding.most_left(bundle), bundle.order.currency)
    if not left.minor:
        raise OutOfTurn("Nothing is paid on this order that is not back already, so there is nothing to claim.")
    if asked_minor is not None and not 0 < asked_minor <= left.minor:
        raise RuleBroken(
            f"the amount asked lies above 0 and is at most what was paid and is not back, {left}", field="amount"
        )


def may_reject(bundle: OrderBundle) -> bool:
    """Whether the buyer, rejecting goods that failed, has a claim to make of it: on quality, not decided before (RULES §4)."""
    judged = any(one.outcome in ("dismissed", "keep") and "quality" in one.grounds for one in bundle.of(rows.Dispute))
    return "quality" in bundle.policy.covered_grounds and refunding.most_left(bundle) > 0 and not judged


def _check_not_twice(bundle: OrderBundle, *, grounds: Sequence[str], remedy: str, act: Act) -> None:
    """The same facts are not claimed twice (RULES §5): a dismissal holds for every remedy, an award for the one it was of.

    A claim that was withdrawn is opened again on news or after a week; rejecting goods is a new act, and waits for nothing.
    """
    for before in bundle.of(rows.Dispute):
        again = [one for one in grounds if one in before.grounds and not _news(bundle, one, before)]
        if not again or before.ended_at is None:
            continue
        named = ", ".join(again)
        if before.outcome == "dismissed" or (before.outcome == "keep" and remedy == before.remedy):
            raise OutOfTurn(f"{named} was decided before on the same facts.", field="grounds")
        again_at = before.ended_at + timedelta(days=bundle.policy.withdrawn_wait_days)
        if before.outcome == "withdrawn" and act.verb != "reject" and act.at < again_at:
            raise OutOfTurn(
                f"{named} was claimed and withdrawn on the same facts: claim it again on news, or from"
                f" {again_at:%Y-%m-%d %H:%M} UTC.",
                field="grounds",
            )


def _news(bundle: OrderBundle, ground: str, before: rows.Dispute) -> bool:
    """Whether the facts of a ground changed since a dispute of it: a newer report, or for a ship date a later one missed."""
    if ground == "ship_date":
        return shipdate.last_deadline(bundle) >= shipdate.today(bundle, before.opened_at)
    reported = (one.reported_at for one in bundle.of(rows.Inspection))
    return any(at and before.ended_at and at > before.ended_at for at in reported)


@DISPUTE.effect("add_ground")
def _add_ground(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """Another ground of the same claim, let in as one that opens it. Refuses: not covered, too early, too late, twice."""
    ground = act.said.get("ground")
    if ground not in bundle.policy.covered_grounds:
        allowed = ", ".join(bundle.policy.covered_grounds)
        raise RuleBroken(f"ground {ground!r} is not one of {allowed}", field="ground")
    claim = replace(decision.claim_of(row), grounds=(*row.grounds, ground))
    judged, why = decision.timely(bundle, claim=claim, at=act.at)[ground]
    if judged != "ok":
        raise OutOfTurn(f"{ground} cannot be claimed now ({judged.replace('_', ' ')}): {why}", field="ground")
    _check_not_twice(bundle, grounds=[ground], remedy=row.remedy, act=act)
    row.grounds = [*row.grounds, ground]


@DISPUTE.effect("answer")
def _answer(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """Accept, contest or cure; an acceptance of the amount asked is an offer of it that the buyer has agreed to (RULES §5)."""
    row.answered_at = act.at
    row.answer = act.said["answer"]
    if row.answer not in ANSWERS:
        raise RuleBroken(f"answer {row.answer!r} is not one of {', '.join(ANSWERS)}", field="answer")
    if row.answer == "accept" and row.asked_minor is not None:
        _put_offer(bundle, row, row.asked_minor, act)


@DISPUTE.effect("offer")
def _offer(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    minor = money.Money.parse(act.said["amount"], currency=bundle.order.currency).minor
    most = refunding.most_left(bundle)
    most = most if row.asked_minor is None else min(most, row.asked_minor)
    if not 0 < minor <= most:
        raise RuleBroken(
            f"an offer lies above 0 and is at most {money.Money(most, bundle.order.currency)}", field="amount"
        )
    if party(bundle, act.by) == "supplier":
        row.answered_at = act.at
        row.answer = "offer"
    _put_offer(bundle, row, minor, act)


def _put_offer(bundle: OrderBundle, row: rows.Dispute, minor: int, act: Act) -> None:
    """A new offer replaces the one that stood (RULES §5)."""
    bundle.add(
        rows.Offer(
            id=bundle.new_id("offer", act),
            order_id=bundle.order.id,
            dispute_id=row.id,
            number=1 + sum(one.dispute_id == row.id for one in bundle.of(rows.Offer)),
            by=act.by.role,
            amount_minor=minor,
            at=act.at,
            state=dispute.OfferState.STANDING,
        )
    )


@DISPUTE.effect("settle")
def _settle(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    standing = needs.standing_offer(bundle, row)
    assert standing is not None, "the need offer_stands is met"
    refunding.settle(bundle, row, minor=standing.amount_minor, act=act)


@DISPUTE.effect("withdraw", "agree")
def _withdraw(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """Given up, or settled by an amendment that both signed: what was frozen goes its way (RULES §5, table)."""
    row.ended_at, row.frozen_minor = act.at, 0
    row.outcome = {"withdraw": "withdrawn", "agree": "agreed"}[act.verb]


@DISPUTE.effect("escalate")
def _escalate(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """Up to an officer; an unpaid settlement goes up as an admitted debt (RULES §5, W7)."""
    row.escalated_at, row.escalated_by = act.at, act.by.role
    if row.settled_at:
        row.admitted, row.outcome = True, ""
        row.frozen_minor = bundle.held
        for debt in bundle.of(rows.Recovery):
            if debt.dispute_id == row.id and debt.kind == "settlement":
                recovering.forgive(bundle, debt)


@DISPUTE.effect("inspect")
def _inspect(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """After delivery the inspection may follow the claim (RULES §6)."""
    inspecting.request(bundle, phase="post_delivery", act=act)


@DISPUTE.effect("call")
def _call(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """No officer took the case in time: the operator sees it as overdue (RULES §5)."""
    row.called_at = act.at


@DISPUTE.effect("take")
def _take(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    row.officer_id, row.taken_at, row.file_closes_at = act.by.person_id, act.at, act.at


@DISPUTE.effect("ask")
def _ask(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """A precise item, of one side, in three working days (RULES §5)."""
    due = windows.after_working_days(bundle, act.at, bundle.policy.item_working_days)
    item = {"item": act.said["item"], "of": act.said["of"], "due": due.isoformat(), "extensions": "0"}
    row.items = [*row.items, item]
    row.file_closes_at = max(due, row.file_closes_at or due)


@DISPUTE.effect("extend")
def _extend(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    due = windows.after_working_days(bundle, act.at, bundle.policy.item_working_days)

    def extended(item: dict[str, Any]) -> dict[str, Any]:
        return {**item, "due": due.isoformat(), "extensions": str(int(item["extensions"]) + 1)}

    row.items = [extended(item) if item["item"] == act.said["item"] else item for item in row.items]
    row.file_closes_at = max(due, row.file_closes_at or due)


@DISPUTE.effect("close_file")
def _close_file(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    row.file_closes_at = act.at


@DISPUTE.effect("rule")
def _rule(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """Findings are computed first; what the officer changes has a written reason (RULES §5)."""
    found = decision.computed(bundle, row, at=act.at)
    refunding.draft(bundle, row, decided=decision.departed(bundle, found, act.said), act=act)


@DISPUTE.effect("issue", "countersign")
def _issue(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    ruling = decision.draft_of(bundle, row)
    if act.verb == "countersign":
        ruling.second_officer_id = act.by.person_id
    refunding.issue(bundle, row, ruling, act=act)


@DISPUTE.effect("send_back")
def _send_back(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    row.sent_back_at, row.file_closes_at = act.at, act.at
    ruling = decision.draft_of(bundle, row)
    ruling.sent_back_at, ruling.second_officer_id = act.at, act.by.person_id


@DISPUTE.effect("reassign")
def _reassign(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """Overdue: the case goes back to the queue, and a draft nobody countersigned is no ruling (RULES §5)."""
    _drop_drafts(bundle, row, act)
    row.officer_id, row.taken_at, row.file_closes_at = None, None, None


def _drop_drafts(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    for ruling in bundle.of(rows.Ruling):
        if ruling.dispute_id == row.id and ruling.issued_at is None and ruling.sent_back_at is None:
            ruling.sent_back_at = act.at


@DISPUTE.effect("compute")
def _compute(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """Fifteen working days without a ruling: the computed findings are the ruling (RULES §5)."""
    _drop_drafts(bundle, row, act)
    decided = decision.computed(bundle, row, at=act.at)
    ruling = refunding.draft(bundle, row, decided=decided, act=act)
    refunding.issue(bundle, row, ruling, act=act)


@DISPUTE.effect("appeal")
def _appeal(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    row.appealed_at = act.at
    row.appealed_by = [*row.appealed_by, party(bundle, act.by)]


@DISPUTE.effect("take_appeal")
def _take_appeal(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    row.appeal_officer_id = act.by.person_id


@DISPUTE.effect("rule_appeal")
def _rule_appeal(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    """The second and last ruling (RULES §5). It needs no countersignature: an officer other than the first one signs it already."""
    found = decision.computed(bundle, row, at=act.at)
    ruling = refunding.draft(bundle, row, decided=decision.departed(bundle, found, act.said), act=act)
    ruling.issued_at = act.at
    ruling.forged = {str(id): str(reason) for id, reason in act.said.get("forged", {}).items()}
    refunding.conclude(bundle, row, act=act)


@DISPUTE.effect("stand")
def _stand(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    refunding.conclude(bundle, row, act=act)


@DISPUTE.effect("conclude", "lapse")
def _settled(bundle: OrderBundle, row: rows.Dispute, act: Act) -> None:
    row.ended_at = act.at
