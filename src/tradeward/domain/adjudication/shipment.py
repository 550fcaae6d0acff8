"""Rules 10 to 12: what proves shipment, how the deadline moves, and how many days late an order or a lot is."""

from dataclasses import dataclass
from datetime import date, timedelta

from tradeward.domain.adjudication.case import Amendment, Case, Document, Evidence, ForceMajeure, Side
from tradeward.domain.adjudication.standing import Reason, claim_day, day_of, today

PROOF = {
    "EXW": Evidence.AT_DISPOSAL,
    **dict.fromkeys(("FCA", "CPT", "CIP"), Evidence.CARRIER_RECEIPT),
    "FAS": Evidence.ALONGSIDE,
    **dict.fromkeys(("FOB", "CFR", "CIF"), Evidence.ON_BOARD),
    **dict.fromkeys(("DAP", "DPU", "DDP"), Evidence.DELIVERY),
}
"""What proves shipment under each rule of Incoterms 2020 (rule 10, RULES §4)."""
INCOTERMS = frozenset(PROOF)
_STAND_INS = {
    Evidence.CARRIER_RECEIPT: (Evidence.RECEIVED_FOR_SHIPMENT, Evidence.EXPRESS_PICKUP, Evidence.ON_BOARD),
    Evidence.ALONGSIDE: (Evidence.ON_BOARD,),
    Evidence.AT_DISPOSAL: (Evidence.COLLECTED,),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for shipment of an order (lot None) or of one lot, and every step that moved it."""

    day: date
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Shipment:
    """An order or a lot held against its deadline; `days_late` 0 is in time, `shipped_on` None is no proof."""

    lot: int | None
    deadline: date
    shipped_on: date | None
    days_late: int
    unshipped_at_claim: bool
    reasons: tuple[Reason, ...]


def proof(*, case: Case) -> Evidence:
    """The document that proves shipment under this contract (rule 10)."""
    return case.order.ship_event or PROOF[case.order.incoterm]


def deadline(*, case: Case, lot: int | None = None) -> Deadline:
    """The ship deadline of the order, or of one lot of an order in lots, as moved (rule 11; buyer's days RULES §4).

    Amendments, by the day of the last signature, and force majeure, by its first day, work in order of time, each on
    the deadline then in force. The buyer's days lie on top of every deadline that a step is measured against.
    """
    order = case.order
    day = order.ship_date if lot is None else order.lots[lot - 1].ship_date
    reasons = [Reason(11, f"{_name(lot)} was to be shipped by {day}")]
    extra, counted = timedelta(days=order.buyers_days), set[int]()
    if extra:
        reasons.append(Reason(11, f"{order.buyers_days} days because of the buyer are added to every deadline"))
    for starts, change in _changes(case, lot):
        if isinstance(change, Amendment):
            day, reason = _amended(change, signed=starts, day=day, in_force=day + extra)
        else:
            day, reason = _prolonged(change, case=case, day=day, in_force=day + extra, counted=counted)
        reasons.append(reason)
    return Deadline(day + extra, tuple(reasons))


def shipments(*, case: Case) -> tuple[Shipment, ...]:
    """The order, or those of its lots whose deadline had passed when the claim was opened, each judged (rule 12)."""
    looked_at = []
    for lot in case.order.lot_numbers:
        due = deadline(case=case, lot=lot)
        if lot is None or due.day < claim_day(case):
            looked_at.append(_judged(case, lot=lot, due=due))
    return tuple(looked_at)


def is_late(*, case: Case) -> bool:
    """Whether the order, or any lot looked at, was shipped late or not at all (rule 12)."""
    return any(one.days_late for one in shipments(case=case))


def documents_that_count(*, case: Case, lot: int | None = None) -> tuple[Document, ...]:
    """The documents of the kind that proves shipment, or of the first kind that stands in for it (rule 10).

    In an order in lots only those which name the lot; in any other order a lot number is without meaning.
    """
    needed = proof(case=case)
    own = [document for document in case.documents if lot is None or document.lot == lot]
    for kind in (needed, *_STAND_INS.get(needed, ())):
        found = tuple(document for document in own if document.evidence is kind)
        if found:
            return found
    return ()


def shipped_on(*, case: Case, lot: int | None = None) -> date | None:
    """The day of the last document that counts, or None while documents are missing (rule 12)."""
    found = documents_that_count(case=case, lot=lot)
    enough = case.order.shipments if lot is None else 1
    return max(day_of(document.when, case=case) for document in found) if len(found) >= enough else None


def _judged(case: Case, *, lot: int | None, due: Deadline) -> Shipment:
    shipped = shipped_on(case=case, lot=lot)
    late = max(0, ((today(case) if shipped is None else shipped) - due.day).days)
    unshipped = shipped is None or shipped > claim_day(case)
    found = documents_that_count(case=case, lot=lot)
    refs = ", ".join(sorted(document.ref for document in found if document.ref))
    reasons = (_proof_reason(case, lot, found, shipped, refs), _late_reason(case, lot, due.day, shipped, late))
    return Shipment(lot, due.day, shipped, late, unshipped, due.reasons + reasons)


def _proof_reason(case: Case, lot: int | None, found: tuple[Document, ...], shipped: date | None, refs: str) -> Reason:
    needed = proof(case=case)
    why = "named by the contract" if case.order.ship_event else case.order.incoterm
    if shipped is not None:
        stand_in = "" if found[0].evidence is needed else f", {found[0].evidence} stands in"
        return Reason(10, f"{_name(lot)}: {needed} ({why}) proves shipment{stand_in}: {shipped}", evidence=refs)
    count = "" if lot is not None or case.order.shipments == 1 else f", {len(found)} of {case.order.shipments} there"
    return Reason(10, f"{_name(lot)}: no proof of shipment, {needed} ({why}) is needed{count}", evidence=refs)


def _late_reason(case: Case, lot: int | None, due: date, shipped: date | None, late: int) -> Reason:
    until = f"not shipped, counted to {today(case)}" if shipped is None else f"shipped {shipped}"
    return Reason(12, f"{_name(lot)}: {until}, due {due}: {f'{late} days late' if late else 'in time'}")


def _changes(case: Case, lot: int | None) -> list[tuple[date, Amendment | ForceMajeure]]:
    """All that may move this deadline, in order of time; on the same day the amendment first."""
    amendments = sorted(case.amendments, key=lambda amendment: (amendment.at, amendment.new_date))
    signed = [(day_of(one.at, case=case), one) for one in amendments if lot is None or one.lot in (None, lot)]
    events = sorted(case.force_majeure, key=lambda event: event.start)
    changes: list[tuple[date, Amendment | ForceMajeure]] = [*signed, *((event.start, event) for event in events)]
    return sorted(changes, key=lambda change: (change[0], isinstance(change[1], ForceMajeure)))


def _amended(amendment: Amendment, *, signed: date, day: date, in_force: date) -> tuple[date, Reason]:
    if amendment.signed_by != frozenset(Side):
        return day, Reason(11, f"amendment of {signed} lacks a signature: no effect", evidence=amendment.ref)
    if signed > in_force:
        return day, Reason(11, f"amendment signed on {signed}, after {in_force}: no effect", evidence=amendment.ref)
    return amendment.new_date, Reason(11, f"amendment of {signed}: {amendment.new_date}", evidence=amendment.ref)


def _prolonged(event: ForceMajeure, *, case: Case, day: date, in_force: date, counted: set[int]) -> tuple[date, Reason]:
    missing = _missing(event, case=case, in_force=in_force)
    if missing:
        return day, Reason(11, f"force majeure of {event.start}: {missing}: no effect", evidence=event.ref)
    last = today(case) if event.end is None else event.end
    added = set(range(event.start.toordinal(), last.toordinal() + 1)) - counted
    counted |= added
    moved = day + timedelta(days=len(added))
    return moved, Reason(11, f"force majeure {event.start} to {last}: {len(added)} days: {moved}", evidence=event.ref)


def _missing(event: ForceMajeure, *, case: Case, in_force: date) -> str:
    """What keeps an event from moving the deadline, or nothing."""
    allowed = case.order.notice_days
    if allowed is None:
        return "no clause in the contract"
    if event.start > in_force:
        return f"began after {in_force}"
    if event.notice is None or (event.notice - event.start).days > allowed:
        return f"no notice within {allowed} days"
    return "" if event.certificate else "no certificate"


def _name(lot: int | None) -> str:
    return "the order" if lot is None else f"lot {lot}"
