"""A dispute decided from contract and evidence: the order's rows become a case, and the case rules find (RULES §4–§6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tradeward.domain import contract, money, rows, shipdate
from tradeward.domain.adjudication import answer, award, case, quality, refund, shipment, standing, timeliness
from tradeward.domain.adjudication.form import contract as form
from tradeward.domain.adjudication.form import happenings, scalars
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.terms.measure import Measure

STANDS_IN = {
    "carrier_receipt": ("received_for_shipment", "express_pickup", "on_board"),
    "alongside": ("on_board",),
    "at_disposal": ("collected",),
}
"""Later stages that a shipping document may show instead of the one agreed (RULES §4)."""
NOT_JUDGED = ("position", "seen_at")
"""What a report says of itself beside what it found."""
OUTCOMES = ("dismissed", "keep", "refuse", "cancel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What evidence and contract say of a dispute: findings by ground, the award in minor units, the outcome, why."""

    findings: dict[str, Any]
    award_minor: int
    outcome: str
    not_delivered: bool
    fee_borne_by: str
    reasons: list[str]


def agreed(
    *, body: Mapping[str, Any], currency: str, value_minor: int, lots: list[dict[str, str]] | None = None
) -> case.Order:
    """The contract in the words of the case rules; `lots` in place of its own.

    Refuses, by name: a term or clause that is not of its form.
    """
    amount = money.Money(value_minor, currency).amount
    quantities = [scalars.number(line["quantity"], Place("lines.quantity")) for line in body["lines"]]
    if min(quantities) <= 0 or value_minor <= 0:
        raise RuleBroken("lines: quantities and the value of all lines together lie above 0", field="lines")
    clause = body.get("force_majeure")
    form_of_case: dict[str, Any] = {
        "currency": currency,
        "value": amount,
        "coverage_type": "pre_shipment" if body["coverage"] == "pre_shipment" else "post_delivery",
        "quantity": str(sum(quantities)),
        "unit": body["lines"][0]["unit"],
        "incoterm": body["incoterm"],
        "ship_date": body["ship_date"],
        "ship_tz": body["ship_zone"],
        "buyer_tz": body["buyer_zone"],
        "terms": [],
        "force_majeure_clause": {"notice_days": int(clause["notice_days"])} if clause else None,
        "late_ld": body.get("late_ld"),
        "inspection_fee_rule": body.get("inspection_fee_rule") or "loser_pays",
    }
    if body.get("ship_event"):
        form_of_case["ship_event"] = body["ship_event"]
    if body.get("lots"):
        form_of_case |= {"partial_shipment_allowed": True, "lots": lots or body["lots"]}
    read = form.order(form_of_case, Place("contract"))[0]
    return replace(read, terms=tuple(term.for_case for term in contract.goods_terms(body=body)))


def case_of(bundle: OrderBundle, *, claim: case.Claim, at: datetime) -> case.Case:
    """The order as a case that is judged as the file stands at `at` (RULES §5: late evidence is read too)."""
    order = bundle.order
    body = bundle.version.body
    lots = [
        {"ship_date": lot["ship_date"], "value": money.Money(one.value_minor, order.currency).amount}
        for lot, one in zip(body.get("lots") or (), bundle.of(rows.Shipment), strict=False)
    ]
    contract = agreed(body=body, currency=order.currency, value_minor=order.value_minor, lots=lots)
    today = shipdate.today(bundle, at)
    return standing.as_it_stands(
        case=case.Case(
            id=str(order.id),
            order=replace(
                contract,
                buyers_days=shipdate.buyers_days(bundle, until=today),
                coverage_type=_window_of(bundle),
                claim_days=bundle.policy.examine_days,
                late_claim_days=bundle.policy.late_claim_days,
            ),
            coverage=case.Coverage(limit_minor=bundle.cover, currency=order.currency),
            claim=claim,
            as_of=at,
            payments=_payments(bundle, at),
            documents=_documents(bundle),
            amendments=_amendments(bundle),
            force_majeure=tuple(_event(bundle, fact) for fact in bundle.facts("force_majeure")),
            clearances=(order.received_at,) if order.received_at else (),
            releases=(order.goods_released_at,) if order.goods_released_at else (),
            deliveries=tuple(
                case.Delivery(
                    quantity=scalars.number(fact.content["quantity"], Place("quantity")), when=fact.at, ref=str(fact.id)
                )
                for fact in bundle.facts("count")
            ),
            inspections=tuple(report_of(bundle, one) for one in bundle.of(rows.Inspection) if one.report),
        )
    )


