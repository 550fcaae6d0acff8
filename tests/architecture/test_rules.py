"""`make rules` finds what cites a rule, and says which rules nothing cites."""

from pathlib import Path

import pytest

from tests.architecture import rules

RULES_MD = """# Rules
- **R5.4** Silence admits nothing.
- **R5.12** There are three officers.
- **S3** Two breaches are covered.
- **W1** The founding example.
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


def test_our_rules_have_one_line_and_one_id_each() -> None:
    text = (rules.ROOT / "docs/reference/rules.md").read_text()
    ids = [rule for rule, _ in rules.RULE.findall(text)]
    assert len(ids) == len(set(ids)) == text.count("\n- ")
    for letter, last in (("S", 10), ("W", 15)):
        assert [rule for rule in ids if rule.startswith(letter)] == [f"{letter}{n}" for n in range(1, last + 1)]
    for section in range(2, 10):
        numbers = [int(rule.partition(".")[2]) for rule in ids if rule.startswith(f"R{section}.")]
        assert numbers == list(range(1, len(numbers) + 1)) != []
