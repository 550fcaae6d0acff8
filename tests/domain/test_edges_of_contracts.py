"""What a contract is refused for at its edges (RULES §4, §6): one row a refusal, each by the name of the key at fault."""

from uuid import UUID

import pytest

from tests.domain.test_rules_of_contracts import LINE, part, read
from tests.trading import SIZE
from tradeward.domain import contract
from tradeward.domain.refusals import RuleBroken

LOTS = [{"ship_date": "2027-05-01", "value": "4000.00"}, {"ship_date": "2027-06-01", "value": "6000.00"}]


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"colour": "blue"}, "colour", "colour is not a key of a contract"),
        ({"buyer": "the usual one"}, "buyer", "buyer 'the usual one' is no id"),
        ({"supplier": str(UUID(int=2))[:-1]}, "supplier", f"supplier '{str(UUID(int=2))[:-1]}' is no id"),
        ({"lines": [LINE | {"price": "-0.01"}]}, "lines[0].price", "lines[0].price '-0.01' may not be negative"),
        ({"lines": [LINE, LINE | {"price": "-1"}]}, "lines[1].price", "lines[1].price '-1' may not be negative"),
        ({"lots": [LOTS[0] | {"value": "-4000.00"}]}, "lots", "lots '-4000.00' may not be negative"),
        ({"inspection_fee": "-1.00"}, "inspection_fee", "inspection_fee '-1.00' may not be negative"),
        ({"coverage": "full"}, "coverage", "coverage 'full' is not one of pre_shipment, post_delivery, none"),
        ({"transport": "camel"}, "transport", "transport 'camel' is not one of express, air, road, rail, sea"),
        ({"ship_date": "2027-5-1"}, "ship_date",
         "ship_date '2027-5-1' is no date of the form YYYY-MM-DD: name one exact day"),
        ({"ship_date": "20270501"}, "ship_date",
         "ship_date '20270501' is no date of the form YYYY-MM-DD: name one exact day"),
        ({"ship_date": "May 2027"}, "ship_date",
         "ship_date 'May 2027' is no date of the form YYYY-MM-DD: name one exact day"),
        ({"ship_date": "03/04/2027"}, "ship_date",
         "ship_date '03/04/2027' could be 2027-03-04 or 2027-04-03: name one exact day"),
        ({"late_ld": {"pct_per_day": "0.5"}}, "late_ld.cap_pct", "late_ld.cap_pct: required, and missing"),
        ({"force_majeure": {"notice_days": "2.5"}}, "force_majeure.notice_days",
         "force_majeure.notice_days: is no whole number of days"),
        ({"force_majeure": {"notice": "2"}}, "force_majeure.notice",
         "force_majeure.notice: unknown key; known here are id, kind, notice_days"),
        ({"plan": [part("1e4")]}, "plan.bp", "plan.bp '1e4' is no whole number"),
        ({"plan": [part("10000", days="-1")]}, "plan.days", "plan.days '-1' is no whole number"),
        ({"plan": [part("10000", anchor="hope")]}, "plan.anchor",
         "plan.anchor 'hope' is not one of signing, ready, inspection, shipped, received"),
        ({"plan": [part("10000", release="never")]}, "plan.release",
         "plan.release 'never' is not one of on_capture, on_shipment, on_acceptance"),
    ],
)  # fmt: skip
def test_what_a_contract_may_not_say(changes, field, says):
    """RULES §4: a version is read whole, or refused by the name of what is wrong in it."""
    with pytest.raises(RuleBroken) as refused:
        read(**changes)
    assert (refused.value.field, str(refused.value)) == (field, says)


def test_a_day_that_came_over_the_wire_as_a_number_is_refused_by_name():
    """RULES §4 S9: an exact day, written."""
    with pytest.raises(RuleBroken) as refused:
        contract.read_day(field="ship_date", text=20270501)
    assert refused.value.field == "ship_date"


def test_nothing_is_free_of_charge_by_a_sign():
    """RULES §7: 0 is an amount; below it there is none."""
    assert read(inspection_fee="0.00").inspection_fee_minor == 0
    assert read(lines=[LINE | {"price": "0.00"}, LINE | {"price": "0.01"}]).value_minor == 1


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"terms": [SIZE, SIZE | {"max": "11"}]}, ["two terms have the same id."]),
        ({"lots": LOTS}, []),
        ({"lots": LOTS[:1]}, ["the values of the lots do not sum to the value of the order."]),
        ({"lots": [LOTS[0], LOTS[1] | {"value": "6000.01"}]},
         ["the values of the lots do not sum to the value of the order."]),
        ({"terms": [SIZE, SIZE], "lots": LOTS[1:]},
         ["two terms have the same id.", "the values of the lots do not sum to the value of the order."]),
        ({"terms": [{"id": "look", "kind": "pass_fail"}], "lines": [LINE | {"terms": ["look"]}]},
         ["term look: name the approved sample, drawing or document."]),
        ({"terms": [SIZE, {"id": "nice", "kind": "vague", "text": "good"}], "not_assured": ["nice"]}, []),
        ({"not_assured": ["size"]},
         ["line 1 (hinge) has no executable quality term; add one, or write line:1 under not_assured."]),
        ({"not_assured": ["size", "line:1"]}, []),
    ],
)  # fmt: skip
def test_why_a_contract_cannot_be_signed_yet(changes, faults):
    """RULES §6: each reason a sentence, all of them at once; none where it can be signed."""
    assert contract.not_executable(read(**changes)) == faults


def test_opting_out_in_words_counts_only_where_the_policy_lets_it():
    """RULES §6: `quality_opt_out` off, and the words change nothing."""
    agreed = read(not_assured=["size", "line:1"])
    assert contract.not_executable(agreed, opt_out=False) == ["line 1 (hinge) has no executable quality term; add one."]


@pytest.mark.parametrize(
    ("lines", "is_"),
    [
        ([{"goods": "kettles"}], "kettles"),
        ([{"goods": "kettles"}, {"goods": "lids"}, {"goods": "boxes"}], "kettles + 2"),
        ([{}], ""),
        ([], ""),
        (None, ""),
    ],
)
def test_what_a_contract_is_about_in_a_few_words(lines, is_):
    """DESIGN §5: lists show the first item line, and how many more there are."""
    assert contract.goods_of({"lines": lines}) == is_
