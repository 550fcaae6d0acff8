"""The payment plan: parts of the value, what opens each, how many days it may take, and when the supplier gets it (RULES §4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from tradeward.domain import money
from tradeward.domain.adjudication import award, case, figures
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.adjudication.quality import TermFinding
from tradeward.domain.adjudication.standing import Reason
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.terms import amounts
from tradeward.domain.terms.of_order import OfOrder
from tradeward.domain.terms.sentence import Sentence

ANCHORS = ("signing", "ready", "inspection", "shipped", "received")
RELEASES = ("on_capture", "on_shipment", "on_acceptance")
_AFTER = {
    "signing": "the last signature", "ready": "the supplier's notice of readiness", "inspection": "the passed inspection",
    "shipped": "the copy of the shipping document", "received": "the report of receipt",
}  # fmt: skip
_FREED = {"on_capture": "payment", "on_shipment": "shipment", "on_acceptance": "acceptance"}
_PART = re.compile(r"(\d+(?:\.\d{1,2})?) % within (\d+) days after ([^;]+), released on (\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPart:
    """One instalment as agreed: basis points of the value, the event that opens it, days until due, when it is released."""

    bp: int
    anchor: str
    days: int
    release: str


@dataclass(frozen=True, kw_only=True)
class Payment(OfOrder):
    """The instalments, in their order; together they are the whole value."""

    plan: tuple[PlanPart, ...]

    NAME: ClassVar[str] = "payment"
    KEYS: ClassVar[str] = "plan"
    BODY: ClassVar[tuple[str, ...]] = ("plan",)
    EVIDENCE: ClassVar[str] = "Credits of the bank, by their value date; each instalment has its own clock."
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (Sentence("The buyer pays {plan}."),)

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The parts of the plan; how many there may be, and how long, is the policy's."""
        return cls(id=fields.need("id", scalars.text), plan=fields.need("plan", scalars.listed(_part)))

    @property
    def lacks(self) -> tuple[str, ...]:
        """The whole value in its parts."""
        total = sum(part.bp for part in self.plan)
        return (
            () if total == money.BASIS else (f"the parts sum to {total} basis points, and the whole is {money.BASIS}.",)
        )

    @property
    def words(self) -> dict[str, str]:
        """The plan as one list."""
        parts = (
            f"{amounts.shown(Decimal(part.bp) / 100)} % within {part.days} days after {_AFTER[part.anchor]}, "
            f"released on {_FREED[part.release]}"
            for part in self.plan
        )
        return {"plan": "; ".join(parts)}

    @classmethod
    def said(cls, words: Mapping[str, str]) -> dict[str, Any]:
        """The list taken apart. Refuses: a part that is not of its form."""
        return {"plan": [_read(part) for part in words["plan"].split("; ")]}

    def judged(self, file: case.Case) -> TermFinding:
        """Met when all is paid; until then nothing is proven here: whether a part is late, its own clock says (RULES §8)."""
        paid, value, code = award.paid(case=file), file.order.value_minor, file.order.currency
        result = Result.MET if paid >= value else Result.NOT_PROVEN
        text = f"{figures.shown(paid, currency=code)} paid of {figures.shown(value, currency=code)}"
        return TermFinding(self.id, result, (Reason(16, text, self.id),))


def _part(value: Any, path: Place) -> PlanPart:
    fields = Fields(value, path, known="bp anchor days release")
    return PlanPart(
        bp=fields.need("bp", _count),
        anchor=fields.need("anchor", scalars.one_of(ANCHORS)),
        days=fields.need("days", _count),
        release=fields.need("release", scalars.one_of(RELEASES)),
    )


def _count(value: Any, path: Place) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,6}", value):
        path.refuse(f"{scalars.shown(value)} is no whole number written as a text")
    return int(value)


def _read(part: str) -> dict[str, str]:
    found = _PART.fullmatch(part)
    if found is None:
        Place("plan").refuse(f"{scalars.shown(part)} is no part of a plan")
    percent, days, after, freed = found.groups()
    anchor = next((key for key, told in _AFTER.items() if told == after), after)
    release = next((key for key, told in _FREED.items() if told == freed), freed)
    return {"bp": str(int(Decimal(percent) * 100)), "anchor": anchor, "days": days, "release": release}
