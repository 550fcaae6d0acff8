"""The load of the kill tests: clients and the deadline worker as processes that may be killed, and what they wrote down.

`python -m tests.faults.load SETUP` brings the product up once, then forks what each line of its input names and prints
the new process's id. Time runs four days in a second.
"""

import itertools
import json
import os
import signal
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS_A_SECOND = 4
KINDS = ("credit", "stray", "pay in", "offer", "register")
THREADS = 3


class Load:
    """What the clients ask: command number `n` is of kind `n % 5`, has its own key, and an effect known by its number."""

    def __init__(self, setup: dict) -> None:
        from tradeward.domain.vocabulary import Actor, Role  # the product is brought up first

        self.setup = setup
        self.people = {
            name: Actor(Role(role), UUID(house), UUID(person))
            for name, (role, house, person) in setup["people"].items()
        }

    @staticmethod
    def at() -> datetime:
        """Now, on the fast clock that clients and worker share."""
        return START + timedelta(days=(time.time() - float(os.environ["LOAD_SINCE"])) * DAYS_A_SECOND)

    def ask(self, n: int) -> dict:
        """Ask for command `n`, for the first time or again."""
        kind = KINDS[n % 5].replace(" ", "_")
        return getattr(self, f"_{kind}")(n)

    def _credit(self, n: int) -> dict:
        order = self.setup["orders"][n // 5 % len(self.setup["orders"])]
        return self._arrives(n, 1, text=order["reference"], payer=order["payer"], account=order["account"])

    def _stray(self, n: int) -> dict:
        return self._arrives(n, n, text="no reference", payer="Somebody (fictional)", account="DE-0")

    def _arrives(self, n: int, minor: int, *, text: str, payer: str, account: str) -> dict:
        from tradeward.usecases import bank

        credit = bank.Credit(
            bank_id=key(n), currency="USD", amount_minor=minor, payer=payer, payer_account=account, text=text,
            value_on=date(2026, 3, 2),
        )  # fmt: skip
        return bank.credit(credit=credit, at=self.at())

    def _pay_in(self, n: int) -> dict:
        from tradeward.domain.refusals import OutOfTurn, RuleBroken
        from tradeward.usecases import approvals, fund

        for attempt in itertools.count():  # on the fast clock what was asked for before a kill may have run out
            first = self._by(n, "operator") | {"key": f"{key(n)}:ask:{attempt}"}
            asked = fund.pay_in(amount=f"{n}.00", currency="USD", **first)
            try:
                return approvals.agree(approval_id=UUID(asked["approval"]), **self._by(n, "second operator"))
            except OutOfTurn:
                continue
            except RuleBroken as refused:
                if refused.field != "key":  # with a key of its own answer, it was a later attempt that was agreed to
                    raise
        raise AssertionError("there is always another attempt")

    def _offer(self, n: int) -> dict:
        from tradeward.usecases import orders

        body = json.loads(json.dumps(self.setup["contract"]))
        body["lines"][0]["price"] = f"{n}.00"
        return orders.offer(body=body, **self._by(n, self.setup["seller"]))

    def _register(self, n: int) -> dict:
        from tradeward.usecases import organisations

        name = f"Loaded {n} (fictional)"
        return organisations.register(
            kind="buyer", name=name, country="DE", zone="Europe/Berlin", email="desk@loaded.example", account=f"DE-{n}",
            owner=name, address=name, **self._by(n, "operator"),
        )  # fmt: skip

    def _by(self, n: int, who: str) -> dict:
        return {"by": self.people[who], "at": self.at(), "key": key(n)}


def key(n: int) -> str:
    """The key of command `n`."""
    return f"load {n}"


def clients(load: Load, log: Path, first: int) -> None:
    """Ask one command after the other, in threads; write down what is tried, and on the disk what was answered."""
    numbers = itertools.count(first)
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(*words: object) -> None:
        os.write(handle, (json.dumps(words) + "\n").encode())

    def client() -> None:
        for n in numbers:
            note("tried", n)
            try:
                answer = load.ask(n)
            except Exception as exc:
                note("failed", n, type(exc).__name__, str(exc))
                time.sleep(0.3)
                continue
            note("done", n, answer)
            os.fsync(handle)

    threads = [threading.Thread(target=client) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def worker() -> None:
    """The product's own worker, on the fast clock."""
    from tradeward.interfaces.jobs.worker import Worker

    Worker(poll=0.05, now=Load.at).run()


def main() -> None:
    """Bring the product up, then fork what is asked for. It holds no connection itself."""
    from django.db import connections

    from tradeward.interfaces import boot

    boot.ready()
    connections.close_all()
    connections["default"].close_pool()
    load = Load(json.loads(Path(sys.argv[1]).read_text()))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        role, first = line.split()
        pid = os.fork()
        if pid == 0:
            try:
                worker() if role == "worker" else clients(load, Path(sys.argv[2]), int(first))
            finally:
                os._exit(1)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
