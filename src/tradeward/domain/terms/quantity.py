"""How many are ordered, and how many less or more may come."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from tradeward.domain.adjudication import case, quantity
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.adjudication.quality import TermFinding
from tradeward.domain.terms import amounts
from tradeward.domain.terms.kind import OfGoods, alone, given, missing
from tradeward.domain.terms.sentence import Sentence


@dataclass(frozen=True, kw_only=True)
class Quantity(OfGoods):
    """`ordered` units; `tol_minus_pct` per cent may be missing without breach, `tol_plus_pct` more are taken."""

    ordered: Decimal | None = None
    unit: str = ""
    tol_minus_pct: Decimal | None = None
    tol_plus_pct: Decimal | None = None

    NAME: ClassVar[str] = "quantity"
    KEYS: ClassVar[str] = "ordered unit tol_minus_pct tol_plus_pct"
    QUALITY: ClassVar[bool] = False
    EVIDENCE: ClassVar[str] = "Counts of what was delivered, which add up; they need no inspector."
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "The supplier delivers {ordered} {unit}, at most {tol_minus_pct} % less[ and at most {tol_plus_pct} % more]."
        ),
        Sentence("The quantity is {ordered}, at most {tol_minus_pct} % less[ and at most {tol_plus_pct} % more]."),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The fields of a quantity."""
        return cls(
            id=fields.need("id", scalars.text),
            ordered=fields.maybe("ordered", _above_0),
            unit=fields.take("unit", scalars.text, ""),
            tol_minus_pct=fields.maybe("tol_minus_pct", scalars.number),
            tol_plus_pct=fields.maybe("tol_plus_pct", scalars.number),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """How many, and the tolerance: without one it would have to be exact."""
        found = [] if self.ordered else [missing("how many are ordered")]
        return (*found, *(() if self.tol_minus_pct is not None else ("a quantity needs a tolerance, which may be 0.",)))

    @property
    def words(self) -> dict[str, str]:
        """Its figures written out."""
        keys = ("ordered", "tol_minus_pct", "tol_plus_pct")
        figures = {key: amounts.shown(value) for key in keys if (value := getattr(self, key)) is not None}
        return figures | given(unit=self.unit)

    @property
    def for_case(self) -> case.Term:
        """One that is not assured and has no tolerance is counted exactly, like an order without such a term (rule 15)."""
        return self.complete if self.ordered else case.Vague(id=self.id)

    @property
    def complete(self) -> case.Quantity:
        """Ordered, and what may be missing."""
        assert self.ordered, "a quantity that lacks nothing"
        return case.Quantity(id=self.id, ordered=self.ordered, tol_minus_pct=self.tol_minus_pct or Decimal(0))

    def judged(self, file: case.Case) -> TermFinding:
        """What the counts add up to, against the least that conforms (rule 15)."""
        found = quantity.count(case=alone(file, term=self.complete))
        return TermFinding(self.id, found.result, (found.reason,))


def _above_0(value: Any, path: Place) -> Decimal:
    ordered = scalars.number(value, path)
    if not ordered:
        path.refuse("a quantity that is ordered lies above 0")
    return ordered
