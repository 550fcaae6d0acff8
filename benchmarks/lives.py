"""Whole lives over HTTP: steps of an order with few and with many orders present: `python -m benchmarks.lives`.

Two installations run side by side, each with its own database and web server: one with a thousand orders, one with as many as
--orders says. A life is lived in one, the next in the other, turn by turn, so that a busy machine slows both. The yardstick
is a bare endpoint of the same server that writes one row.
"""

import argparse
import http.client
import itertools
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import postings

FEW = 1_000
SUPPLIERS = 8
BATCH = 500
SEEDERS = 2
MOST_SLOWDOWN = 1.3
MOST_OF_BARE = 3.0
BUYER, INSPECTOR = "Buyer (fictional)", "Inspector (fictional)"
PLAN = [
    {"bp": "3000", "anchor": "signing", "days": "7", "release": "on_capture"},
    {"bp": "7000", "anchor": "inspection", "days": "14", "release": "on_acceptance"},
]


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
        few, many = (stack.enter_context(home()) for _ in range(2))
        in_home(few, prepare)
        in_home(many, prepare)
        in_home(few, seed, FEW)
        begun = time.perf_counter()
        in_home(many, seed, args.orders)
        seeded = time.perf_counter() - begun
        direct = in_home(few, lived_directly, args.lives)
        doors = [stack.enter_context(served(one)) for one in (few, many)]
        took = taken_in_turns(doors, args.lives)
        bare = statistics.median(doors[0].bare() for _ in range(10 * args.lives))
        rate = lives_a_second(doors[0], clients=args.clients, lives=2 * args.lives)
        begun = time.perf_counter()
        findings = in_home(many, checked)
        checked_seconds = time.perf_counter() - begun
        machine = in_home(few, machine_of)
    steps = [
        Step(name, *spread(took[0][name]), *spread(took[1][name]), milliseconds(statistics.median(direct[name])))
        for name in took[0]
    ]
    return Result(
        machine, args.orders, round(seeded, 1), round(checked_seconds, 1), findings, args.lives, round(rate, 1), args.clients,
        milliseconds(bare), steps,
    )  # fmt: skip


def milliseconds(seconds):
    """Seconds as milliseconds, to the hundredth."""
    return round(1000 * seconds, 2)


def spread(times):
    """The median and the 99th percentile, in milliseconds."""
    return milliseconds(statistics.median(times)), milliseconds(statistics.quantiles(times, n=100)[98])


# --- installations


