"""The ship term: the last day, whose calendar ends it, the trade term with its place, and what proves shipment (RULES §4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from tradeward.domain.adjudication import case, shipment
from tradeward.domain.adjudication.case import Evidence
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.adjudication.quality import TermFinding
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.terms import places
from tradeward.domain.terms.kind import given
from tradeward.domain.terms.of_order import OfOrder
from tradeward.domain.terms.sentence import Sentence

_EDITION = re.compile(r"\(?incoterms", re.IGNORECASE)
_PROOFS = {
    Evidence.AT_DISPOSAL: "the notice that the goods stand at the buyer's disposal",
    Evidence.CARRIER_RECEIPT: "the carrier's receipt",
    Evidence.ALONGSIDE: "the receipt alongside the vessel",
    Evidence.ON_BOARD: "the on-board date of the bill of lading",
    Evidence.DELIVERY: "the receipt of delivery",
    Evidence.EXPORT_CLEARANCE: "the export clearance",
    Evidence.EXPRESS_PICKUP: "the express carrier's pick-up",
}


@dataclass(frozen=True, kw_only=True)
class Shipment(OfOrder):
    """The last day of shipment in `ship_zone`; `incoterm` is the rule and its place, `ship_event` what proves it."""

    ship_date: date
    ship_zone: ZoneInfo
    incoterm: str
    ship_event: Evidence
    transport: str = ""

    NAME: ClassVar[str] = "shipment"
    KEYS: ClassVar[str] = "ship_date ship_zone incoterm ship_event transport"
    BODY: ClassVar[tuple[str, ...]] = ("ship_date", "ship_zone", "incoterm", "ship_event", "transport")
    EVIDENCE: ClassVar[str] = "The document that the trade term names, by its date; the supplier has the burden."
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "The supplier ships by {ship_date}, {ship_zone} time, {incoterm}[, by {transport}]; {ship_event} proves the shipment."
        ),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The fields of a ship term; the trade term says what proves it, unless the contract does."""
        incoterm = fields.need("incoterm", _incoterm)
        return cls(
            id=fields.need("id", scalars.text),
            ship_date=fields.need("ship_date", scalars.day),
            ship_zone=fields.need("ship_zone", scalars.zone),
            incoterm=incoterm,
            ship_event=fields.take("ship_event", scalars.word(Evidence), shipment.PROOF[incoterm[:3]]),
            transport=fields.take("transport", scalars.text, ""),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """The place by its name: without it nobody knows where the goods were handed over; a country is none."""
        place = _EDITION.split(self.incoterm[3:])[0]
        if places.named(place):
            return ()
        return (f"name the place after {self.incoterm[:3]}, such as {self.incoterm[:3]} Ningbo, China.",)

    @property
    def words(self) -> dict[str, str]:
        """Its fields; what proves shipment in words."""
        told = _PROOFS.get(self.ship_event, self.ship_event.value)
        return given(
            ship_date=self.ship_date.isoformat(), ship_zone=str(self.ship_zone), incoterm=self.incoterm, ship_event=told,
            transport=self.transport,
        )  # fmt: skip

    @classmethod
    def said(cls, words: Mapping[str, str]) -> dict[str, Any]:
        """What proves shipment by its word."""
        proof = next(
            (event.value for event, told in _PROOFS.items() if told == words["ship_event"]), words["ship_event"]
        )
        return {**words, "ship_event": proof}

    def judged(self, file: case.Case) -> TermFinding:
        """Late is a breach, also when nothing shows that it was shipped; before the day is over nothing is proven (rules 10-12)."""
        order = replace(
            file.order, ship_date=self.ship_date, ship_tz=self.ship_zone, incoterm=self.incoterm[:3],
            ship_event=self.ship_event,
        )  # fmt: skip
        found = shipment.shipments(case=replace(file, order=order))
        reasons = tuple(reason for one in found for reason in one.reasons)
        if any(one.days_late for one in found):
            return TermFinding(self.id, Result.BREACHED, reasons)
        shipped = bool(found) and all(one.shipped_on is not None for one in found)
        return TermFinding(self.id, Result.MET if shipped else Result.NOT_PROVEN, reasons)


def _incoterm(value: Any, path: Place) -> str:
    text = scalars.text(value, path)
    if text[:3] not in shipment.INCOTERMS or text[3:4] not in ("", " "):
        path.refuse(
            f"{scalars.shown(value)} does not begin with one of {', '.join(sorted(shipment.INCOTERMS))} and a space"
        )
    return text
