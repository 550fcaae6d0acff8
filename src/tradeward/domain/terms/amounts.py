"""Figures with their unit and limits as the trade writes them, in English and in the English of China: "80g/㎡ ±5%", "5 万件"."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tradeward.domain.refusals import RuleBroken
from tradeward.domain.terms import units

LONGEST = 120
"""Characters of a figure with all that belongs to it; more is refused."""
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{1,30})?"
_TIMES = {"百": 2, "千": 3, "万": 4, "百万": 6, "亿": 8, "hundred": 2, "thousand": 3, "million": 6, "": 0}
_VALUE = rf"(?P<value>{_NUMBER}) ?(?P<times>百万|百|千(?![克米瓦帕牛伏赫卡欧])|万|亿|(?:hundred|thousand|million)\b)?"
_FIGURE = re.compile(rf"{_VALUE} ?(?P<unit>.*)", re.DOTALL)
_SCALE_FIRST = re.compile(r"(?P<scale>[^\d+\-±≥≤]+?) ?(?P<rest>[+-]?\d.*)", re.DOTALL)
_TOLERANCE = re.compile(
    rf"(?:±|\+/-|\+-) ?(?P<both>{_NUMBER}) ?%|\+ ?(?P<more>{_NUMBER}) ?%? ?/ ?-? ?(?P<less>{_NUMBER}) ?%"
)
_SPREAD = re.compile(rf"(?P<head>.*?) ?(?:±|\+/-|\+-) ?(?P<size>{_NUMBER}) ?(?P<tail>.*)", re.DOTALL)
_APART = re.compile(
    rf"(?P<head>.*?) ?\(?\+ ?(?P<more>{_NUMBER}) ?%? ?/ ?(?:-|(?=0\b)) ?(?P<less>{_NUMBER}) ?(?P<tail>[^()]*)\)?",
    re.DOTALL,
)
_RANGE = re.compile(
    rf"(?:between|from)? ?(?P<low>{_NUMBER}) ?(?P<mid>[^\d]*?) ?(?:-|~|to|and|至|到) ?(?P<high>{_NUMBER}) ?(?P<tail>.*)",
    re.DOTALL,
)
_LEAST = (
    "at least",
    "not less than",
    "no less than",
    "minimum",
    "min.",
    "min",
    "≥",
    ">=",
    "不少于",
    "不低于",
    "不小于",
    "至少",
)
_MOST = (
    "at most", "not more than", "no more than", "not exceeding", "up to", "maximum", "max.", "max", "≤", "<=", "不超过", "不大于",
    "不高于", "不多于", "至多",
)  # fmt: skip
_LEAST_AFTER = ("or more", "minimum", "min.", "min", "以上")
_MOST_AFTER = ("or less", "maximum", "max.", "max", "以下", "以内")
_OPEN = re.compile(r"(?:more than|over|above|greater than|>|less than|under|below|<|大于|超过|小于|低于|少于)(?!=)")
_VAGUE = re.compile(r"(?:about|approx|around|circa|ca\.|~|≈|大约|约|左右)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a unit, as printed; the unit is empty where none was written."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most that conform, both included, None where there is none; a single value has neither."""

    min: Decimal | None
    max: Decimal | None
    unit: str


def amount(*, text: str) -> Amount:
    """The one value that `text` writes: `80 克` is 80 g, `5 万件` are 50,000 pieces, `HRC 58` is a hardness.

    Refuses: what is no figure with a known unit, such as `Pantone 286 C`.
    """
    found = _FIGURE.fullmatch(_plain(text))
    if found is None:
        raise _refused(text, "is no figure with a unit, such as 161.5 g/m²")
    if found["unit"].startswith(","):
        raise _refused(text, "has a comma where a point parts the decimals: 0.5, and 1,500 for fifteen hundred")
    if found["unit"] and units.named(text=found["unit"]) is None:
        raise _refused(text, f"has no unit that is known here: {found['unit']!r}")
    value = Decimal(found["value"].replace(",", "")).scaleb(_TIMES[found["times"] or ""])
    return Amount(value + 0, units.symbol(text=found["unit"]))


def limits(*, text: str) -> Limits:
    """The limits that `text` sets: `170 gsm ± 5 %`, `80-85 mm`, `+5/-0 %`, `≥ 80 克`, `50 mm max`; both ends are included.

    Refuses: what is no figure; about; and more than or less than, which leave open what the figure itself is.
    """
    plain = _plain(text)
    if _VAGUE.search(plain.casefold()) and not _RANGE.fullmatch(plain):
        raise _refused(text, "says about: write how much more and how much less")
    for read in (_apart, _spread, _range, _one_sided):
        if (found := read(plain)) is not None:
            return found
    if _OPEN.search(plain.casefold()):
        raise _refused(text, "leaves open whether the figure itself conforms: write at least or at most")
    return Limits(None, None, amount(text=text).unit)


