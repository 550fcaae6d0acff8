"""What the operator may not do alone, at will, or by a slip (RULES §3, §7, §8)."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from tradeward.domain.lifecycle import Act
from tradeward.domain.needs import NEEDS
from tradeward.domain.vocabulary import Actor, Role

A, B = UUID(int=7), UUID(int=8)


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [(A, B, True), (A, A, False), (A, str(A), False), (None, B, False), (A, None, False), (None, None, False)],
)
def test_four_eyes_are_two_people(first, second, met):
    """R7.9: nobody in particular is no pair of eyes."""
    act = Act("plan", Actor(Role.OPERATOR, None, first), SimpleNamespace(), "key", {"approved_by": second})
    assert NEEDS["four_eyes"].test(None, None, act) is met
