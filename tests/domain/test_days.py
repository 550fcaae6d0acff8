"""Windows end to the microsecond, in every zone (RULES §2)."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from struct import pack
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain import days
from tradeward.domain.refusals import RuleBroken

QUARTER = timedelta(minutes=15)
FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)
ZONES = sorted(available_timezones())


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def changes(zone: ZoneInfo) -> list[date]:
    """The days 2024–2032 on which the zone's clocks change: the offset at noon is not that of the noon before."""
    found, before = [], None
    day = FIRST
    while day <= LAST:
        offset = datetime.combine(day, time(12), zone).utcoffset()
        if before is not None and offset != before:
            found.append(day)
        before, day = offset, day + timedelta(days=1)
    return found


def end_by_walking(day: date, zone: ZoneInfo) -> datetime:
    """The end of the day, found by walking back in quarter hours while the wall shows a later date."""
    at = datetime.combine(day, time(), UTC) + timedelta(days=3)
    while (at - QUARTER).astimezone(zone).date() > day:
        at -= QUARTER
    return at


@pytest.mark.parametrize("letter", sorted({name[0] for name in ZONES}))
def test_each_day_ends_where_the_next_begins_in_every_zone(letter: str) -> None:
    """RULES §2, R2.1: days 2024–2032; around every change of clocks, and on the first of each January and July."""
    for name in [name for name in ZONES if name[0] == letter]:
        zone = days.zone(name)
        around = {change + timedelta(days=n) for change in changes(zone) for n in (-1, 0)}
        plain = {date(year, month, 1) for year in range(2024, 2033) for month in (1, 7)}
        for day in sorted(around | plain):
            end = days.too_late_from(day=day, zone=zone)
            assert end == end_by_walking(day, zone), (name, day)
            assert days.day_of(at=end - days.TICK, zone=zone) == day, (name, day)
            assert days.day_of(at=end, zone=zone) == day + timedelta(days=1), (name, day)


@pytest.mark.parametrize(
    ("name", "day", "end"),
    [
        ("UTC", "2026-03-02", "2026-03-03T00:00:00"),
        ("Asia/Shanghai", "2026-03-02", "2026-03-02T16:00:00"),
        ("America/New_York", "2026-03-07", "2026-03-08T05:00:00"),
        ("America/New_York", "2026-03-08", "2026-03-09T04:00:00"),  # a day of 23 hours
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00"),  # midnight does not exist
        ("America/Sao_Paulo", "2018-02-17", "2018-02-18T03:00:00"),  # 23:00 to 24:00 happens twice
        ("Asia/Beirut", "2024-03-30", "2024-03-30T22:00:00"),  # midnight does not exist
        ("Asia/Beirut", "2024-10-26", "2024-10-26T22:00:00"),
        ("Africa/Cairo", "2024-04-25", "2024-04-25T22:00:00"),  # midnight does not exist
        ("Africa/Cairo", "2024-10-31", "2024-10-31T22:00:00"),
        ("America/St_Johns", "2008-11-01", "2008-11-02T03:30:00"),  # 00:01 became 23:01: midnight happens twice
        ("America/Havana", "2024-11-02", "2024-11-03T04:00:00"),  # 01:00 became 00:00: two midnights, both of the 3rd
        ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00"),  # left out: it ends where the 29th ends
        ("Pacific/Apia", "2011-12-31", "2011-12-31T10:00:00"),
        ("Pacific/Kwajalein", "1993-08-21", "1993-08-21T12:00:00"),  # left out
    ],
)
def test_the_end_of_a_day(name: str, day: str, end: str) -> None:
    """RULES §2, R2.2: `too_late_from` is the next local midnight, or what stands in for it."""
    assert days.too_late_from(day=date.fromisoformat(day), zone=days.zone(name)) == utc(end)


def test_an_hour_that_is_skipped_around_midnight_ends_the_day_when_the_clocks_jump() -> None:
    """RULES §2: no zone of the database does this since 1970; one that jumps from 23:30 to 00:30 would."""
    footer = b"\nAAA0BBB-1,M3.1.0/23:30,M10.1.0/3\n"
    head = b"TZif2" + bytes(15)
    block = pack(">6L", 0, 0, 0, 0, 1, 4) + pack(">lBB", 0, 0, 0) + b"AAA\0"
    zone = ZoneInfo.from_file(BytesIO(head + block + head + block + footer))
    day = date(2026, 3, 1)
    end = days.too_late_from(day=day, zone=zone)
    assert end == utc("2026-03-01T23:30:00")
    assert end.astimezone(zone).isoformat() == "2026-03-02T00:30:00+01:00"
    assert days.day_of(at=end - days.TICK, zone=zone) == day
    assert days.day_of(at=end, zone=zone) == date(2026, 3, 2)


def test_the_minute_before_a_second_midnight_belongs_to_the_day_not_yet_ended() -> None:
    """RULES §2: in St John's, 2 November 2008 showed 00:00:30, then 23:01 of the 1st again."""
    zone = days.zone("America/St_Johns")
    at = utc("2008-11-02T02:30:30")
    assert at.astimezone(zone).date() == date(2008, 11, 2)
    assert days.day_of(at=at, zone=zone) == date(2008, 11, 1)
    assert days.in_time(at=at, day=date(2008, 11, 1), zone=zone)


