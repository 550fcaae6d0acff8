"""Ids made from keys, and the bytes that are hashed (RULES §4: canonical JSON, strings only, RFC 8785)."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain import vocabulary
from tradeward.domain.refusals import RuleBroken

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 4_102_444_800_000).map(lambda millis: EPOCH + timedelta(milliseconds=millis))
WORDS = st.recursive(
    st.none() | st.booleans() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(st.sampled_from(sorted(vocabulary.PREFIXES)), st.text(), INSTANTS)
def test_an_id_is_a_version_7_uuid_that_holds_its_millisecond(noun: str, key: str, at: datetime) -> None:
    """RFC 9562 §5.7: version 7, the RFC's variant, 48 bits of Unix milliseconds first."""
    made = vocabulary.new_id(noun=noun, key=key, at=at)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert EPOCH + timedelta(milliseconds=made.int >> 80) == at
    assert made == vocabulary.new_id(noun=noun, key=key, at=at)


@given(st.lists(INSTANTS, min_size=2, max_size=8, unique=True))
def test_ids_sort_in_the_order_of_time(instants: list[datetime]) -> None:
    """RFC 9562 §5.7: as numbers, as text and as bytes."""
    made = [vocabulary.new_id(noun="order", key=str(n), at=at) for n, at in enumerate(sorted(instants))]
    assert made == sorted(made)
    assert [id.hex for id in made] == sorted(id.hex for id in made)


def test_ids_of_other_nouns_keys_and_instants_differ() -> None:
    """One command makes one row of each noun."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    made = {
        vocabulary.new_id(noun=noun, key=key, at=at + timedelta(milliseconds=later))
        for noun in ("order", "dispute")
        for key in ("a", "b", "dispute\0a")
        for later in (0, 1)
    }
    assert len(made) == 12


def test_an_id_is_shown_with_its_nouns_prefix() -> None:
    """Every noun has a prefix of its own."""
    assert vocabulary.shown("dispute", UUID(int=7 << 76)) == "dsp_00000000000070000000000000000000"
    assert len(set(vocabulary.PREFIXES.values())) == len(vocabulary.PREFIXES)


@given(WORDS)
def test_canonical_is_json_sorted_without_spaces(value: object) -> None:
    """RULES §4: reads back as it was; as the standard library writes it where UTF-16 sorts like code points."""
    written = vocabulary.canonical(value)
    assert json.loads(written) == value
    if max(written.decode()) < "\U00010000":
        assert written == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert vocabulary.digest(value) == hashlib.sha256(written).hexdigest()


@given(WORDS)
def test_canonical_is_rfc_8785_whichever_way_it_is_written(value: object) -> None:
    """RULES §4: the quick way for ASCII keys writes the bytes of the reference."""
    assert vocabulary.canonical(value) == rfc8785.dumps(value)


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))
    )
)
def test_the_order_of_keys_does_not_matter(value: dict[str, str]) -> None:
    """RULES §4: both sign the same hash."""
    assert vocabulary.digest(dict(reversed(value.items()))) == vocabulary.digest(value)


def test_keys_are_sorted_by_utf_16_units() -> None:
    """RFC 8785 §3.2.3: U+1F600 (D83D DE00) comes before U+FB33, though its code point is greater."""
    assert vocabulary.canonical({"\ufb33": "", "\U0001f600": ""}).decode() == '{"\U0001f600":"","\ufb33":""}'


@pytest.mark.parametrize("wrong", [1, 1.5, 0, float("nan"), b"x", {1: "x"}, {None: "x"}, {True: "x"}, {"x"}])
@pytest.mark.parametrize("inside", ["bare", "list", "tuple", "object"])
def test_a_number_or_another_type_is_not_hashed(wrong: object, inside: str) -> None:
    """RULES §4: strings only; anything else is a bug of the caller."""
    value = {"bare": wrong, "list": [[wrong]], "tuple": (wrong,), "object": {"a": {"b": wrong}}}[inside]
    with pytest.raises(TypeError, match=r"must be a string|holds strings"):
        vocabulary.canonical(value)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": ""}, ["a\ud800b"]])
def test_half_a_character_is_refused(value: object) -> None:
    """RULES §4: what a person sent is answered with a sentence."""
    with pytest.raises(RuleBroken, match="the text holds half a character: send valid Unicode") as caught:
        vocabulary.canonical(value)
    assert caught.value.field == "text"
