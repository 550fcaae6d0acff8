"""What the bank tells: credits, recalls, statements. All of it is fact, recorded and never refused (RULES §9)."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import partial
from uuid import UUID

from tradeward.domain import credit as life
from tradeward.domain import lives, money, postings, references, rows, saying, securing, vocabulary
from tradeward.domain.bundle import Bundle
from tradeward.domain.entries import Entry
from tradeward.domain.refusals import NotFound, OutOfTurn, Refusal
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways.payments import port
from tradeward.gateways.payments.port import Credit, Line, Recall
from tradeward.ledger import book
from tradeward.store import loading, statements, transactions
from tradeward.usecases import eyes, payouts, suspense, waiting, work

__all__ = [
    "BANK",
    "Credit",
    "Line",
    "Recall",
    "bear",
    "borne",
    "credit",
    "import_statement",
    "news",
    "recall",
    "statement",
]

_PAYMENT = ("payment", "rejected", "returned")
BEAR = "bank.bear"
BANK = Actor(Role.REACTION)
"""The bank's news reach the lives as reactions: nobody here decides about them."""


def credit(*, credit: Credit, at: datetime) -> work.Answer:
    """Record a credit and match it by its reference; the same entry id twice has one effect (RULES §9).

    What names no order here, or comes from another's account, waits in suspense for the operator. What the operator pays
    into the fund is in the books already, and is only looked for on the statement.
    """
    saying.asked("bank.credit", told=asdict(credit))
    reference = references.read(credit.text)
    if _movement(credit, reference):
        return {"credit": "", "state": "expected"}
    body = {
        "order": None,  # the same entry, told again with other words, is the same entry
        "supplier": None,
        "credit": credit.bank_id,
        "currency": credit.currency,
        "minor": credit.amount_minor,
        "account": credit.payer_account,
    }
    order_id = loading.by_reference(reference) if reference else None
    supplier_id = loading.by_security(reference) if reference and order_id is None else None
    row = _row(credit, reference, order_id, supplier_id, at)

    def decide(done: work.Work) -> work.Answer:
        return _arrive(done, done.bundle if order_id else done.supplier, row)

    if order_id is None and supplier_id is None:
        return suspense.record(credit=row, by=BANK, at=at, body=body)
    if order_id is not None:
        told = work.on_order(order_id=order_id, by=BANK, at=at, key=credit.bank_id, body=body, decide=decide)
    else:
        assert supplier_id is not None, "what names neither waits in suspense"
        told = work.on_supplier(supplier_id=supplier_id, by=BANK, at=at, key=credit.bank_id, body=body, decide=decide)
    waiting.pay(at=at)
    return told


def _arrive(done: work.Work, bundle: Bundle, row: rows.Credit) -> work.Answer:
    """A credit comes to the order, or to the supplier, whose reference it names."""
    bundle.add(row)
    amount = money.Money(row.amount_minor, row.currency).amount
    act = done.act("arrive", bank_id=row.bank_id, amount=amount, currency=row.currency)
    bundle.post(postings.credit_received(cause=str(row.id), currency=row.currency, minor=row.amount_minor))
    lives.note(bundle, "credit", row.id, act=act)
    for verb in ("match", "send_back"):
        lives.react(bundle, "credit", verb, act)
    lives.settle(bundle, act=act)
    return {"credit": str(row.id), "state": row.state}


def recall(*, recall: Recall, at: datetime) -> work.Answer:
    """The bank took a credit back: what is still held of it goes, for the rest there is a debt (RULES §9, W12).

    A recall of what is unknown here or was sent back already is answered `unexplained`: the statement will show a difference.
    """
    saying.asked("bank.recall", told=asdict(recall))
    home = statements.credit_home(bank_id=recall.of)
    if home is None:
        return {"credit": "", "state": "unexplained"}

    def decide(done: work.Work) -> work.Answer:
        row = next(one for one in done.bundle.of(rows.Credit) if one.id == home.id)
        done.move(row, "recall", recall_id=recall.bank_id)
        return {"credit": str(row.id), "state": row.state}

    body = {"order": None, "supplier": None, "recall": recall.of}
    try:
        if home.supplier_id is not None:
            give = partial(_give_back, home=home, recall=recall)
            return work.on_supplier(
                supplier_id=home.supplier_id, by=BANK, at=at, key=recall.bank_id, body=body, decide=give
            )
        if home.order_id is None:
            return suspense.move(
                credit_id=home.id, verb="recall", by=BANK, at=at, key=recall.bank_id, recall_id=recall.bank_id
            )
        return work.on_order(order_id=home.order_id, by=BANK, at=at, key=recall.bank_id, body=body, decide=decide)
    except OutOfTurn:
        return {"credit": str(home.id), "state": "unexplained"}


