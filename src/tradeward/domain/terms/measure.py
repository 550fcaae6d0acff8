"""A measured property: readings between a least and a most value, both included (RULES §6)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from tradeward.domain.adjudication import case
from tradeward.domain.adjudication.case import Aggregate
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.terms import amounts, units
from tradeward.domain.terms.kind import OfGoods, given, missing
from tradeward.domain.terms.sentence import Sentence

_AGGREGATES = {Aggregate.EACH: "each reading", Aggregate.MEAN: "the mean of the readings"}
_LIMIT = re.compile(r"\bat (?:least|most)\b")
"""What a unit never says: `at least 1 mm and at most 2 cm` has two units, and would be read as one of that name."""
_AS_WRITTEN = Sentence("The {property} is {amount}, {aggregate}[, measured by {method}].")
"""How a person may write it, with a tolerance: `170 g/m² ± 5 %`."""


@dataclass(frozen=True, kw_only=True)
class Measure(OfGoods):
    """Readings of a property, its `characteristic`, in a unit, each or their mean; `min` and `max` conform.

    `method` says how it is measured.
    """

    characteristic: str = ""
    unit: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    aggregate: Aggregate = Aggregate.EACH
    method: str = ""

    NAME: ClassVar[str] = "measure"
    KEYS: ClassVar[str] = "property unit method aggregate min max"
    EVIDENCE: ClassVar[str] = "Readings in an accredited, independent inspector's report, under `measurements`."
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "The {property} is at least {min} {unit} and at most {max} {unit}, {aggregate}[, measured by {method}]."
        ),
        Sentence("The {property} is at least {min} {unit}, {aggregate}[, measured by {method}]."),
        Sentence("The {property} is at most {max} {unit}, {aggregate}[, measured by {method}]."),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The fields of a measure."""
        return cls(
            id=fields.need("id", scalars.text),
            characteristic=fields.take("property", scalars.text, ""),
            unit=fields.take("unit", scalars.text, ""),
            min=fields.maybe("min", scalars.reading),
            max=fields.maybe("max", scalars.reading),
            aggregate=fields.take("aggregate", scalars.word(Aggregate), Aggregate.EACH),
            method=fields.take("method", scalars.text, ""),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """Property, unit, and a limit: nothing is read as exact for lack of a tolerance."""
        found = [
            missing(what) for what, word in (("the property", self.characteristic), ("its unit", self.unit)) if not word
        ]
        if self.min is None and self.max is None:
            found.append("a measure needs min or max; nothing is exact for lack of a tolerance.")
        elif self.min is not None and self.max is not None and self.min > self.max:
            found.append("min lies above max: no reading could conform.")
        if _LIMIT.search(self.unit):
            found.append("the unit holds a limit: write both limits in one unit.")
        return tuple(found)

    @property
    def words(self) -> dict[str, str]:
        """Its limits written out."""
        limits = {
            key: amounts.shown(value) for key, value in (("min", self.min), ("max", self.max)) if value is not None
        }
        aggregate = _AGGREGATES[self.aggregate]
        return limits | given(property=self.characteristic, unit=self.unit, aggregate=aggregate, method=self.method)

    @classmethod
    def said(cls, words: Mapping[str, str]) -> dict[str, Any]:
        """The aggregate by its word."""
        aggregate = next(
            (key.value for key, said in _AGGREGATES.items() if said == words["aggregate"]), words["aggregate"]
        )
        return {**words, "aggregate": aggregate}

    @classmethod
    def parse(cls, *, text: str, id: str) -> Self | None:
        """Also a sentence with a tolerance: `The fabric weight is 170 gsm ± 5 %, each reading.` Refuses: as `amounts.limits`."""
        if (found := super().parse(text=text, id=id)) is not None:
            return found
        if (words := _AS_WRITTEN.read(text=text)) is None:
            return None
        limits = amounts.limits(text=words.pop("amount"))
        ends = {key: amounts.shown(value) for key in ("min", "max") if (value := getattr(limits, key)) is not None}
        return cls.read({"id": id, "kind": cls.NAME, "unit": limits.unit, **cls.said(words), **ends}, Place(id))

    @property
    def complete(self) -> case.Measure:
        """The limits, without their unit: readings are brought into it by `reading`."""
        return case.Measure(id=self.id, aggregate=self.aggregate, min=self.min, max=self.max)

    def reading(self, value: Any, path: Place) -> case.Reading:
        """A reading in the term's unit: `9.8`, or `0.98 cm` of a term in mm, which becomes 9.8 exactly.

        Refuses, by name: what is no figure, a unit of another dimension, a scale that nothing converts.
        """
        number, _, unit = scalars.text(value, path).strip().partition(" ")
        found = scalars.reading(number, path)
        if not unit:
            return found
        try:
            return units.converted(value=found, unit=unit, to=self.unit)
        except RuleBroken as refused:
            path.refuse(" ".join(refused.reasons))
