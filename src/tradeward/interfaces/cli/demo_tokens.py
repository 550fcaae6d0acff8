"""`tradeward demo-tokens`: prints the tokens of the demo market's people again. A market that is no demo has none to tell."""

import argparse
import json
import os

from tradeward.interfaces.cli import exits


def add(commands: argparse._SubParsersAction) -> None:
    """Register `demo-tokens`."""
    parser = commands.add_parser("demo-tokens", help="print the demo market's tokens again", description=__doc__)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print who, role, what they show, and token. Refuses: a database without a demo market (BAD_INPUT)."""
    os.environ["TRADEWARD_MODE"] = "demo"
    from tradeward.interfaces import boot

    boot.ready()
    from tradeward.interfaces.cli import demo

    told = demo.tokens_again()
    print(json.dumps({"tokens": told}, ensure_ascii=False) if args.json else demo.table(told))
    return exits.OK
