"""What a paper is made of: blocks of plain texts, which the template lays out. A text may be anybody's: it is data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tradeward.gateways.paper.words import Language

Block = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper before it is set. `at` is its creation date, an instant of what it tells; `foot` stands on every page."""

    language: Language
    title: str
    mark: str
    foot: str
    at: datetime
    blocks: Sequence[Block]


def heading(text: str) -> Block:
    """A heading."""
    return {"kind": "heading", "text": text}


def text(text: str) -> Block:
    """A paragraph of the product's own words."""
    return {"kind": "text", "text": text}


def facts(*rows: tuple[str, str]) -> Block:
    """Labels with their values."""
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def table(
    head: Sequence[str], *, rows: Sequence[Sequence[str]], wide: Sequence[int], right: Sequence[int] = ()
) -> Block:
    """A table; the columns `wide` share the room, those of `right` are figures."""
    told = {"head": list(head), "rows": [list(row) for row in rows], "wide": list(wide), "right": list(right)}
    return {"kind": "table", **told}


def box(title: str, *, rows: Sequence[tuple[str, Sequence[str]]], sentence: str) -> Block:
    """A frame nobody overlooks: labels with one or more lines each, and a sentence under them."""
    return {
        "kind": "box",
        "title": title,
        "rows": [[label, list(lines)] for label, lines in rows],
        "sentence": sentence,
    }


def quote(text: str) -> Block:
    """What somebody wrote, as written."""
    return {"kind": "quote", "lines": text.splitlines() or [""]}


def listed(texts: Sequence[str]) -> Block:
    """One line a text, with a mark before it."""
    return {"kind": "list", "items": list(texts)}


def signatures(*cells: tuple[str, str, Sequence[tuple[str, str]]]) -> Block:
    """Two signatures side by side: role, name, and what was signed."""
    return {
        "kind": "signatures",
        "cells": [{"role": role, "name": name, "rows": [list(row) for row in rows]} for role, name, rows in cells],
    }


def instant(at: datetime | None) -> str:
    """An instant to the second, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if at else ""
