"""All tables, to be looked at by the operator's people: pages that show, with nothing to send (docs/decisions/tables-shown.md)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tradeward.domain.refusals import UNKNOWN, NotFound
from tradeward.domain.vocabulary import Role
from tradeward.interfaces.web import door
from tradeward.queries import tables

_OPERATOR = frozenset({Role.OPERATOR})


@door.page(of=_OPERATOR)
def all_tables(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/office/tables`: which tables there are."""
    return render(request, "office/tables.html", {"tables": tables.tables(looking.actor)})


@door.page(of=_OPERATOR)
def one_table(request: HttpRequest, looking: door.Looking, table: str) -> HttpResponse:
    """`/office/tables/TABLE?page=N`: its rows, those written last first. Refuses: NotFound."""
    page = request.GET.get("page", "0")
    if not (page.isascii() and page.isdecimal() and len(page) < 6):
        raise NotFound(UNKNOWN)
    found = tables.rows(looking.actor, table=table, page=int(page))
    told = {"table": table, "found": found, "before": int(page) - 1, "after": int(page) + 1}
    return render(request, "office/table.html", told)
