"""`make rules` finds what cites a rule, and says which rules nothing cites."""

from pathlib import Path

import pytest

from tests.architecture import rules

RULES_MD = """# Rules
- **R5.4** Silence admits nothing.
- **R5.12** There are three officers.
- **S3** Two breaches are covered.
- **W1** The founding example.
- **R9.1** A credit is a fact.

| rule | missing | what | comes with |
|---|---|---|---|
| R9.1 | whole | Nothing is recorded. | the bank |
| R5.4, R5.12 | in part | Some silence. | the pages |
"""

TESTS = '''"""Whole file: R5.12."""

def test_w1_founding():
    """The founding example."""

def test_r5_4_silence():
    pass

class TestOffers:
    def test_silent(self):
        """Silence (R5.4). Not R5.40, nor AQL level S-3, nor SS3."""
        assert True  # R5.99
'''


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "docs/reference/rules.md": RULES_MD,
        "tests/domain/test_offers.py": TESTS,
        "tests/architecture/test_rules.py": "# S3",
        "src/tradeward/domain/offers.py": "x = 1\n# R5.4\n",
        "src/tradeward/ledger/schema.sql": "-- R5.12\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_citations_are_found_by_name_by_docstring_and_by_file(project: Path) -> None:
    found = rules.listing(project)
    here = "tests/domain/test_offers.py"
    assert found.tests == {
        "W1": [f"{here}::test_w1_founding"],
        "R5.4": [f"{here}::test_r5_4_silence", f"{here}::test_silent"],
        "R5.12": [here],
        "R5.40": [f"{here}::test_silent"],
        "R5.99": [f"{here}::test_silent"],
    }
    assert found.code == {"R5.4": ["src/tradeward/domain/offers.py:2"], "R5.12": ["src/tradeward/ledger/schema.sql:1"]}


def test_what_is_missing_is_named(project: Path) -> None:
    found = rules.listing(project)
    assert found.uncited == ["S3"]
    assert found.unknown == ["R5.40", "R5.99"]
    assert found.later == {"R9.1": "whole", "R5.4": "in part", "R5.12": "in part"}
    assert found.faults == [
        "S3 is cited by no test",
        "R5.40 is no rule: tests/domain/test_offers.py::test_silent",
        "R5.99 is no rule: tests/domain/test_offers.py::test_silent",
    ]


def test_what_is_missing_in_part_is_tested_and_what_is_missing_whole_is_not(project: Path) -> None:
    page = project / "docs/reference/rules.md"
    page.write_text(page.read_text().replace("R9.1 | whole", "R9.1 | in part").replace("12 | in part", "12 | whole"))
    found = rules.listing(project)
    assert (found.uncited, found.here_already) == (["S3", "R9.1"], ["R5.4", "R5.12"])
    page.write_text(page.read_text() + "| S11 | whole | A promise nobody made. | never |\n")
    assert "S11 is no rule: Later" in rules.listing(project).faults


def test_every_rule_of_ours_is_cited_by_a_test() -> None:
    """Or stands under Later; nothing is cited that is none."""
    assert rules.listing().faults == []


def test_our_rules_have_one_line_and_one_id_each() -> None:
    text = (rules.ROOT / "docs/reference/rules.md").read_text()
    ids = [rule for rule, _ in rules.RULE.findall(text)]
    assert len(ids) == len(set(ids)) == text.count("\n- ")
    for letter, last in (("S", 10), ("W", 15)):
        assert [rule for rule in ids if rule.startswith(letter)] == [f"{letter}{n}" for n in range(1, last + 1)]
    for section in range(2, 10):
        numbers = [int(rule.partition(".")[2]) for rule in ids if rule.startswith(f"R{section}.")]
        assert numbers == list(range(1, len(numbers) + 1)) != []
