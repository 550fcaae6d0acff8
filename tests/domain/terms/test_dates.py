"""Dates as people write them: one day, or refused with the way out (RULES §1 S9)."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain.refusals import RuleBroken
from tradeward.domain.terms import dates

THIRD_OF_APRIL = (
    "2026-04-03", "2026/4/3", "3 April 2026", "April 3, 2026", "Apr 3rd 2026", "3rd of April 2026", "03-Apr-2026", "2026年4月3日",
    "２０２６-０４-０３",
)  # fmt: skip


@pytest.mark.parametrize("text", THIRD_OF_APRIL)
def test_one_day_in_many_ways(text):
    """S9: exact, whoever reads it."""
    assert dates.day(text=text, field="day") == date(2026, 4, 3)


@pytest.mark.parametrize(
    "text", ["03/04/2026", "3.4.2026", "03-04-2026", "4/3/2026", "０３／０４／２０２６", "3rd/4th/2026"]
)
def test_a_date_that_could_be_two_says_so(text):
    """S9: both are named, none is chosen."""
    assert dates.either(text=text) == (date(2026, 3, 4), date(2026, 4, 3))
    with pytest.raises(RuleBroken, match="could be 2026-03-04 or 2026-04-03: write the one that is meant") as refused:
        dates.day(text=text, field="ship_date")
    assert refused.value.field == "ship_date"


@pytest.mark.parametrize(
    ("text", "is_"),
    [("13/04/2026", date(2026, 4, 13)), ("04/13/2026", date(2026, 4, 13)), ("03/03/2026", date(2026, 3, 3))],
)
def test_a_date_that_can_be_read_one_way_only_is_read(text, is_):
    assert dates.day(text=text, field="day") == is_
    assert dates.either(text=text) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03/04/26", "short year"), ("3 April", "no year"), ("April 2026", "is no date"), ("next Friday", "is no date"),
        ("31/02/2026", "names no day of the calendar"), ("2026-02-30", "names no day of the calendar"), ("", "is no date"),
        ("x" * 99, "is no date"), ("by 2026-04-03", "is no date"), ("2026-04-03 or later", "is no date"),
    ],
)  # fmt: skip
def test_what_is_not_one_day_is_refused(text, says):
    """S9: a month, a year left out, words around it."""
    with pytest.raises(RuleBroken, match=says):
        dates.day(text=text, field="day")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_of_the_calendar_is_read_as_it_is_written(day):
    assert dates.day(text=day.isoformat(), field="day") == day
    assert dates.day(text=f"{day.year}年{day.month}月{day.day}日", field="day") == day


@given(st.text(st.sampled_from("0123456789/-. aprilst年月日"), max_size=45))
def test_any_text_is_a_day_or_refused(text):
    """DESIGN §4: never a traceback."""
    with suppress(RuleBroken):
        dates.day(text=text, field="day")
