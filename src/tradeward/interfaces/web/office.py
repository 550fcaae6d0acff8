"""The operator's pages, the least that lets the others live: suppliers, inspectors, credits, payments, books (RULES §3, §6, §9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tradeward.domain import saying, vocabulary
from tradeward.domain.refusals import UNKNOWN, NotFound, OutOfTurn
from tradeward.domain.vocabulary import Role
from tradeward.interfaces import identity, ids
from tradeward.interfaces.web import door, shown, tasks
from tradeward.interfaces.web.forms import widgets
from tradeward.interfaces.web.orders import Button
from tradeward.interfaces.web.words import moves as words
from tradeward.interfaces.web.words import office as told_words
from tradeward.queries import approvals as waiting
from tradeward.queries import books, credits, directory, fund, inspectors, payments, screenings, stalls, suppliers
from tradeward.queries import organisations as parties
from tradeward.usecases import accreditations, approvals, moves, organisations, payment_orders, supplier_facts
from tradeward.usecases import fund as fund_acts
from tradeward.usecases import screenings as screening_acts

_OPERATOR = frozenset({Role.OPERATOR})
_TO_DECIDE = ("applied", "reviewed")
_MOST = 50


def desk(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """The desk of the operator's people: what waits for a second person, for a decision, for a match; and how the books stand."""
    viewer, at = looking.actor, looking.at
    stray = credits.listed(viewer, state="suspense", after=None, limit=_MOST)
    found = directory.suppliers(viewer, name="", state="", after=None, limit=100, at=at)
    return render(request, "office/desk.html", {
        "approvals": _approvals(looking, stray), "credits": stray,
        "suppliers": [one for one in found if one.state in _TO_DECIDE], "wanted": inspectors.wanted(viewer),
        "books": books.last(viewer), "stalls": stalls.stalls(viewer), "hits": screenings.hits(viewer, limit=_MOST),
    })  # fmt: skip


def _approvals(looking: door.Looking, stray: list[credits.Credit]) -> list[dict[str, Any]]:
    """What waits, each with what it says in lines; the credit that a match is about is told whole."""
    by_id = {one.id: one for one in stray}
    found = []
    for one in waiting.waiting(looking.actor, at=looking.at):
        lines = _lines(one.told)
        if credit := by_id.get(one.about) if one.about else None:
            lines.append(f"{shown.money(credit.amount, credit.currency)}, {credit.payer}")
        found.append({"row": one, "label": told_words.APPROVALS.get(one.what, one.what), "lines": lines})
    return found


def _lines(told: Mapping[str, Any]) -> list[str]:
    """What was said, a line each: money as money; a payment, or a part of a plan, in one line."""
    if "amount" in told and "currency" in told:
        return [shown.money(told["amount"], told["currency"])]
    lines = []
    for name, value in told.items():
        if isinstance(value, list):
            lines += [", ".join(_words(each)) for each in value]
        else:
            lines.append(f"{widgets.label_of(name)}: {value}")
    return lines


def _words(told: Mapping[str, Any]) -> list[str]:
    return [_lines(value)[0] if isinstance(value, Mapping) else str(value) for value in told.values()]


