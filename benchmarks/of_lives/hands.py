"""The steps of a life, asked over HTTP of a web server or directly of the use cases: how long each took."""

import http.client
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.of_lives.installations import BUYER, INSPECTOR, SUPPLIERS, actor


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

    def close(self):
        """Let go of this thread's connection: a server waits for who is connected before it ends."""
        if connection := vars(self.kept).pop("connection", None):
            connection.close()

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
        self.filled = {"today": today(door.told["contracts"][supplier])}
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


def today(contract):
    """The day where the goods leave: it may be tomorrow in UTC."""
    return datetime.now(ZoneInfo(contract["ship_zone"])).date().isoformat()


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
        self.today = today(told["contracts"][supplier])

    def step(self, who, path, body, key):
        """Do a step; the seconds it took."""
        from uuid import UUID

        from tradeward.interfaces import clock
        from tradeward.usecases import moves, orders

        said = {"by": actor(self.told, who), "at": clock.machine(), "key": key}
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

        sheet = sheets.order(actor(self.told, BUYER), order_id=self.order, at=clock.machine())
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
        "--workers", "2", "--blocking-threads", "8", "--no-ws", "--log-level", "error", "--respawn-failed-workers",
        "benchmarks.of_lives.measured_app:application",
    ]  # fmt: skip
    environment = os.environ | {
        "TRADEWARD_HOME": str(folder), "TRADEWARD_MODE": "production", "TRADEWARD_REQUESTS_A_MINUTE": "1000000",
    }  # fmt: skip
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    door = Door(port, json.loads((folder / "market.json").read_text()))
    try:
        for _ in range(300):
            try:
                door.bare()
                break
            except OSError:
                door.close()
                time.sleep(0.1)
        door.close()  # it may be long until the first life: the server would let go of it
        yield door
    finally:
        door.close()
        child.terminate()
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()  # its workers end with it
