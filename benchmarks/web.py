"""What pages cost: an order's page beside the login page, pages with many orders present beside few: `python -m benchmarks.web`.

Two installations, one with a thousand orders, one with as many as --orders says, both with a few lives lived to the end. Pages
are asked in the process itself, without a socket, in turns, so that a busy machine slows both. Gates are ratios: seconds are the
machine's.
"""

import argparse
import json
import re
import statistics
import sys
import time
from dataclasses import asdict, dataclass

from benchmarks import lives, postings

MOST_OF_LOGIN = 4.0
MOST_SLOWDOWN = 1.5
TURNS = 3
_FIRST_ORDER = re.compile(r'href="(/orders/ord_[0-9a-f]+)"')


@dataclass(frozen=True)
class Page:
    """A page's median time in milliseconds, with few orders present and with many."""

    name: str
    few: float
    many: float

    @property
    def slowdown(self):
        """How much longer it takes with many."""
        return self.many / self.few


@dataclass(frozen=True)
class Result:
    """One run."""

    machine: str
    orders: int
    rounds: int
    pages: list[Page]

    @property
    def of_login(self):
        """An order's page beside the login page, where it costs more."""
        by_name = {one.name: one for one in self.pages}
        order, login = by_name["order"], by_name["login"]
        return max(order.few / login.few, order.many / login.many)

    @property
    def slowdown(self):
        """The page that many orders slow down most."""
        return max(one.slowdown for one in self.pages)

    @property
    def holds(self):
        """Whether the bars are kept."""
        return self.of_login <= MOST_OF_LOGIN and self.slowdown <= MOST_SLOWDOWN


def main(argv=None):
    """Measure and print; with --write also put the section into docs/reference/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=1_000_000, help="orders present in the second installation")
    parser.add_argument("--rounds", type=int, default=40, help="how often each page is asked in a turn")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--write", action="store_true", help="put them into docs/reference/performance.md")
    args = parser.parse_args(argv)
    result = measure(args)
    print(json.dumps(asdict(result)) if args.json else section(result))
    if args.write:
        postings.write(section(result))
    return 0 if result.holds else 1


def measure(args):
    """Both installations, in turns; of a page's turns the quickest median counts."""
    with lives.home() as few, lives.home() as many:
        for folder, orders in ((few, lives.FEW), (many, args.orders)):
            lives.in_home(folder, lives.prepare)
            lives.in_home(folder, lives.seed, orders)
            lives.in_home(folder, lives.lived_directly, lives.SUPPLIERS)
        took = {few: [], many: []}
        for _ in range(TURNS):
            for folder, turns in took.items():
                turns.append(lives.in_home(folder, asked, args.rounds))
        machine = lives.in_home(few, lives.machine_of)
    medians = {folder: {name: min(turn[name] for turn in turns) for name in turns[0]} for folder, turns in took.items()}
    pages = [Page(name, medians[few][name], medians[many][name]) for name in medians[few]]
    return Result(machine, args.orders, args.rounds, pages)


def asked(folder, rounds):
    """The median time of each page, in milliseconds: the pages are asked one after the other, over and over."""
    from django.conf import settings

    settings.DEMO = True  # somebody sits at the pages without a password
    told = json.loads((folder / "market.json").read_text())
    buyer, supplier = (_seat(told, name) for name in (lives.BUYER, "Supplier 0 (fictional)"))
    listed = buyer.get("/orders", secure=True).content.decode()
    pages = {
        "login": (_seat(told), "/account/login/"),
        "order": (buyer, _FIRST_ORDER.search(listed)[1]),
        "orders": (buyer, "/orders"),
        "desk of the buyer": (buyer, "/desk"),
        "desk of the supplier": (supplier, "/desk"),
        "standing": (supplier, "/standing"),
    }
    took = {name: [] for name in pages}
    for _ in range(rounds):
        for name, (who, path) in pages.items():
            begun = time.perf_counter()
            answer = who.get(path, secure=True)
            took[name].append(time.perf_counter() - begun)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
    return {name: lives.milliseconds(statistics.median(times)) for name, times in took.items()}


def _seat(told, name=""):
    """A browser in which somebody sits; nobody, without a name."""
    from django.conf import settings
    from django.test import Client

    from tradeward.interfaces import identity

    client = Client(SERVER_NAME="localhost")
    if name:
        session = client.session
        session[identity.PERSON] = told["people"][name][2]
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def section(result):
    """The result as the section of the reference page."""
    lines = [
        "## Pages",
        "",
        f"`python -m benchmarks.web --orders {result.orders} --rounds {result.rounds}` on {result.machine}; pages asked in the"
        f" process itself, medians in milliseconds, the quickest of {TURNS} turns.",
        "",
        f"| page | at {lives.FEW:,} orders | at {result.orders:,} orders | ratio |",
        "|---|---|---|---|",
        *(f"| {one.name} | {one.few} | {one.many} | {one.slowdown:.2f} |" for one in result.pages),
        "",
        f"An order's page takes {result.of_login:.2f} times the login page's time (bar: {MOST_OF_LOGIN:g}); with {result.orders:,}"
        f" orders present the slowest page takes {result.slowdown:.2f} times as long (bar: {MOST_SLOWDOWN:g}).",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
