"""The coverage limit of a supplier, its performance and its points (RULES §3)."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain import supplier_limit
from tradeward.domain.money import Money
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.supplier_limit import CompletedOrder, History, Mark, Tally

POLICY = Policy.load("standard")
DAY = date(2026, 6, 1)
NEW = History(joined=DAY, site_audited=False)


def days_ago(n: int) -> date:
    return DAY - timedelta(days=n)


def traded(usd: int, *, ago: int = 10, **kind: bool) -> CompletedOrder:
    return CompletedOrder(value_minor=usd * 100, closed=days_ago(ago), **kind)


def marked(points: int, *, ago: int = 10, reversed: bool = False) -> Mark:
    return Mark(points=points, since=days_ago(ago), reversed=reversed)


def limit_of(history: History, policy: Policy = POLICY) -> str:
    return supplier_limit.limit(history=history, policy=policy, day=DAY).limit.amount


@pytest.mark.parametrize(
    ("site_audited", "days_here", "limit"),
    [
        (False, 0, "1000.00"),
        (False, 5000, "1000.00"),
        (True, 0, "5000.00"),
        (True, 729, "5000.00"),
        (True, 730, "20000.00"),
    ],
)
def test_the_base_follows_from_verification(site_audited: bool, days_here: int, limit: str) -> None:
    """RULES §3, §1, R3.3 S1: 1,000 on documents, 5,000 with a site audit, 20,000 after two years."""
    assert limit_of(History(joined=days_ago(days_here), site_audited=site_audited)) == limit


@pytest.mark.parametrize(
    ("orders", "limit"),
    [
        ((), "1000.00"),
        ((traded(10_000),), "3000.00"),
        ((traded(10_000), traded(2_499)), "3400.00"),  # 3,499.80 rounded down to a whole 100
        ((traded(10_000, ago=180),), "3000.00"),
        ((traded(10_000, ago=181),), "1000.00"),
        ((traded(10_000, ago=-1),), "1000.00"),
        ((traded(10_000, related=True),), "1000.00"),
        ((traded(10_000, self_paid=True),), "1000.00"),
        ((traded(10_000, reversed=True),), "1000.00"),
        ((traded(10_000, related=True), traded(5_000)), "2000.00"),
        ((traded(2_495_000),), "500000.00"),
        ((traded(2_494_999),), "499900.00"),
        ((traded(90_000_000),), "500000.00"),
    ],
)
def test_experience_raises_the_limit(orders: tuple[CompletedOrder, ...], limit: str) -> None:
    """R3.3, R3.4, S2: 0.20 of what was completed in 180 days, up to 500,000."""
    assert limit_of(replace(NEW, orders=orders)) == limit


@pytest.mark.parametrize(
    ("marks", "overdue", "suspended", "limit"),
    [
        ((), False, False, "5000.00"),
        ((marked(23),), False, False, "5000.00"),
        ((marked(24),), False, False, "2500.00"),
        ((marked(47),), False, False, "2500.00"),
        ((marked(48),), False, False, "0.00"),
        ((), True, False, "2500.00"),
        ((marked(24),), True, False, "1200.00"),  # 1,250 rounded down to a whole 100
        ((), False, True, "0.00"),
        ((marked(24), marked(24)), False, False, "0.00"),
        ((marked(24), marked(24, reversed=True)), False, False, "2500.00"),
        ((marked(24), marked(24, ago=365)), False, False, "0.00"),
        ((marked(24), marked(24, ago=366)), False, False, "2500.00"),
        ((marked(24), marked(24, ago=-1)), False, False, "2500.00"),
    ],
)
def test_points_and_debts_cut_the_limit(marks: tuple[Mark, ...], overdue: bool, suspended: bool, limit: str) -> None:
    """RULES §3, R3.6, R3.7: half at 24 points, half more while a debt is overdue, 0 at 48 or suspended."""
    audited = History(joined=DAY, site_audited=True, marks=marks, debt_overdue=overdue, suspended=suspended)
    assert limit_of(audited) == limit


@pytest.mark.parametrize(
    ("tallies", "performance_bp"),
    [
        ({}, 10_000),  # nothing known: as the population
        ({"in_time": Tally(90, 100)}, 10_000),  # exactly as the population
        ({"in_time": Tally(20, 20)}, 11_000),  # 38/40 = 0.95: half of the way to faultless, weight 0.4
        ({"in_time": Tally(0, 20)}, 8_000),  # 18/40: half of the population, weight 0.4
        ({"passed_at_once": Tally(20, 20)}, 10_750),
        ({"passed_at_once": Tally(0, 20)}, 8_500),
        ({"undisputed": Tally(20, 20)}, 10_500),
        ({"undisputed": Tally(0, 20)}, 9_000),
        ({"answered": Tally(20, 20)}, 10_250),
        ({"answered": Tally(0, 20)}, 9_500),
        ({"in_time": Tally(1, 1)}, 10_095),  # 19/21: one order moves little
        (dict.fromkeys(("in_time", "passed_at_once", "undisputed", "answered"), Tally(10**9, 10**9)), 15_000),
        (dict.fromkeys(("in_time", "passed_at_once", "undisputed", "answered"), Tally(0, 10**9)), 0),
    ],
)
def test_performance_is_shrunk_towards_the_population(tallies: dict[str, Tally], performance_bp: int) -> None:
    """RULES §3, R3.4: 0 to 1.5 over on-time, first-pass, disputes lost, answer time; few orders weigh little."""
    assert supplier_limit.performance_bp(history=replace(NEW, **tallies), policy=POLICY) == performance_bp


def test_supplier_and_buyer_can_read_the_arithmetic() -> None:
    """RULES §3: every number of the limit, in lines that can be reckoned again."""
    history = History(
        joined=days_ago(900),
        site_audited=True,
        orders=(traded(42_000), traded(7_000, related=True)),
        in_time=Tally(8, 8),
        passed_at_once=Tally(6, 8),
        undisputed=Tally(7, 8),
        answered=Tally(1, 1),
        marks=(marked(24),),
        debt_overdue=True,
        suspended=False,
    )
    found = supplier_limit.limit(history=history, policy=POLICY, day=DAY)
    assert found.lines == (
        "base USD 20,000.00: documents verified, site audited, 730 days here",
        "completed volume USD 42,000.00 in 180 days: orders counted 1, left out as related, self-paid or reversed 1",
        "performance 1.0449: 0.40 × 1.1429 shipped in time + 0.30 × 0.9664 passed at once"
        " + 0.20 × 0.9774 no dispute lost + 0.10 × 1.0238 answered promptly",
        "penalty factor 0.25: 24 points (cut at 24, nothing left at 48), a debt is overdue",
        "limit (USD 20,000.00 + 0.20 × USD 42,000.00 × 1.0449) × 0.25, rounded down to a multiple of USD 100.00,"
        " at most USD 500,000.00: USD 7,100.00",
    )
    assert (found.limit, found.points, found.factor_bp) == (Money(710_000, "USD"), 24, 2_500)
    assert supplier_limit.limit(history=replace(history, suspended=True), policy=POLICY, day=DAY).lines[3] == (
        "penalty factor 0.00: 24 points (cut at 24, nothing left at 48), a debt is overdue, suspended"
    )
    assert supplier_limit.limit(history=NEW, policy=POLICY, day=DAY).lines[0] == "base USD 1,000.00: documents verified"


@pytest.mark.parametrize(
    ("day", "review_day", "following"),
    [
        ("2026-03-01", 1, "2026-04-01"),
        ("2026-03-31", 1, "2026-04-01"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01-31", 28, "2026-02-28"),
        ("2026-02-27", 28, "2026-02-28"),
        ("2026-02-28", 28, "2026-03-28"),
    ],
)
def test_limits_are_reviewed_monthly(day: str, review_day: int, following: str) -> None:
    """RULES §3, R3.5: monthly, on the day the operator sets."""
    policy = replace(POLICY, limit_review_month_day=review_day)
    assert supplier_limit.next_review(day=date.fromisoformat(day), policy=policy) == date.fromisoformat(following)


@pytest.mark.parametrize(("good", "of"), [(-1, 0), (1, 0), (3, 2)])
def test_what_is_no_history_is_refused(good: int, of: int) -> None:
    """RULES §3: counts are counts, values are not negative."""
    with pytest.raises(RuleBroken, match=f"{good} of {of} is no tally"):
        Tally(good, of)
    with pytest.raises(RuleBroken, match="a value is not negative"):
        CompletedOrder(value_minor=-1, closed=DAY)


TALLIES = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: Tally(min(pair), max(pair)))
HISTORIES = st.builds(
    History,
    joined=st.dates(date(2020, 1, 1), DAY),
    site_audited=st.booleans(),
    orders=st.lists(
        st.builds(
            CompletedOrder,
            value_minor=st.integers(0, 10**9),
            closed=st.dates(date(2025, 10, 1), DAY),
            related=st.booleans(),
            self_paid=st.booleans(),
            reversed=st.booleans(),
        ),
        max_size=6,
    ).map(tuple),
    in_time=TALLIES,
    passed_at_once=TALLIES,
    undisputed=TALLIES,
    answered=TALLIES,
    marks=st.lists(
        st.builds(Mark, points=st.integers(0, 30), since=st.dates(date(2025, 1, 1), DAY), reversed=st.booleans()),
        max_size=4,
    ).map(tuple),
    debt_overdue=st.booleans(),
    suspended=st.booleans(),
)


@given(HISTORIES)
def test_a_limit_is_never_negative_nor_above_the_ceiling_and_is_what_the_rule_says(history: History) -> None:
    """RULES §3, R3.3: reckoned again from the numbers shown, down to 100, ceiling 500,000."""
    found = supplier_limit.limit(history=history, policy=POLICY, day=DAY)
    assert 0 <= found.limit.minor <= 50_000_000
    assert 0 <= found.performance_bp <= 15_000
    exact = found.base.minor + Fraction(1, 5) * found.volume.minor * Fraction(found.performance_bp, 10_000)
    cut = exact * Fraction(found.factor_bp, 10_000)
    assert found.limit.minor == min(int(cut / 10_000) * 10_000, 50_000_000)


@given(HISTORIES, st.integers(0, 10**9), st.integers(0, 180))
def test_more_completed_volume_never_lowers_a_limit(history: History, value_minor: int, ago: int) -> None:
    """RULES §3, §1 S2: experience raises it."""
    more = CompletedOrder(value_minor=value_minor, closed=days_ago(ago))
    richer = replace(history, orders=(*history.orders, more))
    found = [supplier_limit.limit(history=one, policy=POLICY, day=DAY).limit for one in (history, richer)]
    assert found == sorted(found, key=lambda money: money.minor)


@given(HISTORIES, st.integers(0, 60), st.integers(0, 400))
def test_more_points_and_debts_never_raise_a_limit(history: History, points: int, ago: int) -> None:
    """RULES §3: a penalty factor is at most 1."""
    worse = [
        history,
        replace(history, marks=(*history.marks, marked(points, ago=ago))),
        replace(history, marks=(*history.marks, marked(points, ago=ago)), debt_overdue=True),
        replace(history, marks=(*history.marks, marked(points, ago=ago)), debt_overdue=True, suspended=True),
    ]
    found = [supplier_limit.limit(history=one, policy=POLICY, day=DAY).limit.minor for one in worse]
    assert found == sorted(found, reverse=True)
    assert found[-1] == 0


@given(HISTORIES, st.sampled_from(["in_time", "passed_at_once", "undisputed", "answered"]))
def test_a_case_gone_well_never_lowers_performance_and_one_gone_badly_never_raises_it(
    history: History, name: str
) -> None:
    """RULES §3: performance goes the way of the conduct."""
    held: Tally = getattr(history, name)
    ways = [replace(history, **{name: Tally(held.good + well, held.of + 1)}) for well in (0, 1)]
    worse, better = (supplier_limit.performance_bp(history=way, policy=POLICY) for way in ways)
    assert worse <= supplier_limit.performance_bp(history=history, policy=POLICY) <= better
