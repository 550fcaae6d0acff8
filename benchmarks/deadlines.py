"""Deadlines: what an idle poll costs with many open ones, and how fast due moves are made: `python -m benchmarks.deadlines`.

Beside the clock's `lapse` of an offer stands the `withdraw` of another by its party: the same life, the same change, one order and
one transaction each, in the neighbouring turn.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import postings

MONTHS = [datetime(2026, month, 1, 8, tzinfo=UTC) for month in (3, 5, 7, 8)]
"""Offers of these days lapse after thirty days, on the last of the month: no limit is reviewed between."""
OPEN = (10_000, 1_000_000)
SUPPLIERS = 60
POLLS = 300
DEAD = 20_000
MOST_PAGES = 4
MOST_GROWTH = 2.0
LEAST_RATIO = 0.7


@dataclass(frozen=True)
class Poll:
    """An idle poll with so many deadlines open: its first decile in milliseconds, and the pages it touches."""

    open: int
    milliseconds: float
    pages: int
    pages_under_snapshot: int


@dataclass(frozen=True)
class Result:
    """The machine, how busy it was, the polls, and moves made a second: by the clock, by the party, by the clock in fours.

    `ratio`: the clock's beside the party's, the median of neighbouring turns.
    """

    machine: str
    load_before: str
    polls: list[Poll]
    clock: float
    party: float
    ratio: float
    clock_in_fours: float

    @property
    def growth(self):
        """How much longer a poll takes with a hundred times as many open."""
        return self.polls[-1].milliseconds / self.polls[0].milliseconds

    @property
    def holds(self):
        """Whether the bars are kept."""
        pages = max(max(poll.pages, poll.pages_under_snapshot) for poll in self.polls)
        return pages <= MOST_PAGES and self.growth <= MOST_GROWTH and self.ratio >= LEAST_RATIO


def main(argv=None):
    """Measure and print; with --write also put the section into docs/reference/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deadlines", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--write", action="store_true", help="put them into docs/reference/performance.md")
    args = parser.parse_args(argv)
    with server() as address:
        result = measure(address)
    print(json.dumps(asdict(result)) if args.json else section(result))
    if args.write:
        postings.write(section(result))
    return 0 if result.holds else 1


@contextmanager
def server():
    """The product's embedded server in a home of its own, migrated; removed afterwards."""
    from tradeward.gateways import postgres

    with tempfile.TemporaryDirectory(prefix="tradeward-bench-", dir="/tmp") as folder:
        home = Path(folder)
        home.chmod(0o711)
        os.environ["TRADEWARD_HOME"] = folder
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(name, None)
        try:
            from tradeward.interfaces import boot

            postings.say("starting a server")
            boot.ready()
            yield postgres.address(home=home)
        finally:
            postgres.remove(home=home)


def measure(address):
    """All of it; about a minute."""
    load = postings.busy()
    clocks, parties, fours = moved()
    ratio = statistics.median(clock / party for clock, party in zip(clocks, parties, strict=True))
    clock, party = statistics.median(clocks), statistics.median(parties)
    polls = [polled(address, how_many) for how_many in OPEN]
    return Result(
        postings.machine(address), load, polls, round(clock, 1), round(party, 1), round(ratio, 2), round(fours, 1)
    )


# --- moves


