"""What pages load: style sheets, a script, an icon, all of them ours to serve, under an address that changes with their content."""

import gzip
import hashlib
from importlib import resources
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe


class Asset(NamedTuple):
    """A file in both of the forms that it is sent in."""

    media_type: str
    plain: bytes
    zipped: bytes


_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_FOLDER = resources.files(__package__).joinpath("assets")
ASSETS = {
    one.name: Asset(_TYPES[ending], one.read_bytes(), gzip.compress(one.read_bytes(), 9, mtime=0))
    for one in sorted(_FOLDER.iterdir(), key=lambda file: file.name)
    if (ending := one.name.rpartition(".")[2]) in _TYPES
}
VERSION = hashlib.sha256(b"".join(name.encode() + one.plain for name, one in ASSETS.items())).hexdigest()[:12]
"""What stands in the address: another release's files lie elsewhere, so that these may be kept for good."""


def address(name: str) -> str:
    """Where a file is. Refuses: one that is not there (KeyError), when the page is rendered."""
    ASSETS[name]
    return f"/assets/{VERSION}/{name}"


@require_safe
def asset(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """`/assets/VERSION/NAME`: a file, to be kept for a year; of another release's address, the file as it is now, not kept."""
    found = ASSETS.get(name)
    if found is None:
        raise Http404
    zips = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.zipped if zips else found.plain, content_type=found.media_type)
    if zips:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = "public, max-age=31536000, immutable" if version == VERSION else "no-cache"
    return response
