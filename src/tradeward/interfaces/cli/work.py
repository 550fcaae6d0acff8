"""`tradeward work`: makes due moves of the clock as they fall due, until SIGINT or SIGTERM. History does not depend on it."""

import argparse
import os
import sys

from tradeward.interfaces import boot


def add(commands: argparse._SubParsersAction) -> None:
    """Register `work`."""
    parser = commands.add_parser("work", help="run the deadline worker until Ctrl-C", description=__doc__)
    parser.add_argument(
        "--poll", type=_seconds, default=1.0, metavar="SECONDS", help="pause when nothing is due (default: 1)"
    )
    parser.set_defaults(run=run)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError("above 0 and at most 3600")
    return seconds


def run(args: argparse.Namespace) -> int:
    """Become the worker's process: signals reach it, and the doors stay apart (DESIGN §1)."""
    boot.ready()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "tradeward.interfaces.jobs", "--poll", str(args.poll)])
