"""A paper that is shown with a move: the file goes into the order's chain first, and the move names it (RULES §4, §6)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from tradeward.domain import vocabulary
from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces import doing, uploads
from tradeward.interfaces.web import tasks
from tradeward.queries.order_pages import OrderPage
from tradeward.usecases import evidence

NAMES = {("shipment", "ship"): "file", ("order", "receive"): "document"}
"""The moves that are proved by a paper, and the field that names it."""


def shown_with(request: HttpRequest, page: OrderPage, task: tasks.Task, *, move: tuple[str, str]) -> tasks.Task:
    """The same task with room for the paper itself: sent again, neither the file nor the move is there twice (DESIGN §5)."""
    name = NAMES.get(move)
    if name is None:
        return task

    def act(**said: Any) -> dict[str, Any]:
        came = request.FILES.getlist("proof")
        if len(came) > 1:
            raise RuleBroken("proof: one file at a time", field=name)
        if came:
            said[name] = _put(page, came[0], said)
        return task.act(**said)

    return replace(task, act=act, template="proof.html", multipart=True)


def _put(page: OrderPage, came: Any, said: dict[str, Any]) -> str:
    """Put the file into the chain; what the move calls it: its own name, and the id under which it lies here."""
    content = uploads.Came(came)
    who = {"by": said["by"], "at": said["at"], "key": f"{said['key']}:{content.sha256[:32]}"}
    told = doing.done(
        evidence.add,
        order_id=page.sheet.id,
        content=content,
        name=came.name or "",
        media_type=came.content_type or "",
        **who,
    )
    return f"{(came.name or '')[:200]} ({vocabulary.shown('evidence', UUID(told['evidence']))})"
