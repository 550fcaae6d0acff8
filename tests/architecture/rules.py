"""Rule → tests → code: who cites which line of docs/reference/rules.md. `python -m tests.architecture.rules` prints it.

A test cites a rule in its name (`test_w1_...`, `test_r5_4_...`) or its text; code cites it in a comment or docstring.
"""

import ast
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
RULE = re.compile(r"^- \*\*([RSW]\d+(?:\.\d+)?)\*\* (.+)$", re.MULTILINE)
CITED = re.compile(r"(?<![\w.-])(R\d{1,2}\.\d{1,2}|[SW]\d{1,2})(?![\w-]|\.\d)")
CITED_BY_NAME = re.compile(r"(?<=_)(r\d{1,2}_\d{1,2}|[sw]\d{1,2})(?=_|$)")


class Listing(NamedTuple):
    """The rules by id, and the places that cite each: tests by name, code by line."""

    rules: dict[str, str]
    tests: dict[str, list[str]]
    code: dict[str, list[str]]

    @property
    def uncited(self) -> list[str]:
        """The rules that no test cites."""
        return [rule for rule in self.rules if rule not in self.tests]

    @property
    def unknown(self) -> list[str]:
        """The rules that somebody cites and that are none; S3 or W9 alone may be something else's name."""
        return sorted(rule for rule in {*self.tests, *self.code} - {*self.rules} if rule.startswith("R"))


def listing(root: Path = ROOT) -> Listing:
    """What `root` says about its rules. The lints' own tests are left out: they cite rules to be lints' food."""
    tests: dict[str, list[str]] = defaultdict(list)
    for file in sorted((root / "tests").rglob("*.py")):
        path = file.relative_to(root)
        if path.parts[1] != "architecture":
            for rule, name in _cited_by_tests(file.read_text(encoding="utf-8")):
                tests[rule].append(f"{path}::{name}" if name else str(path))
    code: dict[str, list[str]] = defaultdict(list)
    for file in sorted([*(root / "src").rglob("*.py"), *(root / "src").rglob("*.sql")]):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            for rule in CITED.findall(line):
                code[rule].append(f"{file.relative_to(root)}:{number}")
    rules = dict(RULE.findall((root / "docs/reference/rules.md").read_text(encoding="utf-8")))
    return Listing(rules, _once_each(tests), _once_each(code))


def _cited_by_tests(text: str) -> Iterator[tuple[str, str]]:
    """The rules cited in a file of tests, each with the name of its test; outside of any, with none."""
    tree = ast.parse(text)
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.lower().startswith("test"):
            names |= dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), node.name)
            for rule in CITED_BY_NAME.findall(node.name):
                yield rule.upper().replace("_", "."), node.name
    for number, line in enumerate(text.splitlines(), start=1):
        for rule in CITED.findall(line):
            yield rule, names.get(number, "")


def _once_each(places: dict[str, list[str]]) -> dict[str, list[str]]:
    return {rule: list(dict.fromkeys(where)) for rule, where in places.items()}


def main() -> int:
    """Print the table; 1 when a rule has no test, or a citation has no rule."""
    found = listing()
    for rule, told in found.rules.items():
        print(textwrap.fill(f"{rule:7}{told}", width=120, subsequent_indent=" " * 7))
        for kind, places in (("tests", found.tests), ("code", found.code)):
            print(f"       {kind:6}{', '.join(places.get(rule, [])) or '-'}")
    print(f"\n{len(found.rules)} rules; no test cites {len(found.uncited)}: {' '.join(found.uncited) or '-'}")
    for rule in found.unknown:
        print(f"{rule} is cited and is no rule: {', '.join(found.tests.get(rule, []) + found.code.get(rule, []))}")
    return 1 if found.uncited or found.unknown else 0


if __name__ == "__main__":
    sys.exit(main())
