"""Units as the trade writes them: "pcs" are pieces, "gsm" is g/m², "Shore A" a hardness, and a Pantone code none of them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tradeward.domain.linting.parse import figures
from tradeward.domain.linting.patterns import Pattern, compiled


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures, how it is written, and its size in the first unit of the kind.

    `written` and `exact` are patterns; only `exact` keeps capitals apart.
    """

    name: str
    kind: str
    written: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    size: Decimal | None = None


def _units(kind: str, *rows: str) -> tuple[Unit, ...]:
    """One unit a row: `name = size | written, written ! exact, exact`; a size is left out where units do not convert."""
    units = []
    for row in rows:
        head, _, tail = row.partition("|")
        name, _, size = (part.strip() for part in head.partition("="))
        written, _, exact = tail.partition("!")
        units.append(Unit(name, kind, _listed(written), _listed(exact), Decimal(size) if size else None))
    return tuple(units)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


PHYSICAL: tuple[Unit, ...] = (
    *_units(
        "length",
        "mm = 1 | mm, millimet(?:er|re)s?",
        "cm = 10 | cms?, centimet(?:er|re)s?",
        "dm = 100 | dm",
        "m = 1000 | met(?:er|re)s?, mtrs? ! m",
        "km = 1000000 | km",
        'in = 25.4 | inch(?:es)? ! "',
        "ft = 304.8 | feet, foot, ft",
        "yd = 914.4 | yards?, yds?",
        "mil = 0.0254 | mils?",
        "µm = 0.001 | um, microns?, micromet(?:er|re)s?",
        "nm = 0.000001 | ! nm",
    ),
    *_units(
        "mass",
        "g = 1 | grams?, grammes?, gms?, gr ! g, G",
        "mg = 0.001 | mg",
        "µg = 0.000001 | ug",
        "kg = 1000 | kgs?, kilos?, kilograms?",
        "t = 1000000 | tons?, tonnes?, m/?t, mts? ! t",
        "lb = 453.59237 | lbs?, pounds?",
        "oz = 28.349523125 | oz, ounces?",
    ),
    *_units(
        "volume",
        "ml = 1 | ml, millilit(?:er|re)s?",
        "cl = 10 | cl",
        "l = 1000 | lit(?:er|re)s?, lt[rs]? ! l, L",
        "m³ = 1000000 | cbm, m3, cu\\.? ?m, cubic met(?:er|re)s?",
        "fl oz | fl\\.? ?oz",
        "gal | gal(?:lons?)?",
        "cc = 1 | cc",
    ),
    *_units(
        "area",
        "m² = 1 | sqm, m2, sq\\.? ?m, square met(?:er|re)s?",
        "cm² = 0.0001 | cm2, sq\\.? ?cm",
        "sq ft | sq\\.? ?ft, ft2",
    ),
    *_units(
        "areal density",
        "g/m² = 1 | gsm, g/m2, g/sqm, gr?/m2, grams? per square met(?:er|re)",
        "oz/yd² | oz/yd2, oz/sq\\.? ?yd",
    ),
    *_units("density", "kg/m³ = 1 | kg/m3, kgs? per m3, kg/cbm", "g/cm³ = 1000 | g/cm3, g/cc, g/ml", "g/l | g/l"),
    *_units("angle", "° | degrees?", "deg C | °"),
    *_units("power", "W | watts? ! W", "kW | kw", "hp | hp"),
    *_units("charge", "mAh = 1 | mah", "Ah = 1000 | ! Ah"),
    *_units("energy", "kWh | kwh, wh", "J | joules? ! J", "kcal | kcal, kj"),
    *_units("light", "lm | lm, lumens?", "lx | lux, lx", "K | kelvin"),
    *_units("cell", "threads/inch | threads?/inch, tc, threads? per inch"),
)
"""What a manufactured thing has with a deviation: stated alone it lacks a tolerance."""

