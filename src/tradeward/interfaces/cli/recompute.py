"""`tradeward recompute`: compute an exported ruling again, from the document alone."""

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

import tradeward
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.rulings import recomputing
from tradeward.domain.rulings.recomputing import AGREES, DEPARTS, DIFFERS, Check
from tradeward.interfaces.cli import exits

_DESCRIPTION = """Compute a ruling again from the document it was exported as: findings, award and refund, with nothing but
this package; no database, no network. Exit codes: 0 all of it agrees, or departs for a written reason; 1 something differs,
and be it one byte; 2 this is no exported ruling."""
_HERE = f"tradeward {tradeward.__version__}"
_LONGEST = 300
"""Characters of a figure that are printed; reasons can be long."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Register the command."""
    parser = commands.add_parser("recompute", help="compute an exported ruling again", description=_DESCRIPTION)
    parser.add_argument("file", metavar="FILE", help="the exported ruling; - is standard input")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what agrees, what departs and what differs. Refuses: what is no exported ruling."""
    content = _read(args.file)
    try:
        checks, product = recomputing.checks(content), recomputing.product(content)
    except RuleBroken as refused:
        raise RuleBroken(*(f"{args.file}: {reason}." for reason in refused.reasons), field=refused.field) from None
    verdicts = Counter(one.verdict for one in checks)
    if args.json:
        told = {
            "exported_by": product,
            "computed_by": _HERE,
            "differ": verdicts[DIFFERS],
            "checks": [asdict(one) for one in checks],
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"exported by {_short(product)}, computed by {_HERE}")
        for one in checks:
            print(_line(one))
        counted = f"{verdicts[AGREES]} agree, {verdicts[DEPARTS]} depart for a reason, {verdicts[DIFFERS]} differ"
        print(f"{len(checks)} compared: {counted}")
    return exits.RED if verdicts[DIFFERS] else exits.OK


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    with open(name, "rb") as file:
        return file.read()


def _line(one: Check) -> str:
    if one.verdict == AGREES:
        return f"{one.verdict}  {one.what}: {_short(one.said)}"
    told = f"{one.verdict}  {one.what}: {_short(one.said)}; computed {_short(one.computed)}"
    return f"{told}; the officer's reason: {_short(one.reason)}" if one.reason else told


def _short(text: str) -> str:
    """On one line, cut, and without signs that a terminal obeys."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
