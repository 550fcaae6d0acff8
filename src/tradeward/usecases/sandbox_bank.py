"""The sandbox bank of a demo market, whose memory is in the database, and what its users can have it do. Never in production."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from tradeward.domain import money
from tradeward.domain.refusals import NotFound, RuleBroken
from tradeward.domain.vocabulary import Actor
from tradeward.gateways.payments.port import Credit, Payment, Recall, Statement
from tradeward.gateways.payments.sandbox import Sandbox
from tradeward.store import market, sandbox, statements, transactions
from tradeward.usecases import bank, payouts, work


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

    def sent(self) -> list[Payment]:
        """Every payment that the bank was told, oldest first."""
        return _played().sent()

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


def receive(
    *, reference: str, amount: str, currency: str, payer: str, payer_account: str, bank_id: str, value_on: date | None,
    by: Actor, at: datetime, key: str,
) -> work.Answer:  # fmt: skip
    """A credit arrives, right or wrong: short, over, late, in another currency, of a third party, with a reference nobody knows.

    Without `payer` it comes from the account of the asker's own organisation. Refuses: RuleBroken (an amount that is none),
    NotFound (no demo market).
    """
    body = {"bank": "credit", "reference": reference, "amount": amount, "currency": currency, "payer": payer,
            "account": payer_account, "bank_id": bank_id, "value_on": value_on}  # fmt: skip

    def act() -> work.Answer:
        minor = money.Money.parse(amount, currency=currency).minor
        name, account = (payer, payer_account or f"sandbox:{payer}") if payer else _own(by, at=at)
        told = Credit(
            bank_id=bank_id or f"sandbox:{work.actor_name(by)}:{key}", currency=currency, amount_minor=minor, payer=name,
            payer_account=account, text=reference, value_on=value_on or at.date(),
        )  # fmt: skip
        known = StoredBank().receive(credit=told, on=at.date())
        found = bank.credit(credit=known, at=at)
        return {"bank_id": known.bank_id, "credit": found["credit"] or None, "state": found["state"]}

    return _once(act, body=body, by=by, at=at, key=key)


def recall(*, bank_id: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """The payer's bank takes a credit back (RULES §9). Refuses: NotFound (no such credit, no demo market)."""

    def act() -> work.Answer:
        found = bank.recall(recall=StoredBank().recall(of=bank_id, on=at.date()), at=at)
        return {"bank_id": bank_id, "credit": found["credit"] or None, "state": found["state"]}

    return _once(act, body={"bank": "recall", "bank_id": bank_id}, by=by, at=at, key=key)


def give_back(*, end_to_end: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """The payee's bank returns a payment; the next statement shows it. Refuses: NotFound (no such payment, no demo market)."""

    def act() -> work.Answer:
        StoredBank().give_back(end_to_end=end_to_end, on=at.date())
        return {"end_to_end": end_to_end}

    return _once(act, body={"bank": "return", "end_to_end": end_to_end}, by=by, at=at, key=key)


def close(*, account: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """An account is closed: payments to it are rejected from now on. Refuses: NotFound (no demo market)."""

    def act() -> work.Answer:
        StoredBank().close(account=account)
        return {"account": account}

    return _once(act, body={"bank": "close", "account": account}, by=by, at=at, key=key)


def hand_over(*, by: Actor, at: datetime, key: str) -> work.Answer:
    """Tell the bank every payment that is sent in the books and not told yet (RULES §9). Refuses: NotFound (no demo market)."""

    def act() -> work.Answer:
        return {"told": payouts.hand_over(bank=StoredBank(), at=at)}

    return _once(act, body={"bank": "hand_over"}, by=by, at=at, key=key)


def import_statements(*, through: date | None, by: Actor, at: datetime, key: str) -> work.Answer:
    """Import the bank's statement of every currency up to a day, yesterday if none is named. Refuses: NotFound (no demo market),
    RuleBroken (a day that has not been yet).
    """

    def act() -> work.Answer:
        day = through or at.date() - timedelta(days=1)
        if day > at.date():
            raise RuleBroken(f"through {day} has not been yet: name a day up to today", field="through")
        held = StoredBank()
        found = [
            (currency, bank.import_statement(bank=held, currency=currency, through=day, at=at))
            for currency in sorted({*statements.currencies(), *held.currencies()})
        ]
        shown = [
            {"currency": currency, "difference": money.Money(int(told["difference_minor"]), currency).amount}
            for currency, told in found
        ]
        return {"through": day.isoformat(), "statements": shown}

    return _once(act, body={"bank": "statements", "through": through}, by=by, at=at, key=key)


def payments() -> list[Payment]:
    """Every payment that the bank was told, oldest first."""
    return StoredBank().sent()


def _own(by: Actor, *, at: datetime) -> tuple[str, str]:
    """The name and the account in force of the asker's organisation."""
    if by.organisation_id is None:
        raise NotFound("You act for no organisation: name the payer.", field="payer")
    return sandbox.name_of(organisation_id=by.organisation_id), market.Read(at=at).account(by.organisation_id, at)


def _once(act: Callable[[], work.Answer], *, body: Mapping[str, Any], by: Actor, at: datetime, key: str) -> work.Answer:
    """Do it once for a key. What the bank is told carries ids of its own, so that a second try after a crash changes nothing."""
    if (done := _again(body=body, by=by, key=key)) is not None:
        return done
    return _keep(answer=act(), body=body, by=by, at=at, key=key)


@transactions.durable
def _again(*, body: Mapping[str, Any], by: Actor, key: str) -> work.Answer | None:
    if sandbox.market() is None:
        raise NotFound("This is no demo market: there is no sandbox bank.")
    return work.again(by=by, key=key, body=body)


@transactions.durable
def _keep(*, answer: work.Answer, body: Mapping[str, Any], by: Actor, at: datetime, key: str) -> work.Answer:
    if (done := work.again(by=by, key=key, body=body)) is not None:
        return done
    work.keep(by=by, key=key, body=body, answer=answer, at=at)
    return answer
