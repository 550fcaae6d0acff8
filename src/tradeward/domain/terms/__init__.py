"""The kinds of terms a contract is made of: read, said in a sentence, and judged by evidence (docs/reference/terms.md)."""

from typing import Any

from tradeward.domain.adjudication.form import scalars
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.terms.approved_sample import ApprovedSample
from tradeward.domain.terms.force_majeure import ForceMajeure
from tradeward.domain.terms.kind import Kind, OfGoods
from tradeward.domain.terms.marking import Marking
from tradeward.domain.terms.measure import Measure
from tradeward.domain.terms.of_order import OfOrder
from tradeward.domain.terms.packaging import Packaging
from tradeward.domain.terms.payment import Payment
from tradeward.domain.terms.quantity import Quantity
from tradeward.domain.terms.recorded import PassFail, Vague
from tradeward.domain.terms.remedy import Remedy
from tradeward.domain.terms.sampling import Sampling
from tradeward.domain.terms.shipment import Shipment
from tradeward.domain.terms.test_document import Document

__all__ = ["KINDS", "OF_GOODS", "OF_ORDER", "Kind", "OfGoods", "OfOrder", "Vague", "parse", "read"]

OF_GOODS: dict[str, type[OfGoods]] = {
    kind.NAME: kind
    for kind in (Measure, Sampling, ApprovedSample, Document, Marking, Packaging, PassFail, Vague, Quantity)
}
"""What may stand in a contract's `terms`."""
OF_ORDER: dict[str, type[OfOrder]] = {kind.NAME: kind for kind in (Shipment, Payment, Remedy, ForceMajeure)}
"""What stands under keys of the contract's own."""
KINDS: dict[str, type[Kind]] = {**OF_GOODS, **OF_ORDER}


def read(value: Any, path: Place) -> OfGoods:
    """The term of goods at `path`. Refuses, by name: no object, an unknown kind or key, a value that is not of its form."""
    if not isinstance(value, dict) or "kind" not in value:
        path.refuse("is not an object with a kind")
    kind, at = value["kind"], path.key("kind")
    if isinstance(kind, str) and kind in OF_ORDER:
        at.refuse(
            f"{kind} is no term of the goods: it is written under {', '.join(OF_ORDER[kind].BODY)} of the contract"
        )
    return OF_GOODS[scalars.one_of(tuple(OF_GOODS))(kind, at)].read(value, path)


def parse(*, text: str, id: str) -> Kind | None:
    """The term that one sentence says, as `text` of a kind prints it; None where no kind knows the sentence.

    Refuses: a sentence of a kind with a value that is not of its form.
    """
    for kind in KINDS.values():
        if (found := kind.parse(text=text, id=id)) is not None:
            return found
    return None
