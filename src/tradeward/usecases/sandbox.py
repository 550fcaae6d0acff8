"""The demo market's own levers: a bank that several processes play, and a clock that is moved forward. Never in production."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tradeward.domain.refusals import NotFound, RuleBroken
from tradeward.gateways.payments.port import Credit, Payment, Recall, Statement
from tradeward.gateways.payments.sandbox import Sandbox
from tradeward.store import sandbox, transactions
from tradeward.store.sandbox import Market
from tradeward.usecases import clock

FARTHEST = timedelta(days=3650)
"""How far ahead of the machine's clock a market may be moved."""
_PAUSE_MILLIS = 50
_MOST_SWEEPS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The clock after a move: how far it is ahead of the machine's, and what the sweeps did that followed."""

    ahead: timedelta
    caught_up: int
    failed: int


def market() -> Market | None:
    """The demo market of this database; None in production."""
    return sandbox.market()


def ahead() -> timedelta:
    """How far the demo market's clock is ahead of the machine's; nothing in production."""
    return sandbox.ahead()


@transactions.durable
def begin(*, at: datetime) -> None:
    """Note that a demo market is being made in this database."""
    sandbox.begin(at=at)


@transactions.durable
def end(*, at: datetime) -> None:
    """Note that the demo market is whole."""
    sandbox.end(at=at)


@transactions.durable
def move_clock(*, ahead: timedelta) -> timedelta:
    """Move the market's clock forward, to so much ahead of the machine's; returns how far it is ahead now.

    Refuses: NotFound (no demo market), RuleBroken (backwards, or more than ten years).
    """
    found = sandbox.market()
    if found is None:
        raise NotFound("This is no demo market: its clock is the machine's.")
    if ahead < found.ahead:
        raise RuleBroken("the clock moves forward only: name a later instant", field="to")
    if ahead > FARTHEST:
        raise RuleBroken(f"the clock is moved at most {FARTHEST.days} days ahead of the machine's", field="to")
    return sandbox.move(ahead=ahead)


def sweep(*, at: datetime) -> tuple[int, int]:
    """Make all that is due before `at`, beside the worker; returns how many owners were caught up, and how many failed."""
    moved = failed = 0
    for _ in range(_MOST_SWEEPS):
        swept = clock.sweep(at=at)
        moved, failed = moved + swept.moved, failed + swept.failed
        if swept.clear and not swept.moved:
            break
        if swept.busy and not swept.moved:
            time.sleep(_PAUSE_MILLIS / 1000)
    return moved, failed


class StoredBank:
    """The sandbox bank of `gateways.payments.sandbox`, whose memory is in the database: all processes see one bank."""

    @transactions.durable
    def receive(self, *, credit: Credit, on: date) -> Credit:
        """A credit arrives on the day `on`. The same entry id again is the credit that is there already."""
        told: Credit = self._do("receive", credit=asdict(credit), on=on)
        return told

    @transactions.durable
    def recall(self, *, of: str, on: date) -> Recall:
        """The payer's bank takes the credit with entry id `of` back, once. Refuses: NotFound (no such credit)."""
        told: Recall = self._do("recall", of=of, on=on)
        return told

    @transactions.durable
    def close(self, *, account: str) -> None:
        """From now on payments to `account` are rejected."""
        self._do("close", account=account)

    @transactions.durable
    def send(self, *, payment: Payment, on: date) -> None:
        """Take a payment on the day `on`; the same end-to-end id again changes nothing (port.Payments)."""
        self._do("send", payment=asdict(payment), on=on)

    @transactions.durable
    def give_back(self, *, end_to_end: str, on: date) -> None:
        """The payee's bank returns a payment that was booked, once. Refuses: NotFound (no such payment)."""
        self._do("give_back", end_to_end=end_to_end, on=on)

    @transactions.durable
    def statement(self, *, currency: str, through: date) -> Statement:
        """The statement that ends with the day `through` (port.Payments)."""
        told: Statement = self._do("statement", currency=currency, through=through)
        return told

    def paid(self, *, account: str) -> list[Payment]:
        """What was paid to an account and not returned, oldest first."""
        return _played().paid(account=account)

    def news(self) -> list[Credit | Recall]:
        """Every credit and recall that no statement has shown yet (port.Payments)."""
        return _played().news()

    def currencies(self) -> list[str]:
        """The currencies in which anything ever happened."""
        return _played().currencies()

    def _do(self, verb: str, **said: Any) -> Any:
        """Play the bank as it stands, do one thing more, and write it down if it was done."""
        written = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
        if isinstance(credit := said.get("credit"), dict):
            written["credit"] = {**credit, "value_on": credit["value_on"].isoformat()}
        sandbox.alone()
        bank = _played()
        try:
            told = _do(bank, verb, written)
        except KeyError:
            raise NotFound("The sandbox bank knows nothing under this id.") from None
        sandbox.note(verb=verb, said=written)
        return told


def _played() -> Sandbox:
    bank = Sandbox()
    for verb, said in sandbox.acts():
        _do(bank, verb, said)
    return bank


def _do(bank: Sandbox, verb: str, written: Mapping[str, Any]) -> Any:
    said: dict[str, Any] = dict(written)
    for day in ("on", "through"):
        if day in said:
            said[day] = date.fromisoformat(said[day])
    if "credit" in said:
        given = said["credit"]
        said["credit"] = Credit(**{**given, "value_on": date.fromisoformat(given["value_on"])})
    if "payment" in said:
        said["payment"] = Payment(**said["payment"])
    return getattr(bank, verb)(**said)
