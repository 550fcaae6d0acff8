"""`tradeward simulate`: random people trade in every way there is, then nobody does; whatever is left over is a fault."""

import argparse
import json
import sys
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tradeward.interfaces.cli import exits

if TYPE_CHECKING:
    from tradeward.interfaces.cli.simulation import Outcome

SECONDS_BETWEEN = 5


def add(commands: argparse._SubParsersAction) -> None:
    """Register `simulate`."""
    told = "play random people, in a database of its own, and check that everything ends"
    parser = commands.add_parser("simulate", help=told, description=__doc__)
    parser.add_argument("--orders", type=_count, default=100, metavar="N", help="how many orders (default: 100)")
    parser.add_argument("--seed", default="1", help="the seed of all chance; the same seed plays the same (default: 1)")
    told = "how prompt the clock is; `all` plays on, off and random, and compares the journals (default: on)"
    parser.add_argument("--worker", choices=("on", "off", "random", "all"), default="on", help=told)
    told = "after the people's time two years in which only clock and bank move; then everything must be over"
    parser.add_argument("--then-nobody", action="store_true", help=told)
    parser.add_argument("--keep", action="store_true", help="keep the databases, to look into them")
    parser.set_defaults(run=run)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one order")
    return number


def run(args: argparse.Namespace) -> int:
    """Play it; 1 when something is left over, the books are red, the journals differ, or the product failed."""
    from tradeward.interfaces import scratch

    workers = ("on", "off", "random") if args.worker == "all" else (args.worker,)
    outcomes: dict[str, Outcome] = {}
    for worker in workers:
        with scratch.database(purpose=f"simulate_{worker}", keep=args.keep) as name:
            from tradeward.interfaces.cli import simulation  # tables are there only once Django is set up

            plan = simulation.Plan(orders=args.orders, seed=args.seed, worker=worker, then_nobody=args.then_nobody)
            tell = _progress(f"worker {worker}", quiet=args.json)
            try:
                outcomes[worker] = simulation.Simulation(plan, tell=tell).play()
            except simulation.Fault as fault:
                return exits.tell(exits.Failure(exits.RED, "Fault", str(fault)), as_json=args.json)
            if args.keep:
                print(f"kept: database {name}", file=sys.stderr)
    parted = _parted(list(outcomes.values()))
    left = any(one.loose or one.red for one in outcomes.values())
    told = {worker: _told(args.orders, one) for worker, one in outcomes.items()}
    if args.json:
        answer = {
            "orders": args.orders,
            "seed": args.seed,
            "same_journal": not parted,
            "parted": parted,
            "workers": told,
        }
        print(json.dumps(answer))
    else:
        _print(told, parted=parted)
    return exits.RED if parted or left else exits.OK


def _progress(name: str, *, quiet: bool) -> Callable[[str], None]:
    """Tell how far the play is, every few seconds, on standard error."""
    told_at = perf_counter()

    def tell(line: str) -> None:
        nonlocal told_at
        if not quiet and perf_counter() - told_at > SECONDS_BETWEEN:
            told_at = perf_counter()
            print(f"{name}, {line}", file=sys.stderr, flush=True)

    return tell


def _parted(outcomes: "list[Outcome]") -> list[str]:
    """The orders, suppliers and credits whose journals are not the same in all plays."""
    subjects = {id for one in outcomes for id in one.heads}
    return sorted(str(id) for id in subjects if len({one.heads.get(id) for one in outcomes}) > 1)


def _told(orders: int, one: "Outcome") -> dict[str, Any]:
    return {
        "seconds": round(one.seconds, 2),
        "lives_per_second": round(orders / one.seconds, 1),
        "commands_per_second": round(one.commands / one.seconds, 1),
        "done": dict(sorted(one.done.items())),
        "refused": dict(sorted(one.refused.items())),
        "left_over": [f"{loose.what} {loose.id}: {loose.how}" for loose in one.loose],
        "books": one.red or "green",
        "digest": one.digest,
    }


def _print(told: dict[str, dict[str, Any]], *, parted: list[str]) -> None:
    for worker, one in told.items():
        print(
            f"worker {worker}: {sum(one['done'].values())} commands done, {sum(one['refused'].values())} refused, "
            f"{one['seconds']} s, {one['lives_per_second']} lives/s, {one['commands_per_second']} commands/s"
        )
        print("  done     " + ", ".join(f"{name} {number}" for name, number in one["done"].items()))
        print("  refused  " + ", ".join(f"{name} {number}" for name, number in one["refused"].items()))
        for line in one["left_over"][:40]:
            print(f"  left     {line}")
        print(f"  books    {one['books'] if one['books'] == 'green' else 'RED'}")
        for line in one["books"][:20] if one["books"] != "green" else ():
            print(f"  red      {line}")
        print(f"  journal  {one['digest']}")
    if len(told) > 1:
        print(f"the journals differ: {', '.join(parted[:5])}" if parted else "the journals are the same")