TESTED: tuple[Unit, ...] = (
    *_units(
        "pressure",
        "kPa = 1 | kpa",
        "MPa = 1000 | mpa, n/mm2",
        "bar = 100 | bars?",
        "psi | psi",
        "Pa | ! Pa",
        "mmH2O | mm ?h2o, mm wc",
    ),
    *_units(
        "force", "N = 1 | newtons?, n/\\d* ?(?:mm|cm) ! N", "kN = 1000 | kn", "kgf | kgf", "cN | ! cN", "Nm | nm, n\\.m"
    ),
    *_units("hardness", "Shore | shore(?: [ad])?", "HRC | hrc, hrb", "HV | hv, hb, hbw"),
    *_units("temperature", "°C | °c, °, deg\\.? ?c, celsius", "°F | °f"),
    *_units("sound", "dB | db ?\\(?a\\)?, db"),
    *_units("content", "ppm | ppm, mg/kg, mg/l, ug/kg, ug/l, ppb", "% RH | % ?rh"),
    *_units("viscosity", "mPa·s | mpa\\.?s, cps?, cst, pa\\.s"),
    *_units("speed", "rpm | rpm, r/min, min-1", "m/min | m/min, m/s, km/h"),
    *_units("light fastness", "gloss units | gu, gloss units"),
)
"""What only a test tells: stated alone it lacks a method as well."""

NOMINAL: tuple[Unit, ...] = (
    *_units("linear mass", "denier | denier, den ! D", "dtex | dtex", "tex | tex"),
    *_units("wire", "AWG | awg"),
    *_units("voltage", "V | volts?, vac, vdc, kv ! V"),
    *_units("current", "A | amps?, ma ! A"),
    *_units("frequency", "Hz | hz, khz, mhz, ghz"),
    *_units("resistance", "Ω | Ω, ohms?, k ?ohms?, mohms?"),
    *_units("pixels", "px | px, pixels?, dpi, mp"),
    *_units("data", "GB | gb, tb, mb"),
)
"""Ratings, by which a thing is named rather than measured."""

COUNTED = (
    "pcs?|pieces?|pce|sets?|pairs?|prs|dozens?|doz|cartons?|ctns?|boxes|box|bags?|rolls?|pallets?|plts?"
    "|units?|containers?"
    "|bottles?|drums?|cases?|packs?|packets?|sheets?|bundles?|reels?|bales?|sacks?|cans?|jars?|tubes?|cylinders?|coils?"
    "|barrels?|trays?|crates?|sachets?|vials?|ampoules?|lots?|batch(?:es)?|teu|feu|items?|parts?|samples?|specimens?"
    "|copies|copy|originals?|colou?rs?|layers?|ply|plies|spools?|shipments?|skids?|labels?|holes?|persons?|units"
)
PERIODS = (
    "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?|cycles?|washes|wash"
    "|times?|strokes?|rubs)"
)


@cache
def spelled(*, groups: tuple[tuple[Unit, ...], ...]) -> str:
    """A pattern for every way of writing the units of the groups; longer ways first."""
    plain = sorted({way for group in groups for unit in group for way in unit.written}, key=len, reverse=True)
    exact = sorted({way for group in groups for unit in group for way in unit.exact}, key=len, reverse=True)
    return f"(?:(?i:{'|'.join(plain)})|{'|'.join(exact)})" if exact else f"(?i:{'|'.join(plain)})"


def in_first(*, text: str) -> tuple[str, Decimal] | None:
    """The kind of a measured value and its size in the first unit of the kind: `50 cm` is 500 of length; None if unknown."""
    number, _, written = text.partition(" ")
    value = figures.amount(number)
    for pattern, unit in _known():
        if value is not None and unit.size is not None and pattern.opens(written.encode("ascii", "replace"), start=0):
            return unit.kind, value * unit.size
    return None


@cache
def _known() -> tuple[tuple[Pattern, Unit], ...]:
    return tuple(
        (compiled(f"(?:{'|'.join([*(f'(?i:{way})' for way in unit.written), *unit.exact])})$"), unit)
        for unit in PHYSICAL
    )
