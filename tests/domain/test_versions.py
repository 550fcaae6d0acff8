"""What changed between two versions of a contract, place by place (RULES §4)."""

import pytest

from tradeward.domain import versions

TERM = {"id": "width", "min": "49.5"}
LINE = {"goods": "lamps", "terms": ["width"]}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"a": "1"}, {"a": "1"}, []),
        ({"b": "1", "a": "1"}, {"b": "2", "a": "3"}, ["a: 1 became 3.", "b: 1 became 2."]),
        ({}, {"a/b": "1"}, ["a~1b: 1 is new."]),
        ({"a~b": {"c": ["1", "2"]}}, {}, ["a~0b: {c: [1, 2]} is gone."]),
        ({"terms": [TERM]}, {"terms": [{**TERM, "min": "49"}]}, ["terms › width › min: 49.5 became 49."]),
        ({"terms": [TERM, {"id": "colour"}]}, {"terms": [{"id": "colour"}, TERM]}, []),
        ({"terms": [TERM, TERM]}, {"terms": [TERM]}, ["terms › 001: {id: width, min: 49.5} is gone.",
                                                     "terms › 002: {id: width, min: 49.5} is gone.",
                                                     "terms › width: {id: width, min: 49.5} is new."]),
        ({"lines": [LINE]}, {"lines": [LINE, {"goods": "shades"}]}, ["lines › 002: {goods: shades} is new."]),
        ({"lines": ["x"]}, {"lines": "x"}, ["lines: [x] became x."]),
        ("1", "2", ["the contract: 1 became 2."]),
    ],
)  # fmt: skip
def test_each_place_that_differs_is_said(old, new, said):
    """RULES §4: things in a list are told apart by their id where each has one of its own, else by their place."""
    assert [one.sentence for one in versions.changes(old, new=new)] == said
