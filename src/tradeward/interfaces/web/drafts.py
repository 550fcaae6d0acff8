"""Drafts: a contract is written at leisure, with the linter under each term and the cover beside the plan, and offered once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from tradeward.domain import contract, vocabulary
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken, Stale
from tradeward.domain.vocabulary import Role
from tradeward.interfaces import doing, ids
from tradeward.interfaces.web import door, offers, tasks
from tradeward.interfaces.web.forms import Form, Hint, contracts, flattened, widgets
from tradeward.queries import covers, templates
from tradeward.queries import drafts as seen
from tradeward.usecases import drafts

_PARTIES = frozenset({Role.BUYER, Role.SUPPLIER})
MOST = 50


@door.page(of=_PARTIES, methods=("GET", "HEAD", "POST"))
def listed(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/drafts`: the drafts of the viewer's organisation; or begin one, from a template or from scratch."""
    if request.method == "POST":
        title, body = _beginning(request, looking)
        told = doing.done(
            drafts.begin,
            title=request.POST.get("title", "").strip() or title,
            body=body,
            by=looking.actor,
            at=looking.at,
            key=request.POST.get("key") or tasks.fresh_key(),
        )
        return HttpResponseRedirect(f"/drafts/{vocabulary.shown('draft', UUID(told['draft']))}")
    found = seen.listed(looking.actor, after=None, limit=MOST, at=looking.at)
    return render(
        request, "drafts.html", {"drafts": found, "templates": templates.listed(looking.actor, at=looking.at)}
    )


def _beginning(request: HttpRequest, looking: door.Looking) -> tuple[str, dict[str, Any]]:
    """What the draft is called if nobody says so, and what stands in it. Refuses: a template that is not there (NotFound)."""
    name = request.POST.get("template", "")
    if not name:
        return gettext("New draft"), _blank(looking)
    (chosen,) = templates.listed(looking.actor, at=looking.at, name=name)
    mine = "buyer" if looking.actor.role is Role.BUYER else "supplier"
    return gettext(chosen.title), {**chosen.contract, mine: str(looking.actor.organisation_id)}


@door.page(of=_PARTIES, methods=("GET", "HEAD", "POST"))
def draft(request: HttpRequest, looking: door.Looking, draft: str) -> HttpResponse:
    """`/drafts/DRAFT`: write on; save, look at the cover, offer, or throw away."""
    found = seen.one(looking.actor, draft_id=ids.read("draft", draft), at=looking.at)
    if found.order_id is not None:
        return HttpResponseRedirect(f"/orders/{vocabulary.shown('order', found.order_id)}")
    form = _form(request, looking, found)
    if request.method == "POST" and "more" not in request.POST:
        return _done(request, looking, found, form)
    return _drawn(request, looking, found, form)