def _give_back(done: work.Work, *, home: statements.Home, recall: Recall) -> work.Answer:
    """The bank took back what was put up as security: what an order has used of it, that order's supplier owes (RULES §9).

    Refuses: OutOfTurn when more is gone than any order used, so that nobody here owes it.
    """
    supplier = done.supplier
    known = next((one for one in supplier.tables["credit"] if one.id == home.id), None)
    row: rows.Credit = known or supplier.adopt(statements.credit(id=home.id))
    owed = securing.lacking(supplier, row)
    order_id: UUID | None = None
    if owed:
        order_id = statements.last_secured(supplier_id=supplier.subject_id, currency=row.currency)
        if order_id is None:
            raise OutOfTurn("What was put up is gone, and no order used it.")
        done.load(order_id)
    done.move(row, "recall", bundle=supplier, recall_id=recall.bank_id)
    if owed:
        order = next(one for one in done.orders if one.subject_id == order_id)
        act = done.act("recall", recall_id=recall.bank_id)
        debt = securing.owe(order, row, act=act)
        lives.note(order, "recovery", debt.id, act=act)
    return {"credit": str(row.id), "state": row.state}


def news(*, bank: port.Payments, at: datetime) -> int:
    """Record every credit and recall that the bank has told of; telling one again is harmless. Returns how many there were."""
    told = bank.news()
    for one in told:
        if isinstance(one, Credit):
            credit(credit=one, at=at)
        else:
            recall(recall=one, at=at)
    return len(told)


def import_statement(*, bank: port.Payments, currency: str, through: date, at: datetime) -> work.Answer:
    """Fetch the bank's statement that ends with a day, and import it."""
    told = bank.statement(currency=currency, through=through)
    return statement(currency=currency, through=through, closing_minor=told.closing_minor, lines=told.lines, at=at)


def statement(*, currency: str, through: date, closing_minor: int, lines: Sequence[Line], at: datetime) -> work.Answer:
    """Import the statement of a currency that ends with a day; the same day again has no further effect (RULES §9).

    Credits and recalls not told before are recorded first; then the statement is, with what it leaves unexplained as a
    difference, which stops payouts (RULES §7); then payments are booked or come back, and what waited for the statement is
    tried, each order in its own transaction. An import that broke off is finished by importing again.
    """
    told_lines = [{name: getattr(one, name) for name in ("bank_id", "kind", "minor", "about")} for one in lines]
    said = {"currency": currency, "through": through, "closing_minor": closing_minor, "lines": told_lines}
    saying.asked("bank.statement", told=said)
    known = statements.known_lines([one.bank_id for one in lines])
    checked = [one if one.bank_id in known else _checked(one, currency, at=at) for one in _once(lines)]
    told = _keep(currency=currency, through=through, closing_minor=closing_minor, lines=checked, at=at)
    for line in lines:
        if line.kind in _PAYMENT:
            _book(line, at=at)
    for order_id in statements.waiting_orders(currency=currency, verb="lapse", before=at):
        _try(order_id, told["statement"], at=at)
    payouts.resume(at=at, key=told["statement"])
    return told


def _once(lines: Sequence[Line]) -> list[Line]:
    """The lines, a second one of the same kind about the same payment marked as unexplained."""
    seen: set[tuple[str, str]] = set()
    found = []
    for line in lines:
        again = line.kind in _PAYMENT and (line.kind, line.about) in seen
        found.append(replace(line, kind="unexplained") if again else line)
        seen.add((line.kind, line.about))
    return found


def _checked(line: Line, currency: str, *, at: datetime) -> Line:
    """A line as it is kept: its news recorded, `about` the fund's movement where it is one, marked where it stays unexplained."""
    fits = {"credit": _came, "recall": _taken_back}.get(line.kind, _left)
    about = fits(line, currency, at) if line.kind != "unexplained" else None
    if about is None:
        return replace(line, kind="unexplained")
    return replace(line, about=about)


def _came(line: Line, currency: str, at: datetime) -> str | None:
    told = line.credit
    if told is None or (told.currency, told.amount_minor, told.bank_id) != (currency, line.minor, line.bank_id):
        return None
    if movement := _movement(told, references.read(told.text)):
        return str(movement)
    try:
        credit(credit=told, at=at)
    except Refusal:  # told with another amount before: no fact to build on
        return None
    return line.about


def _taken_back(line: Line, currency: str, at: datetime) -> str | None:
    told = recall(recall=Recall(bank_id=line.bank_id, of=line.about), at=at)
    return None if told["state"] == "unexplained" else line.about


def _left(line: Line, currency: str, at: datetime) -> str | None:
    fund_out = statements.expected(direction="out", currency=currency) if line.kind == "payment" else {}
    for id, minor in fund_out.items():
        if id.hex == line.about and minor == line.minor:
            return str(id)
    home = statements.payment_home(end_to_end=line.about)
    if home is None or (home.currency, home.minor) != (currency, line.minor):
        return None
    return line.about if home.state in ("sent", "booked" if line.kind == "returned" else "") else None


