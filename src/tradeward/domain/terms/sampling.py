"""Acceptance sampling by attributes: the edition of its tables, the level, and an AQL for each class of defects (RULES §6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tradeward.domain import sampling
from tradeward.domain.adjudication import case
from tradeward.domain.adjudication.form import contract as form
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.sampling import State
from tradeward.domain.terms.kind import OfGoods, given
from tradeward.domain.terms.sentence import Sentence

EDITION = "ISO 2859-1:1999"
"""The edition of the tables here; the third, of 2026, has other ones."""


@dataclass(frozen=True, kw_only=True)
class Sampling(OfGoods):
    """Single sampling from the lot presented; `aql` gives for each class an AQL or `none_allowed`; `defects` names the list."""

    standard: str = ""
    level: str = "II"
    state: State = State.NORMAL
    aql: tuple[tuple[str, str], ...] = ()
    defects: str = ""

    NAME: ClassVar[str] = "sampling"
    KEYS: ClassVar[str] = "standard level state aql defects"
    EVIDENCE: ClassVar[str] = (
        "Units inspected and defects found a class, in an accredited, independent inspector's report: `lot_size`, "
        "`sample_size`, `defects`."
    )
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "An accredited inspector draws single samples by {standard}, {state} inspection, level {level}, "
            "from the lot presented, AQL {aql}[; defects are classed by {defects}]."
        ),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The fields of a sampling term."""
        return cls(
            id=fields.need("id", scalars.text),
            standard=fields.take("standard", scalars.text, ""),
            level=fields.take("level", scalars.one_of(sampling.LEVELS), "II"),
            state=fields.take("state", scalars.word(State), State.NORMAL),
            aql=fields.take("aql", form.aql, ()),
            defects=fields.take("defects", scalars.text, ""),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """An AQL, and a standard with its edition: two editions draw two samples."""
        if self.aql and self.standard == EDITION:
            return ()
        return (f"a sampling term needs an AQL a class and the standard {EDITION}, with its edition.",)

    @property
    def words(self) -> dict[str, str]:
        """Its classes as `major 2.5, minor 4.0`."""
        aql = ", ".join(f"{defect} {limit.replace('_', ' ')}" for defect, limit in self.aql)
        return given(standard=self.standard, level=self.level, state=self.state.value, aql=aql, defects=self.defects)

    @classmethod
    def said(cls, words: Mapping[str, str]) -> dict[str, Any]:
        """The classes taken apart."""
        parts = [part.partition(" ") for part in words["aql"].split(", ")]
        return {**words, "aql": {defect: limit.replace(" ", "_") for defect, _, limit in parts}}

    @property
    def complete(self) -> case.Sampling:
        """Standard, level, state and classes."""
        return case.Sampling(id=self.id, standard=self.standard, aql=self.aql, level=self.level, state=self.state)