def _window_of(bundle: OrderBundle) -> case.CoverageType:
    """Which claim window holds: before shipment also where the goods are inspected there, whatever the coverage (RULES §4)."""
    agreed, before = bundle.contract, bundle.order.shipped_at is None
    looked_at = any(part.anchor == "inspection" for part in agreed.plan)
    if agreed.coverage == "pre_shipment" or (before and looked_at):
        return case.CoverageType.PRE_SHIPMENT
    return case.CoverageType.POST_DELIVERY


def _payments(bundle: OrderBundle, at: datetime) -> tuple[case.Payment, ...]:
    """What is paid at `at`, whenever the bank dated it."""
    return tuple(
        case.Payment(
            at=at,
            amount_minor=one.paid_minor,
            state=case.PaymentState.RELEASED if one.released_minor else case.PaymentState.ESCROW,
        )
        for one in bundle.instalments
        if one.paid_minor and one.paid_on
    )


def _documents(bundle: OrderBundle) -> tuple[case.Document, ...]:
    """What the lots were shipped with, and what was shown later, when no lot could be shipped with it any more (RULES §5)."""
    lots = len(bundle.contract.lots)
    shipped = [
        case.Document(
            evidence=case.Evidence(one.document["kind"]),
            when=one.dispatched_on,
            lot=one.lot if lots else None,
            ref=one.document.get("number", ""),
        )
        for one in bundle.of(rows.Shipment)
        if one.dispatched_on
    ]
    return (*shipped, *(_shown(fact) for fact in bundle.facts("document")))


def _shown(fact: rows.Fact) -> case.Document:
    said = fact.content
    return case.Document(
        evidence=case.Evidence(said["kind"]),
        when=scalars.day(said["date"], Place("date")),
        lot=int(said["lot"]) if said.get("lot") else None,
        ref=said["number"],
    )


def _amendments(bundle: OrderBundle) -> tuple[case.Amendment, ...]:
    return tuple(
        case.Amendment(
            at=_signed(bundle, one),
            new_date=scalars.day(one.content["ship_date"], Place("ship_date")),
            signed_by=frozenset(case.Side),
            lot=int(one.content["lot"]) if one.content.get("lot") else None,
            ref=f"amendment {one.number}",
        )
        for one in bundle.of(rows.Amendment)
        if one.kind == "ship_date" and one.state == "signed" and one.ended_at
    )


def _signed(bundle: OrderBundle, amendment: rows.Amendment) -> datetime:
    """When a new ship date was signed; one that settles a dispute counts although the old date had passed (RULES §5, table)."""
    assert amendment.ended_at, "a signed amendment"
    assert bundle.order.signed_at, "of a signed order"
    if not amendment.content.get("settles"):
        return amendment.ended_at
    before = [
        one.ended_at for one in bundle.of(rows.Amendment) if one.state == "signed" and not one.content.get("settles")
    ]
    return max([bundle.order.signed_at, *(at for at in before if at and at <= amendment.ended_at)])


def _event(bundle: OrderBundle, fact: rows.Fact) -> case.ForceMajeure:
    said = fact.content
    return case.ForceMajeure(
        start=scalars.day(said["start"], Place("start")),
        end=scalars.day(said["end"], Place("end")) if said.get("end") else None,
        notice=shipdate.noticed_on(bundle, fact),
        certificate=said.get("certificate") == "true",
        ref=str(fact.id),
    )


