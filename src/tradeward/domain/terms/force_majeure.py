"""The clause on force majeure: in how many days it has to be noticed for its days to move the ship date (RULES §4)."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from tradeward.domain.adjudication import case, shipment
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.quality import TermFinding
from tradeward.domain.adjudication.standing import Reason
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.terms.of_order import OfOrder
from tradeward.domain.terms.sentence import Sentence


@dataclass(frozen=True, kw_only=True)
class ForceMajeure(OfOrder):
    """An event counts if it began by the deadline, was noticed within `notice_days`, and an authority certified it."""

    notice_days: int

    NAME: ClassVar[str] = "force_majeure"
    KEYS: ClassVar[str] = "notice_days"
    BODY: ClassVar[tuple[str, ...]] = ("force_majeure",)
    PLACE: ClassVar[str] = "force_majeure"
    EVIDENCE: ClassVar[str] = "The event's first and last day, the day of the notice, and the certificate."
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "Each certified day of force majeure moves the ship date by one day, provided the supplier gives notice within "
            "{notice_days} days after the first day of the event."
        ),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Days of notice, as a text."""
        days = fields.need("notice_days", scalars.number)
        if days != int(days):
            fields.at("notice_days").refuse("is no whole number of days")
        return cls(id=fields.need("id", scalars.text), notice_days=int(days))

    @property
    def lacks(self) -> tuple[str, ...]:
        """Nothing: the days of notice are always there."""
        return ()

    @property
    def words(self) -> dict[str, str]:
        """The days of notice."""
        return {"notice_days": str(self.notice_days)}

    def judged(self, file: case.Case) -> TermFinding:
        """Met when an event moved the ship date; not proven while none does (rule 11)."""
        order = replace(file.order, notice_days=self.notice_days)
        lots = order.lot_numbers
        moved = [shipment.deadline(case=replace(file, order=order), lot=lot) for lot in lots]
        plain = [shipment.deadline(case=replace(file, force_majeure=(), order=order), lot=lot) for lot in lots]
        counts = any(one.day > other.day for one, other in zip(moved, plain, strict=True))
        reasons = tuple(reason for one in moved for reason in one.reasons if file.force_majeure)
        none = (Reason(11, "no event of force majeure is reported", self.id),)
        return TermFinding(self.id, Result.MET if counts else Result.NOT_PROVEN, reasons or none)
