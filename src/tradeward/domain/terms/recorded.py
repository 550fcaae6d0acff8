"""The two kinds without fields of their own: what a report records as pass or fail, and words that nobody can measure."""

from dataclasses import dataclass
from typing import ClassVar, Self

from tradeward.domain.adjudication import case
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.terms.kind import OfGoods, Recorded, given
from tradeward.domain.terms.sentence import Sentence


@dataclass(frozen=True, kw_only=True)
class PassFail(Recorded):
    """A drawing, a document, whatever is named in `says` and has no kind of its own."""

    says: str = ""

    NAME: ClassVar[str] = "pass_fail"
    KEYS: ClassVar[str] = "text"
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence("An accredited inspector records pass or fail of this: {text}."),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Its words."""
        return cls(id=fields.need("id", scalars.text), says=fields.take("text", scalars.text, ""))

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is to be looked at."""
        return () if self.says else ("name the approved sample, drawing or document.",)

    @property
    def words(self) -> dict[str, str]:
        """Its words, as they are."""
        return given(text=self.says)


@dataclass(frozen=True, kw_only=True)
class Vague(OfGoods):
    """Words that a contract may hold and nobody judges: never executable."""

    says: str = ""

    NAME: ClassVar[str] = "vague"
    KEYS: ClassVar[str] = "text"
    EVIDENCE: ClassVar[str] = "None: nobody can measure it, and no cover answers for it."
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (Sentence("Not judged by anybody: {text}."),)

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """Its words."""
        return cls(id=fields.need("id", scalars.text), says=fields.take("text", scalars.text, ""))

    @property
    def lacks(self) -> tuple[str, ...]:
        """Everything."""
        return ("it says nothing that can be measured; quantify it, or write its id under not_assured.",)

    @property
    def words(self) -> dict[str, str]:
        """Its words, as they are."""
        return given(text=self.says)

    @property
    def complete(self) -> case.Vague:
        """Set aside in every dispute."""
        return case.Vague(id=self.id)
