"""An officer's pages: the queue by deadline, a case on one page, and the ruling that starts from what was computed (RULES §5)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Role
from tradeward.interfaces import ids
from tradeward.interfaces.web import door, moves, orders, tasks
from tradeward.interfaces.web.forms import Hint
from tradeward.interfaces.web.words.moves import MOVES
from tradeward.queries import cases

_OFFICER = frozenset({Role.OFFICER})
_PLACES = ("mine", "free", "others")
_RULES = frozenset({"rule", "rule_appeal"})
_RECENT = 12


def desk(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """The desk of an officer: the cases in hand, those to take, and those of others, each by deadline."""
    found = cases.queue(looking.actor, at=looking.at)
    by_place = [(place, [one for one in found if one.place == place]) for place in _PLACES]
    return render(request, "cases/desk.html", {"queues": by_place})


@door.page(of=_OFFICER | {Role.OPERATOR})
def case(request: HttpRequest, looking: door.Looking, dispute: str) -> HttpResponse:
    """`/cases/DISPUTE`: terms, evidence, findings and open questions side by side, and what the officer can do."""
    found = cases.one(looking.actor, dispute_id=ids.read("dispute", dispute), at=looking.at)
    buttons = [
        orders.Button(
            noun=one.noun, verb=one.verb, why_not=one.why_not, address=f"/cases/{dispute}/{one.verb}", of_many=False, nth=1
        )
        for one in found.order.sheet.allowed_moves
        if one.id == found.dispute.id and (one.noun, one.verb) in MOVES
    ]  # fmt: skip
    verbs = {one.verb for one in buttons if not one.why_not}
    return render(request, "cases/case.html", {
        "case": found, "page": found.order, "address": f"/cases/{dispute}",
        "open": [one for one in buttons if not one.why_not], "shut": [one for one in buttons if one.why_not],
        "asks": "ask" in verbs, "extends": any(one.verb == "extend" for one in buttons),
        "journal": list(reversed(found.order.journal))[:_RECENT], "terms": found.order.required.values(),
        "inspections": [one for one in found.order.inspections if one.report],
    })  # fmt: skip


@door.page(of=_OFFICER, methods=("GET", "HEAD", "POST"))
def move(request: HttpRequest, looking: door.Looking, dispute: str, verb: str) -> HttpResponse:
    """`/cases/DISPUTE/VERB`: a move of the officer's; a ruling starts from the computed findings."""
    found = cases.one(looking.actor, dispute_id=ids.read("dispute", dispute), at=looking.at)
    task = moves.task_of(
        looking, found.order, noun="dispute", id=found.dispute.id, verb=verb, back=f"/cases/{dispute}",
        sent=request.method == "POST",
    )  # fmt: skip
    if verb in _RULES:
        task = _ruling(task, found)
    return tasks.page(request, looking, task, order=found.order)


def _ruling(task: tasks.Task, found: cases.Case) -> tasks.Task:
    """The same with what was computed in its fields: what is left as it stands is no departure."""
    computed = found.computed
    hints = {
        **task.hints,
        "outcome": Hint(value=computed.outcome, says=gettext("As computed, unless you change it.")),
        "award": Hint(
            value=computed.award, says=gettext("As computed, unless you change it; in the order's currency.")
        ),
        "reasons.outcome": Hint(says=gettext("Needed when you change the outcome.")),
        "reasons.award": Hint(says=gettext("Needed when you change the award.")),
    }
    return replace(
        task, hints=hints, act=_reasoned(task.act, computed), template="cases/rule.html",
        beside=lambda form: {"case": found, "currency": found.order.sheet.currency},
    )  # fmt: skip


def _reasoned(act: Callable[..., dict[str, Any]], computed: cases.Computed) -> Callable[..., dict[str, Any]]:
    """A ruling's act that says only what departs from what was computed. Refuses: a departure without its reason (RULES §5)."""

    def rule(
        *, outcome: str = "", award: str = "", reasons: Mapping[str, str] | None = None, **rest: Any
    ) -> dict[str, Any]:
        changed = {"outcome": outcome} if outcome and outcome != computed.outcome else {}
        if award and not _same(award, computed.award):
            changed["award"] = award
        for name in changed:
            if not (reasons or {}).get(name, "").strip():
                told = gettext("say why this departs from what was computed: every departure has its written reason")
                raise RuleBroken(told, field=f"reasons.{name}")
        why = {name: (reasons or {})[name] for name in changed}
        return act(**changed, **({"reasons": why} if why else {}), **rest)

    return rule


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
