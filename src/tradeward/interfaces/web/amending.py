"""A change to the contract as a form: what can change, each with the one figure it needs (RULES §4)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tradeward.interfaces.web.forms import Form
from tradeward.queries.order_pages import OrderPage

_KINDS = (
    ("ship_date", _("The ship date"), _("Later than agreed, at most 90 days in all. With an open dispute: rework until then."),
     _("New ship date"), "date", "content.ship_date"),
    ("price", _("The price"), _("The whole value of the contract from then on. What is paid already stays as it is."),
     _("New value"), "text", "content.value"),
    ("split", _("Share out what is held, and end the order"), _("The rest of what is held goes back to the buyer."),
     _("Part of it that goes to the supplier"), "text", "content.to_supplier"),
)  # fmt: skip
"""Kind, label, what follows, what is asked, how it is typed, and the field's path."""


def guided(page: OrderPage) -> dict[str, Any]:
    """What makes the form of a change one to choose in: fields that belong to another kind are not sent on."""

    def beside(form: Form) -> Mapping[str, Any]:
        names = ("kind", "label", "tells", "asks", "type", "path")
        kinds = [{**dict(zip(names, one, strict=True)), "chosen": form.value("kind") == one[0]} for one in _KINDS]
        count = len(page.sheet.contract.get("lots") or ())
        lots = [(n, form.value("content.lot") == str(n)) for n in range(1, count + 1)]
        dispute = next((one for one in page.disputes if one.ended_at is None), None)
        return {"kinds": kinds, "lots": lots, "settles": str(dispute.id) if dispute else ""}

    return {"template": "amendment.html", "beside": beside, "sorts": _sort}


def _sort(form: Form) -> None:
    """What was typed for another kind than the one that is chosen is left out."""
    if form.typed is None or form.value("kind") not in {one[0] for one in _KINDS}:
        return
    others = {one[5] for one in _KINDS if one[0] != form.value("kind")}
    form.typed = {name: values for name, values in form.typed.items() if name not in others}
