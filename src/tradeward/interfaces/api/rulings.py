"""Rulings over HTTP, as documents to take away."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tradeward.interfaces.api import calling, shapes
from tradeward.queries import rulings

router = Router(tags=["disputes"])

_DOCUMENT = {
    "responses": {
        200: {
            "description": "The ruling as canonical JSON (RFC 8785) in strings, as an attachment",
            "content": {"application/json": {"schema": {"type": "object"}}},
            "headers": {"ETag": {"description": "SHA-256 that closes the document", "schema": {"type": "string"}}},
        }
    }
}


@router.get("/rulings/{ruling}/export", summary="Export a ruling", openapi_extra=_DOCUMENT)
def export(request: HttpRequest, ruling: shapes.id_of("ruling")) -> HttpResponse:  # type: ignore[valid-type]
    """The ruling with contract, case, policy, figures and hashes: `tradeward recompute` computes it again, anywhere."""
    viewer, at = calling.viewing(request)
    found = rulings.export(viewer, ruling_id=shapes.read("ruling", ruling), at=at)
    response = HttpResponse(found.content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="ruling-{found.ruling_id.hex}.json"'
    response["ETag"] = f'"{found.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
