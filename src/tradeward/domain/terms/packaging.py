"""Packaging: how many go into which carton, how heavy it may be, and how cartons stand on a pallet."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.terms import amounts
from tradeward.domain.terms.kind import Recorded, given, missing
from tradeward.domain.terms.sentence import Sentence


@dataclass(frozen=True, kw_only=True)
class Packaging(Recorded):
    """`count` of `unit` in each `carton`, which is described by its construction; at most `gross_kg` each, loaded."""

    count: Decimal | None = None
    unit: str = ""
    carton: str = ""
    gross_kg: Decimal | None = None
    per_pallet: Decimal | None = None

    NAME: ClassVar[str] = "packaging"
    KEYS: ClassVar[str] = "count unit carton gross_kg per_pallet"
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "The supplier puts {count} {unit} into each {carton}[, at most {gross_kg} kg gross]"
            "[, and {per_pallet} cartons on a pallet]."
        ),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The fields of a packaging term."""
        return cls(
            id=fields.need("id", scalars.text),
            count=fields.maybe("count", scalars.number),
            unit=fields.take("unit", scalars.text, ""),
            carton=fields.take("carton", scalars.text, ""),
            gross_kg=fields.maybe("gross_kg", scalars.number),
            per_pallet=fields.maybe("per_pallet", scalars.number),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """How many of what, and in which carton."""
        asked = (("how many go into a carton", self.count), ("what is counted", self.unit), ("the carton", self.carton))
        return tuple(missing(what) for what, word in asked if not word)

    @property
    def words(self) -> dict[str, str]:
        """Its figures written out."""
        figures = {
            key: amounts.shown(value)
            for key in ("count", "gross_kg", "per_pallet")
            if (value := getattr(self, key)) is not None
        }
        return figures | given(unit=self.unit, carton=self.carton)
