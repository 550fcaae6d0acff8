"""Papers over HTTP: contract, inspection report and ruling as PDF, always as an attachment."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tradeward.gateways.paper.words import Language
from tradeward.interfaces.api import calling, shapes
from tradeward.queries import papers

router = Router(tags=["papers"])

In = Annotated[Language, Query(description="The language of the paper; what a party wrote stays as written.")]

_PDF: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The paper as PDF/A-2a, as an attachment: the same bytes for the same facts",
            "content": {"application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}}},
            "headers": {"ETag": {"description": "SHA-256 of the bytes", "schema": {"type": "string"}}},
        }
    }
}


@router.get("/orders/{order}/contract.pdf", summary="Download a contract", openapi_extra=_PDF)
def contract(request: HttpRequest, order: shapes.id_of("order"), language: In = "en") -> HttpResponse:  # type: ignore[valid-type]
    """The version on offer or in force: coverage box, terms, plan, both signatures with the hash they are over."""
    viewer, at = calling.viewing(request)
    return _attached(papers.contract(viewer, order_id=shapes.read("order", order), language=language, at=at))


@router.get("/inspections/{inspection}/report.pdf", summary="Download a report", openapi_extra=_PDF)
def report(request: HttpRequest, inspection: shapes.id_of("inspection"), language: In = "en") -> HttpResponse:  # type: ignore[valid-type]
    """What the inspector reported term by term, and the verdict computed from it; 404 before there is a report."""
    viewer, at = calling.viewing(request)
    return _attached(
        papers.report(viewer, inspection_id=shapes.read("inspection", inspection), language=language, at=at)
    )


@router.get("/rulings/{ruling}/ruling.pdf", summary="Download a ruling", openapi_extra=_PDF)
def ruling(request: HttpRequest, ruling: shapes.id_of("ruling"), language: In = "en") -> HttpResponse:  # type: ignore[valid-type]
    """The claim, the findings with their reasons, the decision with every figure, and what the officer changed and why."""
    viewer, at = calling.viewing(request)
    return _attached(papers.ruling(viewer, ruling_id=shapes.read("ruling", ruling), language=language, at=at))


def _attached(found: papers.Pdf) -> HttpResponse:
    response = HttpResponse(found.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["ETag"] = f'"{found.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response
