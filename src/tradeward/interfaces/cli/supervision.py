"""A supervisor for the parts of the running service: starts them in order, brings back what dies, ends all of them."""

import http.client
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any

from tradeward.interfaces import parts

LONGEST_PAUSE = 30.0
"""Seconds between two tries to bring a part back; the first pause is half a second, each next one twice as long."""
LIVED = 60.0
"""Seconds after which a part that dies counts as one that had worked."""
SECONDS_TO_START = 180.0
"""A busy machine may need minutes; a part that dies meanwhile is told at once."""
SECONDS_TO_END = 15.0
_LOOK = 0.2

Tell = Callable[..., None]


class NeverReady(OSError):
    """A part did not come up; the text says which, and what to look at."""


@dataclass
class Process:
    """A part that is a process of its own, in a session of its own, so that Ctrl-C reaches the supervisor alone.

    `ready` says whether it works by now; without it, the process says so itself (parts.say_ready).
    """

    name: str
    words: Sequence[str]
    ready: Callable[[], bool] | None = None
    running: subprocess.Popen[bytes] | None = None
    listens: int | None = None

    def start(self) -> None:
        """Start it."""
        told, tells = os.pipe()
        with closing(os.fdopen(tells, "wb")):
            marks = {parts.READY: str(tells)}
            self.running = subprocess.Popen(
                self.words, env={**os.environ, **marks}, pass_fds=[tells], start_new_session=True, stdin=subprocess.DEVNULL
            )  # fmt: skip
        self.forget()
        self.listens = told

    def works(self) -> bool:
        """Whether it has come up."""
        if self.ready is not None:
            return self.ready()
        return self.listens is not None and bool(select.select([self.listens], [], [], 0)[0])

    def died(self) -> str | None:
        """How it ended, if it did."""
        code = self.running.poll() if self.running else 0
        if code is None:
            return None
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def stop(self, *, now: bool = False) -> None:
        """End it and whatever it has started; `now`: without waiting for what it has begun."""
        if self.running is None:
            return
        if not now and self.running.poll() is None:
            with suppress(ProcessLookupError):
                self.running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.running.wait(SECONDS_TO_END)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.running.pid, signal.SIGKILL)  # its session: children that it left behind, or itself
        self.running.wait()
        self.forget()

    def forget(self) -> None:
        """Close what was opened to hear from it."""
        if self.listens is not None:
            os.close(self.listens)
            self.listens = None


@dataclass
class Daemon:
    """A part that runs beside us and has its own way to start and stop: the embedded database."""

    name: str
    begin: Callable[[], Any]
    alive: Callable[[], bool]
    end: Callable[[], Any]

    def start(self) -> None:
        """Start it; it works when this returns."""
        self.begin()

    def works(self) -> bool:
        """Whether it works."""
        return self.alive()

    def died(self) -> str | None:
        """That it is gone, if it is."""
        return None if self.alive() else "it is gone"

    def stop(self, *, now: bool = False) -> None:
        """End it."""
        self.end()


Part = Process | Daemon


@dataclass
class Supervisor:
    """Keeps parts running, in their order, until it is told to stop."""

    parts: Sequence[Part]
    tell: Tell
    stopping: threading.Event = field(default_factory=threading.Event)
    hurry: bool = False
    born: dict[str, float] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)

    def listen(self) -> None:
        """Stop on SIGINT, SIGTERM and SIGHUP; a second one stops without waiting."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: object) -> None:
        self.hurry = self.stopping.is_set()
        self.stopping.set()

    def start(self) -> None:
        """Start every part in its order, and wait until all work. Refuses: NeverReady (all are ended then)."""
        waiting = list(self.parts)
        for part in self.parts:
            self._bear(part)
        until = time.monotonic() + SECONDS_TO_START
        while waiting and not self.stopping.is_set():
            for part in [one for one in waiting if one.works()]:
                waiting.remove(part)
                self.tell(f"{part.name} is ready")
            for part in waiting:
                if (how := part.died()) or time.monotonic() > until:
                    self.end()
                    raise NeverReady(
                        f"{part.name} did not come up: {how or 'it does not answer'}. The lines above say why."
                    )
            self.stopping.wait(0.05)

    def watch(self) -> None:
        """Bring back what dies, each time after a longer pause, until told to stop."""
        while not self.stopping.is_set():
            for part in self.parts:
                self._look_at(part)
            self.stopping.wait(_LOOK)

    def _look_at(self, part: Part) -> None:
        how = part.died()
        if how is None:
            return
        now = time.monotonic()
        if part.name not in self.due:
            lived = now - self.born[part.name]
            pause = 0.5 if lived > LIVED else min(2 * self.pauses.get(part.name, 0.25), LONGEST_PAUSE)
            self.pauses[part.name], self.due[part.name] = pause, now + pause
            self.tell(f"{part.name} died ({how}) after {lived:.0f} s; it is started again in {pause:g} s")
            part.stop(now=True) if isinstance(part, Process) else None
        elif now >= self.due[part.name]:
            del self.due[part.name]
            self._bear_again(part)

    def _bear_again(self, part: Part) -> None:
        try:
            self._bear(part)
            self.tell(f"{part.name} is started again")
        except OSError as exc:
            self.tell(f"{part.name} cannot be started: {exc}")

    def _bear(self, part: Part) -> None:
        self.born[part.name] = time.monotonic()
        part.start()

    def end(self) -> None:
        """End all parts, the last one first."""
        for part in reversed(self.parts):
            if part.name in self.born:
                part.stop(now=self.hurry)
                self.tell(f"{part.name} has ended")


def answers(*, host: str, port: int, path: str) -> bool:
    """Whether a GET of `path` on this machine is answered 200."""
    own = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}
    with closing(http.client.HTTPConnection(own.get(host, host), port, timeout=5)) as asked:
        try:
            asked.request("GET", path)
            return asked.getresponse().status == http.client.OK
        except OSError:
            return False
