"""A supplier's security: his own money, paid in under a reference of its own, and given back when nothing is open (RULES §7)."""

from datetime import datetime
from uuid import UUID

from tradeward.domain import money
from tradeward.domain.vocabulary import Actor
from tradeward.store import people
from tradeward.usecases import eyes, work

GIVE_BACK = "securities.give_back"


def put_up(*, supplier_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """The supplier will pay security in: the answer tells the reference under which a bank credit from his account is kept.

    It stands between held money and the fund in every refund of his orders, and covers his debts (RULES §7).
    Refuses: NotFound, NotAllowed (not the supplier himself), OutOfTurn (he has left the scheme).
    """

    def decide(done: work.Work) -> work.Answer:
        row = done.supplier.supplier
        done.move(row, "put_up", bundle=done.supplier)
        return {"supplier": str(supplier_id), "reference": row.security_reference}

    return work.on_supplier(supplier_id=supplier_id, by=by, at=at, key=key, body={"verb": "put_up"}, decide=decide)


def give_back(*, supplier_id: UUID, by: Actor, at: datetime, key: str) -> work.Answer:
    """Ask to return all security of a supplier; another of the operator's people has to agree (RULES §7).

    Refuses: NotFound, NotAllowed (not the operator).
    """
    eyes.check_operator(by=by, does=f"ask for {GIVE_BACK}")
    people.kind_of(organisation_id=supplier_id)
    return eyes.ask(what=GIVE_BACK, told={}, about=supplier_id, by=by, at=at, key=key)


def given_back(*, agreed: eyes.Agreed) -> work.Answer:
    """Two agree: all security of a supplier of whose nothing is open goes back (RULES §7).

    Refuses: as `eyes.Agreed.take`, OutOfTurn (an order, a debt or a payment of his is not over, none is kept, or he has no
    account).
    """

    def decide(done: work.Work) -> work.Answer:
        agreed.take()
        back = {one: money.Money(minor, one).amount for one, minor in done.supplier.security().items()}
        done.move(done.supplier.supplier, "return_security", bundle=done.supplier, approved_by=agreed.asked_by)
        return {"supplier": str(agreed.subject), "returned": back}

    return work.on_supplier(
        supplier_id=agreed.subject, by=agreed.by, at=agreed.at, key=agreed.key, body=agreed.body, decide=decide
    )
