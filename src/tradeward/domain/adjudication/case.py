"""What a dispute case is made of: the contract, what happened, what is claimed, and the instant at which it is judged.

Amounts are whole minor units: of the order's currency, inside `Coverage` of the coverage's. Every `ref` names the piece
of evidence in the reasons; nothing else is read from it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from tradeward.domain.sampling import State

NONE_ALLOWED = "none_allowed"
"""Stands in the place of an AQL: one unit found is a breach."""


class CoverageType(StrEnum):
    """Which claim window holds for quality and quantity."""

    PRE_SHIPMENT = "pre_shipment"
    POST_DELIVERY = "post_delivery"


class Evidence(StrEnum):
    """What a shipping document proves; COLLECTED is the buyer fetching the goods."""

    AT_DISPOSAL = "at_disposal"
    CARRIER_RECEIPT = "carrier_receipt"
    ALONGSIDE = "alongside"
    ON_BOARD = "on_board"
    DELIVERY = "delivery"
    EXPORT_CLEARANCE = "export_clearance"
    EXPRESS_PICKUP = "express_pickup"
    RECEIVED_FOR_SHIPMENT = "received_for_shipment"
    COLLECTED = "collected"


class FeeRule(StrEnum):
    """Who bears the inspection fee."""

    LOSER_PAYS = "loser_pays"
    BUYER_ALWAYS = "buyer_always"
    SUPPLIER_ALWAYS = "supplier_always"
    SPLIT = "split"


class Aggregate(StrEnum):
    """Whether each reading is held against the limits, or their mean."""

    EACH = "each"
    MEAN = "mean"


class Side(StrEnum):
    """The two sides of an order."""

    BUYER = "buyer"
    SUPPLIER = "supplier"


class PaymentState(StrEnum):
    """Where a payment is at `as_of`."""

    ESCROW = "escrow"
    RELEASED = "released"
    PENDING = "pending"


class OtherClaimStatus(StrEnum):
    """How far another claim against the same supplier has come."""

    OPEN = "open"
    PAID_NOT_COLLECTED = "paid_not_collected"
    COLLECTED = "collected"
    DISMISSED = "dismissed"


class AnswerKind(StrEnum):
    """What a supplier can answer."""

    REJECT = "reject"
    OFFER = "offer"
    ACCEPT = "accept"


class Ground(StrEnum):
    """The grounds that are covered (rule 6)."""

    SHIP_DATE = "ship_date"
    QUALITY = "quality"
    QUANTITY = "quantity"


class Remedy(StrEnum):
    """What the buyer wants: to end the contract, to hand the goods back, or to keep them."""

    CANCEL = "cancel"
    REFUSE = "refuse"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Readings between `min` and `max`, both inclusive; at least one of them is there."""

    id: str
    aggregate: Aggregate = Aggregate.EACH
    min: Decimal | None = None
    max: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Acceptance sampling; `aql` gives for each class of defect an AQL or `NONE_ALLOWED`, in the order of the term."""

    id: str
    standard: str
    aql: tuple[tuple[str, str], ...]
    level: str = "II"
    state: State = State.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class PassFail:
    """An approved sample, a drawing, a document: the report records pass or fail."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """Words that nobody can measure."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """Units ordered; `tol_minus_pct` per cent may be missing."""

    id: str
    ordered: Decimal
    tol_minus_pct: Decimal = Decimal(0)


QualityTerm = Measure | Sampling | PassFail | Vague
Term = QualityTerm | Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of the order with its own ship date and price."""

    ship_date: date
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDamages:
    """Liquidated damages: per cent of the value for each day late, and at most."""

    pct_per_day: Decimal
    cap_pct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The contract. `incoterm` is the three letters; `fx_at_order` is coverage currency for one unit of `currency`.

    `notice_days` None means that there is no force majeure clause. `buyers_days` are the days by which the ship
    deadline moves because of the buyer, `claim_days` and `late_claim_days` how long quality or quantity and the ship date
    may be claimed after clearance; the JSON form has no such keys (RULES §4).
    """

    currency: str
    value_minor: int
    coverage_type: CoverageType
    quantity: Decimal
    unit: str
    incoterm: str
    ship_date: date
    ship_tz: ZoneInfo
    buyer_tz: ZoneInfo
    terms: tuple[Term, ...] = ()
    ship_event: Evidence | None = None
    shipments: int = 1
    partial_shipment_allowed: bool = False
    lots: tuple[Lot, ...] = ()
    notice_days: int | None = None
    late_ld: LateDamages | None = None
    fx_at_order: Decimal | None = None
    inspection_fee_rule: FeeRule = FeeRule.LOSER_PAYS
    buyers_days: int = 0
    claim_days: int = 15
    late_claim_days: int = 15

    @property
    def in_lots(self) -> bool:
        """Whether this is an order in lots: partial shipment is allowed and the lots are given (rule 12)."""
        return self.partial_shipment_allowed and bool(self.lots)

    @property
    def lot_numbers(self) -> tuple[int | None, ...]:
        """The lots to look at one by one, the first being 1; None is the order as one whole (rule 12)."""
        return tuple(range(1, len(self.lots) + 1)) if self.in_lots else (None,)

    def value_of(self, lot: int | None) -> int:
        """The price of a lot, or for None of the whole order, in minor units."""
        return self.value_minor if lot is None else self.lots[lot - 1].value_minor

    @property
    def quality_terms(self) -> tuple[QualityTerm, ...]:
        """All written terms but the one of quantity (rule 13)."""
        return tuple(term for term in self.terms if not isinstance(term, Quantity))


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that the buyer paid in."""

    at: datetime
    amount_minor: int
    state: PaymentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that went back to the buyer before this answer, from the supplier's purse or out of the held money."""

    at: datetime
    amount_minor: int
    from_escrow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherClaim:
    """Another claim on the same supplier's coverage."""

    amount_minor: int
    status: OtherClaimStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The most that the platform reimburses for this supplier, in the currency of the coverage."""

    limit_minor: int
    currency: str
    other_claims: tuple[OtherClaim, ...] = ()


Reading = Decimal | Fraction
"""A measured value in its term's unit, exactly: a fraction where it was converted into what no decimal is equal to."""

