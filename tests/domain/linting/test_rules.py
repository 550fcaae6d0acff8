"""Every rule finds its bad examples, and nothing at all is found in its good ones."""

import pytest

from tradeward.domain.linting import lint
from tradeward.domain.linting.categories import CATEGORIES
from tradeward.domain.linting.contracts import CONTEXTS, context_of
from tradeward.domain.linting.rules.table import RULES

BAD = [(rule, example) for rule in RULES for example in rule.bad]
GOOD = [(rule, example) for rule in RULES for example in rule.good]


def read(example):
    """The context and the text of an example: `payment: Price 2.40.`; without one, it is guessed."""
    head, found, tail = example.partition(": ")
    return (head, tail) if found and head in CONTEXTS else (context_of(example), example)


@pytest.mark.parametrize(("rule", "example"), BAD, ids=[f"{rule.category}: {example[:60]}" for rule, example in BAD])
def test_bad_example(rule, example):
    """RULES §6: a term is executable or it is told why not."""
    context, text = read(example)
    found = {(finding.category, finding.rule) for finding in lint(text=text, context=context)}
    assert (rule.category, rule.name) in found


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=[f"{rule.category}: {example[:60]}" for rule, example in GOOD])
def test_good_example(rule, example):
    context, text = read(example)
    assert [(finding.category, finding.span) for finding in lint(text=text, context=context)] == []


def test_every_category_has_rules_and_every_rule_an_example():
    assert {rule.category for rule in RULES} == set(CATEGORIES)
    assert [rule.name for rule in RULES if not rule.bad] == []


def test_rules_of_a_category_have_different_names():
    names = [(rule.category, rule.name) for rule in RULES]
    assert len(names) == len(set(names))


def test_severities_are_those_of_the_taxonomy():
    """The gravest first; three grades."""
    by_severity = {}
    for name, row in CATEGORIES.items():
        by_severity.setdefault(str(row.severity), []).append(name)
    assert by_severity == {
        "high": (
            "SUBJECTIVE COMPARATIVE DEFECT SAMPLE_REF SAMPLING VAGUE_TIME DATE_RANGE NO_UNIT CONFLICT ESCAPE TO_BE_AGREED"
        ).split(),
        "medium": "NO_TOLERANCE NO_METHOD STD_REF NO_ANCHOR DATE_FORMAT VAGUE_QUANTITY CURRENCY INCOTERM REMEDY".split(),
        "low": "OPEN_LIST NO_ACTOR".split(),
    }
