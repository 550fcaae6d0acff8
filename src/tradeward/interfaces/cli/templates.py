"""`tradeward templates`: contracts to begin from, by trade, as plain sentences or as the JSON of a draft."""

import argparse
import json
from typing import Any

from tradeward.domain import templates
from tradeward.interfaces import clock
from tradeward.interfaces.cli import exits

_DESCRIPTION = """List the contract templates, or print one: in plain sentences, which `tradeward lint -` finds nothing in, or with
--json as the contract of a draft, in which the parties are still to be named. Exit codes: 0 done, 2 there is no such template."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Register the command."""
    parser = commands.add_parser("templates", help="contracts to begin from", description=_DESCRIPTION)
    parser.add_argument("name", nargs="?", metavar="NAME", help="the template to print; without it all are listed")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one template, or the names of all. Refuses: a name that there is not."""
    if args.name is None:
        found = [templates.named(name=name) for name in templates.names()]
        told = [{"name": one.name, "title": one.title, "says": one.says} for one in found]
        print(json.dumps(told) if args.json else "\n".join(f"{one['name']:15}{one['says']}" for one in told))
        return exits.OK
    found_one, at = templates.named(name=args.name), clock.machine()
    body = found_one.contract(at=at)
    print(json.dumps(body, ensure_ascii=False) if args.json else templates.text(found_one, at=at).rstrip())
    return exits.OK
