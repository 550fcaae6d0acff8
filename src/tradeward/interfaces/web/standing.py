"""A supplier's own standing: what is missing, the limit line by line, debts, what is paid out, and the statement to take away."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation

from tradeward.domain import supplier_facts, vocabulary
from tradeward.domain.vocabulary import Role
from tradeward.gateways.paper.words import Language
from tradeward.interfaces.web import door
from tradeward.queries import accounts, papers, payments, recoveries

_SUPPLIER = frozenset({Role.SUPPLIER})
MOST = 50


@door.page(of=_SUPPLIER)
def standing(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/standing`: what gives cover and what takes it away."""
    found = accounts.standing(looking.actor, at=looking.at)
    there = {one.kind for one in found.facts}
    return render(
        request,
        "standing.html",
        {
            "standing": found,
            "missing": [one for one in supplier_facts.KINDS if one not in there],
            "debts": recoveries.everywhere(looking.actor, state="", after=None, limit=MOST),
            "payments": payments.listed(looking.actor, state="", after=None, limit=MOST),
        },
    )


@door.page(of=_SUPPLIER)
def statement(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/statement.csv`: every movement on the supplier's accounts here, oldest first."""
    lines = accounts.statement(looking.actor)
    response = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="statement.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]


@door.page(of=_SUPPLIER)
def statement_paper(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/statement.pdf`: the same as a paper, in the page's language."""
    language: Language = "zh" if (translation.get_language() or "").startswith("zh") else "en"
    found = papers.statement(looking.actor, language=language, at=looking.at)
    response = HttpResponse(found.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(lines: Iterator[accounts.Line]) -> Iterator[bytes]:
    yield _row("at", "order", "movement", "account", "amount", "currency")
    for one in lines:
        order = vocabulary.shown("order", one.order_id) if one.order_id else ""
        yield _row(one.at.isoformat(), order, one.recipe, one.account, one.amount, one.currency)


def _row(*cells: str) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()
