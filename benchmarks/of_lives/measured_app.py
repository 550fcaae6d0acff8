"""The product's WSGI application with two paths more, for `benchmarks.lives`: a bare insert, and money at the bank.

The bare insert is the yardstick: one statement and one commit by Django on the same server, without a token.
"""

import json
from datetime import UTC, datetime

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from tradeward.wsgi import application

__all__ = ["application"]


@csrf_exempt
def bare(request: HttpRequest) -> JsonResponse:
    """Write one row."""
    from django.db import connection

    told = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare (told) VALUES (%s) RETURNING id", [told["told"]])
        return JsonResponse({"id": cursor.fetchone()[0]}, status=201)


@csrf_exempt
def paid(request: HttpRequest) -> JsonResponse:
    """The bank's news of one credit."""
    from tradeward.usecases import bank

    told, now = json.loads(request.body), datetime.now(UTC)
    credit = bank.Credit(**{**told, "value_on": now.date()})
    return JsonResponse(bank.credit(credit=credit, at=now), status=201)


def _open_paths() -> None:
    from tradeward import urls

    urls.urlpatterns += [path("measured/bare", bare), path("measured/paid", paid)]


_open_paths()
