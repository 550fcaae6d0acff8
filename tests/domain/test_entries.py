"""Entries as values: what they refuse to be, and what exactly is hashed (RULES §7)."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tradeward.domain import entries

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ENTRY = entries.Entry(
    "release", "k1", (entries.Row("held:o", "payable:s", "USD", 98), entries.Row("held:o", "fees", "USD", 2))
)


def test_what_is_hashed_is_strings_in_one_form():
    """RULES §4 hashes strings only (RFC 8785), RULES §2 instants are UTC with microseconds."""
    expected = {
        "key": "k1",
        "recipe": "release",
        "subject": "ord_1",
        "at": "2026-03-02T09:30:00.000000+00:00",
        "rows": [["held:o", "payable:s", "USD", "98"], ["held:o", "fees", "USD", "2"]],
    }
    assert entries.content(ENTRY, at=AT, subject="ord_1") == expected
    assert entries.content(ENTRY, at=AT.astimezone(timezone(timedelta(hours=8))), subject="ord_1") == expected
    assert entries.content(ENTRY, at=AT, subject=None) == expected | {"subject": None}
    assert entries.hashed(expected) == "6b83f357d6038410e5bdca85ce31b2a0a8d1143f68a95bcfd8939f847c7592b9"


def test_what_is_sent_is_what_is_hashed_and_its_hash():
    """RULES §4: canonical JSON, strings only."""
    content = entries.content(ENTRY, at=AT, subject="ord_1")
    sent = json.loads(entries.written(ENTRY, at=AT, subject="ord_1"))
    assert sent == content | {"hash": entries.hashed(content)}


def test_an_instant_without_a_zone_is_a_bug():
    """RULES §2: instants are UTC."""
    with pytest.raises(ValueError, match="2026-03-02T09:30:00 has no time zone"):
        entries.content(ENTRY, at=AT.replace(tzinfo=None), subject=None)


@pytest.mark.parametrize("minor", [0, -1, 1.0, True, "1", None])
def test_a_row_moves_a_positive_whole_number(minor):
    """RULES §7: integer minor units."""
    with pytest.raises(ValueError, match="positive number of minor units"):
        entries.Row("a", "b", "USD", minor)


@pytest.mark.parametrize(("debit", "credit"), [("a", "a"), ("", "b"), ("a", ""), ("", "")])
def test_a_row_has_two_accounts(debit, credit):
    """RULES §7: every movement is balanced."""
    with pytest.raises(ValueError, match="two accounts"):
        entries.Row(debit, credit, "USD", 1)


@pytest.mark.parametrize(
    ("recipe", "key", "rows", "told"),
    [
        ("", "k", ENTRY.rows, "names its recipe and its key"),
        ("r", "", ENTRY.rows, "names its recipe and its key"),
        ("r", "k", (), "entry k has no row"),
    ],
)
def test_an_entry_has_a_recipe_a_key_and_rows(recipe, key, rows, told):
    """RULES §7: once per key."""
    with pytest.raises(ValueError, match=told):
        entries.Entry(recipe, key, rows)