@contextmanager
def home():
    """A folder for one installation; its server ends with it."""
    with tempfile.TemporaryDirectory(prefix="tradeward-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        try:
            yield Path(folder)
        finally:
            from tradeward.gateways import postgres

            postgres.remove(home=Path(folder))


def in_home(folder, act, *told):
    """What `act` returns in a process of its own whose installation is the one in `folder`."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(target=_inside, args=(folder, act, told, answers))
    child.start()
    answer = answers.get()
    child.join()
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _inside(folder, act, told, answers):
    os.environ |= {"TRADEWARD_HOME": str(folder), "TRADEWARD_MODE": "production"}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    try:
        from tradeward.interfaces import boot

        boot.ready()
        answers.put(act(folder, *told))
    except BaseException as exc:
        answers.put(exc)
        raise


def prepare(folder):
    """A market: suppliers, a buyer, an inspector, a fund, and a token for each; who they are lies in market.json."""
    from django.db import connections

    from tradeward.domain.vocabulary import Actor, Role
    from tradeward.interfaces import clock, identity
    from tradeward.interfaces.cli.stage import Stage
    from tradeward.usecases import tokens

    postings.say("taking a market on")
    stage = Stage(at=clock.machine(), name="bench")
    names = [f"Supplier {number} (fictional)" for number in range(SUPPLIERS)]
    stage.buyer(BUYER)
    stage.inspector(INSPECTOR)
    for name in names:
        stage.supplier(name)
    stage.fund("50000000.00")
    console, secrets = Actor(Role.OPERATOR, stage.people["operator"].organisation_id), {}
    for name in (BUYER, INSPECTOR, *names):
        secrets[name] = identity.fresh_secret()
        person = stage.people[name].person_id
        tokens.issue(person_id=person, label="bench", secret=secrets[name], by=console, at=stage.at, key=name)
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, told text NOT NULL)")
        cursor.execute("GRANT INSERT, SELECT ON bare TO tradeward_app")
        cursor.execute("GRANT USAGE ON SEQUENCE bare_id_seq TO tradeward_app")
    contracts = {name: stage.contract(buyer=BUYER, supplier=name, value="100.00", plan=PLAN) for name in names}
    people = {name: [by.role, str(by.organisation_id), str(by.person_id)] for name, by in stage.people.items()}
    told = {"people": people, "secrets": secrets, "contracts": contracts}
    (folder / "market.json").write_text(json.dumps(told))


def seed(folder, how_many):
    """So many offers, by the bulk path, in a few processes."""
    postings.say(f"offering {how_many:,} orders")
    parts = [range(SUPPLIERS)[n::SEEDERS] for n in range(SEEDERS)]
    done = [
        multiprocessing.get_context("fork").Process(target=_seed, args=(folder, how_many // SUPPLIERS, part))
        for part in parts
    ]
    from django.db import connections

    connections.close_all()
    connections["default"].close_pool()
    for one in done:
        one.start()
    for one in done:
        one.join()
        if one.exitcode:
            raise RuntimeError("the orders could not be offered")
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _seed(folder, each, numbers):
    from tradeward.interfaces import clock
    from tradeward.usecases import orders

    told = json.loads((folder / "market.json").read_text())
    for number in numbers:
        name = f"Supplier {number} (fictional)"
        for first in range(0, each, BATCH):
            bodies = [told["contracts"][name]] * min(BATCH, each - first)
            orders.offer_many(bodies=bodies, by=_actor(told, name), at=clock.machine(), key=f"seed {first}")
        postings.say(f"  {name}: {each:,}")


def _actor(told, name):
    from uuid import UUID

    from tradeward.domain.vocabulary import Actor, Role

    role, organisation, person = told["people"][name]
    return Actor(Role(role), UUID(organisation), UUID(person))


def checked(folder):
    """How many findings check-books has."""
    from tradeward.interfaces import clock
    from tradeward.usecases import books

    postings.say("checking the books")
    return len(books.check(at=clock.machine()).findings)


def machine_of(folder):
    """What it was measured on."""
    from tradeward.gateways import postgres

    return postings.machine(postgres.address(home=folder))


# --- lives


def life(supplier, number):
    """The steps of one life, as who asks, what path, and the body; `{order}` and the like are filled in from answers."""
    document = {
        "kind": "on_board",
        "number": f"BL-{number}",
        "date": "{today}",
        "carrier": "Fictional Lines",
        "file": "bl.pdf",
        "place": "Ningbo",
    }
    report = {"report": {"measurements": {"width": ["50.0", "50.1", "49.9"]}}}
    return [
        ("offer", supplier, "/orders", "{contract}"),
        ("sign, buyer", BUYER, "/orders/{order}/sign", {"hash": "{hash}", "cover": "{cover}"}),
        ("sign, supplier", supplier, "/orders/{order}/sign", {"hash": "{hash}", "cover": "{cover}"}),
        ("pay", None, "0", None),
        ("declare ready", supplier, "/orders/{order}/declare_ready", {}),
        ("book", BUYER, "/inspections/{inspection}/book", {"inspector_id": "{inspector}"}),
        ("report", INSPECTOR, "/inspections/{inspection}/report", report),
        ("pay", None, "1", None),
        ("ship", supplier, "/shipments/{shipment}/ship", document),
        ("accept", BUYER, "/orders/{order}/accept", {}),
    ]  # fmt: skip


class Door:
    """A web server of one installation, and its people's tokens; each thread keeps a connection open."""

    def __init__(self, port, told):
        self.port, self.told = port, told
        self.kept = threading.local()
        self.numbers = itertools.count(1)

    def ask(self, method, path, body=None, *, token="", key=""):
        """The answer, and the seconds it took."""
        if not hasattr(self.kept, "connection"):
            self.kept.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = None if body is None else json.dumps(body)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", "Idempotency-Key": key}
        begun = time.perf_counter()
        self.kept.connection.request(
            method, path, body=sent, headers={name: one for name, one in headers.items() if one}
        )
        answer = self.kept.connection.getresponse()
        read = answer.read()
        took = time.perf_counter() - begun
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {read.decode()}")
        return json.loads(read), took

    def bare(self):
        """The seconds of a bare insert."""
        return self.ask("POST", "/measured/bare", {"told": "one row"})[1]

    def live(self):
        """One life; the seconds of each step by its name."""
        number = next(self.numbers)
        supplier = f"Supplier {number % SUPPLIERS} (fictional)"
        return lived(_OverHttp(self, supplier), supplier, number)


class _OverHttp:
    """How the steps of a life are asked over HTTP."""

    def __init__(self, door, supplier):
        self.door, self.supplier = door, supplier
        self.filled = {"today": time.strftime("%Y-%m-%d", time.gmtime())}
        self.filled["inspector"] = door.told["people"][INSPECTOR][1]

    def step(self, who, path, body, key):
        """Ask for a step; the seconds it took."""
        if body == "{contract}":
            body = self.door.told["contracts"][self.supplier]
        else:
            body = json.loads(_filled(json.dumps(body), self.filled))
        answer, took = self.door.ask(
            "POST", f"/api/v1{_filled(path, self.filled)}", body, token=self.door.told["secrets"][who], key=key
        )
        self.filled |= {
            name: value for name, value in answer.items() if isinstance(value, str) and name in ("order", "hash")
        }
        return took

    def look(self):
        """Read the order: what the next steps name."""
        found, _ = self.door.ask(
            "GET", f"/api/v1/orders/{self.filled['order']}", token=self.door.told["secrets"][BUYER]
        )
        self.filled["cover"] = found["cover"]["cover"]["amount"]
        self.filled |= {one["noun"]: one["id"] for one in found["parts"]}
        self.instalments = found["instalments"]

    def pay(self, number, key):
        """The bank tells of a transfer."""
        one = self.instalments[number]
        told = {
            "bank_id": key, "currency": "USD", "amount_minor": int(one["amount"]["amount"].replace(".", "")), "payer": BUYER,
            "payer_account": f"DE-{BUYER}", "text": one["reference"],
        }  # fmt: skip
        self.door.ask("POST", "/measured/paid", told)


def _filled(text, values):
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def lived(hands, supplier, number):
    """Live one life with these hands; the seconds of each step by its name."""
    took = {}
    for n, (name, who, path, body) in enumerate(life(supplier, number)):
        key = f"life-{os.getpid()}-{number}-{n}-{id(hands)}"
        if who is None:
            hands.look()
            hands.pay(int(path), key)
            continue
        if n:
            hands.look()
        took[name] = hands.step(who, path, body, key)
    return took


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


def lived_directly(folder, lives):
    """The same steps by the use cases themselves, in one process: the seconds of each step."""
    told = json.loads((folder / "market.json").read_text())
    took = {}
    for number in range(1, lives + 1):
        supplier = f"Supplier {number % SUPPLIERS} (fictional)"
        for name, seconds in lived(_Directly(told, supplier), supplier, number).items():
            took.setdefault(name, []).append(seconds)
    return took


class _Directly:
    """How the steps of a life are asked of the use cases."""

    def __init__(self, told, supplier):
        self.told, self.supplier = told, supplier
        self.today = time.strftime("%Y-%m-%d", time.gmtime())

    def step(self, who, path, body, key):
        """Do a step; the seconds it took."""
        from uuid import UUID

        from tradeward.interfaces import clock
        from tradeward.usecases import moves, orders

        said = {"by": _actor(self.told, who), "at": clock.machine(), "key": key}
        begun = time.perf_counter()
        if body == "{contract}":
            told = orders.offer(body=self.told["contracts"][self.supplier], **said)
            self.order = UUID(told["order"])
            return time.perf_counter() - begun
        _, plural, shown, verb = path.split("/")
        filled = {
            "hash": self.hash,
            "cover": self.cover,
            "today": self.today,
            "inspector": self.told["people"][INSPECTOR][1],
        }
        body, noun = json.loads(_filled(json.dumps(body), filled)), shown.strip("{}")
        row = self.order if noun == "order" else self.parts[noun]
        begun = time.perf_counter()
        moves.make(noun=noun, id=row, verb=verb, told=body, **said)
        return time.perf_counter() - begun

    def look(self):
        """Read the order."""
        from tradeward.interfaces import clock
        from tradeward.queries import sheets

        sheet = sheets.order(_actor(self.told, BUYER), order_id=self.order, at=clock.machine())
        self.hash, self.cover = sheet.hash, sheet.quote.cover
        self.parts = {one.noun: one.id for one in sheet.parts}
        self.instalments = sheet.instalments

    def pay(self, number, key):
        """The bank tells of a transfer."""
        from tradeward.interfaces import clock
        from tradeward.usecases import bank

        now, one = clock.machine(), self.instalments[number]
        credit = bank.Credit(
            bank_id=key, currency="USD", amount_minor=int(one.amount.replace(".", "")), payer=BUYER, payer_account=f"DE-{BUYER}",
            text=one.reference, value_on=now.date(),
        )  # fmt: skip
        bank.credit(credit=credit, at=now)


@contextmanager
def served(folder):
    """The web server of an installation, as `tradeward run` starts it, on a free port."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "8", "--no-ws", "--log-level", "error", "benchmarks.measured_app:application",
    ]  # fmt: skip
    environment = os.environ | {
        "TRADEWARD_HOME": str(folder), "TRADEWARD_MODE": "production", "TRADEWARD_REQUESTS_A_MINUTE": "1000000",
        "TRADEWARD_LOG": "off",
    }  # fmt: skip
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        door = Door(port, json.loads((folder / "market.json").read_text()))
        for _ in range(300):
            try:
                door.bare()
                break
            except OSError:
                del door.kept.connection
                time.sleep(0.1)
        yield door
    finally:
        child.terminate()
        child.wait(timeout=30)


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