When = date | datetime
"""A calendar day in `ship_tz`, or an instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A shipping document, or the buyer's collection, and the day or instant that it proves."""

    evidence: Evidence
    when: When
    lot: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A new ship date; `at` is the last signature. Without `lot` it is meant for every lot."""

    at: datetime
    new_date: date
    signed_by: frozenset[Side]
    lot: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceMajeure:
    """An event nobody answers for. `end` None: still running; `notice` None: none given."""

    start: date
    end: date | None
    notice: date | None
    certificate: bool
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Units counted; `when` None: the count bears no date."""

    quantity: Decimal
    when: When | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierAnswer:
    """What the supplier answered; `amount_minor` is what he states."""

    at: datetime
    kind: AnswerKind
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """The buyer's yes to an offer; without an amount, to the one that stands."""

    at: datetime
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One report. `defects` None: it counts no classes; `lot_size` None: the order's quantity was presented."""

    inspector: str
    accredited: bool
    day: date
    accredited_until: date | None = None
    related_to: Side | None = None
    lot: int | None = None
    lot_size: int | None = None
    after_rework: bool = False
    sample_size: int | None = None
    defects: dict[str, int] | None = None
    nonconforming_units: int | None = None
    measurements: dict[str, tuple[Reading, ...]] | None = None
    results: dict[str, bool] | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The buyer's demand. `grounds` hold also words that are not covered; `terms` None: all quality terms."""

    opened_at: datetime
    grounds: tuple[str, ...]
    remedy: Remedy
    terms: frozenset[str] | None = None
    amount_minor: int | None = None

    @property
    def covered_grounds(self) -> tuple[Ground, ...]:
        """The grounds that are covered, in one fixed order (rule 6)."""
        return tuple(ground for ground in Ground if ground in self.grounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A dispute, whole; the order of a tuple's elements never matters."""

    id: str
    order: Order
    coverage: Coverage
    claim: Claim
    as_of: datetime
    payments: tuple[Payment, ...] = ()
    refunds_already_made: tuple[Refund, ...] = ()
    documents: tuple[Document, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    force_majeure: tuple[ForceMajeure, ...] = ()
    clearances: tuple[datetime, ...] = ()
    releases: tuple[datetime, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    answers: tuple[SupplierAnswer, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    escalations: tuple[datetime, ...] = ()
    inspections: tuple[Inspection, ...] = ()
