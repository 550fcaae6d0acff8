"""A bank to play with: its accounts are here, it knows no clock and no chance, and it does what it is told to do wrong.

Short, over, late, from a third party, in the wrong currency or without a reference: these are credits with other fields.
The same entry id again is the same credit. A payment to a closed account comes back.
"""

from dataclasses import dataclass, field
from datetime import date

from tradeward.gateways.payments.port import Credit, Line, Payment, Recall, Statement


@dataclass(slots=True)
class _Booking:
    """A line, the currency it is in, and the first day whose statement may show it."""

    line: Line
    currency: str
    on: date
    news: Credit | Recall | None


@dataclass(slots=True)
class Sandbox:
    """One customer's accounts at a bank, one a currency, all empty at first."""

    closed: set[str] = field(default_factory=set)
    _waiting: list[_Booking] = field(default_factory=list)
    _credits: dict[str, Credit] = field(default_factory=dict)
    _recalled: dict[str, Recall] = field(default_factory=dict)
    _payments: dict[str, Payment] = field(default_factory=dict)
    _balances: dict[str, int] = field(default_factory=dict)
    _statements: dict[tuple[str, date], Statement] = field(default_factory=dict)

    def receive(self, *, credit: Credit, on: date) -> Credit:
        """A credit arrives on the day `on`. The same entry id again is the credit that is there already."""
        if credit.bank_id not in self._credits:
            self._credits[credit.bank_id] = credit
            line = Line(bank_id=credit.bank_id, kind="credit", minor=credit.amount_minor, credit=credit)
            self._waiting.append(_Booking(line, credit.currency, on, credit))
        return self._credits[credit.bank_id]

    def recall(self, *, of: str, on: date) -> Recall:
        """The payer's bank takes the credit with entry id `of` back, once."""
        if of not in self._recalled:
            credit = self._credits[of]
            self._recalled[of] = told = Recall(bank_id=f"recall:{of}", of=of)
            line = Line(bank_id=told.bank_id, kind="recall", minor=credit.amount_minor, about=of)
            self._waiting.append(_Booking(line, credit.currency, on, told))
        return self._recalled[of]

    def close(self, *, account: str) -> None:
        """From now on payments to `account` come back."""
        self.closed.add(account)

    def send(self, *, payment: Payment, on: date) -> None:
        """Take a payment on the day `on`; the same end-to-end id again changes nothing (port.Payments)."""
        if payment.end_to_end in self._payments:
            return
        self._payments[payment.end_to_end] = payment
        kind, name = ("return", "returned") if payment.account in self.closed else ("payment", "paid")
        line = Line(
            bank_id=f"{name}:{payment.end_to_end}", kind=kind, minor=payment.amount_minor, about=payment.end_to_end  # type: ignore[arg-type]
        )  # fmt: skip
        self._waiting.append(_Booking(line, payment.currency, on, None))

    def paid(self, *, account: str) -> list[Payment]:
        """What was paid to an account, oldest first."""
        return [one for one in self._payments.values() if one.account == account and account not in self.closed]

    def news(self) -> list[Credit | Recall]:
        """Every credit and recall that no statement has shown yet (port.Payments)."""
        return [one.news for one in self._waiting if one.news]

    def currencies(self) -> list[str]:
        """The currencies in which anything ever happened."""
        return sorted(set(self._balances) | {one.currency for one in self._waiting})

    def statement(self, *, currency: str, through: date) -> Statement:
        """The statement that ends with the day `through` (port.Payments)."""
        if (currency, through) not in self._statements:
            shown = [one for one in self._waiting if one.currency == currency and one.on <= through]
            self._waiting = [one for one in self._waiting if one not in shown]
            lines = tuple(one.line for one in shown)
            self._balances[currency] = self._balances.get(currency, 0) + sum(line.moved for line in lines)
            self._statements[currency, through] = Statement(
                currency=currency, through=through, closing_minor=self._balances[currency], lines=lines
            )
        return self._statements[currency, through]
