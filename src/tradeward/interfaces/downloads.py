"""How a file of an order goes out, at every door: as it came, always as an attachment, and nothing in it is run."""

from typing import Any, BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from tradeward.queries.evidence import File


def answer(request: HttpRequest, *, file: File, opened: BinaryIO) -> HttpResponse:
    """The bytes, or 304 for who has them: the tag is their hash."""
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
