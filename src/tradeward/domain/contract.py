"""A contract version: strings only, immutable, hashed; and what makes it executable (RULES §4, §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tradeward.domain import days, money, terms
from tradeward.domain.adjudication import shipment
from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.terms import OF_ORDER, OfGoods, OfOrder, dates
from tradeward.domain.terms.payment import ANCHORS, RELEASES, PlanPart

COVERAGES = ("pre_shipment", "post_delivery", "none")
PRESELECTED = "pre_shipment"
"""What a draft begins with: the recommended coverage (RULES §1 S7, S10)."""
TRANSPORTS = ("express", "air", "road", "rail", "sea")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item line: `price_minor` is for the whole line; `terms` are the ids of the terms that describe it.

    `category` is the word that inspectors are accredited for, empty where the line names none (RULES §6).
    """

    goods: str
    quantity: str
    unit: str
    price_minor: int
    terms: tuple[str, ...]
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of the goods with its own ship date and value."""

    ship_on: date
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract version, read. Money in minor units of `currency`; `terms` are those of the goods, `of_order` its own."""

    buyer_id: UUID
    supplier_id: UUID
    currency: str
    value_minor: int
    lines: tuple[Line, ...]
    incoterm: str
    ship_event: str
    ship_on: date
    ship_zone: str
    buyer_zone: str
    coverage: str
    transport: str
    plan: tuple[PlanPart, ...]
    terms: tuple[OfGoods, ...]
    of_order: tuple[OfOrder, ...]
    late_ld: Mapping[str, str] | None
    force_majeure: Mapping[str, str] | None
    lots: tuple[Lot, ...]
    inspection_fee_rule: str
    inspection_fee_minor: int
    not_assured: tuple[str, ...]

    @property
    def assured(self) -> tuple[OfGoods, ...]:
        """The terms of the goods that a cover answers for: all but those named under `not_assured`."""
        return tuple(term for term in self.terms if term.id not in self.not_assured)


REQUIRED = (
    "buyer", "supplier", "currency", "lines", "incoterm", "ship_date", "ship_zone", "buyer_zone", "coverage", "transport", "terms",
)  # fmt: skip
OPTIONAL = (
    "plan", "ship_event", "late_ld", "force_majeure", "lots", "inspection_fee_rule", "inspection_fee", "not_assured", "free_text",
)  # fmt: skip


def read(*, body: Mapping[str, Any], policy: Policy) -> Contract:
    """The contract that `body` writes down, whose leaves are all strings; a plan left out is the coverage's default (RULES §4).

    Refuses: a missing or unknown key, and a value that is not of its key's form, each by name.
    """
    for key in REQUIRED:
        if body.get(key) in (None, "", []):
            raise RuleBroken(f"{key} is missing: it can never be left open", field=key)
    for key in body:
        if key not in REQUIRED + OPTIONAL:
            raise RuleBroken(f"{key} is not a key of a contract", field=key)
    currency = body["currency"]
    lines = tuple(_line(n, line, currency) for n, line in enumerate(body["lines"]))
    coverage = _one_of("coverage", body["coverage"], COVERAGES)
    plan = body.get("plan") or default_plan(coverage=coverage, policy=policy)
    return Contract(
        buyer_id=_uuid("buyer", body["buyer"]),
        supplier_id=_uuid("supplier", body["supplier"]),
        currency=currency,
        value_minor=sum(line.price_minor for line in lines),
        lines=lines,
        incoterm=_one_of("incoterm", body["incoterm"][:3], tuple(shipment.PROOF)),
        ship_event=body.get("ship_event") or shipment.PROOF[body["incoterm"][:3]].value,
        ship_on=read_day(field="ship_date", text=body["ship_date"]),
        ship_zone=str(days.zone(body["ship_zone"])),
        buyer_zone=str(days.zone(body["buyer_zone"])),
        coverage=coverage,
        transport=_one_of("transport", body["transport"], TRANSPORTS),
        plan=_plan(plan, policy),
        terms=goods_terms(body=body),
        of_order=tuple(term for kind in OF_ORDER.values() if (term := kind.of({**body, "plan": plan}))),
        late_ld=body.get("late_ld"),
        force_majeure=body.get("force_majeure"),
        lots=tuple(
            Lot(
                ship_on=read_day(field="lots", text=lot["ship_date"]),
                value_minor=_price("lots", lot["value"], currency),
            )
            for lot in body.get("lots") or ()
        ),
        inspection_fee_rule=body.get("inspection_fee_rule") or "loser_pays",
        inspection_fee_minor=_price("inspection_fee", body.get("inspection_fee") or "0", currency),
        not_assured=tuple(body.get("not_assured") or ()),
    )


def goods_terms(*, body: Mapping[str, Any]) -> tuple[OfGoods, ...]:
    """The terms of the goods in a contract. Refuses, by name: one that is not of its kind's form."""
    return scalars.listed(terms.read)(body["terms"], Place("terms"))


