"""What happened outside as a form: the kinds that somebody may report, each with what it needs (DESIGN §3)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tradeward.domain.adjudication.case import Evidence
from tradeward.domain.facts import KINDS
from tradeward.domain.vocabulary import Role
from tradeward.interfaces.web.forms import Form
from tradeward.queries.order_pages import OrderPage

_TOLD = {
    "force_majeure": (
        _("Force majeure"),
        _(
            "An event that nobody answers for. Each certified day moves the ship date by one, where the contract says so."
        ),
    ),
    "count": (_("A count on delivery"), _("How many units came. It decides a shortage, and needs no inspector.")),
    "document": (
        _("A shipping document"),
        _("One that can be shown no other way, since its lot cannot be shipped any more."),
    ),
}
"""The label of a kind, and what follows from it."""
_ASKS = {
    "start": (_("First day"), "date"), "end": (_("Last day, once it is over"), "date"),
    "notice": (_("Day of the notice to the other side"), "date"),
    "certificate": (_("An authority or a chamber of commerce certifies it"), "choice"),
    "evidence": (_("The paper that proves it"), "text"),
    "quantity": (_("How many units came"), "decimal"), "document": (_("The paper that says so"), "text"),
    "kind": (_("What kind of document"), "choice"), "number": (_("Its number"), "text"), "date": (_("Its date"), "date"),
    "carrier": (_("Carrier"), "text"), "file": (_("The file it lies in"), "text"), "place": (_("Place"), "text"),
    "lot": (_("Lot"), "choice"),
}  # fmt: skip
"""What is asked by the name of a key, which no two kinds share, and how it is typed."""


def guided(page: OrderPage, *, role: Role) -> dict[str, Any]:
    """What makes the form of a fact one to choose in: what belongs to another kind is not sent on."""
    kinds = {name: kind for name, kind in KINDS.items() if role in kind.by}

    def beside(form: Form) -> Mapping[str, Any]:
        chosen = form.value("kind") or (next(iter(kinds)) if len(kinds) == 1 else "")
        return {
            "kinds": [
                {
                    "kind": name, "chosen": name == chosen, "label": _TOLD[name][0], "tells": _TOLD[name][1],
                    "asks": [_asked(form, page, one, needed=one in kind.required) for one in (*kind.required, *kind.optional)],
                }
                for name, kind in kinds.items()
            ],
        }  # fmt: skip

    return {"template": "fact.html", "beside": beside, "sorts": _sort}


def _asked(form: Form, page: OrderPage, name: str, *, needed: bool) -> dict[str, Any]:
    label, mode = _ASKS[name]
    path = f"content.{name}"
    options = [(value, told, value == form.value(path)) for value, told in _options(page, name)]
    return {"path": path, "id": f"f-{name}", "label": label, "mode": mode, "needed": needed, "options": options}


def _options(page: OrderPage, name: str) -> list[tuple[str, str]]:
    if name == "certificate":
        return [("true", gettext("Yes")), ("false", gettext("No"))]
    if name == "kind":
        return [(str(one), gettext(one.replace("_", " "))) for one in Evidence]
    return (
        [(str(n + 1), str(n + 1)) for n, _lot in enumerate(page.sheet.contract.get("lots") or ())]
        if name == "lot"
        else []
    )


def _sort(form: Form) -> None:
    """What was typed for another kind than the one that is chosen is left out."""
    if form.typed is None or (kind := KINDS.get(form.value("kind"))) is None:
        return
    own = {f"content.{name}" for name in (*kind.required, *kind.optional)}
    form.typed = {name: values for name, values in form.typed.items() if not name.startswith("content.") or name in own}
