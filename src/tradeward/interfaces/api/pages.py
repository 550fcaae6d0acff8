"""Pages beside the API: its reference to try out, which loads nothing from elsewhere, and one for each type of problem."""

import hashlib
import html
from base64 import b64encode
from importlib import resources

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tradeward.interfaces.api import problems

_ASSETS = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript", "favicon.svg": "image/svg+xml"}
"""What of django-ninja's own copy of Swagger UI the page needs."""
_BEGIN = """window.onload = () => SwaggerUIBundle({url: "/api/v1/openapi.json", dom_id: "#docs", deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout", persistAuthorization: false, tryItOutEnabled: true});"""
_DOCS = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tradeward API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/docs/swagger-ui.css"><link rel="icon" href="/api/docs/favicon.svg"></head>
<body><main id="docs"><noscript>This page needs JavaScript. The reference itself is
<a href="/api/v1/openapi.json">openapi.json</a>.</noscript></main><script src="/api/docs/swagger-ui-bundle.js"></script>
<script>{_BEGIN}</script></body></html>
"""
_OWN = f"'sha256-{b64encode(hashlib.sha256(_BEGIN.encode()).digest()).decode()}'"
_DOCS_POLICY = (
    f"default-src 'none'; script-src 'self' {_OWN}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """`/api/docs`: the reference, to read and to try; it works without a network."""
    return HttpResponse(_DOCS, headers={"Content-Security-Policy": _DOCS_POLICY})


@require_safe
@cache_control(max_age=86_400)
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the reference's page."""
    if name not in _ASSETS:
        raise Http404
    content = resources.files("ninja").joinpath("static", "ninja", name).read_bytes()
    return HttpResponse(content, content_type=_ASSETS[name])


@require_safe
def problems_listed(request: HttpRequest) -> HttpResponse:
    """`/api/problems/`: every type of problem."""
    if not _wants_page(request):
        return JsonResponse({"items": [_told(kind) for kind in problems.KINDS.values()]})
    rows = "".join(
        f'<li><a href="{problems.ROOT}{kind.name}">{kind.name}</a> ({kind.status}): {html.escape(kind.title)}</li>'
        for kind in problems.KINDS.values()
    )
    return _page("Problems", f"<ul>{rows}</ul>")


@require_safe
def problem(request: HttpRequest, name: str) -> HttpResponse:
    """`/api/problems/NAME`: what a type of problem means, and what whoever meets it can do (RFC 9457 §3.1.1)."""
    kind = problems.KINDS.get(name)
    if kind is None:
        raise Http404
    if not _wants_page(request):
        return JsonResponse(_told(kind))
    told = (
        f"<p>Status {kind.status}, type <code>{problems.ROOT}{kind.name}</code>.</p><p>{html.escape(kind.way_out)}</p>"
    )
    return _page(kind.title, f'{told}<p><a href="{problems.ROOT}">All types of problems</a></p>')


def _told(kind: problems.Kind) -> dict[str, object]:
    return {"type": problems.ROOT + kind.name, "title": kind.title, "status": kind.status, "way_out": kind.way_out}


def _wants_page(request: HttpRequest) -> bool:
    return request.get_preferred_type(["application/json", "text/html"]) == "text/html"


def _page(title: str, body: str) -> HttpResponse:
    shown = html.escape(title)
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{shown}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{shown}</h1>{body}</main></body></html>\n"
    )
    return HttpResponse(text, headers={"Content-Security-Policy": _PAGE_POLICY})
