"""`tradeward play`: plays stories through the product and prints what a buyer would see, and the ledger at the end."""

import argparse
import json
from pathlib import Path
from typing import Any

from tradeward.interfaces.cli import exits, story_file


def add(commands: argparse._SubParsersAction) -> None:
    """Register `play`."""
    parser = commands.add_parser(
        "play", help="play story files and print timeline, money at risk and ledger", description=__doc__
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", type=Path, help="a story, such as examples/stories/founding.toml"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Play each file in a database of its own."""
    from tradeward.interfaces import scratch

    stories = [story_file.read(path) for path in args.files]
    for told in stories:
        with scratch.database(purpose="play"):
            ends = _play(told, quiet=args.json)
        if args.json:
            print(json.dumps(ends))
    return exits.OK


def _play(told: dict[str, Any], *, quiet: bool) -> dict[str, str]:
    from tradeward.interfaces.cli import story, timeline  # tables are there only once Django is set up

    playing = story.open_on_stage(told, name="play")
    teller = timeline.Teller(playing)
    if not quiet:
        print(f"{playing.title}\n{timeline.HEAD}")
    for _ in playing.play():
        if not quiet:
            for line in teller.news():
                print(line)
    if not quiet:
        print("\n" + teller.ledger())
    return teller.ends()
