"""Evidence over HTTP: files go into an order's chain and come out as they went in."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.errors import ValidationError
from pydantic import Field

from tradeward.domain import evidence as kinds
from tradeward.interfaces import downloads, uploads
from tradeward.interfaces.api import calling, paging, shapes, telling
from tradeward.queries import evidence as seen
from tradeward.usecases import evidence as usecase

router = Router(tags=["evidence"])

OrderId, FileId = shapes.id_of("order"), shapes.id_of("evidence")


class FileAdded(shapes.Told):
    """The file in the order's chain; `late` when the case's file had closed (it is read all the same)."""

    evidence: FileId  # type: ignore[valid-type]
    sha256: str
    late: bool


class Erasing(shapes.Said):
    """Why the bytes go; the reason takes their place."""

    why: Annotated[str, Field(min_length=1, max_length=4_000)]


class FileErased(shapes.Told):
    """The file whose bytes are gone; its hash stays."""

    evidence: FileId  # type: ignore[valid-type]
    sha256: str


class File(shapes.Told):
    """A file as it is listed, with the channel it came by and what proves that; of an erased one the hash and the reason stay."""

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
    channel: str
    origin: str


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
                        },
                        "channel": {
                            "type": "string",
                            "enum": list(kinds.CHANNELS),
                            "description": "Where it comes from; here, when left out.",
                        },
                        "origin": {
                            "type": "string",
                            "maxLength": 2_000,
                            "description": "What proves that it comes from there; for every channel but here.",
                        },
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
    if [(name, len(files)) for name, files in sent] != [("file", 1)]:
        raise ValidationError([{"loc": ("body", "form", "file"), "msg": "send one part, `file`, with a file name"}])
    file = sent[0][1][0]
    return Status(201, calling.do(
        request, key, usecase.add, order_id=order_id, content=uploads.Came(file), name=file.name or "",
        media_type=file.content_type or "", **_words(request),
    ))  # fmt: skip


def _words(request: HttpRequest) -> dict[str, str]:
    """What is said beside the file: the channel it came by, and what proves that. Refuses: anything else, or one of them twice."""
    for name, values in request.POST.lists():
        if name not in ("channel", "origin") or len(values) != 1:
            say = "beside `file` there may be one `channel` and one `origin`"
            raise ValidationError([{"loc": ("body", "form", name), "msg": say}])
    return request.POST.dict()


@router.get("/evidence/{evidence}", response=File, summary="Read what is known of a file")
def read(request: HttpRequest, evidence: FileId):  # type: ignore[valid-type]
    """A file without its bytes; of an erased one the hash and the reason."""
    viewer, at = calling.viewing(request)
    return _told(seen.one(viewer, evidence_id=shapes.read("evidence", evidence), at=at))


@router.post("/evidence/{evidence}/erase", response=FileErased, summary="Erase a file's bytes")
def erase(request: HttpRequest, key: shapes.Key, evidence: FileId, body: Erasing):  # type: ignore[valid-type]
    """The operator erases personal bytes for good; hash, name and reason stay in the chain, so that it still holds."""
    evidence_id = shapes.read("evidence", evidence)
    return calling.do(request, key, usecase.erase, evidence_id=evidence_id, why=body.why)


@router.get("/evidence/{evidence}/content", summary="Download a file", openapi_extra=_BYTES)
def content(request: HttpRequest, evidence: FileId) -> HttpResponse:  # type: ignore[valid-type]
    """The bytes as they came, hashed again on the way out, always as an attachment; 404 with the reason when they were erased."""
    viewer, at = calling.viewing(request)
    file, opened = seen.opened(viewer, evidence_id=shapes.read("evidence", evidence), at=at)
    return downloads.answer(request, file=file, opened=opened)


def _told(one: seen.File) -> dict[str, Any]:
    return telling.told(one, ids={"id": "evidence"})
