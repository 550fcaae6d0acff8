"""What is known of a supplier, fact by fact: where it comes from, of which day it is, until when it holds (RULES §3)."""

from tradeward.domain import contract, days, rows
from tradeward.domain.bundle import SupplierBundle
from tradeward.domain.lifecycle import Act
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.vocabulary import Role

KINDS = ("legal_status", "licence", "insurance", "site_audit", "sales_history", "performance")


def record(
    bundle: SupplierBundle, *, kind: str, says: str, source: str, dated_on: str, expires_on: str, act: Act
) -> rows.SupplierFact:
    """Write down a fact about a supplier; the newest of its kind counts from now on (RULES §3).

    Refuses: NotAllowed (not the operator), RuleBroken by name (an unknown kind, a missing value, a day that is none, one of
    the future, an expiry before the day).
    """
    if act.by.role is not Role.OPERATOR:
        raise NotAllowed("Only the operator records what is known of a supplier.")
    if kind not in KINDS:
        raise RuleBroken(f"kind {kind!r} is not one of {', '.join(KINDS)}", field="kind")
    for field, text in (("says", says), ("source", source)):
        if not text.strip():
            raise RuleBroken(f"{field} is missing: a fact says something and comes from somewhere", field=field)
    first = contract.read_day(field="dated_on", text=dated_on)
    last = contract.read_day(field="expires_on", text=expires_on)
    today = days.day_of(at=act.at, zone=days.zone(bundle.market.policy.operator_zone))
    if first > today:
        raise RuleBroken(f"dated_on {first} lies in the future", field="dated_on")
    if last < first:
        raise RuleBroken(f"expires_on {last} lies before dated_on {first}", field="expires_on")
    return bundle.add(
        rows.SupplierFact(
            id=bundle.new_id("supplier_fact", act), supplier_id=bundle.subject_id, kind=kind, says=says.strip(),
            source=source.strip(), dated_on=first, expires_on=last, recorded_at=act.at, recorded_by_id=act.by.person_id,
        )
    )  # fmt: skip