@door.page(of=_OPERATOR)
def all_suppliers(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/office/suppliers`: every supplier with its state, its limit and what is left of it."""
    after = ids.read("supplier", request.GET["after"]) if request.GET.get("after") else None
    found = directory.suppliers(looking.actor, name="", state="", after=after, limit=_MOST, at=looking.at)
    more = vocabulary.shown("supplier", found[-1].id) if len(found) == _MOST else ""
    return render(request, "office/suppliers.html", {"suppliers": found, "next": more})


@door.page(of=_OPERATOR)
def supplier(request: HttpRequest, looking: door.Looking, supplier: str) -> HttpResponse:
    """`/office/suppliers/SUPPLIER`: the decision: application, facts with their expiry, limit with its arithmetic, points."""
    id, viewer, at = ids.read("supplier", supplier), looking.actor, looking.at
    standing = suppliers.standing(viewer, supplier_id=id, at=at)
    buttons = [
        Button(
            noun=one.noun, verb=one.verb, why_not=one.why_not, of_many=False, nth=1,
            address=f"/office/moves/{vocabulary.shown(one.noun, one.id)}/{one.verb}",
        )
        for one in standing.allowed_moves
        if (one.noun, one.verb) in words.MOVES
    ]  # fmt: skip
    return render(request, "office/supplier.html", {
        "one": standing, "limit": directory.limit(viewer, supplier_id=id, at=at),
        "facts": suppliers.facts(viewer, supplier_id=id, at=at), "address": f"/office/do/fact/{supplier}",
        "points": directory.points(viewer, supplier_id=id, after=None, limit=_MOST),
        "open": [one for one in buttons if not one.why_not], "shut": [one for one in buttons if one.why_not],
    })  # fmt: skip


@door.page(of=_OPERATOR)
def all_inspectors(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/office/inspectors`: who is accredited for what and until when."""
    return render(request, "office/inspectors.html", {"inspectors": inspectors.listed(looking.actor, at=looking.at)})


@door.page(of=_OPERATOR)
def money(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/office/money`: payments out, what waits to be taken to the bank, the fund, the books."""
    viewer = looking.actor
    told = {one.payment_id for one in payments.orders(viewer, waiting=True, after="", limit=_MOST)}
    sent = payments.listed(viewer, state="sent", after=None, limit=_MOST * 2)
    return render(request, "office/money.html", {
        "returned": payments.listed(viewer, state="returned", after=None, limit=_MOST),
        "due": payments.listed(viewer, state="due", after=None, limit=_MOST),
        "waiting": [one for one in sent if one.id in told], "untold": len(told), "pots": fund.pots(viewer),
        "books": books.last(viewer), "statements": payments.statements(viewer, after=None, limit=5),
    })  # fmt: skip


_NOUNS = {"supplier": "/office/suppliers/{row}", "credit": "/desk", "payment_out": "/office/money"}
"""Whose moves are made here, and where they lead back to."""


@door.page(of=_OPERATOR, methods=("GET", "HEAD", "POST"))
def move(request: HttpRequest, looking: door.Looking, row: str, verb: str) -> HttpResponse:
    """`/office/moves/ROW/VERB`: a move of a supplier, a credit or a payment; what takes two is asked for."""
    noun, id = ids.read_any(row)
    if noun not in _NOUNS or (noun, verb) not in saying.SAID or (noun, verb) not in words.MOVES:
        raise NotFound(UNKNOWN)
    label, tells = words.MOVES[noun, verb]

    def act(**said: Any) -> dict[str, Any]:
        who = {name: said.pop(name) for name in ("by", "at", "key")}
        return moves.make(noun=noun, id=id, verb=verb, told=said, **who)

    task = tasks.Task(
        label=str(label), tells=str(tells), fields=saying.SAID[noun, verb], act=act, back=_NOUNS[noun].format(row=row),
        done=gettext("Done: %(move)s.") % {"move": label}, shows=_about(looking, noun, id), grave=(noun, verb) in words.GRAVE,
    )  # fmt: skip
    return tasks.page(request, looking, task)


def _about(looking: door.Looking, noun: str, id: UUID) -> tuple[tuple[str, str], ...]:
    """What is moved, so that nobody decides about the wrong one. Refuses: NotFound."""
    if noun == "supplier":
        found = suppliers.standing(looking.actor, supplier_id=id, at=looking.at)
        return (gettext("Supplier"), found.name), (gettext("Limit"), shown.money(found.limit, found.currency))
    if noun == "credit":
        credit = credits.one(looking.actor, credit_id=id)
        return (
            (gettext("Amount"), shown.money(credit.amount, credit.currency)), (gettext("Payer"), credit.payer or "–"),
            (gettext("Account"), credit.payer_account or "–"), (gettext("Text"), credit.reference or "–"),
        )  # fmt: skip
    payment = payments.one(looking.actor, payment_id=id)
    return (gettext("Amount"), shown.money(payment.amount, payment.currency)), (gettext("Account"), payment.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Something that the operator's people do beside moves: the use case, its row of `saying.ASKED`, the noun it is about."""

    label: Any
    tells: Any
    act: Callable[..., dict[str, Any]]
    done: Any
    back: str
    row: str = ""
    noun: str = ""
    argument: str = ""
    grave: bool = False
    second_factor: bool = False


_TWO = _("Another of the operator's people has to agree; only then it happens.")
_ASKED = _("It waits for a second person.")
DOINGS = {
    "agree": Doing(
        label=_("Agree"), tells=_("What somebody else asked for happens now."), act=approvals.agree, done=_("Agreed."),
        back="/desk", noun="approval", argument="approval_id",
    ),
    "refuse": Doing(
        label=_("Refuse"), tells=_("Nobody can agree to it any more; what you asked for yourself you take back."),
        act=approvals.refuse, done=_("Refused."), back="/desk", row="approvals.refuse", noun="approval",
        argument="approval_id", grave=True,
    ),
    "fact": Doing(
        label=_("Write down a fact"), tells=_("The newest fact of a kind counts, until the last day on which it holds."),
        act=supplier_facts.record, done=_("The fact is written down."), back="/office/suppliers/{row}",
        row="supplier_facts.record", noun="supplier", argument="supplier_id",
    ),
    "accredit": Doing(
        label=_("Accredit"), tells=_("Only who is accredited on the day, for these goods, is drawn for an inspection."),
        act=organisations.accredit, done=_("The inspector is accredited."), back="/office/inspectors",
        row="organisations.accredit", noun="organisation", argument="inspector_id",
    ),
    "withdraw": Doing(
        label=_("Withdraw the accreditation"), tells=_("From that day on the inspector looks at nothing new."),
        act=accreditations.withdraw, done=_("The accreditation is withdrawn."), back="/office/inspectors",
        row="accreditations.withdraw", noun="organisation", argument="inspector_id", grave=True,
    ),
    "account": Doing(
        label=_("Change the bank account"),
        tells=_("Another of the operator's people has to agree; the old contact is told, and it is in force 72 hours later."),
        act=organisations.change_account, done=_ASKED, back="/desk", row=organisations.CHANGE_ACCOUNT, noun="organisation",
        argument="organisation_id", second_factor=True,
    ),
    "pay_in": Doing(
        label=_("Pay into the fund"), tells=_TWO, act=fund_acts.pay_in, done=_ASKED, back="/office/money",
        row="fund.pay_in",
    ),
    "pay_out": Doing(
        label=_("Take money out of the fund"), tells=_TWO, act=fund_acts.pay_out, done=_ASKED, back="/office/money",
        row="fund.pay_out", grave=True,
    ),
    "hand_out": Doing(
        label=_("Take payments to the bank"), tells=_TWO, act=payment_orders.hand_out, done=_ASKED, back="/office/money",
    ),
    "clear": Doing(
        label=_("Clear the hit"), tells=_TWO, act=screening_acts.clear, done=_ASKED, back="/desk",
        row="screenings.clear", noun="hit", argument="hit_id",
    ),
}  # fmt: skip
"""By the word of the address."""


@door.page(of=_OPERATOR, methods=("GET", "HEAD", "POST"))
def do(request: HttpRequest, looking: door.Looking, what: str, row: str = "") -> HttpResponse:
    """`/office/do/WHAT` and `/office/do/WHAT/ROW`: what the operator's people do beside moves."""
    doing = DOINGS.get(what)
    if doing is None or bool(doing.noun) is not bool(row):
        raise NotFound(UNKNOWN)
    about = {doing.argument: ids.read(doing.noun, row)} if doing.noun else {}
    if _wants_second_factor(looking, doing, about) and not identity.showed_second_factor(request):
        return door.second_factor_first(request)
    shows = _shows(looking, doing, next(iter(about.values()), None), sent=request.method == "POST")

    def act(**said: Any) -> dict[str, Any]:
        who = {name: said.pop(name) for name in ("by", "at", "key")}
        return doing.act(**about, **(saying.asked(doing.row, told=said) if doing.row else {}), **who)

    task = tasks.Task(
        label=str(doing.label), tells=str(doing.tells), fields=saying.ASKED[doing.row] if doing.row else (), act=act,
        done=str(doing.done), back=doing.back.format(row=row), shows=shows, grave=doing.grave,
    )  # fmt: skip
    return tasks.page(request, looking, task)


def _wants_second_factor(looking: door.Looking, doing: Doing, about: Mapping[str, UUID]) -> bool:
    """Whether it takes a second factor: to change bank details, and to agree to that (RULES §9, R9.8)."""
    if doing.noun != "approval":
        return doing.second_factor
    what = waiting.what(looking.actor, approval_id=about["approval_id"], at=looking.at)
    return what in approvals.SECOND_FACTOR


def _shows(looking: door.Looking, doing: Doing, id: UUID | None, *, sent: bool) -> tuple[tuple[str, str], ...]:
    """What it is about. Refuses: NotFound; OutOfTurn (nothing under this id waits, and none was sent)."""
    if id is None:
        return ()
    if doing.noun == "supplier":
        return _about(looking, "supplier", id)
    if doing.row == organisations.CHANGE_ACCOUNT:
        party = parties.one(looking.actor, organisation_id=id, at=looking.at)
        return (gettext("Party"), party.name), (gettext("Account until now"), party.account or "–")
    if doing.noun == "organisation":
        return ((gettext("Inspector"), inspectors.one(looking.actor, inspector_id=id, at=looking.at).name),)
    if doing.noun == "hit":
        hit = next((one for one in screenings.hits(looking.actor, limit=None) if one.id == id), None)
        told = [(gettext("Party"), hit.name), (gettext("Entry"), f"{hit.entry_name}, {hit.list_name}")] if hit else None
    else:
        stray = credits.listed(looking.actor, state="suspense", after=None, limit=_MOST)
        asked = next((one for one in _approvals(looking, stray) if one["row"].id == id), None)
        told = [(str(asked["label"]), "; ".join(asked["lines"]) or "–")] if asked else None
    if told is None and not sent:
        raise OutOfTurn(gettext("Nothing waits for a second person under this address any more."))
    return tuple(told or ())
