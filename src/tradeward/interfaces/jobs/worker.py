"""The deadline worker: makes the clock prompt, one sweep after the other, until it is told to stop."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import Error, connections

from tradeward.interfaces import clock
from tradeward.usecases import books, evidence, logins, seals
from tradeward.usecases import clock as hand
from tradeward.usecases.clock import Swept

MARGIN = timedelta(minutes=1)
"""How far behind the last clear sweep the next one looks: longer than a unit of work lasts."""
LOOK_BACK = timedelta(minutes=10)
"""How often a sweep looks at everything that was ever due, whatever is thought to be known."""
ROLL_UP = timedelta(minutes=1)
CHECK_FROM = time(5, 30)
"""UTC: from then on, once a day, the books are checked before the daily payout at 06:00, which red books stop (RULES §9)."""
LONGEST_WAIT = 30.0


@dataclass
class Worker:
    """Sweeps again at once while there is more than one sweep looks at, else after `poll` seconds, or longer with no database."""

    poll: float = 1.0
    now: Callable[[], datetime] = clock.now
    tell: Callable[[str], None] = lambda line: None
    stopping: threading.Event = field(default_factory=threading.Event)
    since: datetime | None = None
    looked_back_at: datetime | None = None
    rolled_up_at: datetime | None = None
    checked_on: date | None = None

    def stop(self) -> None:
        """Let the running transaction end, then leave."""
        self.stopping.set()

    def run(self) -> None:
        """Work until `stop` is called."""
        wait = self.poll
        while not self.stopping.is_set():
            try:
                swept = self.turn()
            except (Error, OSError) as exc:  # also what a use case says of a lock or a COMMIT, and a disk
                self._lost(exc, wait)
                self.stopping.wait(wait)
                wait = min(2 * wait, LONGEST_WAIT)
                continue
            wait = self.poll
            if swept.clear or not swept.moved:
                self.stopping.wait(wait)

    def turn(self) -> Swept:
        """One sweep; once a day what is over is forgotten and the books are checked, now and then hot accounts are rolled up."""
        at = self.now()
        self._check_books(at)
        if self.looked_back_at is None or at - self.looked_back_at >= LOOK_BACK:
            self.since, self.looked_back_at = None, at
        swept = hand.sweep(at=at, since=self.since)
        if swept.clear:
            self.since = at - MARGIN
        if swept.moved or swept.failed:
            self.tell(f"{swept.moved} caught up, {swept.busy} busy, {swept.failed} failed")
        if self.rolled_up_at is None or at - self.rolled_up_at >= ROLL_UP:
            hand.roll_up()
            hand.pay_waiting(at=at)
            seals.seal(at=at)
            self.rolled_up_at = at
        return swept

    def _check_books(self, at: datetime) -> None:
        if at.time() < CHECK_FROM or self.checked_on == at.date():
            return
        self.checked_on = at.date()
        evidence.tidy(at=at)
        logins.forget(at=at, machine_at=clock.machine())
        findings = books.check(at=at).findings
        if findings:
            self.tell(f"check-books is red, nothing is paid out: {len(findings)} findings; run `tradeward check-books`")

    def _lost(self, exc: Exception, wait: float) -> None:
        """The database is in the way: what was begun is undone there, and what is due stays due."""
        self.tell(f"the database is in the way, next try in {wait:g} s: {str(exc).splitlines()[0]}")
        self.since = None
        connections.close_all()
