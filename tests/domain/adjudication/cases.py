"""Cases for the tests: files of cases with their expected answers, and two small cases to start from."""

import copy
import json
from pathlib import Path
from typing import Any

from tradeward.domain.adjudication import answer, scoring
from tradeward.domain.adjudication.case import Case
from tradeward.domain.adjudication.form import reading

ROOT = Path(__file__).parents[3]
DEV = ROOT / "tests/domain/data/dev_disputes.jsonl"
BY_RULE = sorted((ROOT / "examples/cases").glob("rule_*.jsonl"))

REMOVED = object()
"""Put in place of a value to take the key away."""


def written(*files: Path) -> list[dict[str, Any]]:
    """The cases of the files as JSON values."""
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def judged(value: dict[str, Any]) -> dict[str, Any]:
    """The answer to a case given as a JSON value."""
    return answer.as_json(answer=answer.adjudicate(case=reading.case_of(value=value)))


def differences(value: dict[str, Any]) -> tuple[str, ...]:
    """Where the answer to a case differs from what it expects."""
    return scoring.differences(answer=judged(value), expected=value["expected"])


def changed(value: dict[str, Any], path: str, new: Any) -> dict[str, Any]:
    """A copy of `value` with another value at `path`: `order.lots.1.value`."""
    out = copy.deepcopy(value)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner: Any = out
    for step in way:
        inner = inner[step]
    if new is REMOVED:
        del inner[last]
    elif isinstance(inner, list) and last == len(inner):
        inner.append(new)
    else:
        inner[last] = new
    return out


def read(value: dict[str, Any]) -> Case:
    """The case in a JSON value."""
    return reading.case_of(value=value)


FULL: dict[str, Any] = {
    "id": "F1",
    "title": "every key once",
    "edge": ["form"],
    "why": ["for readers"],
    "order": {
        "goods": "mugs", "currency": "EUR", "value": "10000.00", "coverage_type": "post_delivery", "quantity": "1000",
        "unit": "pcs", "incoterm": "FOB Ningbo, China, Incoterms 2020", "ship_event": "on_board",
        "ship_date": "2027-06-10", "ship_tz": "Asia/Shanghai", "buyer_tz": "Europe/Berlin", "shipments": 1,
        "partial_shipment_allowed": True,
        "lots": [{"ship_date": "2027-06-05", "value": "4000"}, {"ship_date": "2027-06-10", "value": "6000.0"}],
        "force_majeure_clause": {"notice_days": 3}, "late_ld": {"pct_per_day": "0.5", "cap_pct": "10"},
        "terms": [
            {"id": "m1", "kind": "measure", "property": "weight", "unit": "g", "method": "ISO 3801",
             "aggregate": "each", "min": "-1", "max": "440"},
            {"id": "s1", "kind": "sampling", "standard": "ISO 2859-1", "level": "II", "state": "normal",
             "aql": {"critical": "none_allowed", "major": "2.5", "minor": "4.0"}},
            {"id": "p1", "kind": "pass_fail", "text": "sample 4"},
            {"id": "v1", "kind": "vague", "text": "nice"},
            {"id": "n1", "kind": "quantity", "ordered": "1000", "tol_minus_pct": "3", "tol_plus_pct": "3"},
        ],
        "fx_at_order": {"USD_per_EUR": "1.08"}, "inspection_fee_rule": "loser_pays",
    },
    "payments": [{"at": "2027-04-01T08:00:00Z", "amount": "10000.00", "kind": "full", "state": "escrow"}],
    "refunds_already_made": [{"at": "2027-07-02T08:00:00Z", "amount": "5.00", "from": "escrow"}],
    "coverage": {"limit": "9000.00", "currency": "USD",
                 "other_claims": [{"ref": "K-1", "amount": "50.00", "status": "open"}]},
    "events": [
        {"type": "shipped", "evidence": "on_board", "date": "2027-06-05", "lot": 1},
        {"type": "collected", "at": "2027-06-05T08:00:00Z", "lot": 2},
        {"type": "arrived", "date": "2027-06-30", "lot": 2},
        {"type": "amendment_ship_date", "at": "2027-06-01T08:00:00Z", "new_date": "2027-06-12",
         "signed_by": ["buyer", "supplier"], "lot": 2},
        {"type": "force_majeure", "start": "2027-06-06", "end": None, "notice": None, "certificate": False},
        {"type": "customs_cleared", "at": "2027-07-01T06:00:00Z"},
        {"type": "buyer_releases_goods", "at": "2027-06-02T06:00:00Z"},
        {"type": "delivered_quantity", "quantity": "990", "date": "2027-07-02"},
        {"type": "supplier_response", "at": "2027-07-11T08:00:00Z", "answer": "offer", "amount": "10.00",
         "evidence": "e-mail"},
        {"type": "buyer_accepts_offer", "at": "2027-07-11T08:30:00Z", "amount": "9.00"},
        {"type": "buyer_escalates", "at": "2027-07-11T12:00:00+02:00"},
    ],
    "inspections": [
        {"inspector": "QI-5", "accredited": True, "accredited_until": "2027-12-31", "related_to": None,
         "date": "2027-07-08", "lot": 1, "lot_size": 500, "after_rework": False, "sample_size": 50,
         "defects": {"critical": 0, "major": 1, "minor": 0}, "nonconforming_units": 1,
         "measurements": {"m1": ["399.5", "-2"]}, "results": {"p1": "pass"}},
    ],
    "claim": {"opened_at": "2027-07-10T08:00:00Z", "grounds": ["quality", "quantity", "ship_date", "customs_cost"],
              "remedy": "keep", "terms": ["m1", "s1"], "amount": "5000.00"},
    "as_of": "2027-08-31T00:00:00Z",
    "expected": {"anything": 1},
}  # fmt: skip
"""A valid case in which every key of the form is there once."""
