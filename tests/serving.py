"""The running service for tests: `tradeward run` as a process, on a free port and in a folder of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests import databases
from tradeward.gateways import postgres
from tradeward.interfaces import parts

PATIENCE = 120.0
"""Seconds in which a busy machine brings anything up."""
_TITLES = {"serving": ("granian wsgi", "granian-worker")}
"""What processes call themselves once they work."""
COMMAND = [sys.executable, "-c", "import sys; from tradeward.interfaces.cli.main import main; sys.exit(main())"]
"""`tradeward`, whatever is installed."""


class Running:
    """A `tradeward run --json`, up and ready; its lines are in a file."""

    def __init__(self, home: Path, *words: str, port: int = 0, **environment: str) -> None:
        self.home, self.port = home, port or free_port()
        self.log = home / "run.log"
        started = len(self.lines())
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "run", "--json", "--port", str(self.port), *words], stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, env=environment_of(home, **environment), start_new_session=True,
            )  # fmt: skip
        try:
            await_that(lambda: self.process.poll() is not None or self._told(started) is not None)
            self.told: dict[str, Any] = self._told(started) or {}
            assert self.told, f"it ended with {self.process.returncode}: {self.lines()[started:]}"
        except BaseException:
            self.kill()
            raise

    def _told(self, since: int) -> dict[str, Any] | None:
        return next((one for one in self.lines()[since:] if isinstance(one, dict) and "tokens" in one), None)

    def lines(self) -> list[Any]:
        """Every line so far: what is JSON read, what is none as it is."""
        text = self.log.read_text() if self.log.exists() else ""
        return [_read(line) for line in text.splitlines()]

    def token(self, who: str) -> str:
        """The token of whoever's name begins so."""
        return next(one["token"] for one in self.told["tokens"] if one["who"].startswith(who))

    def ask(
        self, method: str, path: str, *, token: str = "", body: Any = None, key: str = "", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, Any]:
        """One request on a connection of its own: the status, the headers, and the body, read where it is JSON."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told |= {"Authorization": f"Bearer {token}"} if token else {}
        told |= {"Idempotency-Key": key} if key else {}
        sent = None if body is None else json.dumps(body).encode()
        told |= {"Content-Type": "application/json"} if sent is not None else {}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body=sent, headers=told)
            answer = connection.getresponse()
            content = answer.read().decode()
        return (
            answer.status,
            answer.headers,
            _read(content) if "json" in answer.headers.get("Content-Type", "") else content,
        )

    def below(self) -> dict[int, str]:
        """The processes that it started, and theirs: pid and command line."""
        found: dict[int, str] = {}
        level = [self.process.pid]
        while level:
            children = [child for parent in level for child in _children(parent)]
            found |= {pid: _words(pid) for pid in children}
            level = children
        return found

    def part(self, name: str) -> list[int]:
        """The processes of a part, the oldest first: `jobs`, or `serving` and its web processes."""
        marks = (f"tradeward.interfaces.{name}", *_TITLES.get(name, ()))
        return sorted(pid for pid, words in self.below().items() if any(mark in words for mark in marks))

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Let it end; its exit code. Nothing that it started is left."""
        below = self.below()
        self.process.send_signal(number)
        code = self.process.wait(60)
        await_that(lambda: not [pid for pid in below if alive(pid)])
        return code

    def kill(self) -> None:
        """End it and everything below, whatever state it is in."""
        for pid in [self.process.pid, *self.below()]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(30)


@contextmanager
def running(home: Path, *words: str, **environment: str) -> Iterator[Running]:
    """The service, ended with the block."""
    made = Running(home, *words, **environment)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.kill()


@contextmanager
def folder() -> Iterator[Path]:
    """A home of a test's own; its server is stopped, and it is removed."""
    made = databases.fresh_folder(quick=True)
    try:
        yield made
    finally:
        databases.finish(home=made)


def environment_of(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process that works in this home: nothing of this session's own choices."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRADEWARD_", "DATABASE_"))}
    return {
        **kept,
        "TRADEWARD_HOME": str(home),
        parts.READY: "-",
        **more,
    }  # it ends with this session, however that ends


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def await_that(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fails after a long time."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether a process lives; a zombie does not."""
    return _parent(pid) is not None


def database_runs(home: Path) -> bool:
    """Whether the embedded server of this home runs."""
    return postgres.status(home=home).state == "running"


def _children(pid: int) -> list[int]:
    living = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return [one for one in living if _parent(one) == pid]


def _parent(pid: int) -> int | None:
    """Whose child a process is; None for a zombie and for one that is gone."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else int(parent)


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
