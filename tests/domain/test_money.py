"""Money in whole minor units (RULES §7)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain import money
from tradeward.domain.money import BASIS, Money
from tradeward.domain.refusals import RuleBroken

MINOR = st.integers(-(10**15), 10**15)
CURRENCIES = st.sampled_from(sorted(money.CURRENCIES))


def parts_of_a_whole(cuts: list[int]) -> tuple[int, ...]:
    edges = [0, *sorted(cuts), BASIS]
    return tuple(after - before for before, after in zip(edges, edges[1:], strict=False))


PLANS = st.lists(st.integers(1, BASIS - 1), max_size=4, unique=True).map(parts_of_a_whole)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [
        ("USD", 2),
        ("CNY", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("VND", 0),
        ("CLP", 0),
        ("KWD", 3),
        ("BHD", 3),
        ("TND", 3),
    ],
)
def test_a_currency_has_its_iso_exponent(currency: str, digits: int) -> None:
    """RULES §7: ISO 4217 exponent."""
    assert money.exponent(currency) == digits


@pytest.mark.parametrize("currency", ["usd", "US", "", "XXX", "BTC", "USD ", "840"])
def test_another_code_is_refused(currency: str) -> None:
    """RULES §7: ISO 4217, by name."""
    with pytest.raises(RuleBroken, match=f"currency {currency!r} is not an ISO 4217 code") as caught:
        Money(1, currency)
    assert caught.value.field == "currency"


def test_w13_late_days_in_a_currency_without_cents() -> None:
    """RULES §12 W13: JPY 1,000,000 at 0.35 % a day for 3 days is 10,500."""
    order = Money.parse("1000000", currency="JPY")
    assert Money(money.share(minor=order.minor, bp=3 * 35), "JPY").amount == "10500"


def test_w13_a_plan_in_a_currency_with_three_digits() -> None:
    """RULES §12 W13: KWD 1,000.000 in 3333/3333/3334 is 333.300, 333.300 and 333.400."""
    order = Money.parse("1000.000", currency="KWD")
    parts = money.split(minor=order.minor, bps=(3_333, 3_333, 3_334))
    assert [Money(part, "KWD").amount for part in parts] == ["333.300", "333.300", "333.400"]


@given(st.integers(0, 10**15), PLANS)
def test_the_parts_of_a_plan_sum_to_the_whole_and_none_is_a_unit_off(minor: int, bps: tuple[int, ...]) -> None:
    """RULES §4, §7: nothing is lost or made by splitting; no part is negative."""
    parts = money.split(minor=minor, bps=bps)
    assert (sum(parts), len(parts)) == (minor, len(bps))
    assert [abs(part - Fraction(minor * bp, BASIS)) <= 1 for part, bp in zip(parts, bps, strict=True)] == [True] * len(
        bps
    )
    assert min(parts) >= 0


@pytest.mark.parametrize(
    ("bps", "parts"),
    [
        ((10_000,), (5,)),
        ((5_000, 5_000), (3, 2)),
        ((1_000,) * 10, (1, 0, 1, 0, 1, 0, 1, 0, 1, 0)),
        ((1, 9_999), (0, 5)),
    ],
)
def test_each_boundary_is_rounded_and_never_a_part(bps: tuple[int, ...], parts: tuple[int, ...]) -> None:
    """RULES §7: half-up at the boundaries 2.5, 0.5, 1.5 …"""
    assert money.split(minor=5, bps=bps) == parts


@pytest.mark.parametrize("bps", [(5_000, 4_999), (5_000, 5_001), (10_000, 0), (10_001, -1), (1,)])
def test_parts_that_are_no_whole_are_refused(bps: tuple[int, ...]) -> None:
    """RULES §4: a plan is positive parts that make 10,000 basis points."""
    with pytest.raises(RuleBroken, match="each must be positive and together they must be 10000") as caught:
        money.split(minor=100, bps=bps)
    assert caught.value.field == "plan"


@pytest.mark.parametrize(
    ("number", "rounded"),
    [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-0.5", -1), ("-2.5", -3), ("-2.4", -2), ("7", 7)],
)
def test_a_half_is_rounded_away_from_zero(number: str, rounded: int) -> None:
    """RULES §7, R7.1: half-up."""
    assert money.half_up(Decimal(number)) == rounded


@given(MINOR, st.integers(0, BASIS))
def test_a_share_is_the_nearest_whole(minor: int, bp: int) -> None:
    """RULES §7: within half a unit of the exact share, also of sums beyond 28 digits."""
    assert abs(money.share(minor=minor, bp=bp) - Fraction(minor * bp, BASIS)) <= Fraction(1, 2)
    assert money.share(minor=minor, bp=bp) + money.share(minor=minor, bp=BASIS - bp) - minor in (-1, 0, 1)


@given(MINOR, CURRENCIES)
def test_money_survives_being_written_and_read(minor: int, currency: str) -> None:
    """RULES §7: the notation has exactly the currency's digits."""
    written = Money(minor, currency)
    assert Money.parse(written.amount, currency=currency) == written
    assert len(written.amount.partition(".")[2]) == money.exponent(currency)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("10000.00", "USD", 1_000_000),
        ("10000", "USD", 1_000_000),
        ("10000.5", "USD", 1_000_050),
        ("0", "USD", 0),
        ("-0.01", "USD", -1),
        ("18519", "JPY", 18_519),
        ("18519.000", "JPY", 18_519),
        ("310.250", "KWD", 310_250),
    ],
)
def test_a_decimal_is_read(amount: str, currency: str, minor: int) -> None:
    """RULES §7: decimal notation into minor units."""
    assert Money.parse(amount, currency=currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency"), [("0.001", "USD"), ("0.5", "JPY"), ("1.0001", "KWD"), ("1.0010", "USD")]
)
def test_more_digits_than_the_currency_has_are_refused(amount: str, currency: str) -> None:
    """RULES §7: nothing is rounded on the way in."""
    with pytest.raises(RuleBroken, match=f"{currency} has [023] digits after the point") as caught:
        Money.parse(amount, currency=currency)
    assert caught.value.field == "amount"


