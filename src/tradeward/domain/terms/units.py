"""Units as the trade writes them, on a registry of our own: "pcs" are pieces, "mil" is a thousandth of an inch (decision: units).

The registry knows what data/units.csv says and nothing else, so that no abbreviation can turn into a unit of physics
that nobody meant. Scales of hardness, wire gauges and levels are kinds of their own: nothing converts them.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from tradeward.domain.refusals import RuleBroken

if TYPE_CHECKING:
    import pint

_BLANKS = re.compile(r"[\s.·\-]+")
_PREFIXES = ("m", "M")
"""Where a capital makes the unit a thousand million times as large: mPa is not MPa."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the trade: its name in the registry, how it is printed, and every way of writing it, folded."""

    name: str
    symbol: str
    means: str
    written: tuple[str, ...]

    @property
    def is_scale(self) -> bool:
        """Whether it stands alone: no other unit of its kind is known, and none is made from it."""
        return self.means.startswith("[") and not any(self.name in other.means.split() for other in units())


@cache
def units() -> tuple[Unit, ...]:
    """All units that are known."""
    text = resources.files("tradeward.domain").joinpath("data", "units.csv").read_text(encoding="utf-8")
    return tuple(
        Unit(row["name"], row["symbol"], row["is"], tuple(_spellings(row["symbol"], row["written"])))
        for row in csv.DictReader(text.splitlines())
    )


def named(*, text: str) -> Unit | None:
    """The unit that is written `text`, in English or Chinese; None where it is unknown or could be two."""
    exact, folded = _ways()
    way = _plain(text)
    return exact.get(way) or folded.get(way.casefold())


def symbol(*, text: str) -> str:
    """How the unit written `text` is printed; an unknown one as it was written."""
    unit = named(text=text)
    return unit.symbol if unit else text


def converted(*, value: Decimal, unit: str, to: str) -> Fraction:
    """`value`, given in `unit`, exactly in the unit `to`.

    Refuses: another dimension, and units that are not known, unless both are written alike.
    """
    if _plain(unit) == _plain(to):
        return Fraction(value)
    given, wanted = named(text=unit), named(text=to)
    for text, found in ((unit, given), (to, wanted)):
        if found is None:
            raise RuleBroken(f"{text!r} is no unit that is known here: give the value in {to!r}", field="unit")
    assert given is not None, "refused above"
    assert wanted is not None, "refused above"
    if given == wanted:
        return Fraction(value)
    if _kind(given.name) != _kind(wanted.name):
        scale = next((one.symbol for one in (given, wanted) if one.is_scale), "")
        why = f"{scale} is a scale of its own" if scale else "they measure different things"
        raise RuleBroken(f"{given.symbol} cannot be turned into {wanted.symbol}: {why}", field="unit")
    return Fraction(registry().Quantity(Fraction(value), given.name).to(wanted.name).magnitude)


@cache
def registry() -> "pint.UnitRegistry[Fraction]":
    """The registry, made once when the first value is converted; its arithmetic is that of Fractions."""
    import pint

    made: pint.UnitRegistry[Fraction] = pint.UnitRegistry(None, non_int_type=Fraction, cache_folder=None)
    for unit in units():
        made.define(f"{unit.name} = {unit.means}")
    return made


def _kind(name: str) -> str:
    """The dimension of a unit, as a text that is equal for equal ones."""
    return str(sorted((key, str(power)) for key, power in registry().get_dimensionality(name).items()))


@cache
def _ways() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Every way of writing: with its capitals, and without where only one unit is meant by it."""
    exact = {way: unit for unit in units() for way in unit.written}
    folded: dict[str, Unit] = {}
    doubtful = {way.casefold() for way in exact if len(way) == 1 or (way.startswith(_PREFIXES) and way[1:] in exact)}
    for way, unit in exact.items():
        if folded.setdefault(way.casefold(), unit) != unit:
            doubtful.add(way.casefold())
    return exact, {way: unit for way, unit in folded.items() if way not in doubtful}


def _spellings(symbol: str, written: str) -> list[str]:
    ways = [symbol, *written.split(" ")]
    plural = [way.replace("(s)", "s") for way in ways if "(s)" in way]
    return [_plain(way.replace("(s)", "")) for way in ways if way] + [_plain(way) for way in plural]


def _plain(text: str) -> str:
    """Full-width letters, squares and one-letter signs in their plain form, without blanks and points."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text.replace("µ", "u")).replace("μ", "u"))
