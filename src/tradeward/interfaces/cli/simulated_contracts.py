"""Random contracts: values, plans, releases, coverages, lots and clauses as people might agree on them."""

import random
from datetime import timedelta
from typing import Any

from tradeward.interfaces.cli.stage import TERM, Stage

QUANTITY = {"id": "count", "kind": "quantity", "ordered": "10000", "tol_minus_pct": "2"}
PLANS: tuple[tuple[tuple[int, str, int, str], ...], ...] = (
    ((3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_capture")),
    ((3000, "signing", 7, "on_capture"), (7000, "inspection", 14, "on_shipment")),
    ((3000, "signing", 7, "on_capture"), (7000, "shipped", 14, "on_acceptance")),
    ((10000, "signing", 7, "on_capture"),),
    ((10000, "signing", 3, "on_acceptance"),),
    ((2000, "signing", 10, "on_shipment"), (3000, "ready", 14, "on_shipment"), (5000, "received", 30, "on_acceptance")),
    ((1000, "signing", 1, "on_capture"), (9000, "ready", 14, "on_acceptance")),
)


def draw(chance: random.Random, *, stage: Stage, buyer: str, supplier: str) -> dict[str, Any]:
    """A contract between two that begins at the stage's instant."""
    value = chance.choice((400, 1_500, 5_000, 10_000, 22_000, 60_000)) + chance.randrange(400)
    changes: dict[str, Any] = {
        "coverage": chance.choices(("pre_shipment", "post_delivery", "none"), (60, 30, 10))[0],
        "transport": chance.choice(("sea", "sea", "air", "rail", "express")),
        "ship_date": (stage.at.date() + timedelta(days=chance.choice((20, 30, 45)))).isoformat(),
    }
    if plan := chance.choice((None, *PLANS)):
        changes["plan"] = [_part(*part) for part in plan]
    if chance.randrange(2):
        changes["late_ld"] = {"pct_per_day": chance.choice(("0.5", "0.35")), "cap_pct": "10"}
    if chance.randrange(3) == 0:
        changes["terms"] = [TERM, QUANTITY]
    if chance.randrange(8) == 0:
        changes["inspection_fee"] = "250.00"
    if chance.randrange(40) == 0:
        changes["terms"] = [{"id": "width", "kind": "vague", "text": "high quality"}]
    return stage.contract(buyer=buyer, supplier=supplier, value=f"{value}.{chance.randrange(100):02}", **changes)


def _part(bp: int, anchor: str, days: int, release: str) -> dict[str, str]:
    return {"bp": str(bp), "anchor": anchor, "days": str(days), "release": release}
