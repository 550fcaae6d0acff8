"""Days, hours and working days (RULES §2): when a window ends, to the microsecond, in the zone the contract names."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tradeward.domain.refusals import RuleBroken

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TICK = timedelta(microseconds=1)
"""The smallest step between two instants."""
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Days outside these years are a slip of the pen, in a contract as in a document."""


def zone(name: str) -> ZoneInfo:
    """The IANA zone called `name` (RULES §2). Refuses: a name that the time zone database does not hold."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RuleBroken(f"zone {name!r} is no IANA time zone, such as Asia/Shanghai or UTC", field="zone") from None


@lru_cache(maxsize=4096)
def too_late_from(*, day: date, zone: ZoneInfo) -> datetime:
    """The first instant after the local `day`, in UTC: what is to be done by that day is in time before it (RULES §2).

    Where the clocks go back over midnight, the day ends at the second one; where they skip it, at the instant they do;
    a day that a zone left out altogether ends where the one before it ends. Refuses: years outside 1970–2199.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleBroken(f"{day} is not between {FIRST_YEAR} and {LAST_YEAR}", field="day")
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    one, other = midnight.astimezone(UTC), midnight.replace(fold=1).astimezone(UTC)
    if (
        one <= other
    ):  # it exists: once, or twice, and then the day lasts to the second unless the wall never went back to it
        return other if (other - TICK).astimezone(zone).date() <= day else one
    early, late = other - TICK, one  # skipped: the clocks jump somewhere after `early` and not after `late`
    while late - early > TICK:
        middle = early + (late - early) // 2
        early, late = (early, middle) if middle.astimezone(zone).date() > day else (middle, late)
    return late


def day_of(*, at: datetime, zone: ZoneInfo) -> date:
    """The local day that the instant `at` belongs to (RULES §2): the one whose end is the first one after `at`.

    It is the date on the wall, except shortly before a second midnight: those minutes belong to the day not yet ended.
    """
    wall = at.astimezone(zone).date()
    before = wall - timedelta(days=1)
    return before if at < too_late_from(day=before, zone=zone) else wall


def in_time(*, at: datetime, day: date, zone: ZoneInfo) -> bool:
    """Whether `at` is not after the local `day` (RULES §2)."""
    return at < too_late_from(day=day, zone=zone)


def after_hours(*, start: datetime, hours: int) -> datetime:
    """The last instant of a window of absolute `hours`: at exactly that instant one is still in time (RULES §2)."""
    return start.astimezone(UTC) + timedelta(hours=hours)


def add_days(*, day: date, days: int) -> date:
    """The last day of a window of calendar `days`; `day` itself is day 0, and nothing rolls over (RULES §2)."""
    return day + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The operator's calendar (RULES §2): `weekend` names weekdays, `holidays` are dates."""

    weekend: frozenset[str]
    holidays: frozenset[date]

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(WEEKDAYS):
            raise RuleBroken(f"weekend {sorted(self.weekend)}: name weekdays, leave one to work on", field="weekend")

    def is_working(self, day: date) -> bool:
        """Whether the operator works on `day` (RULES §2)."""
        return WEEKDAYS[day.weekday()] not in self.weekend and day not in self.holidays

    def add(self, day: date, n: int) -> date:
        """The last day of a window of `n` working days, counted from the first working day after `day` (RULES §2).

        `n` = 0 is `day` itself. Refuses: a negative `n`.
        """
        if n < 0:
            raise RuleBroken(f"{n} working days: a window cannot be negative", field="working_days")
        while n:
            day += timedelta(days=1)
            n -= self.is_working(day)
        return day
