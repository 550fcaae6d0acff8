"""What a finding could be mended into: a structured term with its gaps named, for people to fill; no text is changed.

A proposal of one of the kinds of terms has the keys of that kind (docs/reference/terms.md): once its gaps are filled and it has
an id it can stand in a contract. A date, a window and an amount belong into another term.
"""

from collections.abc import Callable
from typing import Any

from tradeward.domain.linting.checking import Finding
from tradeward.domain.linting.parse import figures
from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.term import Term

Proposal = dict[str, Any]
_QUANTITY = compiled(r"^(<num>(?: ?[xX*] ?<num>)*) ?-?(.{0,16})$")
_AQL = compiled(r"(<num>)")
_SHIPPED = compiled(r"\b(?:EXW|FCA|CPT|CIP|FAS|FOB|CFR|CIF|DAP|DPU|DDP)\b")
_MOST = 64


def propose(finding: Finding, *, text: str) -> Proposal | None:
    """The structured term that would decide what `finding` leaves open; a gap is None. None where nothing can be read."""
    if len(finding.span) > _MOST or finding.category not in _MAKERS:
        return None
    return _MAKERS[finding.category](finding, Term(text=text[max(0, finding.start - 60) : finding.end + 60]))


def _measure(finding: Finding, term: Term) -> Proposal | None:
    for hit in _QUANTITY.hits(finding.span.encode("ascii", "replace")):
        return {"kind": "measure", "property": None, "unit": hit.groups[1] or None, "min": None, "max": None}
    return None


def _unit(finding: Finding, term: Term) -> Proposal:
    return {"kind": "measure", "property": None, "unit": None, "min": None, "max": None}


def _tested(finding: Finding, term: Term) -> Proposal:
    return {"kind": "measure", "property": finding.span, "unit": None, "method": None, "min": None, "max": None}


def _sample(finding: Finding, term: Term) -> Proposal:
    return {"kind": "approved_sample", "number": None, "sealed_on": None, "holder": None, "seal": None}


def _plan(finding: Finding, term: Term) -> Proposal:
    folded = Term(text=finding.span).cased
    limits = [folded[hit.start : hit.end].decode() for hit in _AQL.hits(folded)]
    named = dict(zip(("major", "minor") if len(limits) == 2 else ("critical", "major", "minor"), limits, strict=False))
    return {
        "kind": "sampling", "standard": "ISO 2859-1:1999", "level": "II", "state": "normal", "aql": named or None, "defects": None,
    }  # fmt: skip


def _shipment(finding: Finding, term: Term) -> Proposal | None:
    days = [day.day.isoformat() for day in Term(text=finding.span).days if day.day]
    return {"kind": "shipment", "ship_date": days[-1] if days else None, "ship_zone": None, "incoterm": None}


def _day(finding: Finding, term: Term) -> Proposal | None:
    parts = [int(part) for part in finding.span.replace(".", "/").replace("-", "/").split("/") if part.isdigit()]
    if len(parts) != 3:
        return {"kind": "date", "date": None}
    one, other, year = parts
    year += 2000 if year < 100 else 0
    readings = [f"{year:04}-{month:02}-{day:02}" for day, month in ((one, other), (other, one)) if month <= 12]
    return {"kind": "date", "date": None, "either": sorted(set(readings))}


def _place(finding: Finding, term: Term) -> Proposal:
    rule = next((finding.span for _ in _SHIPPED.hits(Term(text=finding.span).cased)), None)
    return {"kind": "shipment", "ship_date": None, "ship_zone": None, "incoterm": rule}


def _within(finding: Finding, term: Term) -> Proposal | None:
    for duration in Term(text=finding.span).durations:
        return {"kind": "window", "length": str(duration.value), "unit": duration.unit, "after": None, "days": None}
    return None


def _amount(finding: Finding, term: Term) -> Proposal | None:
    for amount in Term(text=finding.span).sums:
        return {"kind": "amount", "amount": None if amount.value is None else str(amount.value), "currency": None}
    value = figures.amount(finding.span)
    return None if value is None else {"kind": "amount", "amount": str(value), "currency": None}


def _share(finding: Finding, term: Term) -> Proposal:
    return {"kind": "remedy", "pct_per_day": None, "cap_pct": None}


def _number(finding: Finding, term: Term) -> Proposal:
    found = next(iter(_AQL.hits(Term(text=finding.span).cased)), None)
    value = finding.span[found.start : found.end] if found else None
    return {
        "kind": "quantity",
        "ordered": value,
        "unit": None,
        "tol_minus_pct": None,
        "tol_plus_pct": None,
    }


_MAKERS: dict[str, Callable[[Finding, Term], Proposal | None]] = {
    "NO_TOLERANCE": _measure,
    "NO_UNIT": _unit,
    "NO_METHOD": _tested,
    "SAMPLE_REF": _sample,
    "SAMPLING": _plan,
    "DATE_RANGE": _shipment,
    "DATE_FORMAT": _day,
    "INCOTERM": _place,
    "NO_ANCHOR": _within,
    "CURRENCY": _amount,
    "REMEDY": _share,
    "VAGUE_QUANTITY": _number,
}
