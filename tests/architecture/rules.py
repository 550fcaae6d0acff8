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
LATER = re.compile(r"^\| ([RSW][\d.RSW, ]+) \| (whole|in part) \| .+ \| .+ \|$", re.MULTILINE)
CITED = re.compile(r"(?<![\w.-])(R\d{1,2}\.\d{1,2}|[SW]\d{1,2})(?![\w-]|\.\d)")
CITED_BY_NAME = re.compile(r"(?<=_)(r\d{1,2}_\d{1,2}|[sw]\d{1,2})(?=_|$)")


class Listing(NamedTuple):
    """The rules by id, the places that cite each (tests by name, code by line), and which are said to be built later."""

    rules: dict[str, str]
    tests: dict[str, list[str]]
    code: dict[str, list[str]]
    later: dict[str, str]

    @property
    def uncited(self) -> list[str]:
        """The rules that no test cites, unless they are missing whole."""
        return [rule for rule in self.rules if rule not in self.tests and self.later.get(rule) != "whole"]

    @property
    def here_already(self) -> list[str]:
        """The rules that are said to be missing whole, and yet a test cites them."""
        return [rule for rule, missing in self.later.items() if missing == "whole" and rule in self.tests]

    @property
    def unknown(self) -> list[str]:
        """The rules that somebody cites and that are none; S3 or W9 alone may be something else's name."""
        found = {*self.tests, *self.code, *self.later} - {*self.rules}
        return sorted(rule for rule in found if rule.startswith("R") or rule in self.later)

    @property
    def faults(self) -> list[str]:
        """Every reason to be red, a sentence each."""
        places = {rule: self.tests.get(rule, []) + self.code.get(rule, []) for rule in self.unknown}
        return [
            *(f"{rule} is cited by no test" for rule in self.uncited),
            *(f"{rule} stands under Later as missing whole, and is cited by a test" for rule in self.here_already),
            *(f"{rule} is no rule: {', '.join(where) or 'Later'}" for rule, where in places.items()),
        ]


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
    text = (root / "docs/reference/rules.md").read_text(encoding="utf-8")
    later = {rule: missing for ids, missing in LATER.findall(text) for rule in ids.split(", ")}
    return Listing(dict(RULE.findall(text)), _once_each(tests), _once_each(code), later)


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
    """Print the table and what is wrong with it; 1 when a rule has no test, or a citation has no rule."""
    found = listing()
    for rule, told in found.rules.items():
        print(textwrap.fill(f"{rule:7}{told}", width=120, subsequent_indent=" " * 7))
        for kind, places in (("tests", found.tests), ("code", found.code)):
            print(f"       {kind:6}{', '.join(places.get(rule, [])) or '-'}")
        if rule in found.later:
            print(f"       later {found.later[rule]}")
    print(
        f"\n{len(found.rules)} rules; no test cites {len(found.uncited)}; later, whole or in part: {' '.join(found.later)}"
    )
    print(*found.faults, sep="\n")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
