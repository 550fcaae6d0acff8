"""A ruling computed again from its document, and compared figure by figure with what was ruled (RULES §5, §7)."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tradeward.domain import decision, rows, vocabulary
from tradeward.domain.decision import Decided
from tradeward.domain.money import Money
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.room import Room
from tradeward.domain.rulings import reading

AGREES, DEPARTS, DIFFERS = "agrees", "departs", "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was compared: as the document says it, as it is computed now, and for a departure the officer's reason."""

    what: str
    verdict: str
    said: str
    computed: str
    reason: str = ""


def checks(content: bytes) -> list[Check]:
    """Everything that agrees, departs with a written reason, or differs; where the hash is not the document's, that alone.

    Refuses: what is no document of a ruling, and one whose parts do not fit each other.
    """
    told = reading.parsed(content)
    own = reading.digest(told)
    if own != told["sha256"]:
        return [_check("hash", _words(told["sha256"]), own)]
    found = [_check("hash", own, own), _bytes(content, told)]
    try:
        return [*found, *_signed(told["contract"]), *_decided(told)]
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        StopIteration,
    ) as fault:
        says = f"the parts of this ruling do not fit each other ({type(fault).__name__}: {fault}): no product wrote it"
        raise RuleBroken(says, field="file") from fault


def product(content: bytes) -> str:
    """What exported the document, as it says itself: another version may word its reasons otherwise."""
    return _words(reading.parsed(content)["product"])


def _check(what: str, said: str, computed: str) -> Check:
    return Check(what=what, verdict=AGREES if said == computed else DIFFERS, said=said, computed=computed)


def _bytes(content: bytes, told: Mapping[str, Any]) -> Check:
    """The same values can be written with other bytes; exported they have one form."""
    form = hashlib.sha256(vocabulary.canonical(told)).hexdigest()
    return _check("bytes", hashlib.sha256(content).hexdigest(), form)


def _signed(contract: Mapping[str, Any]) -> Iterator[Check]:
    """Both sides signed the hash of the contract that is judged (RULES §4)."""
    yield _check("contract", contract["hash"], vocabulary.digest(contract["body"]))
    signed = {one["party"]: one["hash"] for one in contract["signatures"]}
    for party in ("buyer", "supplier"):
        yield _check(f"signature of the {party}", signed.get(party, "none"), contract["hash"])


def _decided(told: Mapping[str, Any]) -> Iterator[Check]:
    ruling, bundle = told["ruling"], reading.bundle(told)
    dispute = bundle.row(rows.Dispute, UUID(ruling["dispute"]))
    if dispute is None or ruling["order"] != str(bundle.order.id):
        raise RuleBroken("ruling: it is about a dispute and an order that are not in its file", field="ruling")
    currency = bundle.order.currency
    at = reading.instant(ruling["drafted_at"])
    found = decision.computed(bundle, dispute, at=at)
    yield from _findings(ruling, found, currency)
    yield from _departures(ruling, found, decision.departed(bundle, found, _said(ruling)), currency)
    room = Room.read(told["room"])
    yield _check("what the cover caps", room.cap, bundle.policy.coverage_cap)
    yield from _figures(ruling, room, currency)


def _findings(ruling: Mapping[str, Any], found: Decided, currency: str) -> Iterator[Check]:
    for ground in sorted({*ruling["findings"], *found.findings}):
        said, computed = ruling["findings"].get(ground), found.findings.get(ground)
        yield _check(f"finding on {ground}", _finding(said, currency), _finding(computed, currency))
    yield _check("reasons", " ".join(ruling["reasons"]), " ".join(found.reasons))


def _finding(one: Mapping[str, Any] | None, currency: str) -> str:
    if one is None:
        return "none"
    terms = ", ".join(f"{id} {result}" for id, result in sorted(one["terms"].items()))
    worth = f"{one['result']}, worth {Money.parse(one['amount'], currency=currency)}"
    return f"{worth} ({terms})" if terms else worth


def _said(ruling: Mapping[str, Any]) -> dict[str, Any]:
    """What the officer said in departing: the figures he gave a reason for."""
    changed = {name: ruling[name] for name in ("award", "outcome") if name in ruling["departures"]}
    return {**changed, "reasons": ruling["departures"]}


def _departures(ruling: Mapping[str, Any], found: Decided, ruled: Decided, currency: str) -> Iterator[Check]:
    """Outcome, award and fee: as computed, or as the officer decided in their place and gave a reason for (RULES §5)."""

    def compared(what: str, said: str, computed: str, with_reason: str) -> Check:
        if said == computed or said != with_reason:
            return _check(what, said, computed)
        why = ruling["departures"].get(what) or ruling["departures"].get("outcome", "")
        return Check(what=what, verdict=DEPARTS if why.strip() else DIFFERS, said=said, computed=computed, reason=why)

    yield compared("outcome", ruling["outcome"], found.outcome, ruled.outcome)
    award = str(Money.parse(ruling["award"], currency=currency))
    yield compared("award", award, str(Money(found.award_minor, currency)), str(Money(ruled.award_minor, currency)))
    yield compared("fee_borne_by", ruling["fee_borne_by"], found.fee_borne_by, ruled.fee_borne_by)


def _figures(ruling: Mapping[str, Any], room: Room, currency: str) -> Iterator[Check]:
    """The refund and where it comes from, of the award as it was ruled."""
    award = Money.parse(ruling["award"], currency=currency).minor
    figures = room.figures(award=award, outcome=ruling["outcome"])
    computed = {
        "refund": figures.refund, "from_held": figures.held, "from_security": figures.security,
        "advance": figures.advance, "not_covered": figures.not_covered,
    }  # fmt: skip
    for name, minor in computed.items():
        said = str(Money.parse(ruling[name], currency=currency))
        yield _check(name.replace("_", " "), said, str(Money(minor, currency)))


def _words(value: Any) -> str:
    return value if isinstance(value, str) else "not a text"
