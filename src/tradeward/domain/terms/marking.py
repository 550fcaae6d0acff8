"""Marking and artwork: what is printed where, by a file that nobody can mistake for another."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.fields import Fields
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.terms.kind import Recorded, given, missing
from tradeward.domain.terms.sentence import Sentence

_SHA_256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Marking(Recorded):
    """`place` bears the artwork of `file`, which its version and the SHA-256 of its bytes tell from all others."""

    place: str = ""
    file: str = ""
    version: str = ""
    sha256: str = ""

    NAME: ClassVar[str] = "marking"
    KEYS: ClassVar[str] = "place file version sha256"
    SENTENCES: ClassVar[tuple[Sentence, ...]] = (
        Sentence("The supplier marks {place} by artwork file {file}, version {version}, SHA-256 {sha256}."),
    )

    @classmethod
    def take(cls, fields: Fields) -> Self:
        """The fields of a marking."""
        return cls(
            id=fields.need("id", scalars.text),
            place=fields.take("place", scalars.text, ""),
            file=fields.take("file", scalars.text, ""),
            version=fields.take("version", scalars.text, ""),
            sha256=fields.take("sha256", _hash, ""),
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """Where it stands, and the one file it comes from."""
        asked = (
            ("the place of the marking", self.place),
            ("the artwork's file", self.file),
            ("the file's version", self.version),
            ("the SHA-256 of the file", self.sha256),
        )
        return tuple(missing(what) for what, word in asked if not word)

    @property
    def words(self) -> dict[str, str]:
        """Its fields as they are."""
        return given(place=self.place, file=self.file, version=self.version, sha256=self.sha256)


def _hash(value: object, path: Place) -> str:
    if not isinstance(value, str) or not _SHA_256.fullmatch(value):
        path.refuse(f"{scalars.shown(value)} is no SHA-256: 64 figures and letters from a to f")
    return value
