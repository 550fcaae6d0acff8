"""When a message is sent again: soon, then later and later, and never all at once."""

from datetime import timedelta
from uuid import UUID

from tradeward.domain import retrying

ONE = UUID(int=7)


def test_waits_grow_from_five_seconds_to_twelve_hours():
    """Each within a fifth of the table's, the last again and again."""
    assert [int(one.total_seconds()) for one in retrying.DELAYS] == [
        5,
        30,
        120,
        600,
        1800,
        3600,
        7200,
        14400,
        28800,
        43200,
    ]
    for tries in range(1, 30):
        planned = retrying.DELAYS[min(tries, 10) - 1]
        assert planned * 8 // 10 <= retrying.delay(id=ONE, tries=tries) <= planned * 12 // 10


def test_the_jitter_is_the_delivery_s_own_and_the_same_each_time():
    """Whoever reckons it again reckons the same; deliveries that failed together come back apart."""
    again = [retrying.delay(id=ONE, tries=3) for _ in range(3)]
    others = {retrying.delay(id=UUID(int=n), tries=3) for n in range(100)}
    assert len(set(again)) == 1
    assert len(others) > 95
    assert min(others) < timedelta(seconds=100) < timedelta(seconds=140) < max(others)


def test_three_days_are_about_fifteen_tries():
    waited, tries = timedelta(), 1
    while waited < retrying.PATIENCE:
        waited += retrying.delay(id=ONE, tries=tries)
        tries += 1
    assert 14 <= tries <= 17


def test_a_receiver_rests_from_the_third_failure_in_a_row_for_ten_minutes_at_most():
    assert [int(retrying.rest(failures=n).total_seconds()) for n in (0, 1, 2, 3, 4, 5, 9, 10, 11, 1000)] == [
        0, 0, 0, 5, 10, 20, 320, 600, 600, 600,
    ]  # fmt: skip
