"""What `tradeward lint` reads: lines of single terms, and contracts as text."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradeward.domain.adjudication.form import strict_json
from tradeward.domain.linting.contracts import CONTEXTS, LONGEST_TERM
from tradeward.domain.refusals import RuleBroken
from tradeward.gateways import documents as papers

_LARGEST = 25 << 20
"""Bytes of a file (RULES §6)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One term to lint."""

    id: str | int
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Document:
    """A contract as text, page by page."""

    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.pages)


def terms(name: str) -> list[Line]:
    """The terms of a JSONL file, all read before anything is printed.

    Refuses: a line that is no JSON object of id, text and context, an id that is there twice, and a text of more than
    10,000 characters; each by its line. Other keys are left unread.
    """
    found: list[Line] = []
    seen: dict[str | int, str] = {}
    for number, line in enumerate(_bytes(name).split(b"\n"), start=1):
        if line.strip():
            place = f"{'<stdin>' if name == '-' else name}:{number}"
            term = _term(line, place)
            if term.id in seen:
                raise RuleBroken(
                    f"{place}: id: {json.dumps(term.id)} was there before, in {seen[term.id]}.", field="id"
                )
            seen[term.id] = place
            found.append(term)
    return found


def _term(line: bytes, place: str) -> Line:
    try:
        value = strict_json.parse(line=line)
    except RuleBroken as refused:
        raise RuleBroken(*(f"{place}: {reason}." for reason in refused.reasons), field=refused.field) from None
    if not isinstance(value, dict):
        raise RuleBroken(f"{place}: a term is an object with id, text and context.", field="terms")
    return Line(_id(value, place), _text(value, place), _context(value, place))


def _id(value: dict[str, Any], place: str) -> str | int:
    found = value.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise RuleBroken(f"{place}: id: must be a text or a whole number.", field="id")
    return found


def _text(value: dict[str, Any], place: str) -> str:
    found = value.get("text")
    if not isinstance(found, str):
        raise RuleBroken(f"{place}: text: must be a text.", field="text")
    if len(found) > LONGEST_TERM:
        raise RuleBroken(
            f"{place}: text: has {len(found):,} characters, at most {LONGEST_TERM:,}; lint it as a contract.",
            field="text",
        )
    return found


def _context(value: dict[str, Any], place: str) -> str:
    found = value.get("context", "other")
    if found not in CONTEXTS:
        raise RuleBroken(f"{place}: context: must be one of {', '.join(CONTEXTS)}.", field="context")
    return str(found)


def documents(names: list[str]) -> Iterator[tuple[str, Document]]:
    """Every contract with its name. Refuses: files that cannot be read as text, naming the file and the way out."""
    for name in names:
        try:
            yield ("<stdin>" if name == "-" else name), Document(papers.pages(content=_bytes(name), name=name))
        except RuleBroken as refused:
            raise RuleBroken(*(f"{name}: {reason}." for reason in refused.reasons), field="file") from None


def _bytes(name: str) -> bytes:
    if name == "-":
        content = sys.stdin.buffer.read(_LARGEST + 1)
    else:
        with Path(name).open("rb") as file:
            content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise RuleBroken(f"{name}: has more than {_LARGEST >> 20} MB; give its parts one by one.", field="file")
    return content
