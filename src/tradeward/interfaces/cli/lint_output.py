"""Findings as lines for people, as JSON, and as SARIF 2.1.0."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import tradeward
from tradeward.domain.linting import proposals
from tradeward.domain.linting.categories import CATEGORIES, Severity
from tradeward.domain.linting.contracts import Placed
from tradeward.interfaces.cli.lint_input import Document

_LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_WIDEST = 80


@dataclass(frozen=True, slots=True)
class Linted:
    """A contract and what was found in it."""

    name: str
    document: Document
    findings: tuple[Placed, ...]


def as_text(found: Sequence[Linted]) -> str:
    """One finding on two lines, and at the end how many there are."""
    lines = [line for each in found for placed in each.findings for line in _told(each, placed)]
    total = Counter(placed.finding.about.severity for each in found for placed in each.findings)
    words = ", ".join(f"{total[severity]} {severity}" for severity in Severity if total[severity])
    return "\n".join([*lines, f"{sum(total.values())} findings: {words}" if words else "no findings"])


def _told(each: Linted, placed: Placed) -> tuple[str, str]:
    about = placed.finding.about
    page = f" (page {placed.page})" if len(each.document.pages) > 1 else ""
    span = " ".join(placed.finding.span.split())
    span = span if len(span) <= _WIDEST else span[: _WIDEST - 1] + "…"
    head = f"{each.name}:{placed.line}:{placed.column}{page}: {about.severity} {about.name}: “{_printable(span)}”"
    return head, f"    {about.why} {about.mend}"


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)


def as_json(found: Sequence[Linted]) -> str:
    """One object a file: its findings with place, category, why, mend and the proposal."""
    return json.dumps(
        [{"file": each.name, "findings": [_object(each, placed) for placed in each.findings]} for each in found]
    )


def _object(each: Linted, placed: Placed) -> dict[str, Any]:
    about, finding = placed.finding.about, placed.finding
    return {
        "category": about.name, "severity": str(about.severity), "start": placed.start, "end": placed.end, "line": placed.line,
        "column": placed.column, "page": placed.page, "context": placed.context, "span": finding.span, "rule": finding.rule,
        "why": about.why, "mend": about.mend, "proposal": _proposal(each, placed),
    }  # fmt: skip


def _proposal(each: Linted, placed: Placed) -> proposals.Proposal | None:
    around = each.document.text[max(0, placed.start - 60) : placed.end + 60]
    offset = min(60, placed.start) - placed.finding.start
    finding = placed.finding
    moved = type(finding)(finding.category, finding.start + offset, finding.end + offset, finding.span, finding.rule)
    return proposals.propose(moved, text=around)


def as_sarif(found: Sequence[Linted]) -> str:
    """A SARIF 2.1.0 log: one run, a rule a category, offsets in code points."""
    rules = [
        {
            "id": row.name,
            "shortDescription": {"text": row.meaning},
            "fullDescription": {"text": row.why},
            "help": {"text": row.mend},
            "defaultConfiguration": {"level": _LEVELS[row.severity]},
        }
        for row in CATEGORIES.values()
    ]
    driver = {"name": "tradeward lint", "version": tradeward.__version__, "rules": rules}
    results = [_result(each, placed) for each in found for placed in each.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(each: Linted, placed: Placed) -> dict[str, Any]:
    about = placed.finding.about
    region = {
        "startLine": placed.line,
        "startColumn": placed.column,
        "charOffset": placed.start,
        "charLength": placed.end - placed.start,
    }
    return {
        "ruleId": about.name,
        "level": _LEVELS[about.severity],
        "message": {"text": f"“{placed.finding.span}”: {about.why} {about.mend}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": each.name}, "region": region}}],
    }


def explained(told: dict[str, Any]) -> str:
    """A category for a reader."""
    lines = [
        f"{told['category']} ({told['severity']})",
        told["meaning"],
        f"Why it loses disputes: {told['why']}",
        f"How to mend it: {told['mend']}",
        "Found:",
    ]
    return "\n".join(
        [*lines, *(f"  {text}" for text in told["bad"]), "Clean:", *(f"  {text}" for text in told["good"])]
    )


FORMATS: dict[str, Callable[[Sequence[Linted]], str]] = {"text": as_text, "json": as_json, "sarif": as_sarif}
