"""Whether the service lives, whether it can work, and its figures for Prometheus. No token of the market opens them."""

import hmac
import ipaddress

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces import boot, clock
from tradeward.interfaces.watch import counters, requests
from tradeward.queries import figures

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """`/healthz`: this process answers. It asks nobody, so that a database in trouble restarts no web server."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """`/readyz`: the database answers and its schema is up to date; 503 with the reason where not."""
    try:
        due = boot.pending(using="default")
    except (Error, OSError) as exc:
        return _not_ready(f"the database does not answer: {type(exc).__name__}")
    return _not_ready(f"the schema lacks {', '.join(due)}") if due else JsonResponse({"status": "ready"})


def _not_ready(why: str) -> HttpResponse:
    return JsonResponse({"status": "not ready", "why": why, "request_id": requests.id_now()}, status=503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """`/metrics`: the market's figures from the database, the web processes' counters. For this machine, or by a token."""
    if not _may(request):
        return HttpResponse(
            "ask from this machine, or with the token of TRADEWARD_METRICS_TOKEN\n", status=403, content_type=_TEXT
        )
    told = "".join(_series(one) for one in figures.figures(Actor(Role.OPERATOR), at=clock.now()))
    return HttpResponse(told.encode() + counters.text(), content_type=_TEXT)


def _may(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False  # a proxy on this machine speaks for somebody who may be anywhere
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _series(one: figures.Figure) -> str:
    name = f"tradeward_{one.name}"
    lines = [f"# HELP {name} {one.told}", f"# TYPE {name} gauge"]
    for labels, value in one.values:
        shown = ",".join(f'{key}="{text}"' for key, text in labels)
        lines.append(f"{name}{{{shown}}} {value}" if shown else f"{name} {value}")
    return "\n".join(lines) + "\n"
