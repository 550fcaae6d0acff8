"""What the product asks of a bank: send a payment, tell what came in, give a statement. Amounts are positive minor units."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

Kind = Literal["credit", "payment", "recall", "rejected", "returned", "unexplained"]
"""Of a line: money that came, a payment that left, a credit taken back, a payment that never left, one that came back, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit as the bank tells it: its own entry id, amount, payer, free text and value date."""

    bank_id: str
    currency: str
    amount_minor: int
    payer: str
    payer_account: str
    text: str
    value_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """The bank took the credit `of` (its entry id) back; `bank_id` is the entry id of the taking back."""

    bank_id: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment to make. The bank knows it by `end_to_end`, at most 35 characters: told twice it is one payment."""

    end_to_end: str
    account: str
    currency: str
    amount_minor: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a statement, by the bank's entry id.

    `about` is a payment's end-to-end id, or the entry id of the credit that a recall takes back. `credit` is what a line of
    that kind was told as. A `rejected` payment never left, so it moves no money; a `returned` one had.
    """

    bank_id: str
    kind: Kind
    minor: int
    about: str = ""
    credit: Credit | None = None

    @property
    def moved(self) -> int:
        """What the line adds to the account."""
        signs = {"credit": 1, "payment": -1, "recall": -1, "rejected": 0, "returned": 1, "unexplained": 0}
        return signs[self.kind] * self.minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Everything booked since the statement before, complete up to the day `through`, and what the account holds then."""

    currency: str
    through: date
    closing_minor: int
    lines: tuple[Line, ...]


class Payments(Protocol):
    """A bank."""

    def send(self, *, payment: Payment, on: date) -> None:
        """Take a payment on the day `on`; the same end-to-end id again changes nothing."""

    def news(self) -> list[Credit | Recall]:
        """Every credit and recall that no statement has shown yet, in the order they came. Telling one twice is harmless."""

    def statement(self, *, currency: str, through: date) -> Statement:
        """The statement that ends with the day `through`; the same again for the same day."""
