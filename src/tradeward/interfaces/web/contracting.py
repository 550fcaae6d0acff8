"""Signing and countering: what is signed, on which cover, what changed since; and the counter written as sentences."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tradeward.domain import saying
from tradeward.interfaces.web import door
from tradeward.interfaces.web.forms import Form, contracts, flattened, hints, widgets
from tradeward.queries import order_pages, versions

_BODY = saying.SAID["order", "propose"][0]
_FIELDS = (replace(_BODY, of=contracts.FORM[1:]),)
"""A counter as a form: the contract without a draft's title, its terms in words."""


def signing(looking: door.Looking, page: order_pages.OrderPage) -> dict[str, Any]:
    """What a signature is shown beside its figures: the terms, the plan, and what changed from the version before."""
    number = page.sheet.version

    def beside(form: Form) -> Mapping[str, Any]:
        changes = (
            versions.between(looking.actor, order_id=page.sheet.id, old=number - 1, new=number, at=looking.at)
            if number > 1
            else []
        )
        return {"changes": changes, "before": number - 1}

    return {"template": "sign.html", "beside": beside}


def counter(page: order_pages.OrderPage, act: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """The form of a counter: the version on the table as it stands, to be written on."""

    def acted(*, body: Mapping[str, Any] | None = None, **who: Any) -> dict[str, Any]:
        return act(body=contracts.into(body or {}), **who)

    def beside(form: Form) -> Mapping[str, Any]:
        (body,) = widgets.of(form)
        drawn = {one.path.rpartition(".")[2]: one for one in body.parts}
        rows = [(row, contracts.judged(form.value(f"{row.path}.text"))) for row in drawn["terms"].rows]
        return {"parts": [one for name, one in drawn.items() if name != "terms"], "terms": drawn["terms"], "rows": rows}

    shown = {
        f"body.{path}": hint for path, hint in flattened(_FIELDS[0].of, contracts.out_of(page.sheet.contract)).items()
    }
    return {
        "fields": _FIELDS,
        "act": acted,
        "hints": hints.parties(shown),
        "template": "counter.html",
        "beside": beside,
    }
