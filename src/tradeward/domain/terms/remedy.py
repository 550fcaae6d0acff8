"""The remedy for lateness: so many per cent of the value for each day, up to a cap (RULES §7)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Self

from tradeward.domain.adjudication import award, case, figures, shipment
from tradeward.domain.adjudication.case import LateDamages
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.quality import TermFinding
from tradeward.domain.adjudication.standing import Reason
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.terms import amounts
from tradeward.domain.terms.of_order import OfOrder
from tradeward.domain.terms.sentence import Sentence


@dataclass(frozen=True, kw_only=True)
class Remedy(OfOrder):
    """Liquidated damages: `pct_per_day` of the value of the order or lot for each day late, at most `cap_pct` of it."""

    pct_per_day: Decimal
    cap_pct: Decimal

    NAME: ClassVar[str] = "remedy"
    KEYS: ClassVar[str] = "pct_per_day cap_pct"
    BODY: ClassVar[tuple[str, ...]] = ("late_ld",)
    PLACE: ClassVar[str] = "late_ld"
    EVIDENCE: ClassVar[str] = "The days late that the ship term comes to, and what was paid back."
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "For each day late the supplier pays {pct_per_day} % of the value of the late goods, at most {cap_pct} % of it."
        ),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Rate and cap."""
        return cls(
            id=fields.need("id", scalars.text),
            pct_per_day=fields.need("pct_per_day", scalars.number),
            cap_pct=fields.need("cap_pct", scalars.number),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """Nothing: rate and cap are always there."""
        return ()

    @property
    def words(self) -> dict[str, str]:
        """Rate and cap written out."""
        return {"pct_per_day": amounts.shown(self.pct_per_day), "cap_pct": amounts.shown(self.cap_pct)}

    def judged(self, file: case.Case) -> TermFinding:
        """Met when goods were shipped in time or the damages are paid back; breached while less is (rule 17)."""
        kept = replace(file.claim, remedy=case.Remedy.KEEP)
        clause = LateDamages(pct_per_day=self.pct_per_day, cap_pct=self.cap_pct)
        own = replace(file, claim=kept, order=replace(file.order, late_ld=clause))
        due = award.ship_date(case=own)
        if not shipment.is_late(case=own):
            shipped = all(one.shipped_on for one in shipment.shipments(case=own))
            text = "nothing is due: shipped in time" if shipped else "nothing is due yet: not shipped, and not late"
            return TermFinding(self.id, Result.MET if shipped else Result.NOT_PROVEN, (Reason(17, text, self.id),))
        back = sum(refund.amount_minor for refund in file.refunds_already_made)
        told, owed = (figures.shown(minor, currency=file.order.currency) for minor in (back, due.minor))
        text = f"{told} paid back of {owed}"
        result = Result.MET if back >= due.minor else Result.BREACHED
        return TermFinding(self.id, result, (*due.reasons, Reason(17, text, self.id)))