@door.page(of=_PARTIES, methods=("POST",))
def cover(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/cover`: the coverage box of a contract as it is typed, without keeping anything."""
    form = Form(contracts.FORM, looking.zone, {}, dict(request.POST.lists()))
    return render(request, "draft/cover.html", {"cover": _cover(looking, form)})


@door.page(of=_PARTIES, methods=("POST",))
def lint(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/lint`: what is known of one term as it is typed; the field that changed is named by the request."""
    field = request.headers.get("HX-Trigger-Name") or "text"
    return render(request, "draft/judged.html", {"judged": contracts.judged(request.POST.get(field, ""))})


def _form(request: HttpRequest, looking: door.Looking, found: seen.Draft) -> Form:
    typed = dict(request.POST.lists()) if request.method == "POST" else None
    if typed is not None:
        _add_pattern(typed)
    shown = flattened(contracts.FORM, {"title": found.title, **contracts.out_of(found.contract)})
    return Form(contracts.FORM, looking.zone, {**shown, **_parties(looking, found)}, typed)


def _add_pattern(typed: dict[str, list[str]]) -> None:
    """Put the sentence of the kind that was chosen into the first row that is still empty, or into a new one."""
    sentence = dict(contracts.patterns()).get((typed.get("pattern") or [""])[-1])
    if sentence is None or typed.get("more") != ["pattern"]:
        return
    rows = (
        int(((typed.get("terms.rows") or ["0"])[-1] or "0")[:3])
        if (typed.get("terms.rows") or [""])[-1].isdecimal()
        else 0
    )
    empty = (n for n in range(rows) if not "".join(typed.get(f"terms.{n}.text") or []).strip())
    n = next(empty, rows)
    typed |= {f"terms.{n}.text": [sentence], "terms.rows": [str(max(rows, n + 1))]}


def _parties(looking: door.Looking, found: seen.Draft) -> dict[str, Hint]:
    """The other side is chosen; one's own is known."""
    buys = looking.actor.role is Role.BUYER
    mine, theirs = ("buyer", "supplier") if buys else ("supplier", "buyer")
    chosen = str(found.contract.get(theirs) or "")
    return {
        mine: Hint(value=str(looking.actor.organisation_id), hidden=True),
        theirs: Hint(value=chosen, options=offers.others(looking)),
    }


def _done(request: HttpRequest, looking: door.Looking, found: seen.Draft, form: Form) -> HttpResponse:
    """What the button said. What is refused is told on the page, with everything that was typed."""
    what, revision = request.POST.get("do", "save"), _revision(request, found)
    who = {"by": looking.actor, "at": looking.at}
    try:
        if what == "discard":
            drafts.discard(draft_id=found.id, revision=revision, **who)
            messages.success(request, gettext("The draft is thrown away."))
            return HttpResponseRedirect("/drafts")
        told = form.told()
        title, body = str(told.pop("title", "")), contracts.into(told)
        saved = drafts.change(draft_id=found.id, revision=revision, title=title, body=body, **who)
        if what == "offer":
            key = request.POST.get("key") or tasks.fresh_key()
            answer = doing.done(drafts.offer, draft_id=found.id, revision=saved["revision"], key=key, **who)
            messages.success(request, gettext("The contract is on the table."))
            return HttpResponseRedirect(f"/orders/{vocabulary.shown('order', UUID(answer['order']))}")
    except RuleBroken as broken:
        beside = form.refuse(broken)
        current = seen.one(looking.actor, draft_id=found.id, at=looking.at) if what == "offer" else found
        return _drawn(request, looking, current, form, reasons=broken.reasons, beside=beside, status=422)
    except (Stale, OutOfTurn, NotAllowed) as refusal:
        status = 403 if isinstance(refusal, NotAllowed) else 409
        return _drawn(request, looking, found, form, reasons=refusal.reasons, status=status)
    messages.success(request, gettext("Saved."))
    return HttpResponseRedirect(f"/drafts/{vocabulary.shown('draft', found.id)}")


def _revision(request: HttpRequest, found: seen.Draft) -> int:
    """The revision that was read before it was written on."""
    told = request.POST.get("revision", "")
    return int(told) if told.isdecimal() and told.isascii() and len(told) < 9 else found.revision


def _drawn(
    request: HttpRequest, looking: door.Looking, found: seen.Draft, form: Form, *, status: int = 200,
    reasons: tuple[str, ...] = (), beside: bool = False,
) -> HttpResponse:  # fmt: skip
    drawn = {one.path: one for one in widgets.of(form)}
    return render(request, "draft.html", {
        "draft": found, "title": drawn["title"], "plan": drawn["plan"],
        "sections": {name: [drawn[one] for one in fields] for name, fields in contracts.SECTIONS.items()},
        "rows": [(row, contracts.judged(form.value(f"{row.path}.text"))) for row in drawn["terms"].rows],
        "terms": drawn["terms"], "patterns": contracts.patterns(), "cover": _cover(looking, form), "status": status,
        "reasons": (*reasons, gettext("It is marked below.")) if beside else reasons,
        "revision": request.POST.get("revision") if status == 409 else found.revision,
    }, status=status)  # fmt: skip


def _cover(looking: door.Looking, form: Form) -> dict[str, Any]:
    """The coverage box, or what it still needs."""
    chosen = form.value("coverage") or contract.PRESELECTED
    try:
        told = form.told()
        told.pop("title", None)
        body = contracts.into({**told, "terms": [one for one in told.get("terms") or () if _sound(one)]})
        return {"chosen": chosen, "told": covers.preview(looking.actor, body=body, at=looking.at)}
    except RuleBroken as broken:
        return {"chosen": chosen, "needs": broken.reasons, "all": contract.COVERAGES}


def _sound(term: Mapping[str, Any]) -> bool:
    """Whether a sentence can be read, whatever it says: the others do not keep the figures from being reckoned."""
    found = contracts.judged(term.get("text", ""))
    return bool(found.decided_by) or found.unread


def _blank(looking: door.Looking) -> dict[str, Any]:
    """What a draft begins with: who writes it, today's money, the recommended coverage, a ship date to move (RULES §1 S7, S10)."""
    buys = looking.actor.role is Role.BUYER
    return {
        "buyer" if buys else "supplier": str(looking.actor.organisation_id),
        "buyer_zone" if buys else "ship_zone": str(looking.zone),
        "currency": "USD",
        "ship_date": (looking.at.date() + timedelta(days=60)).isoformat(),
        "coverage": contract.PRESELECTED,
        "transport": "sea",
    }
