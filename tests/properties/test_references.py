"""ISO 11649 references, as payers write them and mistype them (RULES §9)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from stdnum import iso11649

from tradeward.domain import references, vocabulary

IDS = some.integers(0, (1 << 62) - 1).map(lambda free: UUID(int=0x7 << 76 | 0b10 << 62 | free))
WORDS = some.text(some.sampled_from("abcdefghijklmnopqrstuvwxyz .,-"), max_size=12)


@given(IDS)
def test_a_reference_is_valid_and_short_enough(id):
    """RULES §9: RF, two check digits, twelve characters."""
    made = references.reference(id)
    assert iso11649.is_valid(made)
    assert len(made) == 16  # ISO 11649 allows 25


@given(IDS, IDS)
def test_two_ids_have_two_references(one, other):
    """RULES §9: a credit finds one thing."""
    assert (references.reference(one) == references.reference(other)) == (one == other)


@given(IDS, WORDS, WORDS, some.booleans(), some.booleans())
def test_a_reference_is_read_out_of_free_text(id, before, after, grouped, small):
    """RULES §9: in groups of four, in small letters, between other words, even such as hold the letters RF."""
    made = references.reference(id)
    written = " ".join(made[n : n + 4] for n in range(0, len(made), 4)) if grouped else made
    assert references.read(f"{before} {written.lower() if small else written} {after}") == made


@pytest.mark.parametrize("before", ["rf", "RF.", "rf,", "RF-", "RF: ", "RF ٣"])
@pytest.mark.parametrize("free", [24, 57, 259])
def test_letters_that_only_look_like_check_digits_hide_no_reference(before, free):
    """RULES §9: RFRF350000000000 passes mod 97, and so does RF,RF59…; the reference that follows is the one paid."""
    made = references.reference(UUID(int=0x7 << 76 | 0b10 << 62 | free))
    assert references.read(f"{before} {made}") == made


@given(IDS, some.data())
def test_one_wrong_character_is_noticed(id, data):
    """RULES §9: mod 97 finds every single slip, so a mistyped credit waits in suspense."""
    made = references.reference(id)
    place = data.draw(some.integers(2, len(made) - 1))
    wrong = data.draw(some.sampled_from([c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != made[place]]))
    assert references.read(made[:place] + wrong + made[place + 1 :]) != made


@given(some.text(max_size=60))
def test_any_text_can_be_read(text):
    """RULES §9: what names nothing is empty, never an error."""
    read = references.read(text)
    assert read == "" or iso11649.is_valid(read)


def test_the_reference_of_a_command_is_the_same_again():
    """DESIGN §4: a command played again makes the same rows, and so the same references."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    made = [references.reference(vocabulary.new_id(noun="instalment", key="a", at=at)) for _ in range(2)]
    assert made[0] == made[1]
