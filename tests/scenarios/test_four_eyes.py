"""What takes two of the operator's people takes two of them (RULES §3, §7, §9)."""

import pytest

from tests.world import BUYER
from tradeward.domain.refusals import NotAllowed
from tradeward.domain.vocabulary import Actor, Role
from tradeward.usecases import bank, fund, organisations


def pairs(stage):
    """Who acts and who approves, where that is not two of the operator's people."""
    first, officer, buyer = (stage.people[name] for name in ("operator", "officer A", BUYER))
    nobody = Actor(Role.OPERATOR, first.organisation_id, None)
    pretender = Actor(Role.OPERATOR, first.organisation_id, officer.person_id)
    second = stage.people["second operator"].person_id
    return [
        (nobody, second),
        (pretender, second),
        (officer, second),
        (first, None),
        (first, first.person_id),
        (first, officer.person_id),
        (first, buyer.person_id),
    ]


def test_one_person_is_never_two(world):
    """R3.13, R9.2: nobody in particular, the same person, an officer or a customer is no second pair of eyes."""
    stage = world.stage
    for by, approved_by in pairs(stage):
        for what in (
            lambda **said: fund.pay_in(amount="1.00", currency="USD", **said),
            lambda **said: fund.pay_out(amount="1.00", currency="USD", **said),
            lambda **said: bank.bear(bank_id="B-1", reason="a charge", **said),
            lambda **said: organisations.change_account(
                organisation_id=stage.people[BUYER].organisation_id, account="DE-2", **said
            ),
        ):
            with pytest.raises(NotAllowed, match=r"^Only two of the operator's people"):
                what(by=by, approved_by=approved_by, at=stage.at, key=stage.key())
