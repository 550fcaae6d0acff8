"""What stands close to a rule and is left alone, or is found by its second look (RULES §6)."""

import pytest

from tradeward.domain.linting import lint, proposals
from tradeward.domain.linting.checking import Finding

FOUND = [
    ("shipping", "Goods leave between 01/03/2027 and 15/03/2027.", [("DATE_RANGE", "01/03/2027 and 15/03/2027")]),
    ("shipping", "Not before 1 March 2027 - 15 March 2027.", []),
    ("other", "Humidity log of 1-15 March 2027.", [("NO_METHOD", "Humidity log of 1-15 March")]),
    ("quality", "dwell 20~25 days", []),
    ("other", "Our fiscal year ends on 31 March each year.", []),
    ("shipping", "If a buyer asks us by a letter sent to our house at Ningbo the goods ship in 10 days.", []),
    ("shipping", "Fumigation required. The seller pays.", []),
    ("shipping", "Goods go CFR Lagos and are packed to 49 CFR 173.", []),
    ("payment", "30% deposit, 20% at loading.", []),
    ("payment", "The fee for 2026", []),
    ("remedy", "The fine applies at 0.5 % per day.", []),
    ("quality", "Power 20 W (30 hp).", [("NO_TOLERANCE", "20 W"), ("NO_TOLERANCE", "30 hp")]),
]


@pytest.mark.parametrize(("context", "text", "found"), FOUND, ids=[text for _, text, _ in FOUND])
def test_what_a_rule_finds_at_its_edge(context, text, found):
    """RULES §6: a false alarm costs as much trust as a fault that is missed."""
    assert [(one.category, one.span) for one in lint(text=text, context=context)] == found


PROPOSED = [
    (
        "NO_METHOD", "Hardness",
        {"kind": "measure", "property": "Hardness", "unit": None, "method": None, "min": None, "max": None},
    ),
    ("SAMPLE_REF", "as sample", {"kind": "approved_sample", "number": None, "sealed_on": None, "holder": None, "seal": None}),
    ("REMEDY", "A fine", {"kind": "remedy", "pct_per_day": None, "cap_pct": None}),
    ("NO_TOLERANCE", "the width", None),
    ("NO_ANCHOR", "in good time", None),
    ("NO_ANCHOR", "10 days" + " or so" * 20, None),
]  # fmt: skip


@pytest.mark.parametrize(("category", "span", "proposal"), PROPOSED, ids=[one[1][:20] for one in PROPOSED])
def test_what_a_finding_could_be_mended_into(category, span, proposal):
    """RULES §6: every gap is named; where nothing can be read, or it is too long to be one thing, nothing is proposed."""
    finding = Finding(category=category, start=0, end=len(span), span=span, rule="by hand")
    assert proposals.propose(finding, text=span) == proposal


def test_a_finding_says_what_it_is_about():
    """RULES §6: severity only orders the list."""
    (finding,) = lint(text="High quality lamps.", context="quality")
    assert (finding.category, finding.about.name, str(finding.about.severity)) == ("SUBJECTIVE", "SUBJECTIVE", "high")
