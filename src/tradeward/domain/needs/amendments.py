"""Needs of amendments (RULES §4, §8)."""

from tradeward.domain import rows, shipdate
from tradeward.domain.bundle import OrderBundle, party
from tradeward.domain.lifecycle import Act
from tradeward.domain.needs.money import buyer_debt
from tradeward.domain.needs.registry import need


@need("The other side proposed it.")
def other_side(bundle: OrderBundle, row: rows.Amendment, act: Act) -> bool:
    return party(bundle, act.by) not in ("", row.proposed_by)


@need("This side proposed it.")
def same_side(bundle: OrderBundle, row: rows.Amendment, act: Act) -> bool:
    return party(bundle, act.by) == row.proposed_by


@need("The last signature comes before the deadline that it moves has passed, or settles a dispute.")
def before_moved_deadline(bundle: OrderBundle, row: rows.Amendment, act: Act) -> bool:
    if row.kind != "ship_date" or row.content.get("settles"):
        return True
    lot = int(row.content["lot"]) if row.content.get("lot") else None
    return shipdate.today(bundle, act.at) <= shipdate.last_deadline(bundle, lot=lot)


@need("The order can be amended: it goes on, no recalled credit freezes its price, and a dispute is settled by it.")
def amendable(bundle: OrderBundle, row: rows.Amendment, act: Act) -> bool:
    dispute, settles = bundle.dispute, row.content.get("settles")
    if bundle.order.ended_at is not None or (dispute is None and settles):
        return False
    if row.kind == "price" and buyer_debt(bundle):
        return False
    return dispute is None or (settles == str(dispute.id) and may_settle(bundle, dispute, act))


@need("It is not too late to settle.")
def may_settle(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    return row.state in ("open", "answered") or (
        bundle.policy.settle_until == "ruled" and row.state in ("escalated", "drafted")
    )


@need("Both sides have signed how to part.")
def split_signed(bundle: OrderBundle, row: rows.Order, act: Act) -> bool:
    return any(one.kind == "split" and one.state == "signed" for one in bundle.of(rows.Amendment))


@need("Both sides have signed an amendment that settles this dispute.")
def settled_by_amendment(bundle: OrderBundle, row: rows.Dispute, act: Act) -> bool:
    signed = [one for one in bundle.of(rows.Amendment) if one.state == "signed"]
    return any(one.content.get("settles") == str(row.id) for one in signed)
