"""Evidence over HTTP: files go into an order's chain and come out as they went in."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router, Status
from ninja.errors import ValidationError

from tradeward.interfaces.api import calling, paging, shapes, telling, uploads
from tradeward.queries import evidence as seen
from tradeward.usecases import evidence

router = Router(tags=["evidence"])

OrderId, FileId = shapes.id_of("order"), shapes.id_of("evidence")


class FileAdded(shapes.Told):
    """The file in the order's chain; `late` when the case's file had closed (it is read all the same)."""

    evidence: FileId  # type: ignore[valid-type]
    sha256: str
    late: bool


class File(shapes.Told):
    """A file as it is listed; of an erased one the hash and the reason stay."""

    id: FileId  # type: ignore[valid-type]
    name: str
    media_type: str
    size: int
    sha256: str
    by: str
    at: datetime
    late: bool
    erased_at: datetime | None
    erased_why: str


Files = paging.page_of(File, says="The files of an order, in the order in which they came.")

_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "description": "One file with its name and media type, at most 25 MB.",
                        }
                    },
                }
            }
        },
    }
}
_BYTES = {
    "responses": {
        200: {
            "description": "The bytes, as an attachment",
            "content": {"*/*": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}},
            "headers": {"ETag": {"description": "SHA-256 of the bytes", "schema": {"type": "string"}}},
        },
        304: {"description": "You have these bytes: their hash is the one in If-None-Match"},
    }
}


@router.get("/orders/{order}/evidence", response=Files, summary="List files")
def listed(request: HttpRequest, order: OrderId, cursor: paging.Cursor | None = None, limit: paging.Limit = 50):  # type: ignore[valid-type]
    """The files of an order: who added what when, and its hash."""
    viewer, at = calling.viewing(request)
    found = seen.listed(viewer, order_id=shapes.read("order", order), at=at)
    return paging.cut(found, limit=limit, told=cursor, tell=_told)


@router.post("/orders/{order}/evidence", response={201: FileAdded}, summary="Add a file", openapi_extra=_FORM)
def add(request: HttpRequest, key: shapes.Key, order: OrderId):  # type: ignore[valid-type]
    """Put one file into the order's chain: by a party, the inspector there, or the officer of its case."""
    order_id = shapes.read("order", order)
    uploads.prepare(request)
    sent = list(request.FILES.lists())
    if [(name, len(files)) for name, files in sent] != [("file", 1)] or request.POST:
        raise ValidationError([{"loc": ("body", "form", "file"), "msg": "send one part, `file`, with a file name"}])
    file = sent[0][1][0]
    return Status(201, calling.do(
        request, key, evidence.add, order_id=order_id, content=uploads.Came(file), name=file.name or "",
        media_type=file.content_type or "",
    ))  # fmt: skip


@router.get("/evidence/{evidence}", response=File, summary="Read what is known of a file")
def read(request: HttpRequest, evidence: FileId):  # type: ignore[valid-type]
    """A file without its bytes; of an erased one the hash and the reason."""
    viewer, at = calling.viewing(request)
    return _told(seen.one(viewer, evidence_id=shapes.read("evidence", evidence), at=at))


@router.get("/evidence/{evidence}/content", summary="Download a file", openapi_extra=_BYTES)
def content(request: HttpRequest, evidence: FileId) -> HttpResponse:  # type: ignore[valid-type]
    """The bytes as they came, hashed again on the way out, always as an attachment; 404 with the reason when they were erased."""
    viewer, at = calling.viewing(request)
    file, opened = seen.opened(viewer, evidence_id=shapes.read("evidence", evidence), at=at)
    tag = f'"{file.sha256}"'
    if tag in request.headers.get("If-None-Match", ""):
        opened.close()
        response: Any = HttpResponse(status=304)
    else:
        response = FileResponse(opened, content_type=file.media_type)
        response["Content-Length"] = str(file.size)
        response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response


def _told(one: seen.File) -> dict[str, Any]:
    return telling.told(one, ids={"id": "evidence"})
