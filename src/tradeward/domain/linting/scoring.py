"""How well findings agree with labels that people gave: by sentence, by category, by place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple


class Label(NamedTuple):
    """A category, and from where to where."""

    category: str
    start: int
    end: int


class Tally(NamedTuple):
    """Right, wrongly found, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> Fraction:
        """Of what was found, how much is right."""
        return Fraction(self.right, max(1, self.right + self.wrong))

    @property
    def recall(self) -> Fraction:
        """Of what is there, how much was found."""
        return Fraction(self.right, max(1, self.right + self.missed))

    @property
    def f1(self) -> Fraction:
        """The harmonic mean of both."""
        return Fraction(2 * self.right, max(1, 2 * self.right + self.wrong + self.missed))


@dataclass(frozen=True, slots=True)
class Score:
    """`sentences`: is there anything to find; `false_alarms` and `span_hits` as shares; `categories` by name."""

    sentences: Tally
    false_alarms: Fraction
    categories: dict[str, Tally]
    span_hits: Fraction

    @property
    def by_category(self) -> Tally:
        """All categories added up."""
        return Tally(*(sum(tally[place] for tally in self.categories.values()) for place in range(3)))


def score(pairs: Sequence[tuple[Sequence[Label], Sequence[Label]]]) -> Score:
    """The score of (given, found) labels, a pair a sentence; a label is hit by one of its category that overlaps it."""
    given_any = [bool(given) for given, _ in pairs]
    found_any = [bool(found) for _, found in pairs]
    clean = given_any.count(False)
    alarms = sum(1 for given, found in zip(given_any, found_any, strict=True) if found and not given)
    hits = [any(_overlap(label, other) for other in found) for given, found in pairs for label in given]
    sentences = Tally(
        sum(1 for given, found in zip(given_any, found_any, strict=True) if given and found),
        alarms,
        sum(1 for given, found in zip(given_any, found_any, strict=True) if given and not found),
    )
    names = sorted({label.category for pair in pairs for labels in pair for label in labels})
    categories = {name: _tally(name, pairs) for name in names}
    return Score(sentences, Fraction(alarms, max(1, clean)), categories, Fraction(hits.count(True), max(1, len(hits))))


def _overlap(one: Label, other: Label) -> bool:
    return one.category == other.category and one.start < other.end and other.start < one.end


def _tally(name: str, pairs: Iterable[tuple[Sequence[Label], Sequence[Label]]]) -> Tally:
    marks = [(_has(name, given), _has(name, found)) for given, found in pairs]
    return Tally(marks.count((True, True)), marks.count((False, True)), marks.count((True, False)))


def _has(name: str, labels: Iterable[Label]) -> bool:
    return any(label.category == name for label in labels)
