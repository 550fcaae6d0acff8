"""Movements of money a second through `book.post` and Django, beside pgbench's TPC-B on the same server, turn by turn.

One movement is one entry of one row, one key, one call, one commit. *Spread*: between two of 10,000 floored accounts,
drawn at random. *Hot*: one account is a side of every movement. Durable settings as PostgreSQL ships them. Each figure
is the median of some short turns, each ratio the median of the ratios of neighbouring turns: a machine is never quiet.
"""

import argparse
import json
import multiprocessing
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

CLIENTS = (1, 4, 16)
KINDS = ("spread", "hot")
SCALE = 64
ACCOUNTS = 10_000
PROCESSES = 2
AT = datetime(2026, 3, 2, tzinfo=UTC)
SUBJECT = "ord_01957c8a4f2e7a3cb5d1e0f98a7b6c5d"


@dataclass(frozen=True, slots=True)
class Rate:
    """What `clients` at once did a second, and how much that is beside TPC-B at as many clients."""

    kind: str
    clients: int
    per_second: int
    ratio: str


@dataclass(frozen=True, slots=True)
class Result:
    """One run: the machine, the rates, what one movement costs."""

    machine: str
    load_before: str
    seconds: int
    turns: int
    tpcb: dict[int, int]
    rates: list[Rate]
    wal_bytes: dict[str, int]
    statements_a_call: int
    commits_a_call: int


def main(argv: list[str] | None = None) -> int:
    """Measure and print; with --write also put the section into docs/reference/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.postings", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=3, help="of a turn")
    parser.add_argument("--turns", type=int, default=3, help="of each of the nine measurements")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--write", action="store_true", help="put them into docs/reference/performance.md")
    args = parser.parse_args(argv)
    with server() as address:
        result = measure(address, seconds=args.seconds, turns=args.turns)
    print(json.dumps(asdict(result)) if args.json else section(result))
    if args.write:
        write(section(result))
    return 0 if result.statements_a_call <= 2 and result.commits_a_call == 1 else 1


@contextmanager
def server():
    """The product's embedded server in a home of its own, migrated, with funded accounts; removed afterwards."""
    from tradeward.gateways import postgres

    with tempfile.TemporaryDirectory(prefix="tradeward-bench-", dir="/tmp") as folder:
        home = Path(folder)
        home.chmod(0o711)
        os.environ["TRADEWARD_HOME"] = folder
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(name, None)
        try:
            say("starting a server")
            from tradeward.interfaces import boot

            boot.ready()
            fund()
            yield postgres.address(home=home)
        finally:
            postgres.remove(home=home)


def fund():
    """Give every account enough, many entries a commit."""
    from django.db import connections

    from tradeward.domain.entries import Entry, Row
    from tradeward.ledger import book

    book.install_plan(
        [book.Kind("bank", "debit", hot=True), book.Kind("held", "credit", floored=True)],
        using="owner",
    )
    for first in range(0, ACCOUNTS, 500):
        book.post(
            [Entry("fund", f"fund:{n}", (Row("bank", f"held:{n}", "USD", 10**12),)) for n in range(first, first + 500)],
            at=AT,
        )
    connections.close_all()


def measure(address, *, seconds, turns):
    """All of it; about two minutes with three turns of three seconds."""
    load = busy()
    pgbench = Pgbench(address)
    statements, commits = cost_of_a_call()
    tpcb, rates, wal_bytes = {}, [], {}
    for clients in CLIENTS:
        say(f"{clients} clients: {turns} turns of {seconds} s each of TPC-B, spread and hot")
        taken = taken_in_turns(address, pgbench, clients=clients, seconds=seconds, turns=turns)
        tpcb[clients] = round(statistics.median(turn.rate for turn in taken["TPC-B"]))
        wal_bytes = {what: round(statistics.median(turn.wal for turn in taken[what])) for what in taken}
        for kind in KINDS:
            rate = statistics.median(turn.rate for turn in taken[kind])
            ratio = statistics.median(
                turn.rate / beside.rate for turn, beside in zip(taken[kind], taken["TPC-B"], strict=True)
            )
            rates.append(Rate(kind, clients, round(rate), f"{ratio:.2f}"))
    return Result(machine(address), load, seconds, turns, tpcb, rates, wal_bytes, statements, commits)