def report_of(bundle: OrderBundle, inspection: rows.Inspection) -> case.Inspection:
    """A filed report, read. Refuses, by name: a value that is not of its form."""
    lots = len(bundle.contract.lots)
    setting = happenings.Setting(
        money=scalars.money(bundle.order.currency), amount_asked=False, lots=lots,
        reading={term.id: term.reading for term in bundle.contract.terms if isinstance(term, Measure)},
    )  # fmt: skip
    said = {name: value for name, value in inspection.report.items() if name not in NOT_JUDGED}
    read = happenings.inspection(said, Place("report"), setting)
    return replace(read, ref=f"inspection {inspection.number}")


def verdict(bundle: OrderBundle, inspection: rows.Inspection, *, at: datetime) -> tuple[str, list[str]]:
    """What one report says of all assured quality terms: `met`, `breached` or `not_proven`, with reasons (RULES §4)."""
    claim = case.Claim(opened_at=at, grounds=("quality",), remedy=case.Remedy.REFUSE, terms=_assured(bundle))
    whole = case_of(bundle, claim=claim, at=at)
    alone = replace(whole, inspections=(report_of(bundle, inspection),))
    findings = quality.term_findings(case=alone)
    if not findings:
        return "met", ["No term of the contract is inspected."]
    result, _ = quality.ground_of(findings=findings)
    reasons = [f"{one.term_id}: {one.result.value}. {' '.join(str(r) for r in one.reasons)}" for one in findings]
    if any(one.result is not Result.MET for one in findings) and result is not Result.BREACHED:
        return "not_proven", reasons
    return result.value, reasons


def _assured(bundle: OrderBundle) -> frozenset[str]:
    return frozenset(term.id for term in bundle.contract.assured if term.QUALITY)


def claim_of(dispute: rows.Dispute) -> case.Claim:
    """The dispute as a claim of the case rules."""
    return case.Claim(
        opened_at=dispute.opened_at,
        grounds=tuple(dispute.grounds),
        remedy=case.Remedy(dispute.remedy),
        terms=frozenset(dispute.terms) if dispute.terms is not None else None,
        amount_minor=dispute.asked_minor,
    )


def timely(bundle: OrderBundle, *, claim: case.Claim, at: datetime) -> dict[str, tuple[str, str]]:
    """For each covered ground: `ok` or why it cannot be claimed at `at`, and the reason in words (RULES §4, §5)."""
    judged = timeliness.grounds(case=case_of(bundle, claim=claim, at=at))
    return {one.ground.value: (one.timeliness.value, str(one.reason)) for one in judged}


def computed(bundle: OrderBundle, dispute: rows.Dispute, *, at: datetime) -> Decided:
    """The findings that contract and evidence give by themselves, and what they award (RULES §5, §7)."""
    file = case_of(bundle, claim=claim_of(dispute), at=at)
    timed = timeliness.grounds(case=file)
    ok = [one.ground for one in timed if one.timeliness is timeliness.Timeliness.OK]
    grounds = [ground for ground in ok if ground.value in bundle.policy.covered_grounds]
    found = [answer.ground_finding(case=file, ground=ground) for ground in grounds]
    breached = [one for one in found if one.result is Result.BREACHED]
    total = award.award(case=file, amounts=tuple(one.amount for one in found))
    if dispute.admitted:
        others = sum(
            one.held_minor + one.security_minor + one.fund_minor + one.waiting_minor + one.supplier_minor
            for one in bundle.of(rows.Refund)
            if one.counts and one.dispute_id != dispute.id
        )
        total = max(total, min(bundle.paid, others + (dispute.settled_minor or 0)))
    shown = any(one.fails for one in quality.showings(case=file)) and case.Ground.QUALITY in grounds
    never_shipped = bundle.order.shipped_at is None and case.Ground.SHIP_DATE in {one.ground for one in breached}
    return Decided(
        findings={
            one.ground.value: {
                "result": one.result.value,
                "amount": money.Money(one.amount.minor, bundle.order.currency).amount,
                "terms": {term.term_id: term.result.value for term in one.terms},
            }
            for one in found
        },
        award_minor=total,
        outcome=_outcome(bundle, dispute, breached, file),
        not_delivered=never_shipped,
        fee_borne_by=refund.fee(case=file, breach_shown=shown).borne_by or "",
        reasons=[str(reason) for one in found for reason in one.reasons],
    )


