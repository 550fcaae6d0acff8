"""Read a term, ask every rule, and keep of findings about the same words the one that says most."""

from collections.abc import Iterable
from dataclasses import dataclass

from tradeward.domain.linting.categories import CATEGORIES, Category
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.rules.table import RULES
from tradeward.domain.linting.term import Term


@dataclass(frozen=True, slots=True)
class Finding:
    """What cannot be decided in a term: the words from `start` to before `end` (code points), the category, the rule."""

    category: str
    start: int
    end: int
    span: str
    rule: str

    @property
    def about(self) -> Category:
        """Severity, why it loses disputes, how to mend it."""
        return CATEGORIES[self.category]


STRONGER = {
    "NO_ANCHOR": ("NO_METHOD", "VAGUE_TIME", "DATE_RANGE", "CONFLICT"),
    "VAGUE_QUANTITY": ("VAGUE_TIME", "DEFECT", "SAMPLING", "DATE_RANGE"),
    "SUBJECTIVE": (
        "VAGUE_TIME",
        "VAGUE_QUANTITY",
        "COMPARATIVE",
        "ESCAPE",
        "TO_BE_AGREED",
        "STD_REF",
        "DEFECT",
        "NO_METHOD",
        "SAMPLING",
        "REMEDY",
        "SAMPLE_REF",
    ),
    "COMPARATIVE": ("SAMPLE_REF", "VAGUE_TIME", "DEFECT", "ESCAPE", "STD_REF"),
    "NO_TOLERANCE": ("NO_METHOD", "VAGUE_QUANTITY", "CONFLICT", "CURRENCY", "DEFECT"),
    "NO_UNIT": ("SAMPLING", "NO_METHOD", "VAGUE_QUANTITY", "CONFLICT", "CURRENCY", "DATE_FORMAT"),
    "DATE_FORMAT": ("DATE_RANGE", "VAGUE_TIME", "CONFLICT"),
    "DATE_RANGE": ("VAGUE_TIME", "CONFLICT"),
    "NO_METHOD": ("DEFECT", "SAMPLING"),
    "DEFECT": ("OPEN_LIST", "SAMPLING"),
    "VAGUE_TIME": ("TO_BE_AGREED", "ESCAPE"),
    "ESCAPE": ("TO_BE_AGREED",),
    "STD_REF": ("SAMPLE_REF",),
    "REMEDY": ("TO_BE_AGREED", "VAGUE_TIME"),
    "SAMPLE_REF": ("STD_REF",),
    "CURRENCY": ("CONFLICT", "DATE_RANGE"),
    "NO_ACTOR": ("SAMPLING",),
}
"""Of two findings about overlapping words, the category on the right stays."""


def lint(*, text: str, context: str = "other", rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """Every finding in one term, in the order of the text. Time grows in proportion to the length of `text`.

    `context` is quality, shipping, payment, packaging, quantity or other: what kind of term this is.
    """
    term = Term(text=text, context=context)
    found = [_told(rule, span, text) for rule in rules for span in rule.find(term) if span.start < span.end]
    found.sort(key=lambda finding: (finding.start, -finding.end))
    return tuple(_weighed(_single(found), length=len(text)))


def _told(rule: Rule, span: Span, text: str) -> Finding:
    """The finding, without the blanks and the full stop that a pattern took along."""
    said = text[span.start : span.end]
    start = span.start + len(said) - len(said.lstrip())
    end = max(start + 1, span.end - len(said) + len(said.rstrip(" \t\n\r.,;:")))
    return Finding(rule.category, start, end, text[start:end], rule.name)


def _single(found: list[Finding]) -> list[Finding]:
    """Of overlapping findings of one category, the first."""
    ends: dict[str, int] = {}
    kept = []
    for finding in found:
        if finding.start >= ends.get(finding.category, 0):
            ends[finding.category] = finding.end
            kept.append(finding)
    return kept


def _weighed(found: list[Finding], *, length: int) -> list[Finding]:
    covered = {category: bytearray(length) for category in {finding.category for finding in found}}
    for finding in found:
        covered[finding.category][finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    return [finding for finding in found if not _beaten(finding, covered)]


def _beaten(finding: Finding, covered: dict[str, bytearray]) -> bool:
    stronger = (covered[category] for category in STRONGER.get(finding.category, ()) if category in covered)
    return any(flags.find(1, finding.start, finding.end) >= 0 for flags in stronger)
