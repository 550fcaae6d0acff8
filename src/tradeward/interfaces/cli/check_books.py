"""`tradeward check-books`: whether ledger, journals, tables, deadlines and files all say the same."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from tradeward.interfaces import boot, clock
from tradeward.interfaces.cli import exits

_DESCRIPTION = """Check everything against everything else, in one snapshot, while the product works on. The outcome is
written down: while it is red, no supplier is paid out. Exit codes: 0 green, 1 red (each row that is not as it must be is
named: table, id, what was expected, what is there), 3 the database is in the way."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Register the command."""
    parser = commands.add_parser(
        "check-books", help="check ledger, journals, tables and files", description=_DESCRIPTION
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, print what was found, and answer 0 for green, 1 for red."""
    boot.ready()
    from tradeward.usecases import books

    with _progress(quiet=args.json) as tell:
        found = books.check(at=clock.now(), tell=tell)
    if args.json:
        told: dict[str, Any] = {"red": found.red, "subjects": found.subjects, "lines": found.lines}
        told["findings"] = [asdict(one) for one in found.findings]
        told["states"] = [asdict(one) for one in found.states]
        print(json.dumps(told, ensure_ascii=False, default=str))
    else:
        for one in (*found.findings, *found.states):
            print(one)
        outcome = f"red: {len(found.findings)} findings; suppliers are not paid out" if found.red else "green"
        print(f"books {outcome} ({found.subjects} orders and suppliers, {found.lines} journal lines)")
    return exits.RED if found.red else exits.OK


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Any]:
    """A bar on a terminal; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda what, done, whole: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=whole)

        yield tell
