"""What a finding could be mended into: a structured term with its gaps named, for people to fill; no text is changed."""

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
        value, unit = hit.groups
        return {"kind": "measure", "value": value, "unit": unit or None, "min": None, "max": None}
    return None


def _unit(finding: Finding, term: Term) -> Proposal:
    return {"kind": "measure", "value": finding.span, "unit": None}


def _tested(finding: Finding, term: Term) -> Proposal:
    return {"kind": "measure", "property": finding.span, "method": None, "edition": None, "min": None, "max": None}


def _sample(finding: Finding, term: Term) -> Proposal:
    return {"kind": "approved sample", "number": None, "date": None, "holder": None, "sealed": None}


def _plan(finding: Finding, term: Term) -> Proposal:
    folded = Term(text=finding.span).cased
    limits = [folded[hit.start : hit.end].decode() for hit in _AQL.hits(folded)]
    named = dict(zip(("major", "minor") if len(limits) == 2 else ("critical", "major", "minor"), limits, strict=False))
    return {
        "kind": "sampling", "standard": "ISO 2859-1", "edition": None, "plan": "single, normal", "level": "II",
        "lot": None, "aql": named or None, "defects": None,
    }  # fmt: skip


def _shipment(finding: Finding, term: Term) -> Proposal | None:
    days = [day.day.isoformat() for day in Term(text=finding.span).days if day.day]
    return {"kind": "shipment", "latest": days[-1] if days else None, "zone": None, "event": None, "place": None}


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
    return {"kind": "shipment", "rule": rule, "place": None, "edition": "Incoterms 2020"}


def _within(finding: Finding, term: Term) -> Proposal | None:
    for duration in Term(text=finding.span).durations:
        return {"kind": "window", "length": str(duration.value), "unit": duration.unit, "after": None, "days": None}
    return None


def _amount(finding: Finding, term: Term) -> Proposal | None:
    for amount in Term(text=finding.span).sums:
        return {"kind": "payment", "amount": None if amount.value is None else str(amount.value), "currency": None}
    value = figures.amount(finding.span)
    return None if value is None else {"kind": "payment", "amount": str(value), "currency": None}


def _share(finding: Finding, term: Term) -> Proposal:
    return {"kind": "remedy", "percent_a_day": None, "cap_percent": None, "of": None, "payer": None, "due": None}


def _number(finding: Finding, term: Term) -> Proposal:
    found = next(iter(_AQL.hits(Term(text=finding.span).cased)), None)
    value = finding.span[found.start : found.end] if found else None
    return {
        "kind": "quantity",
        "value": value,
        "unit": None,
        "plus_percent": None,
        "minus_percent": None,
        "option": None,
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
