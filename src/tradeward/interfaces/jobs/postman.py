"""The postman: writes the letters that are due and sends them, beside the deadline worker and in nobody's way."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connections

from tradeward.gateways.mail import Post
from tradeward.interfaces import clock
from tradeward.usecases import letters

LONGEST_WAIT = 30.0
FORGET = timedelta(hours=1)


@dataclass
class Postman:
    """Looks again after `poll` seconds. Deadlines are on the market's clock, tries on the machine's, which is the mail server's."""

    post: Post
    write: letters.Write
    keep: bool
    poll: float = 1.0
    now: Callable[[], datetime] = clock.now
    machine: Callable[[], datetime] = clock.machine
    tell: Callable[[str], None] = lambda line: None
    stopping: threading.Event = field(default_factory=threading.Event)
    forgot_at: datetime | None = None

    def stop(self) -> None:
        """Let the try that runs end, then leave."""
        self.stopping.set()

    def run(self) -> None:
        """Work until `stop` is called."""
        wait = self.poll
        while not self.stopping.is_set():
            try:
                busy, wait = self.turn(), self.poll
            except (
                Exception
            ) as fault:  # the database is in the way, as a rule: what was taken comes back when its lease ends
                busy = False
                self.tell(f"letters: next look in {wait:g} s: {type(fault).__name__}")
                connections.close_all()
                self.stopping.wait(wait)
                wait = min(2 * wait, LONGEST_WAIT)
            if not busy:
                self.stopping.wait(wait)
        connections.close_all()

    def turn(self) -> bool:
        """Write what is due and send what is written; whether there was anything to send."""
        at = self.machine()
        if self.forgot_at is None or at - self.forgot_at >= FORGET:
            self.forgot_at = at
            letters.forget(at=at)
        letters.share_out(write=self.write, at=self.now(), machine=at)
        taken = letters.take(at=at)
        for one in taken:
            fault = self.post.send(id=str(one.id), address=one.address, title=one.title, text=one.text)
            letters.settle(letter=one, fault=fault, at=self.machine(), keep=self.keep)
            if fault:
                self.tell(f"letter {one.id} was not taken at try {one.tries}: {fault.splitlines()[0][:200]}")
        return bool(taken)