@pytest.mark.parametrize(
    "amount",
    [
        "",
        "abc",
        "1,000",
        "USD 1",
        "1.2.3",
        "1e3",
        "1E3",
        "NaN",
        "Infinity",
        " 1",
        "1_000",
        "+1",
        "1.",
        ".5",
        "１",
        "1\n",
    ],
)
def test_what_is_no_plain_number_is_refused(amount: str) -> None:
    """RULES §7: one notation; NaN and 1e3 are refused."""
    with pytest.raises(RuleBroken, match="is no decimal number") as caught:
        Money.parse(amount, currency="USD")
    assert caught.value.field == "amount"


def test_an_absurd_amount_is_refused_and_not_rounded() -> None:
    """RULES §7: no digit is lost, however many are sent."""
    most = Money(money.MOST_MINOR, "USD").amount
    assert Money.parse(most, currency="USD").minor == money.MOST_MINOR
    for amount in ("1000000000000000.01", "-1000000000000000.01", "9" * 5_000):
        with pytest.raises(RuleBroken, match="is more than USD 1,000,000,000,000,000.00") as caught:
            Money.parse(amount, currency="USD")
        assert caught.value.field == "amount"


@given(MINOR, MINOR, CURRENCIES)
def test_money_adds_subtracts_and_compares_like_its_minor_units(one: int, other: int, currency: str) -> None:
    """RULES §7: exact integers."""
    left, right = Money(one, currency), Money(other, currency)
    assert ((left + right).minor, (left - right).minor) == (one + other, one - other)
    assert (left < right, left <= right, left == right) == (one < other, one <= other, one == other)


def test_two_currencies_never_mix_and_a_unit_is_whole() -> None:
    """RULES §7, R7.1: one currency per order; no float."""
    dollar, yen = Money(100, "USD"), Money(100, "JPY")
    for mix in (lambda: dollar + yen, lambda: dollar - yen, lambda: dollar < yen, lambda: dollar <= yen):
        with pytest.raises(ValueError, match="USD and JPY do not mix"):
            mix()
    for wrong in (1.0, Decimal(1), True, "1"):
        with pytest.raises(TypeError, match="minor units are int"):
            Money(wrong, "USD")  # type: ignore[arg-type]


def test_money_is_shown_with_its_currency_and_separators() -> None:
    """RULES §7: as a person reads it."""
    shown = [
        str(Money(1_000_000, "USD")),
        str(Money(1_000_000, "JPY")),
        str(Money(1_000_000, "KWD")),
        str(Money(-5, "USD")),
    ]
    assert shown == ["USD 10,000.00", "JPY 1,000,000", "KWD 1,000.000", "USD -0.05"]
