"""The one place that reads the clock: everywhere else `at` is an argument (RULES §2)."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, in UTC, to the microsecond."""
    return datetime.now(UTC)
