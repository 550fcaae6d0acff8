"""The deliverer: shares events out to webhooks and sends them, beside the deadline worker and in nobody's way."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connections

from tradeward.gateways.webhooks import Line
from tradeward.interfaces import clock
from tradeward.store.webhooks import Parcel
from tradeward.usecases import webhooks

AT_ONCE = 32
"""Tries at once: threads that wait for receivers, without a connection to the database."""
LONGEST_WAIT = 30.0
FORGET = timedelta(hours=1)
_MOST_LINES = 1000


@dataclass
class Deliverer:
    """Shares out, takes what is due and sends it; looks again when a try ends, or after `poll` seconds.

    Its clock is the machine's, in a demo market too: a signature's time has to be the receiver's.
    """

    root: str
    line: Line
    poll: float = 1.0
    lease: timedelta = webhooks.LEASE
    now: Callable[[], datetime] = clock.machine
    tell: Callable[[str], None] = lambda line: None
    stopping: bool = False
    forgot_at: datetime | None = None
    _stirred: threading.Event = field(default_factory=threading.Event)
    _counting: threading.Lock = field(default_factory=threading.Lock)
    _running: int = 0

    def stop(self) -> None:
        """Let the tries that run end, then leave."""
        self.stopping = True
        self._stirred.set()

    def run(self) -> None:
        """Work until `stop` is called."""
        wait = self.poll
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as threads:
            while not self.stopping:
                self._stirred.clear()
                try:
                    busy = self.turn(threads)
                    wait = self.poll
                except (
                    Exception
                ) as fault:  # whatever it is, the next look may find it gone; the deadlines go on beside it
                    busy = False
                    self._lost(fault, wait)
                    wait = min(2 * wait, LONGEST_WAIT)
                if not busy and not self.stopping:
                    self._stirred.wait(wait)
        connections.close_all()

    def turn(self, threads: ThreadPoolExecutor) -> bool:
        """Share out a page, hand what is due to free threads; whether there was a full page, so that more may be there."""
        at = self.now()
        if self.forgot_at is None or at - self.forgot_at >= FORGET:
            self.forgot_at = at if webhooks.forget(at=at, most=_MOST_LINES) < _MOST_LINES else None
        looked = webhooks.share_out(at=at, most=_MOST_LINES)
        free = AT_ONCE - self._running
        for parcel in webhooks.take(at=at, most=free, lease=self.lease) if free else ():
            self._count(1)
            threads.submit(self._deliver, parcel)
        return looked == _MOST_LINES

    def _count(self, one: int) -> None:
        with self._counting:
            self._running += one

    def _deliver(self, parcel: Parcel) -> None:
        """Send one, and write down what came of it. Where that fails, the lease ends by itself, and it is sent again."""
        try:
            outcome = webhooks.send(parcel=parcel, root=self.root, line=self.line, at=self.now(), now=self.now)
            webhooks.settle(parcel=parcel, outcome=outcome)
            if not outcome.taken:
                self.tell(
                    f"webhook {parcel.webhook_id} did not take {parcel.event.id}: {outcome.status or outcome.told}"
                )
        except Exception as fault:
            self.tell(f"webhook {parcel.webhook_id}, {parcel.event.id}: {type(fault).__name__}: {fault}")
        finally:
            connections.close_all()
            self._count(-1)
            self._stirred.set()

    def _lost(self, fault: Exception, wait: float) -> None:
        """The database is in the way, as a rule: what was taken comes back when its lease ends."""
        said = (str(fault).splitlines() or [""])[0]
        self.tell(f"webhooks: next look in {wait:g} s: {type(fault).__name__}: {said}")
        connections.close_all()
