"""What every kind of term has: a sentence that says it, what it still lacks, what decides it, and what is found of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from tradeward.domain.adjudication import case, quality
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.adjudication.quality import TermFinding
from tradeward.domain.adjudication.standing import Reason
from tradeward.domain.adjudication.terms import Result
from tradeward.domain.terms.sentence import Sentence


@dataclass(frozen=True, kw_only=True)
class Kind(ABC):
    """A term of a contract. A kind has the class attributes below, and reads, says and judges its own fields."""

    id: str

    NAME: ClassVar[str]
    """The word under `kind`."""
    KEYS: ClassVar[str]
    """Its keys beside `id` and `kind`."""
    EVIDENCE: ClassVar[str]
    """What decides it, in words."""
    SENTENCES: ClassVar[tuple[Sentence, ...]]
    """How it is said; the first that fits is taken."""

    @classmethod
    @abstractmethod
    def take(cls, fields: Fields) -> Self:
        """The term that an object with known keys writes down."""

    @classmethod
    def read(cls, value: Any, path: Place) -> Self:
        """The term at `path`. Refuses, by name: an unknown key, a value that is not of its form, a missing id."""
        return cls.take(Fields(value, path, known=f"id kind {cls.KEYS}"))

    @property
    @abstractmethod
    def lacks(self) -> tuple[str, ...]:
        """What its evaluator would still need, a sentence each; a term that lacks nothing is executable (RULES §6)."""

    @property
    @abstractmethod
    def words(self) -> dict[str, str]:
        """Its fields as its sentence says them; what is not said is left out."""

    @property
    def text(self) -> str:
        """The one sentence that says it; what it lacks is a gap in it."""
        words = self.words
        fitting = (sentence for sentence in self.SENTENCES if sentence.fits(words=words))
        return next(fitting, self.SENTENCES[0]).written(words=words)

    @classmethod
    def said(cls, words: Mapping[str, str]) -> dict[str, Any]:
        """The fields that words of its sentence stand for: the other way round from `words`."""
        return dict(words)

    @classmethod
    def parse(cls, *, text: str, id: str) -> Self | None:
        """The term that a sentence of this kind says; None for another sentence. Refuses: a value that is not of its form."""
        for sentence in cls.SENTENCES:
            if (words := sentence.read(text=text)) is not None:
                return cls.read({"id": id, "kind": cls.NAME, **cls.said(words)}, Place(id))
        return None

    def evaluate(self, *, file: case.Case) -> TermFinding:
        """Met, breached, not proven or undecidable by the evidence in `file`, with its reasons (RULES §5, §6)."""
        if self.lacks:
            reason = Reason(13, f"cannot be decided: {' '.join(self.lacks)}", term=self.id)
            return TermFinding(self.id, Result.UNDECIDABLE, (reason,))
        return self.judged(file)

    @abstractmethod
    def judged(self, file: case.Case) -> TermFinding:
        """What the evidence says of the term, which lacks nothing."""


class OfGoods(Kind):
    """A term that the goods meet or not: it stands in the contract's `terms`, and adjudication knows its form."""

    QUALITY: ClassVar[bool] = True
    """Whether it is one of quality, and not of how many."""

    @property
    def for_case(self) -> case.Term:
        """The term in the words of the case rules; one that lacks something is undecidable there as well."""
        return case.Vague(id=self.id) if self.lacks else self.complete

    @property
    @abstractmethod
    def complete(self) -> case.Term:
        """The same of a term that lacks nothing."""

    def judged(self, file: case.Case) -> TermFinding:
        """What usable reports show of it (rules 13 and 14)."""
        (finding,) = quality.term_findings(case=alone(file, term=self.for_case))
        return finding


class Recorded(OfGoods):
    """A term of goods that an accredited inspector looks at as a whole: his report records pass or fail."""

    EVIDENCE: ClassVar[str] = "The report of an accredited, independent inspector records pass or fail under `results`."

    @property
    def complete(self) -> case.PassFail:
        """Recorded, not measured."""
        return case.PassFail(id=self.id)


def alone(file: case.Case, *, term: case.Term) -> case.Case:
    """The same file, as if this were the contract's one term, and claimed."""
    return replace(file, order=replace(file.order, terms=(term,)), claim=replace(file.claim, terms=None))


def missing(what: str) -> str:
    """The sentence for a field that is not there."""
    return f"name {what}."


def given(**words: str) -> dict[str, str]:
    """The words that are there."""
    return {key: word for key, word in words.items() if word}