def tolerance(*, text: str) -> tuple[Decimal, Decimal]:
    """How many per cent less and more `±5%` or `+5/-3 %` allows, in this order. Refuses: what is no tolerance in per cent."""
    found = _TOLERANCE.fullmatch(_plain(text))
    if found is None:
        raise _refused(text, "is no tolerance in per cent, such as ±5 % or +5/-3 %")
    less, more = found["both"] or found["less"], found["both"] or found["more"]
    return abs(Decimal(less)), abs(Decimal(more))


def shown(value: Decimal | Fraction) -> str:
    """A number written out, without an exponent; one that no decimal is equal to as a fraction."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest > 1:
        return str(value)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{'-' if value < 0 else ''}{whole}{'.' if part else ''}{part}"


def _apart(plain: str) -> Limits | None:
    found = _APART.fullmatch(plain)
    if found is None:
        return None
    tail = "%" if "%" in plain[found.start("more") :] else found["tail"]
    return _around(found["head"], more=found["more"], less=found["less"], tail=tail)


def _spread(plain: str) -> Limits | None:
    found = _SPREAD.fullmatch(plain)
    return _around(found["head"], more=found["size"], less=found["size"], tail=found["tail"]) if found else None


def _around(head: str, *, more: str, less: str, tail: str) -> Limits:
    """A value and how far it may lie above and below: in per cent of it, or in its own unit."""
    middle = amount(text=f"{head} {tail}" if _FIGURE.fullmatch(head) and not _unit_of(head) and tail != "%" else head)
    up, down = (Fraction(Decimal(size.replace(",", ""))) for size in (more, less))
    value = Fraction(middle.value)
    if tail == "%" and not middle.unit:
        raise _refused(f"{head} ± {more} %", "leaves open what it is per cent of: write the unit of the figure")
    if tail == "%" and middle.unit != "%":
        up, down = abs(value) * up / 100, abs(value) * down / 100
    elif tail and units.symbol(text=tail) != middle.unit:
        raise _refused(
            f"{head} ± {more} {tail}", f"has its tolerance in another unit: write it in {middle.unit} or in %"
        )
    return Limits(_decimal(value - abs(down)), _decimal(value + abs(up)), middle.unit)


def _range(plain: str) -> Limits | None:
    found = _RANGE.fullmatch(plain)
    if found is None:
        return None
    unit = found["tail"] or found["mid"]
    low, high = amount(text=f"{found['low']} {found['mid'] or unit}"), amount(text=f"{found['high']} {unit}")
    if low.unit != high.unit:
        raise _refused(plain, "has its two ends in different units")
    if low.value > high.value:
        raise _refused(plain, "has its lower end above the upper one")
    return Limits(low.value, high.value, low.unit)


def _one_sided(plain: str) -> Limits | None:
    low = plain.casefold()
    sides: tuple[tuple[bool, tuple[str, ...]], ...] = ((True, _LEAST), (False, _MOST))
    for least, words in sides:
        if word := next((word for word in words if low.startswith(word)), ""):
            return _limit(amount(text=plain[len(word) :]), least=least)
    sides = ((True, _LEAST_AFTER), (False, _MOST_AFTER))
    for least, words in sides:
        if word := next((word for word in words if low.endswith(word) and _unit_of(plain[: -len(word)])), ""):
            return _limit(amount(text=plain[: -len(word)]), least=least)
    return None


def _limit(found: Amount, *, least: bool) -> Limits:
    return Limits(found.value if least else None, None if least else found.value, found.unit)


def _unit_of(text: str) -> str:
    found = _FIGURE.fullmatch(text.strip())
    return found["unit"].strip() if found else ""


def _decimal(value: Fraction) -> Decimal:
    return Decimal(shown(value))


def _plain(text: str) -> str:
    """Full-width signs and the many dashes as one, blanks single. Refuses: what is longer than a figure can be."""
    if len(text) > LONGEST:
        raise _refused(f"{text[:20]}…", f"has more than {LONGEST} characters")
    dashed = re.sub("[–—−‒‑]", "-", unicodedata.normalize("NFKC", text.replace("µ", "u")))
    plain = " ".join(dashed.split())
    first = _SCALE_FIRST.fullmatch(plain)
    scale = units.named(text=first["scale"]) if first else None
    return f"{first['rest']} {scale.symbol}" if first and scale and scale.is_scale else plain


def _refused(text: str, why: str) -> RuleBroken:
    return RuleBroken(f"{text!r} {why}", field="amount")