def default_plan(*, coverage: str, policy: Policy) -> list[dict[str, str]]:
    """The payment plan that a coverage comes with (RULES §4, table)."""
    deposit = policy.default_deposit_bp
    release = {"pre_shipment": ("on_capture", "on_shipment"), "post_delivery": ("on_capture", "on_acceptance")}
    first, rest = release.get(coverage, ("on_acceptance", "on_acceptance"))
    anchor = "shipped" if coverage == "post_delivery" else "inspection" if coverage == "pre_shipment" else "ready"
    return [
        {"bp": str(deposit), "anchor": "signing", "days": str(policy.deposit_due_days), "release": first},
        {"bp": str(money.BASIS - deposit), "anchor": anchor, "days": str(policy.balance_due_days), "release": rest},
    ]


def not_executable(contract: Contract, *, opt_out: bool = True) -> list[str]:
    """Why the contract cannot be signed yet, a sentence a reason; empty when it can (RULES §6, S9).

    `opt_out`: whether the policy lets an item line go without an executable quality term, opted out in words.
    """
    faults = [f"{term.id}: {' '.join(term.lacks)}" for term in contract.of_order if term.lacks]
    ids = [term.id for term in contract.terms]
    if len(set(ids)) < len(ids):
        faults.append("two terms have the same id.")
    faults += [f"term {term.id}: {' '.join(term.lacks)}" for term in contract.assured if term.lacks]
    for n, line in enumerate(contract.lines, 1):
        assured = [id for id in line.terms if id in ids and id not in contract.not_assured]
        if not assured and not (opt_out and f"line:{n}" in contract.not_assured):
            way = f"; add one, or write line:{n} under not_assured." if opt_out else "; add one."
            faults.append(f"line {n} ({line.goods}) has no executable quality term{way}")
    if contract.lots and sum(lot.value_minor for lot in contract.lots) != contract.value_minor:
        faults.append("the values of the lots do not sum to the value of the order.")
    return faults


def _plan(parts: Sequence[Mapping[str, str]], policy: Policy) -> tuple[PlanPart, ...]:
    if not 1 <= len(parts) <= policy.instalments_max_count:
        raise RuleBroken(f"a plan has 1 to {policy.instalments_max_count} instalments, not {len(parts)}", field="plan")
    plan = tuple(
        PlanPart(
            bp=_count("plan.bp", part["bp"]),
            anchor=_one_of("plan.anchor", part["anchor"], ANCHORS),
            days=_count("plan.days", part["days"]),
            release=_one_of("plan.release", part["release"], RELEASES),
        )
        for part in parts
    )
    money.split(minor=0, bps=tuple(part.bp for part in plan))
    if max(part.days for part in plan) > policy.instalment_wait_max_days:
        raise RuleBroken(
            f"an instalment is due at most {policy.instalment_wait_max_days} days after its anchor", field="plan.days"
        )
    for part in plan:
        if part.anchor == "signing" and not policy.deposit_due_min_days <= part.days <= policy.deposit_due_max_days:
            raise RuleBroken(
                f"a deposit is due {policy.deposit_due_min_days} to {policy.deposit_due_max_days} days after signing",
                field="plan.days",
            )
    return plan


def _line(n: int, line: Mapping[str, Any], currency: str) -> Line:
    for key in ("goods", "quantity", "unit", "price"):
        if not line.get(key):
            raise RuleBroken(f"lines[{n}].{key} is missing", field=f"lines[{n}].{key}")
    price = _price(f"lines[{n}].price", line["price"], currency)
    return Line(
        goods=line["goods"],
        quantity=line["quantity"],
        unit=line["unit"],
        price_minor=price,
        terms=tuple(line.get("terms") or ()),
        category=line.get("category") or "",
    )


def _price(field: str, text: str, currency: str) -> int:
    minor = money.Money.parse(text, currency=currency).minor
    if minor < 0:
        raise RuleBroken(f"{field} {text!r} may not be negative", field=field)
    return minor


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise RuleBroken(f"{field} {value!r} is not one of {', '.join(allowed)}", field=field)
    return value


def read_day(*, field: str, text: str) -> date:
    """The day written `text`. Refuses: what is not exactly one calendar day, also one that no window may be reckoned from."""
    try:
        read = date.fromisoformat(text)
    except (ValueError, TypeError):  # what came over the wire may be no text
        read = None
    if read is None or read.isoformat() != text or not days.FIRST_YEAR < read.year < days.LAST_YEAR:
        both = " or ".join(map(str, dates.either(text=text))) if isinstance(text, str) else ""
        why = f"could be {both}" if both else "is no date of the form YYYY-MM-DD"
        raise RuleBroken(f"{field} {text!r} {why}: name one exact day", field=field)
    return read


def _count(field: str, text: str) -> int:
    if not text.isdecimal():
        raise RuleBroken(f"{field} {text!r} is no whole number", field=field)
    return int(text)


def _uuid(field: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise RuleBroken(f"{field} {text!r} is no id", field=field) from None


def goods_of(body: Mapping[str, Any]) -> str:
    """What a contract is about in a few words: its first item line, and how many more there are."""
    lines = [str(one.get("goods", "")) for one in body.get("lines") or ()]
    more = f" + {len(lines) - 1}" if len(lines) > 1 else ""
    return f"{lines[0]}{more}" if lines else ""
