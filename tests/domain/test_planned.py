"""The course of an order's money when all goes as agreed: a pure function of its plan (RULES §4, §8)."""

import pytest

from tradeward.domain import coverage
from tradeward.domain.coverage import AtRisk
from tradeward.domain.terms.payment import PlanPart


def plan(*parts):
    return tuple(PlanPart(bp=bp, anchor=anchor, days=0, release=release) for bp, anchor, release in parts)


def risk(held, covered, not_covered):
    return AtRisk(held=held, covered=covered, not_covered=not_covered)


PRE_SHIPMENT = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_shipment"))
POST_DELIVERY = plan((3000, "signing", "on_capture"), (7000, "shipped", "on_acceptance"))
OUTSIDE = plan((3000, "signing", "on_acceptance"), (7000, "ready", "on_acceptance"))


@pytest.mark.parametrize(
    ("agreed", "cover", "course"),
    [
        (
            PRE_SHIPMENT,
            7500,
            [risk(0, 3000, 0), risk(0, 3000, 0), risk(7000, 3000, 0), *[risk(0, 7500, 2500)] * 2, risk(0, 0, 0)],
        ),
        (POST_DELIVERY, 2000, [*[risk(0, 2000, 1000)] * 3, *[risk(7000, 2000, 1000)] * 2, risk(0, 0, 0)]),
        (OUTSIDE, 0, [risk(3000, 0, 0), *[risk(10000, 0, 0)] * 4, risk(0, 0, 0)]),
    ],
    ids=["pre-shipment", "post-delivery", "outside"],
)
def test_where_the_money_will_stand(agreed, cover, course):
    """RULES §4, §8: what is held is safe, what is released is covered as far as the cover reaches, and the end is empty."""
    found = coverage.planned(plan=agreed, value_minor=10_000, cover=cover)
    assert [step for step, _ in found] == list(coverage.STEPS)
    assert [standing for _, standing in found] == course
