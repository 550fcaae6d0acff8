"""Worked cases: those of the data set, and our own for every rule, on both sides of each edge (R5.10)."""

import json
import random
import re
from datetime import datetime, timedelta, timezone
from typing import Any

import jsonschema
import pytest

from tests.domain.adjudication import cases
from tradeward.domain.adjudication.form import reading

ALL = cases.written(cases.DEV, *cases.BY_RULE)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.mark.parametrize("case", ALL, ids=[case["id"] for case in ALL])
def test_the_answer_is_the_one_worked_out(case):
    assert cases.differences(case) == ()


def test_every_rule_has_at_least_three_cases():
    assert [len(cases.written(file)) >= 3 for file in cases.BY_RULE] == [True] * 20


def test_cases_and_answers_are_of_the_published_form():
    """Ours are valid by the schema, and every answer is valid by its `$defs/answer`, with words for every case."""
    schema = json.loads(reading.schema())
    whole = jsonschema.Draft202012Validator(schema)
    answers = jsonschema.Draft202012Validator({"$ref": "#/$defs/answer", "$defs": schema["$defs"]})
    for case in ALL:
        whole.validate(case)
        answer = cases.judged(case)
        answers.validate(answer)
        assert all(re.match(r"r\d+", reason) for reason in answer["why"])


@pytest.mark.parametrize("case", ALL, ids=[case["id"] for case in ALL])
def test_the_order_of_lists_does_not_matter(case):
    """R6.9 and rule 4: acts are taken in order of time, so every list may be shuffled."""
    shuffled = json.loads(json.dumps(case))
    random.Random(case["id"]).shuffle(shuffled["events"])
    for key in ("inspections", "payments", "refunds_already_made"):
        shuffled.get(key, []).reverse()
    shuffled["order"]["terms"].reverse()
    shuffled["claim"]["grounds"].reverse()
    assert cases.differences(shuffled) == ()


@pytest.mark.parametrize("hours", [-12, -3, 5, 14])
def test_the_same_instants_in_another_offset_give_the_same_answer(hours):
    """Rule 1: the same instant in another offset is the same."""
    for case in ALL:
        assert cases.differences(elsewhere(case, timezone(timedelta(hours=hours, minutes=30)))) == ()


def test_what_is_for_readers_changes_nothing():
    for case in ALL:
        bare = {key: value for key, value in case.items() if key not in ("title", "edge", "why", "expected")}
        assert cases.judged(bare) == cases.judged(case)


def elsewhere(value: Any, zone: timezone) -> Any:
    """`value` with every instant written in `zone`."""
    if isinstance(value, dict):
        return {key: inner if key == "expected" else elsewhere(inner, zone) for key, inner in value.items()}
    if isinstance(value, list):
        return [elsewhere(inner, zone) for inner in value]
    if isinstance(value, str) and INSTANT.fullmatch(value) and "T24" not in value:
        return datetime.fromisoformat(value).astimezone(zone).isoformat()
    return value
