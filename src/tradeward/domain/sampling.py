"""ISO 2859-1:1999 single sampling plans: how many units to draw from a lot, and how many found reject it (RULES §6)."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources

from tradeward.domain.refusals import RuleBroken


class State(StrEnum):
    """Which of tables 2-A, 2-B, 2-C the term names."""

    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"


LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
AQLS = tuple(
    """0.010 0.015 0.025 0.040 0.065 0.10 0.15 0.25 0.40 0.65 1.0 1.5 2.5 4.0 6.5
    10 15 25 40 65 100 150 250 400 650 1000""".split()
)
EDITIONS = frozenset({"ISO 2859-1", "ISO 2859-1:1999"})
"""How a term may name these tables; without an edition it means the one of 1999."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: draw `n` units; up to `ac` found accept the lot, `re` reject it.

    `initial_letter` is table 1's, `letter` the one the arrows lead to. In `full_inspection` `n` reaches the lot, and
    every unit of it is inspected with the same `ac` and `re`.
    """

    initial_letter: str
    letter: str
    n: int
    ac: int
    re: int
    full_inspection: bool


def plan(*, lot: int | Decimal, level: str, aql: str, state: State) -> Plan:
    """The plan for a `lot` of so many units at an AQL written as in `AQLS` (ISO 2859-1:1999 tables 1 and 2, RULES §6).

    Refuses: a lot of less than one unit, an unknown level or AQL.
    """
    initial = code_letter(lot=lot, level=level)
    if aql not in AQLS:
        raise RuleBroken(f"AQL {aql!r} is not one of {', '.join(AQLS)}", field="aql")
    letter, n, ac, re = _cells(state)[initial, aql]
    return Plan(initial, letter, n, ac, re, full_inspection=n >= lot)


def code_letter(*, lot: int | Decimal, level: str) -> str:
    """Table 1's letter for a `lot` inspected at `level`; a lot of one unit is read like two (RULES §6).

    Refuses: a lot of less than one unit, an unknown level.
    """
    if lot < 1:
        raise RuleBroken(f"a lot of {lot} has no unit to inspect", field="lot_size")
    if level not in LEVELS:
        raise RuleBroken(f"level {level!r} is not one of {', '.join(LEVELS)}", field="level")
    return next(letters[level] for most, letters in _letters() if most is None or lot <= most)


def sample_size(*, letter: str, state: State) -> int:
    """The sample size that belongs to a code letter itself, before any arrow (RULES §6)."""
    return _sizes(state)[letter]


@cache
def _letters() -> tuple[tuple[int | None, dict[str, str]], ...]:
    return tuple((int(row["lot_max"]) if row["lot_max"] else None, row) for row in _rows("code_letters"))


@cache
def _cells(state: State) -> dict[tuple[str, str], tuple[str, int, int, int]]:
    return {
        (row["code_letter"], row["aql"]): (row["use_letter"], int(row["n"]), int(row["ac"]), int(row["re"]))
        for row in _rows(state)
    }


@cache
def _sizes(state: State) -> dict[str, int]:
    return {letter: n for letter, n, _, _ in _cells(state).values()}


def _rows(table: str) -> list[dict[str, str]]:
    text = resources.files("tradeward.domain").joinpath("data", "aql", f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
