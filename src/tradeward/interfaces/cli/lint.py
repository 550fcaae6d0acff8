"""`tradeward lint`: list the terms of a contract that nobody could decide later, and how to mend them."""

import argparse
import json
import sys
from typing import Any

from tradeward.domain.linting import contracts, lint
from tradeward.domain.linting.categories import CATEGORIES, Severity
from tradeward.domain.linting.rules.table import RULES
from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces.cli import exits, lint_input, lint_output

_DESCRIPTION = """List the terms that could not be decided later: the place, the category, why it loses disputes, how to
mend it. Texts are read, never changed. FILE is .txt, .md, .json, .docx or .pdf; - is standard input (text).
Exit codes: 0 done, 1 there is a finding of --fail-on or graver, 2 a file is refused."""
_GRAVEST = list(Severity)


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Register the command."""
    parser = commands.add_parser("lint", help="find the terms nobody could decide", description=_DESCRIPTION)
    parser.add_argument("file", nargs="*", metavar="FILE", help="a contract; - is standard input")
    parser.add_argument("--terms", metavar="FILE.jsonl", help='lint single terms: {"id","text","context"} a line')
    parser.add_argument("--format", choices=("text", "json", "sarif"), help="how to print; --json is --format json")
    parser.add_argument(
        "--fail-on", choices=[str(severity) for severity in Severity], help="exit 1 from this severity on"
    )
    parser.add_argument("--explain", metavar="CATEGORY", help="tell what a category is, with examples")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the findings. Refuses: files that are no contract, and lines that are no term, naming them."""
    if args.explain is not None:
        return _explain(args.explain, as_json=args.json)
    if args.terms is not None:
        return _terms(args.terms)
    if not args.file:
        raise RuleBroken("name a contract, - for standard input, or --terms FILE.jsonl for single terms.", field="file")
    found = [_linted(name, document) for name, document in lint_input.documents(args.file)]
    print(lint_output.FORMATS[args.format or ("json" if args.json else "text")](found))
    return exits.RED if args.fail_on and _grave(found, Severity(args.fail_on)) else exits.OK


def _linted(name: str, document: lint_input.Document) -> lint_output.Linted:
    try:
        return lint_output.Linted(name, document, contracts.lint_contract(pages=document.pages))
    except RuleBroken as refused:
        raise RuleBroken(*(f"{name}: {reason}." for reason in refused.reasons), field="file") from None


def _grave(found: list[lint_output.Linted], least: Severity) -> bool:
    limit = _GRAVEST.index(least)
    return any(_GRAVEST.index(placed.finding.about.severity) <= limit for each in found for placed in each.findings)


def _terms(name: str) -> int:
    for term in lint_input.terms(name):
        labels = [
            {"category": found.category, "start": found.start, "end": found.end}
            for found in lint(text=term.text, context=term.context)
        ]
        sys.stdout.write(json.dumps({"id": term.id, "labels": labels}) + "\n")
    return exits.OK


def _explain(name: str, *, as_json: bool) -> int:
    category = CATEGORIES.get(name.upper().replace("-", "_"))
    if category is None:
        raise RuleBroken(f"there is no category {name[:40]}; there are {', '.join(CATEGORIES)}.", field="explain")
    rules = [rule for rule in RULES if rule.category == category.name]
    told = {
        "category": category.name, "severity": str(category.severity), "meaning": category.meaning, "why": category.why,
        "mend": category.mend, "bad": [text for rule in rules for text in rule.bad],
        "good": [text for rule in rules for text in rule.good],
    }  # fmt: skip
    print(json.dumps(told, ensure_ascii=False) if as_json else lint_output.explained(told))
    return exits.OK
