"""Units of the trade, figures with their limits, and dates: what is read, what is refused, what is converted (RULES §6)."""

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain.linting.parse import units as of_linter
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.terms import amounts, units

WRITTEN = {
    "pcs": "pcs", "PCS": "pcs", "piece": "pcs", "件": "pcs", "set": "set", "套": "set", "dozen": "dozen",
    "打": "dozen", "carton": "carton", "CTNS": "carton", "箱": "carton", "pallet": "pallet", "gsm": "g/m²",
    "GSM": "g/m²", "g/㎡": "g/m²", "克/平方米": "g/m²", "克": "g", "mil": "mil", "MIL": "mil", "ml": "mL", "mL": "mL",
    "CBM": "m³", "cu. m": "m³", "方": "m³", "denier": "den", "D": "den", "dtex": "dtex", "Shore A": "Shore A",
    "shore d": "Shore D", "HRC": "HRC", "HRB": "HRB", "AWG": "AWG", "oz/yd²": "oz/yd²", "oz/sq.yd": "oz/yd²",
    "micron": "µm", "µm": "µm", "μm": "µm", "lux": "lx", "dB": "dB", "dB(A)": "dB(A)", "ppm": "ppm", "℃": "°C",
    "摄氏度": "°C", "㎜": "mm", "N·m": "N·m", "nm": "nm", "MPa": "MPa", "Mpa": "MPa", "N/mm²": "MPa", "mAh": "mAh",
    "Kgs": "kg", "sqm": "m²", "%": "%", "寸": None, "M": None, "C": None, "mPa": None, "parsec": None, "pc/s": None,
    "": None, "Mm3x": None,
}  # fmt: skip


@pytest.mark.parametrize(("written", "symbol"), WRITTEN.items())
def test_a_unit_as_the_trade_writes_it(written, symbol):
    """RULES §6: "pcs" is never parsecs, "mil" never a millilitre, and a letter is no unit that it could not be."""
    found = units.named(text=written)
    assert (found.symbol if found else None) == symbol


def test_no_two_units_are_written_alike():
    """What could be two is none; each unit is known by its own symbol."""
    ways = [(way, unit.name) for unit in units.units() for way in set(unit.written)]
    assert len({way for way, _ in ways}) == len(ways)
    assert [one.name for one in units.units() if units.named(text=one.symbol) != one] == []


CONVERTED = [
    ("1", "in", "mm", "25.4"), ("6", "mil", "mm", "0.1524"), ("100", "°C", "°F", "212"), ("-40", "°F", "°C", "-40"),
    ("2.5", "dozen", "pcs", "30"), ("1", "CBM", "L", "1000"), ("1", "%", "ppm", "10000"), ("9", "den", "dtex", "10"),
    ("1", "丝", "µm", "10"), ("1", "kgf", "N", "9.80665"), ("2", "斤", "kg", "1"), ("1", "lb", "g", "453.59237"),
    ("1", "N/mm²", "kPa", "1000"), ("5", "whatever", "whatever", "5"), ("2.50", "mm", "mm", "2.50"), ("1", "kWh", "Wh", "1000"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "unit", "to", "is_"), CONVERTED)
def test_a_value_is_converted_exactly(value, unit, to, is_):
    """RULES §6: no rounding on the way."""
    assert units.converted(value=Decimal(value), unit=unit, to=to) == Fraction(is_)


def test_what_no_decimal_is_equal_to_stays_a_fraction():
    assert units.converted(value=Decimal(150), unit="denier", to="dtex") == Fraction(500, 3)
    assert units.converted(value=Decimal(1), unit="oz/yd²", to="gsm") == Fraction(45359237, 1600000) / Fraction(
        "0.83612736"
    )


@pytest.mark.parametrize(
    ("unit", "to", "says"),
    [
        ("kg", "mm", "kg cannot be turned into mm: they measure different things"),
        ("pcs", "kg", "pcs cannot be turned into kg: they measure different things"),
        ("pcs", "carton", "carton is a scale of its own"),
        ("AWG", "mm", "AWG cannot be turned into mm: AWG is a scale of its own"),
        ("Shore A", "Shore D", "Shore A is a scale of its own"),
        ("HRC", "HRB", "HRC is a scale of its own"),
        ("dB(A)", "dB", r"dB\(A\) is a scale of its own"),
        ("furlong", "m", "'furlong' is no unit that is known here: give the value in 'm'"),
        ("m", "furlong", "'furlong' is no unit that is known here"),
    ],
)
def test_another_dimension_is_refused_by_name(unit, to, says):
    """RULES §6: also gauges and scales of hardness, which no formula turns into another."""
    with pytest.raises(RuleBroken, match=says):
        units.converted(value=Decimal(5), unit=unit, to=to)


@pytest.mark.parametrize(
    ("unit", "to"), [("piece", "pcs"), ("件", "PCS"), ("PCS", "pcs"), ("furlong", "furlong"), ("gsm", "g/㎡")]
)
def test_two_ways_to_write_one_unit_need_no_conversion(unit, to):
    """RULES §6: units that count, and units that nobody knows, are compared as they are named."""
    assert units.converted(value=Decimal("5.25"), unit=unit, to=to) == Fraction(21, 4)


SIZED = [one for one in of_linter.PHYSICAL if one.size is not None and units.named(text=one.name) is not None]


