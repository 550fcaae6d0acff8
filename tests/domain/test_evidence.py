"""The hash chain of an order, and the rules for its files (RULES §6)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain import evidence, rows
from tradeward.domain.evidence import Fault, Link
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import OutOfTurn, RuleBroken

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
POLICY = Policy.load("standard")


def chain(*, subject: str = "order 1", length: int = 4) -> list[Link]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        links.append(
            evidence.link(
                previous=links[-1].hash if links else evidence.empty(subject=subject),
                seq=seq,
                at=AT + timedelta(hours=seq),
                by="buyer",
                verb="dispute",
                noun="order",
                content={"amount": f"{seq}00.00", "rows": [["a", "b"], None, True]},
            )
        )
    return links


def faults(links: list[Link], head: str | None = None) -> list[tuple[int, str]]:
    return [(fault.seq, fault.says) for fault in evidence.verify(subject="order 1", links=links, head=head)]


def test_an_untouched_chain_has_no_fault() -> None:
    """RULES §6: with and without the sealed head; the chain of nothing too."""
    links = chain()
    assert faults(links) == faults(links, head=links[-1].hash) == []
    assert faults([], head=evidence.empty(subject="order 1")) == []


def test_the_hash_of_a_link_is_what_anybody_can_reckon() -> None:
    """RULES §6: SHA-256 over canonical JSON of strings, here with nothing but the standard library."""
    first = chain(length=1)[0]
    before = sha256(b'{"chain":"order 1"}').hexdigest()
    text = (
        '{"at":"2026-03-02T10:30:00.000000+00:00","by":"buyer","content":{"amount":"100.00","rows":[["a","b"],null,true]},'
        f'"noun":"order","previous":"{before}","seq":"1","verb":"dispute"}}'
    )
    assert json.loads(text)["previous"] == first.previous
    assert first.hash == sha256(text.encode()).hexdigest()


def test_the_zone_of_an_instant_does_not_change_the_hash() -> None:
    """RULES §2, §6: instants are UTC."""
    shanghai = AT.astimezone(ZoneInfo("Asia/Shanghai"))
    made = [evidence.link(previous="", seq=1, at=at, by="", verb="", noun="", content={}).hash for at in (AT, shanghai)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", AT),
        ("at", AT.replace(tzinfo=None)),
        ("by", "supplier"),
        ("verb", "withdraw"),
        ("noun", "dispute"),
        ("content", {"amount": "200.01", "rows": [["a", "b"], None, True]}),
        ("content", {"amount": 200, "rows": [["a", "b"], None, True]}),
        ("content", {"amount": "200.00", "rows": [["a", "b"], None, True], "\ud800": ""}),
        ("content", {}),
    ],
)
def test_a_changed_line_is_named(field: str, value: Any) -> None:
    """RULES §6: whatever of it was changed, and even when it became what cannot be hashed."""
    links = chain()
    links[1] = replace(links[1], **{field: value})
    assert faults(links) == [(2, "line 2 is not what was hashed")]


def test_a_line_that_was_changed_and_hashed_again_breaks_the_next_one() -> None:
    """RULES §6: and forging all that follow breaks the sealed head."""
    links = chain()
    forged = [links[0]]
    for old in links[1:]:
        forged.append(
            evidence.link(
                previous=forged[-1].hash,
                seq=old.seq,
                at=old.at,
                by="supplier",
                verb=old.verb,
                noun=old.noun,
                content={},
            )
        )
    assert faults([links[0], forged[1], *links[2:]]) == [(3, "line 3 is not chained to the line before it")]
    assert faults(forged) == []
    assert faults(forged, head=links[-1].hash) == [
        (4, "the chain ends with line 4, which is not the head that was sealed")
    ]


def test_a_missing_a_repeated_a_foreign_and_a_cut_off_line_are_named() -> None:
    """RULES §6: the first line that shows it."""
    one, two, three, four = links = chain()
    unchained = "line {} is not chained to the line before it"
    ends = "the chain ends with line 3, which is not the head that was sealed"
    assert faults([one, three, four]) == [(3, "line 3 follows line 1"), (3, unchained.format(3))]
    assert faults([two, three, four]) == [(2, "line 2 follows line 0"), (2, unchained.format(2))]
    assert faults([one, two, two, three]) == [(2, "line 2 follows line 2"), (2, unchained.format(2))]
    assert faults([one, two, three], head=four.hash) == [(3, ends)]
    assert faults([], head=four.hash) == [(0, ends.replace("3", "0"))]
    assert faults(chain(subject="order 2")) == [(1, unchained.format(1))]
    assert faults([*links[:2], replace(three, previous=one.hash), four]) == [
        (3, unchained.format(3)),
        (3, "line 3 is not what was hashed"),
    ]


@given(st.integers(1, 12), st.data())
def test_any_other_order_of_lines_has_a_fault(length: int, data: st.DataObject) -> None:
    """RULES §6: only the chain as it was written is whole."""
    links = chain(length=length)
    drawn = data.draw(st.lists(st.sampled_from(links), max_size=length + 1))
    found = evidence.verify(subject="order 1", links=drawn, head=links[-1].hash)
    assert (found == []) is (drawn == links)
    assert all(isinstance(fault, Fault) for fault in found)


def test_an_instant_without_a_zone_is_a_bug() -> None:
    """RULES §2: instants are UTC."""
    with pytest.raises(ValueError, match="has no time zone"):
        evidence.link(previous="", seq=1, at=AT.replace(tzinfo=None), by="", verb="", noun="", content={})


@pytest.mark.parametrize(("size", "held"), [(1, 0), (25_000_000, 199)])
def test_a_file_within_the_limits_is_admitted(size: int, held: int) -> None:
    """RULES §6: 25 MB a file, 200 a case, the last of each included."""
    evidence.admit(size=size, held=held, policy=POLICY)


@pytest.mark.parametrize(
    ("size", "held", "says"),
    [
        (0, 0, "the file is empty"),
        (25_000_001, 0, "the file has 25000001 bytes: at most 25 MB, split or compress it"),
        (1, 200, "the case has 200 files: there may be 200"),
    ],
)
def test_a_file_beyond_them_is_refused(size: int, held: int, says: str) -> None:
    """RULES §6: 25 MB a file, 200 a case."""
    with pytest.raises(RuleBroken) as caught:
        evidence.admit(size=size, held=held, policy=POLICY)
    assert (caught.value.field, caught.value.reasons) == ("file", (says,))


def test_erased_bytes_leave_hash_and_reason() -> None:
    """RULES §6: personal bytes can be erased, once, for a reason."""
    file = rows.Evidence(
        id=UUID(int=1), order_id=UUID(int=2), sha256="ab" * 32, name="passport.jpg", media_type="image/jpeg", size=9,
        by="buyer", organisation_id=UUID(int=3), at=AT,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="say why the file is erased"):
        evidence.erase(file=file, why=" ", at=AT)
    evidence.erase(file=file, why=" shows a passport ", at=AT)
    assert (file.sha256, file.erased_at, file.erased_why) == ("ab" * 32, AT, "shows a passport")
    with pytest.raises(OutOfTurn, match="the file was erased on 2026-03-02: shows a passport"):
        evidence.erase(file=file, why="again", at=AT)
