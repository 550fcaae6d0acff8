"""The rows of one order and of one supplier, as the domain sees them: plain records, one class a table.

Amounts are minor units of the order's currency unless the name says otherwise; `_at` is an instant, `_on` a day.
The tables are made from these classes (store/models.py), so a field is written down once.
"""

from tradeward.domain.rows.base import Json, Row
from tradeward.domain.rows.disputes import Dispute, Offer, Ruling
from tradeward.domain.rows.money import Credit, Instalment, PaymentOut, Recovery, Refund
from tradeward.domain.rows.orders import (
    Amendment,
    Deadline,
    Evidence,
    Fact,
    Inspection,
    Message,
    Order,
    Reservation,
    Shipment,
    Signature,
    Version,
)
from tradeward.domain.rows.suppliers import Point, Supplier, SupplierFact

__all__ = [
    "Amendment",
    "Credit",
    "Deadline",
    "Dispute",
    "Evidence",
    "Fact",
    "Inspection",
    "Instalment",
    "Json",
    "Message",
    "ORDER_TABLES",
    "Offer",
    "Order",
    "PaymentOut",
    "Point",
    "Recovery",
    "Refund",
    "Reservation",
    "Row",
    "Ruling",
    "SUPPLIER_TABLES",
    "Shipment",
    "Signature",
    "Supplier",
    "SupplierFact",
    "Version",
]

ORDER_TABLES: dict[str, type[Row]] = {
    cls.noun: cls
    for cls in (
        Order, Version, Signature, Reservation, Instalment, Fact, Credit, Shipment, Inspection, Amendment, Dispute, Offer, Ruling,
        Refund, Recovery, PaymentOut, Evidence, Message, Deadline,
    )
}  # fmt: skip
SUPPLIER_TABLES: dict[str, type[Row]] = {
    cls.noun: cls for cls in (Supplier, Point, SupplierFact, Credit, PaymentOut, Deadline)
}
