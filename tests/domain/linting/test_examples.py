"""The project's own labelled sentences, and the bars that the linter keeps on the development sentences."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from tradeward.domain.linting import lint, scoring
from tradeward.domain.linting.categories import CATEGORIES, Severity
from tradeward.domain.linting.contracts import CONTEXTS

ROOT = Path(__file__).parents[3]
DEV = ROOT / "tests/domain/data/dev_terms.jsonl"
BATCHES = sorted((ROOT / "examples/terms").glob("*.jsonl"))
ORDER = [*(str(severity) for severity in Severity), "none"]


def terms_of(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


OWN = [term for file in BATCHES for term in terms_of(file)]


def score_of(terms):
    pairs = []
    for term in terms:
        given = [scoring.Label(label["category"], label["start"], label["end"]) for label in term["labels"]]
        found = lint(text=term["text"], context=term["context"])
        pairs.append((given, [scoring.Label(finding.category, finding.start, finding.end) for finding in found]))
    return scoring.score(pairs)


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[place : place + 6]) for place in range(len(words) - 5)}


def test_two_hundred_examples_half_of_them_clean():
    clean = sum(1 for term in OWN if not term["labels"])
    assert len(OWN) >= 200
    assert abs(2 * clean - len(OWN)) <= len(OWN) // 20


def test_no_two_sentences_share_six_words():
    """Neither with each other nor with the development sentences: what is learnt from one does not answer another."""
    seen, shared = {}, []
    for term in [*terms_of(DEV), *OWN]:
        mine = shingles(term["text"])
        shared += [
            (term["id"], seen[words], " ".join(words))
            for words in mine
            if words in seen and term["source"] == "written"
        ]
        seen.update(dict.fromkeys(mine, term["id"]))
    assert shared == []


def test_every_label_marks_words_of_its_text():
    for term in OWN:
        assert term["context"] in CONTEXTS
        for label in term["labels"]:
            assert label["category"] in CATEGORIES
            assert term["text"][label["start"] : label["end"]] == label["span"]
        severities = [str(CATEGORIES[label["category"]].severity) for label in term["labels"]]
        assert term["severity"] == min([*severities, "none"], key=ORDER.index)


def test_every_category_is_shown():
    assert {label["category"] for term in OWN for label in term["labels"]} == set(CATEGORIES)


@pytest.mark.parametrize("terms", [terms_of(DEV), OWN], ids=["development sentences", "own sentences"])
def test_bars(terms):
    """Binary F1 at least 0.93, false alarms at most 0.06, categories and places at least 0.85."""
    score = score_of(terms)
    assert score.sentences.f1 >= Fraction("0.93")
    assert score.false_alarms <= Fraction("0.06")
    assert score.by_category.f1 >= Fraction("0.85")
    assert score.span_hits >= Fraction("0.85")


def test_scoring_counts_sentences_categories_and_places():
    good, time = scoring.Label("SUBJECTIVE", 0, 4), scoring.Label("VAGUE_TIME", 5, 9)
    pairs = [
        ([good], [good._replace(start=3, end=8)]),
        ([time], [time._replace(start=0, end=5)]),
        ([], [good]),
        ([good], []),
        ([], []),
    ]
    score = scoring.score(pairs)
    assert score.sentences == (2, 1, 1)
    assert score.false_alarms == Fraction(1, 2)
    assert score.categories == {"SUBJECTIVE": (1, 1, 1), "VAGUE_TIME": (1, 0, 0)}
    assert score.by_category == (2, 1, 1)
    assert score.span_hits == Fraction(1, 3)
    assert (score.by_category.precision, score.by_category.recall, score.by_category.f1) == (Fraction(2, 3),) * 3