@given(st.integers(31_536_000_000_000, 2_145_916_800_000_000), st.sampled_from(ZONES))
def test_every_instant_belongs_to_exactly_one_day(micros: int, name: str) -> None:
    """RULES §2: the day of an instant is the only one that has begun and not ended."""
    at, zone = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=micros), days.zone(name)
    day = days.day_of(at=at, zone=zone)
    ends = {n: days.too_late_from(day=day + timedelta(days=n), zone=zone) for n in (-2, -1, 0, 1)}
    assert ends[-2] <= ends[-1] <= at < ends[0] <= ends[1]


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-02T15:59:59.999999", True), ("2026-03-02T16:00:00", False), ("2026-03-02T16:00:00.000001", False)],
)
def test_the_last_instant_of_a_day_is_in_time(at: str, expected: bool) -> None:
    """RULES §2, R2.1, R2.2: a date ends with that local day; 24:00 is late."""
    assert days.in_time(at=utc(at), day=date(2026, 3, 2), zone=days.zone("Asia/Shanghai")) is expected


def test_hours_are_absolute_and_their_last_instant_is_in_time() -> None:
    """RULES §2: opened + 72 h is the last instant in time, across a change of clocks."""
    start = datetime(2026, 3, 7, 12, tzinfo=ZoneInfo("America/New_York"))
    assert days.after_hours(start=start, hours=72) == utc("2026-03-10T17:00:00")


def test_calendar_windows_never_roll_over() -> None:
    """RULES §2, R2.3, R2.10: the triggering day is day 0; within 15 days ends with day 15, a Sunday like any other day."""
    assert days.add_days(day=date(2026, 3, 7), days=15) == date(2026, 3, 22)


CALENDAR = days.WorkingCalendar(frozenset({"saturday", "sunday"}), frozenset({date(2026, 5, 1), date(2026, 5, 4)}))


@pytest.mark.parametrize(
    ("day", "n", "end"),
    [
        ("2026-04-27", 0, "2026-04-27"),
        ("2026-04-27", 1, "2026-04-28"),
        ("2026-04-27", 3, "2026-04-30"),
        ("2026-04-27", 4, "2026-05-05"),  # over a holiday, a weekend, a holiday
        ("2026-04-30", 1, "2026-05-05"),
        ("2026-05-01", 1, "2026-05-05"),  # starts on a holiday
        ("2026-05-02", 2, "2026-05-06"),  # starts on a Saturday
        ("2026-05-02", 0, "2026-05-02"),
    ],
)
def test_working_days_count_from_the_next_working_day(day: str, n: int, end: str) -> None:
    """RULES §2, R2.10: working-day windows use the operator's calendar."""
    assert CALENDAR.add(date.fromisoformat(day), n) == date.fromisoformat(end)


@given(st.dates(date(2024, 1, 1), date(2032, 1, 1)), st.integers(0, 60))
def test_a_window_holds_its_number_of_working_days(day: date, n: int) -> None:
    """RULES §2: counted one by one, and the last one is a working day."""
    end = CALENDAR.add(day, n)
    between = [day + timedelta(days=k) for k in range(1, (end - day).days + 1)]
    assert sum(map(CALENDAR.is_working, between)) == n
    assert n == 0 or CALENDAR.is_working(end)


def test_what_is_no_zone_day_or_window_is_refused_by_name() -> None:
    """RULES §2: one clear sentence with the field."""
    refused = []
    for attempt in (
        lambda: days.zone("Mars/Olympus"),
        lambda: days.zone("../etc/passwd"),
        lambda: days.zone(""),
        lambda: days.too_late_from(day=date(9999, 12, 31), zone=days.zone("UTC")),
        lambda: days.too_late_from(day=date(1969, 12, 31), zone=days.zone("UTC")),
        lambda: CALENDAR.add(date(2026, 1, 1), -1),
        lambda: days.WorkingCalendar(frozenset(days.WEEKDAYS), frozenset()),
        lambda: days.WorkingCalendar(frozenset({"caturday"}), frozenset()),
    ):
        with pytest.raises(RuleBroken) as caught:
            attempt()
        refused.append((caught.value.field, str(caught.value)))
    assert refused == [
        ("zone", "zone 'Mars/Olympus' is no IANA time zone, such as Asia/Shanghai or UTC"),
        ("zone", "zone '../etc/passwd' is no IANA time zone, such as Asia/Shanghai or UTC"),
        ("zone", "zone '' is no IANA time zone, such as Asia/Shanghai or UTC"),
        ("day", "9999-12-31 is not between 1970 and 2199"),
        ("day", "1969-12-31 is not between 1970 and 2199"),
        ("working_days", "-1 working days: a window cannot be negative"),
        (
            "weekend",
            "weekend ['friday', 'monday', 'saturday', 'sunday', 'thursday', 'tuesday', 'wednesday']: "
            "name weekdays, leave one to work on",
        ),
        ("weekend", "weekend ['caturday']: name weekdays, leave one to work on"),
    ]
