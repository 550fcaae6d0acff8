"""An approved sample: one piece that both know, told from all others by number, day, seal and holder."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.terms.kind import Recorded, given, missing
from tradeward.domain.terms.sentence import Sentence


@dataclass(frozen=True, kw_only=True)
class ApprovedSample(Recorded):
    """Goods as the sample `number`, sealed on a day, that `holder` keeps; `for_what` says in which respects."""

    number: str = ""
    sealed_on: date | None = None
    holder: str = ""
    seal: str = ""
    for_what: str = ""

    NAME: ClassVar[str] = "approved_sample"
    KEYS: ClassVar[str] = "number sealed_on holder seal for_what"
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "The goods agree with approved sample No. {number}, sealed on {sealed_on}[ under seal {seal}] and held by {holder}"
            "[, in {for_what}]."
        ),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The fields of an approved sample."""
        return cls(
            id=fields.need("id", scalars.text),
            number=fields.take("number", scalars.text, ""),
            sealed_on=fields.maybe("sealed_on", scalars.day),
            holder=fields.take("holder", scalars.text, ""),
            seal=fields.take("seal", scalars.text, ""),
            for_what=fields.take("for_what", scalars.text, ""),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """Whatever would let two parties hold two samples."""
        asked = (
            ("the number of the sample", self.number),
            ("the day it was sealed", self.sealed_on),
            ("who holds it", self.holder),
        )
        return tuple(missing(what) for what, word in asked if not word)

    @property
    def words(self) -> dict[str, str]:
        """Its fields as they are."""
        day = self.sealed_on.isoformat() if self.sealed_on else ""
        return given(number=self.number, sealed_on=day, holder=self.holder, seal=self.seal, for_what=self.for_what)