class Turn(NamedTuple):
    """What one turn did a second, and the bytes of WAL of one movement or transaction."""

    rate: float
    wal: float


def taken_in_turns(address, pgbench, *, clients, seconds, turns):
    """The turns of TPC-B and of each kind, one after the other; the posting processes live through all of them."""
    taken = {what: [] for what in ("TPC-B", *KINDS)}
    with Posters(clients=clients, seconds=seconds, turns=turns) as posters, superuser(address) as connection:
        for _ in range(turns):
            for what in taken:
                connection.execute("CHECKPOINT")
                before = wal(connection)
                done, rate = pgbench.turn(clients=clients, seconds=seconds) if what == "TPC-B" else posters.turn()
                taken[what].append(Turn(rate, (wal(connection) - before) / done))
    return taken


def cost_of_a_call():
    """How many statements and how many transactions one call of `book.post` is."""
    from django.db import connection, connections
    from django.test.utils import CaptureQueriesContext

    before = transactions()
    with CaptureQueriesContext(connection) as queries:
        Poster("spread", 0)()
    commits = transactions() - before - 1
    connections.close_all()
    return len(queries), commits


def transactions():
    """The number of writing transactions until now, this question being one of them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]


class Poster:
    """One client: each call posts one movement of the kind."""

    def __init__(self, kind, seed):
        self.draw = random.Random(seed)
        self.kind = kind
        self.prefix = f"{kind}:{os.getpid()}:{seed}:{time.monotonic_ns()}"
        self.count = 0

    def __call__(self):
        from tradeward.domain.entries import Entry, Row
        from tradeward.ledger import book

        self.count += 1
        one = self.draw.randrange(ACCOUNTS)
        other = f"held:{(one + 1 + self.draw.randrange(ACCOUNTS - 1)) % ACCOUNTS}" if self.kind == "spread" else "bank"
        row = Row(other, f"held:{one}", "USD", 1 + self.draw.randrange(99))
        book.post([Entry("move", f"{self.prefix}:{self.count}", (row,))], at=AT, subject=SUBJECT)


class Posters:
    """Processes of the product with some threads each, every thread a client with a connection of its own."""

    def __init__(self, *, clients, seconds, turns):
        self.seconds = seconds
        count = min(clients, PROCESSES)
        context = multiprocessing.get_context("spawn")
        self.start, self.done = context.Barrier(count + 1), context.SimpleQueue()
        self.processes = [
            context.Process(target=work, args=(clients // count, n, seconds, turns, self.start, self.done), daemon=True)
            for n in range(count)
        ]

    def __enter__(self):
        for process in self.processes:
            process.start()
        self.start.wait(60)
        return self

    def __exit__(self, *raised):
        for process in self.processes:
            process.join(60)

    def turn(self):
        """Let all clients post for a turn: how many movements, and how many a second."""
        self.start.wait(60)
        done = sum(self.done.get() for _ in self.processes)
        return done, done / self.seconds


def work(threads, number, seconds, turns, start, done):
    """One process: warm each client, then post in each turn, as many as the time allows."""
    from django.db import connections

    from tradeward.interfaces import boot

    boot.ready(migrated=False)
    with ThreadPoolExecutor(threads) as pool:
        clients = [[Poster(kind, 1000 * number + n) for n in range(threads)] for kind in KINDS]

        def post_until(poster, end):
            before = poster.count
            while time.monotonic() < end:
                poster()
            return poster.count - before

        for posters in clients:
            list(pool.map(post_until, posters, [time.monotonic() + 0.2] * threads))
        start.wait(60)
        for posters in clients * turns:
            start.wait(300)
            done.put(sum(pool.map(post_until, posters, [time.monotonic() + seconds] * threads)))
        list(pool.map(lambda _: connections.close_all(), range(threads)))


class Pgbench:
    """PostgreSQL's own yardstick in a database of the same server: TPC-B-like, scale 64."""

    def __init__(self, address):
        from tradeward.gateways import postgres

        self.address = address
        self.program = postgres.installed() / "bin" / "pgbench"
        say(f"pgbench: making scale {SCALE}")
        with superuser(address) as connection:
            connection.execute("CREATE DATABASE pgbench")
        self._call("--initialize", "--quiet", f"--scale={SCALE}")

    def turn(self, *, clients, seconds):
        """Run so many clients for a turn: how many transactions, and how many a second."""
        said = self._call(f"--client={clients}", f"--jobs={min(clients, 2)}", f"--time={seconds}", "--no-vacuum")
        return int(re.search(r"actually processed: (\d+)", said)[1]), float(re.search(r"tps = ([0-9.]+)", said)[1])

    def _call(self, *words):
        from tradeward.gateways import postgres

        command = [self.program, "--host", self.address.folder, "--username", postgres.SUPERUSER, *words, "pgbench"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def superuser(address):
    """A connection that may ask for a checkpoint."""
    import psycopg

    from tradeward.gateways import postgres

    return psycopg.connect(address.url(role=postgres.SUPERUSER, database="postgres"), autocommit=True)


def wal(connection):
    """Bytes of WAL written since the server was made."""
    return int(connection.execute("SELECT pg_current_wal_insert_lsn() - '0/0'").fetchone()[0])


def machine(address):
    """What it was measured on."""
    with superuser(address) as connection:
        version = connection.execute("SHOW server_version").fetchone()[0]
    return f"{cores()}, PostgreSQL {version}, Python {sys.version.split()[0]}"


def cores():
    """How many cores of which make."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores ({model[1] if model else 'unknown'})"


def busy():
    """How busy the machine is with everything that runs on it: about 1 and more is other work."""
    return f"{os.getloadavg()[0]:.1f}"


def section(result):
    """The result as the section of the reference page."""
    lines = [
        "## Postings",
        "",
        f"`python -m benchmarks.postings` on {result.machine}; a figure is the median of {result.turns} turns of"
        f" {result.seconds} s. The machine's load average was {result.load_before} when it began;"
        " above about 1, other work ran beside it.",
        "One movement is one entry, one key, one call of `book.post` through Django, one commit; *spread* is between",
        "two of 10,000 floored accounts, *hot* has one account on a side of every movement. The ratio is to the TPC-B-like",
        f"transactions of pgbench (scale {SCALE}) at as many clients, on the same server, in the neighbouring turn.",
        "",
        "| clients | TPC-B a second | spread a second | ratio | hot a second | ratio |",
        "|---|---|---|---|---|---|",
    ]
    for clients, tps in result.tpcb.items():
        by = {rate.kind: rate for rate in result.rates if rate.clients == clients}
        cells = [f"{by[kind].per_second:,} | {by[kind].ratio}" for kind in KINDS]
        lines.append(f"| {clients} | {tps:,} | {' | '.join(cells)} |")
    lines += [
        "",
        f"A call is {result.statements_a_call} statement and {result.commits_a_call} commit. WAL at {CLIENTS[-1]}"
        f" clients, each turn from a checkpoint on: {result.wal_bytes['spread']:,} bytes a spread movement,"
        f" {result.wal_bytes['hot']:,} a hot one, {result.wal_bytes['TPC-B']:,} a TPC-B transaction.",
    ]
    return "\n".join(lines)


def write(text):
    """Replace the section of this name in the page, or add it."""
    page = Path(__file__).parents[1] / "docs/reference/performance.md"
    start = "# Performance\n\nWhat was measured, on what, and by which command.\n"
    there = page.read_text() if page.exists() else start
    heading = text.splitlines()[0]
    kept = [part for part in re.split(r"(?m)^(?=## )", there) if not part.startswith(heading + "\n")]
    page.write_text("\n\n".join(part.strip() for part in [*kept, text]) + "\n")


def say(what):
    """Progress, on standard error."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
