"""How values are written for people: money, instants in the viewer's own zone, days, and how far away something is."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta, get_timezone_location
from babel.numbers import format_currency
from django.utils import translation

_OF_LANGUAGE = {"en": "en_GB"}
"""The locale of a language that has several: days before months."""


def locale() -> Locale:
    """The locale of the language that the page is in."""
    language = translation.get_language() or "en"
    return Locale.parse(_OF_LANGUAGE.get(language, translation.to_locale(language)))


def money(amount: str | Decimal, currency: str) -> str:
    """An amount with its ISO code before it, grouped as the language does it, with the currency's own places."""
    return format_currency(Decimal(amount), currency, "¤¤ #,##0.00", locale=locale(), currency_digits=True)


def day(value: date) -> str:
    """A calendar day, such as 14 May 2027."""
    return format_date(value, "medium", locale=locale())


def instant(value: datetime, zone: ZoneInfo) -> str:
    """An instant on the clock of a zone; the page says which one that is."""
    return format_datetime(value.astimezone(zone), _INSTANT.get(locale().language, "medium"), locale=locale())


_INSTANT = {"en": "EEE d MMM yyyy, HH:mm", "zh": "y年M月d日EEE HH:mm"}
"""How a language writes an instant, where its own medium form leaves out the day of the week."""


def place(zone: ZoneInfo) -> str:
    """What a zone is called, by its city: whose midnight ends a day."""
    return get_timezone_location(zone, locale=locale(), return_city=True)


def away(value: datetime, now: datetime) -> str:
    """How far an instant is from now, such as `in 3 days` or `2 hours ago`."""
    return format_timedelta(value - now, add_direction=True, threshold=1.5, locale=locale())


def nearness(value: datetime, now: datetime) -> str:
    """How pressing an instant is: `over`, `soon` (two days and less), or `later`."""
    if value <= now:
        return "over"
    return "soon" if value - now <= timedelta(days=2) else "later"