def _movement(told: Credit, reference: str) -> UUID | None:
    """The movement of the fund that a credit is, by its reference and amount."""
    if not reference:
        return None
    for id, minor in statements.expected(direction="in", currency=told.currency).items():
        if references.reference(id) == reference and minor == told.amount_minor:
            return id
    return None


def bear(*, bank_id: str, reason: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Ask that the operator bear out of his fees what the bank took and nothing here explains; another has to agree.

    Refuses: NotAllowed (not the operator), RuleBroken (no reason).
    """
    return eyes.ask(
        what=BEAR, told=saying.asked(BEAR, told={"bank_id": bank_id, "reason": reason}), by=by, at=at, key=key
    )


@transactions.durable
def borne(*, agreed: eyes.Agreed) -> work.Answer:
    """Two agree to bear a line; payouts go on with the next statement (RULES §7).

    Refuses: as `eyes.Agreed.take`, NotFound (no such line, or it is explained).
    """
    if (done := work.again(by=agreed.by, key=agreed.key, body=agreed.body)) is not None:
        return done
    agreed.take()
    bank_id = agreed.told["bank_id"]
    found = statements.unexplained(bank_id=bank_id)
    if found is None:
        raise NotFound("There is no such unexplained line.")
    statement_id, currency, minor = found
    entry = postings.charge_borne(cause=bank_id, currency=currency, minor=minor)
    book.post([entry], at=agreed.at, subject=str(statement_id))
    answer = {"bank_id": bank_id, "borne": money.Money(minor, currency).amount}
    work.keep(by=agreed.by, key=agreed.key, body=agreed.body, answer=answer, at=agreed.at)
    return answer


@transactions.durable
def _keep(*, currency: str, through: date, closing_minor: int, lines: Sequence[Line], at: datetime) -> work.Answer:
    """Write the statement, book what moved, and say what is left as a difference, once a day."""
    key = f"statement:{currency}:{through}"
    body = {"closing": closing_minor, "lines": [one.bank_id for one in lines]}
    if (done := work.again(by=BANK, key=key, body=body)) is not None:
        return done
    known = statements.known_lines([one.bank_id for one in lines])
    new = [one for one in lines if one.bank_id not in known]
    id = vocabulary.new_id(noun="statement", key=key, at=at)
    book.post([entry for one in new for entry in _booked(one, currency)], at=at, subject=str(id))
    coming = sum(one.moved for one in new if one.kind in _PAYMENT and not _of_the_fund(one))
    coming += statements.shown_unbooked(currency=currency, actor=work.actor_name(BANK))
    difference = closing_minor - book.balance(postings.BANK, currency) - coming
    statements.add(
        id=id,
        currency=currency,
        through=through,
        closing_minor=closing_minor,
        difference_minor=difference,
        at=at,
        lines=new,
    )
    answer = {"statement": str(id), "difference_minor": str(difference)}
    work.keep(by=BANK, key=key, body=body, answer=answer, at=at)
    return answer


def _of_the_fund(line: Line) -> bool:
    """Whether a line is the fund's own movement, whose id it has; other payments are booked by order, supplier or credit."""
    return "-" in line.about


def _booked(line: Line, currency: str) -> list[Entry]:
    """What the statement itself moves between the bank's accounts."""
    if line.kind == "credit":
        return [postings.booked_in(cause=line.bank_id, currency=currency, minor=line.minor)]
    if line.kind == "recall":
        return [postings.booked_recall(cause=line.bank_id, currency=currency, minor=line.minor)]
    if line.kind == "payment" and _of_the_fund(line):
        return [postings.booked_out(cause=line.bank_id, currency=currency, minor=line.minor)]
    return []


def _book(line: Line, *, at: datetime) -> None:
    home = statements.payment_home(end_to_end=line.about)
    if home is None or not statements.is_kept(bank_id=line.bank_id, kind=line.kind):
        return
    verb, said = ("book", "booked") if line.kind == "payment" else ("return", "returned")
    payouts.move(home=home, verb=verb, by=BANK, at=at, key=line.bank_id, **{said: line.bank_id})


def _try(order_id: UUID, statement_id: str, *, at: datetime) -> None:
    """What waited for the statement happens now, dated now (RULES §2)."""

    def decide(done: work.Work) -> work.Answer:
        lives.settle(done.bundle, act=done.act("statement"))
        return {}

    key = f"{statement_id}:{order_id}"
    work.on_order(order_id=order_id, by=BANK, at=at, key=key, body={}, decide=decide)


def _row(told: Credit, reference: str, order_id: UUID | None, supplier_id: UUID | None, at: datetime) -> rows.Credit:
    return rows.Credit(
        id=vocabulary.new_id(noun="credit", key=told.bank_id, at=at),
        bank_id=told.bank_id,
        order_id=order_id,
        currency=told.currency,
        amount_minor=told.amount_minor,
        payer=told.payer,
        payer_account=told.payer_account,
        reference=reference,
        value_on=told.value_on,
        recorded_at=at,
        state=life.S.SUSPENSE,
        supplier_id=supplier_id,
    )
