"""The document of a ruling: all that it was made from and all that it says, in strings, under one hash (RULES §5)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tradeward.domain import folding, money, vocabulary
from tradeward.domain.evidence import Link
from tradeward.domain.folding import Folded

FORMAT = "tradeward-ruling-1"
FILE = ("order", "instalment", "fact", "shipment", "inspection", "amendment", "dispute", "refund")
"""The rows that findings are computed from; contract, evidence and the policy have places of their own."""
AMOUNTS = {
    "award": "award_minor", "refund": "refund_minor", "from_held": "held_minor", "from_security": "security_minor",
    "advance": "advance_minor", "not_covered": "not_covered_minor",
}  # fmt: skip
_ELSEWHERE = frozenset((*AMOUNTS.values(), "order_id", "dispute_id", "officer_id", "second_officer_id", "basis"))
_EVIDENCE = (
    "id",
    "name",
    "media_type",
    "size",
    "sha256",
    "by",
    "at",
    "late",
    "channel",
    "origin",
    "erased_at",
    "erased_why",
)


def document(*, ruling_id: UUID, links: Sequence[Link], product: str) -> dict[str, Any]:
    """The ruling as the order's journal tells it: the file as it stood before the ruling was drafted, and the ruling as it is.

    `links` is the order's whole journal; `product` names what computed the findings.
    """
    drafted = next(n for n, one in enumerate(links) if _set(one, ruling_id))
    before = folding.fold((one.content for one in links[:drafted]), onto={})
    _, ruling = folding.fold((one.content for one in links), onto={})[ruling_id]
    issued = next((one for one in links if _set(one, ruling_id).get("issued_at")), None)
    order = before[UUID(ruling["order_id"])][1]
    told = {
        "format": FORMAT,
        "product": product,
        "ruling": {"id": str(ruling_id), **_ruling(ruling, currency=order["currency"])},
        "contract": _contract(before, order),
        "policy": {**order["policy"], **ruling["basis"]["policy"]},
        "room": ruling["basis"]["room"],
        "file": {noun: [_without_policy(one) for one in _of(before, noun)] for noun in FILE},
        "evidence": [{name: one[name] for name in _EVIDENCE} for one in _of(before, "evidence")],
        "journal": {"drafted": _line(links[drafted]), "issued": _line(issued) if issued else None},
    }
    return {**told, "sha256": vocabulary.digest(told)}


def _set(link: Link, id: UUID) -> Mapping[str, Any]:
    """What a journal line wrote of one row; empty when nothing."""
    changes = link.content.get("changes") or ()
    return next((one["set"] for one in changes if one["id"] == str(id)), {})


def _of(folded: Folded, noun: str) -> list[dict[str, Any]]:
    """The rows of a noun by their ids, which are by time."""
    return [said for _, (found, said) in sorted(folded.items()) if found == noun]


def _ruling(row: Mapping[str, Any], *, currency: str) -> dict[str, Any]:
    return {
        "order": row["order_id"],
        "dispute": row["dispute_id"],
        "officer": row["officer_id"],
        "second_officer": row["second_officer_id"],
        **{name: value for name, value in row.items() if name not in _ELSEWHERE and name != "id"},
        **{name: money.Money(int(row[kept]), currency).amount for name, kept in AMOUNTS.items()},
    }


def _contract(before: Folded, order: Mapping[str, Any]) -> dict[str, Any]:
    version = next(one for one in _of(before, "version") if one["number"] == order["version"])
    return {
        **{name: version[name] for name in ("id", "number", "hash", "offered_by", "at", "body")},
        "signatures": [
            {"party": one["party"], "hash": one["hash"], "at": one["at"]}
            for one in _of(before, "signature")
            if one["version_id"] == version["id"]
        ],
    }


def _without_policy(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "policy"}


def _line(link: Link) -> dict[str, str]:
    return {"seq": str(link.seq), "hash": link.hash, "previous": link.previous}