@pytest.mark.parametrize("unit", SIZED, ids=lambda one: one.name)
def test_the_linters_sizes_are_those_of_the_registry(unit):
    """docs/decisions/units.md: two lists for two uses, and one truth."""
    first = next(one for one in SIZED if one.kind == unit.kind)
    there = units.converted(value=unit.size, unit=first.name, to=unit.name)
    assert there == first.size


AMOUNTS = {
    "80 克": "80 g", "80g/㎡": "80 g/m²", "5 万件": "50000 pcs", "1.2万": "12000 ", "12,000 pcs": "12000 pcs", "5千克": "5 kg",
    "5千件": "5000 pcs", "3 百万件": "3000000 pcs", "2 thousand sets": "2000 set", "300 mil": "300 mil", "HRC 58": "58 HRC",
    "Shore A 70": "70 Shore A", "１２㎜": "12 mm", "-5 ℃": "-5 °C", "0.5 m.": "0.5 m",
}  # fmt: skip


@pytest.mark.parametrize(("text", "is_"), AMOUNTS.items())
def test_a_figure_in_english_and_in_the_english_of_china(text, is_):
    """RULES §6: read to the one value that it means."""
    found = amounts.amount(text=text)
    assert f"{found.value:f} {found.unit}" == is_


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Pantone 286 C", "is no figure with a unit"),
        ("286 C", "has no unit that is known here: 'C'"),
        ("0,5 mm", "has a comma where a point parts the decimals"),
        ("1e3 mm", "has no unit that is known here"),
        ("good", "is no figure with a unit"),
        ("", "is no figure with a unit"),
        ("1" * 400, "has more than 120 characters"),
    ],
)
def test_what_is_no_figure_is_refused(text, says):
    """RULES §6: a colour code is no charge, and nothing is guessed."""
    with pytest.raises(RuleBroken, match=says):
        amounts.amount(text=text)


LIMITS = {
    "170 gsm ± 5 %": ("161.5", "178.5", "g/m²"), "170±5g/㎡": ("165", "175", "g/m²"),
    "170 g/m² +/-5%": ("161.5", "178.5", "g/m²"), "80-85 mm": ("80", "85", "mm"), "80 mm – 85 mm": ("80", "85", "mm"),
    "between 8 and 9 cm": ("8", "9", "cm"), "10~12 N": ("10", "12", "N"), "-5 to -2 °C": ("-5", "-2", "°C"),
    "≥ 80 克": ("80", None, "g"), "不少于 80 克": ("80", None, "g"), "80克以上": ("80", None, "g"),
    "50 mm max": (None, "50", "mm"), "≤3 dB": (None, "3", "dB"), "not exceeding 5 kg": (None, "5", "kg"),
    "50 mm min.": ("50", None, "mm"), "70 mm +5/-0 %": ("70", "73.5", "mm"),
    "70 +0.5/-0.2 mm": ("69.8", "70.5", "mm"), "80 mm (+1/-2)": ("78", "81", "mm"), "HRC 58-62": ("58", "62", "HRC"),
    "Shore A 70 ± 5": ("65", "75", "Shore A"), "5 万件 ±5%": ("47500", "52500", "pcs"),
    "-10 °C ± 10 %": ("-11", "-9", "°C"), "100 mm": (None, None, "mm"), "50 min": (None, None, "min"), "1/3": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "is_"), LIMITS.items())
def test_limits_as_they_are_written(text, is_):
    """R6.6: a tolerance becomes two limits; a single value has none."""
    if is_ is None:
        with pytest.raises(RuleBroken):
            amounts.limits(text=text)
        return
    found = amounts.limits(text=text)
    assert tuple(None if one is None else f"{one.normalize():f}" for one in (found.min, found.max)) == is_[:2]
    assert found.unit == is_[2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("about 80 g", "says about"),
        ("约80克", "says about"),
        ("more than 80 g", "write at least or at most"),
        ("under 5 kg", "write at least or at most"),
        ("70 °C ± 2 °F", "has its tolerance in another unit"),
        ("5 ± 1 %", "leaves open what it is per cent of"),
        ("85-80 mm", "lower end above the upper"),
        ("8 mm - 9 cm", "in different units"),
        ("±5%", "is no figure with a unit"),
    ],
)
def test_limits_that_leave_something_open_are_refused(text, says):
    """R6.6: nothing is guessed."""
    with pytest.raises(RuleBroken, match=says):
        amounts.limits(text=text)


@pytest.mark.parametrize(
    ("text", "is_"), [("±5%", "5 5"), ("± 2.5 %", "2.5 2.5"), ("+5/-3 %", "3 5"), ("+5%/-3%", "3 5"), ("+0/-3%", "3 0")]
)
def test_a_tolerance_alone(text, is_):
    """RULES §6: how many per cent less, and more."""
    assert " ".join(map(str, amounts.tolerance(text=text))) == is_


@pytest.mark.parametrize("text", ["5", "5 %", "about 5%", "± 5 mm", ""])
def test_what_is_no_tolerance_is_refused(text):
    with pytest.raises(RuleBroken, match="is no tolerance in per cent"):
        amounts.tolerance(text=text)


@given(st.fractions(max_denominator=10**6))
def test_a_number_is_written_out_whole(value):
    """RULES §7: no exponent, no rounding."""
    assert Fraction(amounts.shown(value)) == value


@given(st.text(max_size=140))
def test_any_text_is_a_figure_or_refused(text):
    """DESIGN §4: never a traceback."""
    for read in (amounts.amount, amounts.limits, amounts.tolerance):
        with suppress(RuleBroken):
            read(text=text)