def _outcome(bundle: OrderBundle, dispute: rows.Dispute, breached: list[answer.GroundFinding], file: case.Case) -> str:
    """Which end of the table the order takes (RULES §5): goods not shipped are cancelled, others refused, the rest kept.

    A document that came after a claim to cancel does not undo it.
    """
    if not breached and not dispute.admitted:
        return "dismissed"
    grounds = {one.ground for one in breached}
    late = case.Ground.SHIP_DATE in grounds and any(
        one.days_late and one.unshipped_at_claim for one in shipment.shipments(case=file)
    )
    gives_up = case.Ground.QUALITY in grounds or (late and dispute.remedy == "cancel")
    if dispute.remedy == "keep" or not gives_up:
        return "keep"
    return "cancel" if bundle.order.shipped_at is None else "refuse"


def departures_fit(said: Mapping[str, Any]) -> bool:
    """Whether what an officer changes against the computed findings is complete: a reason for each changed figure."""
    changed = {key for key in ("award", "outcome") if said.get(key) not in (None, "")}
    reasons = said.get("reasons", {})
    return all(str(reasons.get(key, "")).strip() for key in changed)


def departed(bundle: OrderBundle, found: Decided, said: Mapping[str, Any]) -> Decided:
    """The computed decision with the officer's departures, each with its reason (RULES §5). Refuses: a figure not of its form."""
    outcome = said.get("outcome") or found.outcome
    if outcome not in OUTCOMES:
        raise RuleBroken(f"outcome {outcome!r} is not one of {', '.join(OUTCOMES)}", field="outcome")
    minor = found.award_minor
    if said.get("award") not in (None, ""):
        minor = money.Money.parse(said["award"], currency=bundle.order.currency).minor
        if not 0 <= minor <= bundle.paid:
            raise RuleBroken("the award lies between 0 and what was paid", field="award")
    if outcome == "dismissed":
        return replace(found, award_minor=0, outcome=outcome, fee_borne_by=_fee_of_the_loser(bundle, found))
    return replace(found, award_minor=minor, outcome=outcome)


def _fee_of_the_loser(bundle: OrderBundle, found: Decided) -> str:
    """Who bears the inspection fee of a dispute that is dismissed: where the loser pays, the buyer (RULES §7)."""
    loser_pays = bundle.contract.inspection_fee_rule == case.FeeRule.LOSER_PAYS
    return case.Side.BUYER if found.fee_borne_by and loser_pays else found.fee_borne_by


def draft_of(bundle: OrderBundle, dispute: rows.Dispute) -> rows.Ruling:
    """The ruling of a dispute that is written and not yet issued."""
    waiting = [
        one
        for one in bundle.of(rows.Ruling)
        if one.dispute_id == dispute.id and not (one.issued_at or one.sent_back_at)
    ]
    return waiting[-1]


def _also_returned(bundle: OrderBundle, ruling: rows.Ruling) -> int:
    """What of the held money goes back beside the refund: all of a cancelled order, of refused goods up to the award (RULES §5)."""
    if ruling.outcome not in ("cancel", "refuse"):
        return 0
    own = [one for one in bundle.of(rows.Refund) if one.counts and one.dispute_id == ruling.dispute_id]
    left = max(0, bundle.held + sum(one.held_minor for one in own) - ruling.held_minor)
    return left if ruling.outcome == "cancel" else min(left, max(0, ruling.award_minor - ruling.refund_minor))


def needs_second(bundle: OrderBundle, ruling: rows.Ruling) -> bool:
    """Whether a second officer signs: from an amount, or above a share of the supplier's limit (RULES §5).

    The amount is all that the ruling sends back: the refund, and what else is held of an order that it cancels or has refused.
    """
    policy, held = bundle.policy, bundle.reservation
    assert held is not None, "an order that was signed has its reservation while it is disputed, of 0 without cover"
    rate = scalars.number(held.rate, Place("rate"))
    in_limit_currency = int((ruling.refund_minor + _also_returned(bundle, ruling)) * rate)
    over_share = in_limit_currency * money.BASIS > held.limit_read * policy.countersign_limit_share_bp
    return in_limit_currency >= policy.countersign_minor or over_share
