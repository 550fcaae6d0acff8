"""`tradeward simulate`: random people trade in every way there is, then nobody does; whatever is left over is a fault."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from tradeward.interfaces.cli import exits

if TYPE_CHECKING:
    from tradeward.interfaces.cli.simulation import Outcome


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
    parser.set_defaults(run=run)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one order")
    return number


def run(args: argparse.Namespace) -> int:
    """Play it; 1 when something is left over, when the journals differ, or when the product failed."""
    from tradeward.interfaces import scratch

    workers = ("on", "off", "random") if args.worker == "all" else (args.worker,)
    outcomes: dict[str, Outcome] = {}
    for worker in workers:
        with scratch.database(purpose="simulate"):
            from tradeward.interfaces.cli import simulation  # tables are there only once Django is set up

            plan = simulation.Plan(orders=args.orders, seed=args.seed, worker=worker, then_nobody=args.then_nobody)
            try:
                outcomes[worker] = simulation.Simulation(plan).play()
            except simulation.Fault as fault:
                return exits.tell(exits.Failure(exits.RED, "Fault", str(fault)), as_json=args.json)
    same = len({one.digest for one in outcomes.values()}) == 1
    left = any(one.loose for one in outcomes.values())
    told = {worker: _told(args.orders, one) for worker, one in outcomes.items()}
    if args.json:
        print(json.dumps({"orders": args.orders, "seed": args.seed, "same_journal": same, "workers": told}))
    else:
        _print(told, same=same)
    return exits.OK if same and not left else exits.RED


def _told(orders: int, one: "Outcome") -> dict[str, Any]:
    return {
        "seconds": round(one.seconds, 2),
        "lives_per_second": round(orders / one.seconds, 1),
        "commands_per_second": round(one.commands / one.seconds, 1),
        "done": dict(sorted(one.done.items())),
        "refused": dict(sorted(one.refused.items())),
        "left_over": [f"{loose.what} {loose.id}: {loose.how}" for loose in one.loose],
        "digest": one.digest,
    }


def _print(told: dict[str, dict[str, Any]], *, same: bool) -> None:
    for worker, one in told.items():
        print(
            f"worker {worker}: {sum(one['done'].values())} commands done, {sum(one['refused'].values())} refused, "
            f"{one['seconds']} s, {one['lives_per_second']} lives/s, {one['commands_per_second']} commands/s"
        )
        print("  done     " + ", ".join(f"{name} {number}" for name, number in one["done"].items()))
        print("  refused  " + ", ".join(f"{name} {number}" for name, number in one["refused"].items()))
        for line in one["left_over"][:40]:
            print(f"  left     {line}")
        print(f"  journal  {one['digest']}")
    if len(told) > 1:
        print("the journals are the same" if same else "the journals differ")
