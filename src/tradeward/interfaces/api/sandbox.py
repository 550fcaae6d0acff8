"""The demo market's levers over HTTP: its clock and its bank. In production none of these routes is there."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from tradeward.domain import money
from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces import clock
from tradeward.interfaces.api import calling, shapes
from tradeward.usecases import sandbox, sandbox_bank

router = Router(tags=["sandbox"])

Text = Annotated[str, Field(max_length=200)]
BankId = Annotated[str, Field(min_length=1, max_length=200)]
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?",
    re.ASCII,
)
_SHORT = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


class Move(shapes.Said):
    """Where to move the clock: to an instant, or forward by a duration (`72h`, `15d` or ISO 8601: `P15D`, `PT72H`)."""

    to: shapes.Instant | None = None
    forward: Annotated[str, Field(pattern=r"^[0-9PTWDHMSdhms]+$", max_length=40, examples=["72h"])] | None = None


class Clock(shapes.Told):
    """The market's clock, and how far it is ahead of the machine's."""

    now: datetime
    ahead_seconds: int


class Moved(Clock):
    """The clock after a move; `caught_up` suppliers had something due, and what `failed` is tried again later."""

    caught_up: int
    failed: int


class NewCredit(shapes.Said):
    """A credit as the bank will tell it. Without `payer` it comes from your own organisation's account."""

    reference: Annotated[str, Field(max_length=200, examples=["RF18 5390 0754 7034"])]
    amount: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$", max_length=30, examples=["3000.00"])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["USD"])]
    payer: Text = ""
    payer_account: Text = ""
    bank_id: Text = ""
    value_on: Annotated[date, Field(strict=False)] | None = None


class Credited(shapes.Told):
    """A credit at the bank, and what became of it: `expected` is the operator's own payment into the fund."""

    bank_id: str
    credit: shapes.id_of("credit") | None  # type: ignore[valid-type]
    state: str


class Recalled(shapes.Said):
    """The entry id of the credit that the payer's bank takes back."""

    bank_id: BankId


class Returned(shapes.Said):
    """The end-to-end id of the payment that comes back; GET …/payments lists them."""

    end_to_end: Annotated[str, Field(min_length=1, max_length=35)]


class Back(shapes.Told):
    """A payment that came back; the next statement shows it."""

    end_to_end: str


class Account(shapes.Said):
    """A bank account, as payments name it."""

    account: BankId


class Closed(shapes.Told):
    """An account that takes nothing any more."""

    account: str


class Through(shapes.Said):
    """The day up to which statements are imported; yesterday where none is named."""

    through: Annotated[date, Field(strict=False)] | None = None


class Imported(shapes.Told):
    """A statement, and what the books cannot explain of it."""

    currency: str
    difference: str


class Statements(shapes.Told):
    """The statements that were imported, one a currency."""

    through: date
    statements: list[Imported]


class Told(shapes.Told):
    """How many payments the bank was told."""

    told: int


class Payment(shapes.Told):
    """A payment that the bank was told."""

    end_to_end: str
    account: str
    amount: shapes.Money
    text: str


class Payments(shapes.Told):
    """Every payment that the bank was told, oldest first."""

    items: list[Payment]


@router.get("/sandbox/clock", response=Clock, summary="Read the market's clock")
def read_clock(request: HttpRequest):
    """What time it is in this demo market."""
    ahead = sandbox.ahead()
    return {"now": clock.now(), "ahead_seconds": int(ahead.total_seconds())}


@router.post("/sandbox/clock", response=Moved, summary="Move the market's clock forward")
def move_clock(request: HttpRequest, key: shapes.Key, body: Move):
    """Let time pass for everybody in this demo market: what falls due until then has happened when this answers."""
    forward = _duration(body.forward) if body.forward is not None else None
    told = calling.do(request, key, sandbox.move_clock, to=body.to, forward=forward, machine=clock.machine())
    now = clock.now()
    caught_up, failed = sandbox.sweep(at=now)
    return {"now": now, "ahead_seconds": told["ahead_seconds"], "caught_up": caught_up, "failed": failed}


@router.post("/sandbox/bank/credits", response={201: Credited}, summary="Let a credit arrive")
def receive(request: HttpRequest, key: shapes.Key, body: NewCredit):
    """Let the bank tell of a credit: in time or late, short or over, in any currency, from anybody, with any reference."""
    return Status(201, calling.do(request, key, sandbox_bank.receive, **body.dict()))


@router.post("/sandbox/bank/recalls", response=Credited, summary="Take a credit back")
def recall(request: HttpRequest, key: shapes.Key, body: Recalled):
    """Let the payer's bank recall a credit that it had sent."""
    return calling.do(request, key, sandbox_bank.recall, bank_id=body.bank_id)


@router.get("/sandbox/bank/payments", response=Payments, summary="List what the bank was told to pay")
def payments(request: HttpRequest):
    """Every payment that was handed to the bank, with its end-to-end id."""
    return {
        "items": [
            {
                "end_to_end": one.end_to_end, "account": one.account, "text": one.text,
                "amount": {"amount": money.Money(one.amount_minor, one.currency).amount, "currency": one.currency},
            }
            for one in sandbox_bank.payments()
        ]
    }  # fmt: skip


@router.post("/sandbox/bank/returns", response=Back, summary="Return a payment")
def give_back(request: HttpRequest, key: shapes.Key, body: Returned):
    """Let the payee's bank send a payment back."""
    return calling.do(request, key, sandbox_bank.give_back, end_to_end=body.end_to_end)


@router.post("/sandbox/bank/closed-accounts", response=Closed, summary="Close an account")
def close(request: HttpRequest, key: shapes.Key, body: Account):
    """Let the bank reject every payment to an account from now on."""
    return calling.do(request, key, sandbox_bank.close, account=body.account)


@router.post("/sandbox/bank/payouts", response=Told, summary="Hand payments to the bank")
def hand_over(request: HttpRequest, key: shapes.Key):
    """Tell the bank every payment that the books have sent and it does not know yet."""
    return calling.do(request, key, sandbox_bank.hand_over)


@router.post("/sandbox/bank/statements", response=Statements, summary="Import the bank's statements")
def import_statements(request: HttpRequest, key: shapes.Key, body: Through):
    """Import the statement of every currency up to a day: payments are booked, and what waited for it happens."""
    return calling.do(request, key, sandbox_bank.import_statements, through=body.through)


def _duration(text: str) -> timedelta:
    """The duration in `72h`, `15d`, `90m` or ISO 8601. Refuses: what is none (RuleBroken)."""
    number, unit = text[:-1], text[-1:]
    plain = unit in _SHORT and number.isascii() and number.isdigit()
    found = None if plain else _DURATION.fullmatch(text)
    parts = {name: int(value) for name, value in found.groupdict().items() if value} if found else {}
    try:
        return timedelta(**({_SHORT[unit]: int(number)} if plain else parts or {"none": 0}))
    except (OverflowError, TypeError):
        raise RuleBroken(
            f"forward is {text!r}: write 72h, 15d or an ISO 8601 duration such as PT72H", field="forward"
        ) from None
