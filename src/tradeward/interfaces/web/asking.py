"""What is begun on an order beside the moves of its lives: a dispute, a change, a fact, a message, a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from tradeward.domain import saying
from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Role
from tradeward.interfaces import downloads, ids, uploads
from tradeward.interfaces.unreadable import Unreadable
from tradeward.interfaces.web import amending, claims, door, happened, tasks
from tradeward.interfaces.web.forms import hints
from tradeward.queries import evidence as files_seen
from tradeward.queries import order_pages, sheets
from tradeward.usecases import amendments, disputes, evidence, facts, messages

_PARTIES = frozenset({Role.BUYER, Role.SUPPLIER})
_SIGNED = frozenset({"signed", "making", "ready", "shipped", "received"})
_ANY = frozenset({*_SIGNED, "offered", "closed", "cancelled", "lapsed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Something that can be begun: its row of `saying.ASKED`, by whom, in which states of the order a button says so."""

    row: str
    label: Any
    tells: Any
    done: Any
    act: Callable[..., dict[str, Any]]
    by: frozenset[Role] = _PARTIES
    in_states: frozenset[str] = _SIGNED


ASKINGS = {
    "dispute": Asking(
        row="disputes.open_dispute",
        label=_("Open a dispute"),
        act=disputes.open_dispute,
        by=frozenset({Role.BUYER}),
        in_states=(_SIGNED - {"signed"}) | {"cancelled"},
        done=_("The dispute is open."),
        tells=_(
            "You name the terms that were breached and what you want. The supplier has 72 hours to answer and put it right."
        ),
    ),
    "amendment": Asking(
        row="amendments.propose",
        label=_("Propose a change"),
        act=amendments.propose,
        done=_("The change is proposed."),
        tells=_("The contract changes when the other side signs within 72 hours."),
    ),
    "fact": Asking(
        row="facts.record",
        label=_("Tell what happened"),
        act=facts.record,
        by=_PARTIES | {Role.INSPECTOR},
        done=_("It is written down."),
        tells=_(
            "Something that happened outside: force majeure, a count on delivery, a shipping document. It is dated and stays."
        ),
    ),
    "message": Asking(
        row="messages.send",
        label=_("Write a message"),
        act=messages.send,
        by=door.EVERYBODY,
        in_states=_ANY,
        done=_("The message is sent."),
        tells=_("All in this order read it, and nobody can take it back."),
    ),
    "file": Asking(
        row="evidence.add",
        label=_("Add a file"),
        act=evidence.add,
        by=door.EVERYBODY,
        in_states=_ANY,
        done=_("The file is in the order's chain."),
        tells=_("At most 25 MB. It is hashed when it comes, and stays."),
    ),
}
"""By the word of the address."""
_BUTTONS = ("dispute", "amendment", "fact")


def buttons(sheet: sheets.Sheet, *, role: Role) -> list[tuple[str, Any, Any]]:
    """What the viewer can begin now: the word of the address, the label, what it does."""
    return [
        (word, ASKINGS[word].label, ASKINGS[word].tells)
        for word in _BUTTONS
        if role in ASKINGS[word].by and sheet.state in ASKINGS[word].in_states
    ]


def files_to_disk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a file be written as it comes, before anything else reads the form, whose own proof is then checked."""
    checked = csrf_protect(view)

    def answer(request: HttpRequest, **words: str) -> HttpResponse:
        if request.content_type == "multipart/form-data":
            try:
                uploads.prepare(request)
                request.FILES.keys()  # read now, so that too much is told here
            except Unreadable as fault:
                return door.unreadable(request, fault)
        return checked(request, **words)

    answer.methods = view.methods  # type: ignore[attr-defined]
    return csrf_exempt(answer)


@files_to_disk
@door.page(methods=("GET", "HEAD", "POST"))
def ask(request: HttpRequest, looking: door.Looking, order: str, what: str) -> HttpResponse:
    """`/orders/ORDER/ask/WHAT`: begin something on an order."""
    order_id, asking = ids.read("order", order), ASKINGS.get(what)
    page = order_pages.order(looking.actor, order_id=order_id, at=looking.at)
    if asking is None or looking.actor.role not in asking.by:
        raise NotFound(UNKNOWN)
    fields = saying.ASKED[asking.row]
    is_file = what == "file"
    if is_file:
        fields = tuple(one for one in fields if one.name in ("channel", "origin"))

    def act(**said: Any) -> dict[str, Any]:
        who = {name: said.pop(name) for name in ("by", "at", "key")}
        told = {**said, **_file(request)} if is_file else saying.asked(asking.row, told=said)
        return asking.act(order_id=order_id, **told, **who)

    task = tasks.Task(
        label=str(asking.label),
        tells=str(asking.tells),
        fields=fields,
        act=act,
        done=str(asking.done),
        back=f"/orders/{order}",
        hints=hints.of_asking(page, what=asking.row),
        multipart=is_file,
        **_guided(looking, page, what),
    )
    return tasks.page(request, looking, task, order=page)


def _guided(looking: door.Looking, page: order_pages.OrderPage, what: str) -> dict[str, Any]:
    """What some askings have of their own beside the form that is drawn from the table."""
    if what == "dispute":
        return claims.guided(looking, page)
    if what == "fact":
        return happened.guided(page, role=looking.actor.role)
    return amending.guided(page) if what == "amendment" else {}


def _file(request: HttpRequest) -> dict[str, Any]:
    """The file that came. Refuses: none, or more than one (Unreadable)."""
    came = request.FILES.getlist("file")
    if len(came) != 1:
        raise Unreadable(status=422, says="choose one file")
    return {"content": uploads.Came(came[0]), "name": came[0].name or "", "media_type": came[0].content_type or ""}


@door.page()
def file(request: HttpRequest, looking: door.Looking, file: str) -> HttpResponse:
    """`/files/FILE`: the bytes as they came, always as an attachment."""
    found, opened = files_seen.opened(looking.actor, evidence_id=ids.read("evidence", file), at=looking.at)
    return downloads.answer(request, file=found, opened=opened)
