"""How much of a contract could be decided by measurement, and what each term still lacks (RULES §6)."""

from dataclasses import dataclass
from decimal import Decimal

from tradeward.domain import money, sampling_risk
from tradeward.domain.contract import Contract
from tradeward.domain.sampling_risk import Risk
from tradeward.domain.terms import OfGoods, OfOrder
from tradeward.domain.terms.sampling import Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A term as the contract's readers see it; `lacks` is empty when it is executable. `risks`: what its plan lets through."""

    id: str
    kind: str
    assured: bool
    text: str
    evidence: str
    lacks: tuple[str, ...]
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decidable:
    """Basis points of the order's value that measurement can decide, the item lines that it cannot (from 1), and all terms."""

    bp: int
    open_lines: tuple[int, ...]
    terms: tuple[Said, ...]


def of(agreed: Contract) -> Decidable:
    """The whole of it: the share, the lines without an executable quality term, and every term in words (RULES §6)."""
    terms: tuple[OfGoods | OfOrder, ...] = (*agreed.of_order, *agreed.terms)
    return Decidable(
        bp=basis_points(agreed),
        open_lines=tuple(n for n, decided in enumerate(_lines(agreed), 1) if not decided),
        terms=tuple(_said(term, agreed) for term in terms),
    )


def basis_points(agreed: Contract) -> int:
    """Value of the lines all of whose assured quality terms are executable ÷ value of the order, rounded down (RULES §6).

    0 while the ship term is not executable. A line without an assured quality term cannot be decided either.
    """
    if not agreed.value_minor or any(term.lacks for term in agreed.of_order if term.NAME == "shipment"):
        return 0
    sure = sum(line.price_minor for line, decided in zip(agreed.lines, _lines(agreed), strict=True) if decided)
    return sure * money.BASIS // agreed.value_minor


def _lines(agreed: Contract) -> list[bool]:
    executable = {term.id: not term.lacks for term in agreed.assured if term.QUALITY}
    own = ([executable[id] for id in line.terms if id in executable] for line in agreed.lines)
    return [bool(terms) and all(terms) for terms in own]


def _said(term: OfGoods | OfOrder, agreed: Contract) -> Said:
    return Said(
        id=term.id, kind=term.NAME, assured=term.id not in agreed.not_assured, text=term.text, evidence=term.EVIDENCE,
        lacks=term.lacks, risks=_risks(term, agreed) if isinstance(term, Sampling) and not term.lacks else (),
    )  # fmt: skip


def _risks(term: Sampling, agreed: Contract) -> tuple[Risk, ...]:
    """For the lot that the lines with this term make together, or all lines; none for less than one unit (RULES §6)."""
    own = [line for line in agreed.lines if term.id in line.terms] or list(agreed.lines)
    lot = sum((Decimal(line.quantity) for line in own), Decimal(0))
    return sampling_risk.of_term(term=term.complete, lot=lot) if lot >= 1 else ()
