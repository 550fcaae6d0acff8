"""The headers that keep browsers safe, and the checks that the host asked for and the form sent are ours."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.csrf import CsrfViewMiddleware

STRICT = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of what is no page: nothing is loaded, nothing is run."""
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": STRICT,
}
WITHOUT_HOST = ("/healthz", "/readyz", "/metrics")
"""What is asked by address, not by name: by a load balancer, an orchestrator, a scraper."""


def safe(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: set the headers that a view has not set itself."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for header, value in _ALWAYS.items():
            response.setdefault(header, value)
        if not response.streaming:
            response.setdefault("Content-Length", str(len(response.content)))
        if settings.BEHIND_TLS and settings.HSTS_SECONDS and request.is_secure():
            response.setdefault("Strict-Transport-Security", f"max-age={settings.HSTS_SECONDS}; includeSubDomains")
        return response

    return answer


NOT_OURS = "This host name is not answered here. Whoever runs Tradeward lists those that are in TRADEWARD_HOSTS.\n"


def ours(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refuse a host that is not in TRADEWARD_HOSTS."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path not in WITHOUT_HOST:
            try:
                request.get_host()
            except DisallowedHost:
                return HttpResponseBadRequest(NOT_OURS, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return answer


class OwnForms(CsrfViewMiddleware):
    """Middleware: what a form sends to the web application came from its own pages. Nothing else goes by a browser's cookie."""

    def process_view(self, request: HttpRequest, callback: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None where the request may go on."""
        if request.path.startswith("/api/") or request.path in WITHOUT_HOST:
            return None
        found: HttpResponse | None = super().process_view(request, callback, args, kwargs)
        return found