def moved():
    """Moves a second: offers that lapse, offers that are withdrawn, and offers that lapse four a supplier."""
    from tradeward.interfaces.cli.stage import Stage
    from tradeward.usecases import clock, orders

    stage = Stage(at=MONTHS[0] - timedelta(days=2), name="bench")
    names = [f"Supplier {number} (fictional)" for number in range(SUPPLIERS)]
    postings.say(f"taking on {SUPPLIERS} suppliers")
    stage.buyer("Buyer (fictional)")
    for name in names:
        stage.supplier(name)
    clocks, parties = [], []
    for turn, at in enumerate(MONTHS[:3], 1):
        clock.run(at=at)
        postings.say(f"turn {turn}: {2 * SUPPLIERS} offers, half of them withdrawn, half of them left to lapse")
        left, withdrawn = offered(stage, names, at), offered(stage, names, at)
        begun = time.perf_counter()
        for name, id in zip(names, withdrawn, strict=True):
            orders.move(order_id=id, verb="withdraw", **stage.by(name))
        parties.append(SUPPLIERS / (time.perf_counter() - begun))
        clocks.append(lapsed(at, len(left)))
    postings.say("four offers of each of a quarter of them, left to lapse")
    few, at = names[: SUPPLIERS // 4], MONTHS[3]
    clock.run(at=at)
    for _ in range(4):
        offered(stage, few, at)
    return clocks, parties, lapsed(at, 4 * len(few))


def offered(stage, names, at):
    """One offer of each supplier."""
    stage.at = at
    return [stage.offer(buyer="Buyer (fictional)", supplier=name) for name in names]


def lapsed(at, how_many):
    """How many lapse a second when all of them are due."""
    from tradeward.usecases import clock

    begun = time.perf_counter()
    clock.sweep(at=at + timedelta(days=30, seconds=1), most=10 * how_many)
    return how_many / (time.perf_counter() - begun)


# --- polls


def superuser(address, *, autocommit=True):
    """A connection to the product's database that may do anything."""
    import psycopg

    from tradeward.gateways import postgres

    return psycopg.connect(address.url(role=postgres.SUPERUSER), autocommit=autocommit)


def polled(address, how_many):
    """An idle poll with that many deadlines open; and once more while an old snapshot keeps fired ones from being cleared away."""
    from tradeward.usecases import clock

    postings.say(f"{how_many:,} open deadlines")
    now = datetime(2027, 1, 1, tzinfo=UTC)
    with superuser(address) as connection:
        connection.execute("DELETE FROM deadlines")
        insert(connection, how_many, "'3000-01-01'::timestamptz + n * interval '1 second'")
        connection.execute("VACUUM ANALYZE deadlines")
    said = {"since": now - timedelta(minutes=1), "before": now, "most": 500}
    times = []
    for _ in range(POLLS):
        begun = time.perf_counter()
        clock.sweep(at=now, since=said["since"])
        times.append(time.perf_counter() - begun)
    calm = pages(address, said)
    with superuser(address, autocommit=False) as old, superuser(address) as connection:
        old.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        old.execute("SELECT 1")
        insert(connection, DEAD, "'2026-12-31'::timestamptz + n * interval '1 millisecond'")
        connection.execute("DELETE FROM deadlines WHERE due_at < '2027-01-01'")
        kept = pages(address, said)
    return Poll(how_many, round(1000 * statistics.quantiles(times, n=10)[0], 3), calm, kept)


def insert(connection, how_many, due):
    """So many open deadlines, as bulk."""
    connection.execute(
        "INSERT INTO deadlines (id, subject, subject_id, verb, due_at, waits_on, state)"
        f" SELECT gen_random_uuid(), 'order', gen_random_uuid(), 'lapse', {due}, 'buyer', 'open'"
        f" FROM generate_series(1, {how_many}) n"
    )


def pages(address, said):
    """The pages that an idle poll touches."""
    from tradeward.store import deadlines

    with superuser(address) as connection:
        connection.execute(deadlines._DUE, said)  # what a connection reads when it plans is no part of a poll
        (plans,) = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {deadlines._DUE}", said).fetchone()
    plan = plans[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def section(result):
    """The result as the section of the reference page."""
    lines = [
        "## Deadlines",
        "",
        f"`python -m benchmarks.deadlines` on {result.machine}; the load average was {result.load_before} when it began.",
        "An idle poll is one statement, measured through Django: the slowest of the fastest tenth of 300, since a busy machine",
        f"only adds. *Pages* are index and table pages that it touches, then those while an old snapshot keeps {DEAD:,} fired",
        "deadlines from being cleared away.",
        "",
        "| open deadlines | idle poll | pages | under an old snapshot |",
        "|---|---|---|---|",
        *(
            f"| {poll.open:,} | {poll.milliseconds} ms | {poll.pages} | {poll.pages_under_snapshot} |"
            for poll in result.polls
        ),
        "",
        f"From {OPEN[0]:,} to {OPEN[1]:,} the poll takes {result.growth:.2f} times as long (bar: {MOST_GROWTH:g}).",
        "",
        f"Offers lapsed by the clock: {result.clock} a second, one order a supplier and a commit each; withdrawn by their parties:"
        f" {result.party} a second. That is {result.ratio:.2f} times the use case called directly (bar: {LEAST_RATIO}). Four due"
        f" orders of one supplier in one commit: {result.clock_in_fours} a second.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
