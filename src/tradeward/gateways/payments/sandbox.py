"""A bank to play with: its accounts are here, it knows no clock and no chance, and it does what it is told to do wrong.

Short, over, late, from a third party, in the wrong currency or without a reference: these are credits with other fields.
The same entry id again is the same credit. A payment to a closed account is rejected, and one that was booked can be returned.
"""

from dataclasses import dataclass, field
from datetime import date

from tradeward.gateways.payments.port import Credit, Kind, Line, Payment, Recall, Statement


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
    _returned: set[str] = field(default_factory=set)
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
        """From now on payments to `account` are rejected."""
        self.closed.add(account)

    def send(self, *, payment: Payment, on: date) -> None:
        """Take a payment on the day `on`; the same end-to-end id again changes nothing (port.Payments)."""
        if payment.end_to_end in self._payments:
            return
        self._payments[payment.end_to_end] = payment
        self._book(payment, "rejected" if payment.account in self.closed else "payment", on)

    def give_back(self, *, end_to_end: str, on: date) -> None:
        """The payee's bank returns a payment that was booked, once."""
        if end_to_end not in self._returned:
            self._returned.add(end_to_end)
            self._book(self._payments[end_to_end], "returned", on)

    def _book(self, payment: Payment, kind: Kind, on: date) -> None:
        id = payment.end_to_end
        line = Line(bank_id=f"{kind}:{id}", kind=kind, minor=payment.amount_minor, about=id)
        self._waiting.append(_Booking(line, payment.currency, on, None))
        if kind == "rejected":
            self._returned.add(id)

    def sent(self) -> list[Payment]:
        """Every payment that was told, oldest first."""
        return list(self._payments.values())

    def paid(self, *, account: str) -> list[Payment]:
        """What was paid to an account and not returned, oldest first."""
        return [
            one for one in self._payments.values() if one.account == account and one.end_to_end not in self._returned
        ]

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
