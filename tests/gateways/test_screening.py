"""Names against lists: what is alike whatever the accents, the order of words, the legal form (RULES §9)."""

import pytest

from tradeward.gateways.screening import Entry, Lists, folded

ENTRY = Entry(list_name="fictional list", name="Señor Brüder Handel GmbH", country="XX")


def matches(name, *, least_bp=8500, entries=(ENTRY,)):
    return [(one.entry.name, one.score_bp) for one in Lists(entries, least_bp=least_bp).matches(name=name)]


@pytest.mark.parametrize(
    ("name", "score"),
    [
        ("Señor Brüder Handel GmbH", 10_000),
        ("handel, SENOR BRUDER", 10_000),
        ("Senor Bruder Handel Ltd.", 10_000),
        ("Senor Bruder Handels", 9743),
        ("Senor Brudr Handel", 9729),
    ],
)
def test_a_name_is_found_however_it_is_written(name, score):
    """R9.10: accents, case, order, legal form and a slip of the pen."""
    assert matches(name) == [(ENTRY.name, score)]


@pytest.mark.parametrize("name", ["Nordlicht Handel", "Lantern Works (fictional)", "Handel", "", "GmbH", "船"])
def test_another_name_is_not(name):
    """R9.10: a word in common is no hit."""
    assert matches(name) == []


def test_the_likest_come_first_and_the_least_is_the_operators():
    """R9.10: policy `screening_match_bp`."""
    entries = [
        Entry(list_name=of, name=name, country="") for of in ("b", "a") for name in ("Paper Kites", "Paper Kite")
    ]
    told = Lists(entries, least_bp=9000).matches(name="paper kite")
    assert [(one.entry.list_name, one.entry.name, one.score_bp) for one in told] == [
        ("a", "Paper Kite", 10_000), ("b", "Paper Kite", 10_000), ("a", "Paper Kites", 9523), ("b", "Paper Kites", 9523),
    ]  # fmt: skip
    assert matches("paper kite", least_bp=9600, entries=entries) == [("Paper Kite", 10_000)] * 2


def test_a_name_of_nothing_but_legal_forms_keeps_them():
    """R9.10."""
    assert (folded("Co. Ltd"), folded("A Co. Ltd")) == (["co", "ltd"], ["a"])
