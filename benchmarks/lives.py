"""Whole lives over HTTP: steps of an order with few and with many orders present: `python -m benchmarks.lives`.

Two installations run side by side, each with its own database and web server: one with a thousand orders, one with as many as
--orders says. A life is lived in one, the next in the other, turn by turn, so that a busy machine slows both. The yardstick
is a bare endpoint of the same server that writes one row.
"""

import argparse
import json
import statistics
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass

from benchmarks import postings
from benchmarks.of_lives import hands, installations

FEW = 1_000
MOST_SLOWDOWN = 1.3
MOST_OF_BARE = 3.0


@dataclass(frozen=True)
class Step:
    """One step of a life, in milliseconds: with few orders present, with many, and the use case called directly."""

    name: str
    few_p50: float
    few_p99: float
    many_p50: float
    many_p99: float
    direct_p50: float


@dataclass(frozen=True)
class Result:
    """One run."""

    machine: str
    orders: int
    seeded_seconds: float
    checked_seconds: float
    findings: int
    lives: int
    lives_a_second: float
    clients: int
    bare_p50: float
    steps: list[Step]

    @property
    def slowdown(self):
        """How much longer a life's steps take with many orders present: by their medians, added up."""
        return sum(one.many_p50 for one in self.steps) / sum(one.few_p50 for one in self.steps)

    @property
    def of_bare(self):
        """A step beside the bare insert: the median step."""
        return statistics.median(one.few_p50 for one in self.steps) / self.bare_p50

    @property
    def of_direct(self):
        """A step over HTTP beside the use case called directly, over the whole life."""
        return sum(one.few_p50 for one in self.steps) / sum(one.direct_p50 for one in self.steps)

    @property
    def holds(self):
        """Whether the bars are kept."""
        return self.slowdown <= MOST_SLOWDOWN and self.of_bare <= MOST_OF_BARE and not self.findings


def main(argv=None):
    """Measure and print; with --write also put the section into docs/reference/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lives", description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=1_000_000, help="orders present in the second installation")
    parser.add_argument("--lives", type=int, default=60, help="lives lived in each, one after the other")
    parser.add_argument("--clients", type=int, default=8, help="clients at once for lives a second")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--write", action="store_true", help="put them into docs/reference/performance.md")
    args = parser.parse_args(argv)
    result = measure(args)
    print(json.dumps(asdict(result)) if args.json else section(result))
    if args.write:
        postings.write(section(result))
    return 0 if result.holds else 1


def measure(args):
    """All of it."""
    with ExitStack() as stack:
        few, many = (stack.enter_context(installations.home()) for _ in range(2))
        installations.in_home(few, installations.prepare)
        installations.in_home(many, installations.prepare)
        installations.in_home(few, installations.seed, FEW)
        begun = time.perf_counter()
        installations.in_home(many, installations.seed, args.orders)
        seeded = time.perf_counter() - begun
        direct = installations.in_home(few, hands.lived_directly, args.lives)
        doors = [stack.enter_context(hands.served(one)) for one in (few, many)]
        took = taken_in_turns(doors, args.lives)
        bare = statistics.median(doors[0].bare() for _ in range(10 * args.lives))
        rate = lives_a_second(doors[0], clients=args.clients, lives=2 * args.lives)
        begun = time.perf_counter()
        findings = installations.in_home(many, installations.checked)
        checked_seconds = time.perf_counter() - begun
        machine = installations.in_home(few, installations.machine_of)
    found = [
        Step(name, *spread(took[0][name]), *spread(took[1][name]), milliseconds(statistics.median(direct[name])))
        for name in took[0]
    ]
    return Result(
        machine, args.orders, round(seeded, 1), round(checked_seconds, 1), findings, args.lives, round(rate, 1), args.clients,
        milliseconds(bare), found,
    )  # fmt: skip


def milliseconds(seconds):
    """Seconds as milliseconds, to the hundredth."""
    return round(1000 * seconds, 2)


def spread(times):
    """The median and the 99th percentile, in milliseconds."""
    return milliseconds(statistics.median(times)), milliseconds(statistics.quantiles(times, n=100)[98])


def taken_in_turns(doors, lives):
    """The seconds of each step in each installation, life by life in turns."""
    postings.say(f"{lives} lives in each of two installations, in turns")
    took = [{}, {}]
    for door in doors:
        door.live()
    for _ in range(lives):
        for door, into in zip(doors, took, strict=True):
            for name, seconds in door.live().items():
                into.setdefault(name, []).append(seconds)
    return took


def lives_a_second(door, *, clients, lives):
    """Whole lives a second, looks and the bank's news included, by so many clients at once."""
    postings.say(f"{lives} lives by {clients} clients")
    left, faults = iter(range(lives)), []
    lock = threading.Lock()

    def client():
        while True:
            with lock:
                if faults or next(left, None) is None:
                    return
            try:
                door.live()
            except Exception as exc:
                faults.append(exc)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    begun = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if faults:
        raise faults[0]
    return lives / (time.perf_counter() - begun)


def section(result):
    """The result as the section of the reference page."""
    lines = [
        "## Lives over HTTP",
        "",
        f"`python -m benchmarks.lives --orders {result.orders} --lives {result.lives}` on {result.machine};",
        "granian, 2 processes of 8 threads. Two installations side by side, lives in turns; times in milliseconds over one",
        "connection kept open.",
        "",
        f"| step | p50 at {FEW:,} orders | p99 | p50 at {result.orders:,} orders | p99 | use case called directly, p50 |",
        "|---|---|---|---|---|---|",
        *(
            f"| {one.name} | {one.few_p50} | {one.few_p99} | {one.many_p50} | {one.many_p99} | {one.direct_p50} |"
            for one in result.steps
        ),
        "",
        f"With {result.orders:,} orders present a life's steps take {result.slowdown:.2f} times as long (bar: {MOST_SLOWDOWN}).",
        f"The median step takes {result.of_bare:.2f} times a bare insert over the same server ({result.bare_p50} ms; bar:"
        f" {MOST_OF_BARE:g}), and a life's steps {result.of_direct:.2f} times the use cases called directly.",
        f"{result.clients} clients: {result.lives_a_second} whole lives a second, each with ten looks and two payments, client and"
        " server on the same cores.",
        f"Offering {result.orders:,} orders by the bulk path took {result.seeded_seconds:,.0f} s; check-books over them"
        f" {result.checked_seconds:,.0f} s, {result.findings} findings.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
