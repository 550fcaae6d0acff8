"""A document of a test: who issues it, by which standard and edition, shown for these goods."""

from dataclasses import dataclass
from typing import ClassVar, Self

from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.terms.kind import Recorded, given, missing
from tradeward.domain.terms.sentence import Sentence


@dataclass(frozen=True, kw_only=True)
class Document(Recorded):
    """The `document` that `issuer` makes out by `standard`, edition included, for goods of this order; `result` is what it says."""

    document: str = ""
    standard: str = ""
    issuer: str = ""
    result: str = ""

    NAME: ClassVar[str] = "test_document"
    KEYS: ClassVar[str] = "document standard issuer result"
    EVIDENCE: ClassVar[str] = (
        "The document itself, which an accredited, independent inspector holds against the goods; his report records "
        "pass or fail under `results`."
    )
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence(
            "The supplier hands over {document} by {standard}, issued by {issuer} for goods of this order[, stating {result}]."
        ),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The fields of a document of a test."""
        return cls(
            id=fields.need("id", scalars.text),
            document=fields.take("document", scalars.text, ""),
            standard=fields.take("standard", scalars.text, ""),
            issuer=fields.take("issuer", scalars.text, ""),
            result=fields.take("result", scalars.text, ""),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """Document, standard and issuer."""
        asked = (
            ("the document", self.document),
            ("the standard and its edition", self.standard),
            ("who issues it", self.issuer),
        )
        return tuple(missing(what) for what, word in asked if not word)

    @property
    def words(self) -> dict[str, str]:
        """Its fields as they are."""
        return given(document=self.document, standard=self.standard, issuer=self.issuer, result=self.result)
