"""The whole case of an order as one zip file, sent while it is written: no more than a chunk of it is in memory at once."""

import io
import zipfile
from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from tradeward.interfaces import ids
from tradeward.interfaces.web import door
from tradeward.queries import case_files

CHUNK = 64 * 1024


@door.page()
def case(request: HttpRequest, looking: door.Looking, order: str) -> HttpResponse:
    """`/orders/ORDER/case.zip`: contract versions, journal, rulings and every file, as far as the viewer may see them."""
    found = case_files.documents(looking.actor, order_id=ids.read("order", order), at=looking.at)
    response = StreamingHttpResponse(zipped(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{order}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]


class _Sink(io.RawIOBase):
    """Where a zip file is written to that nobody can go back in; what came is taken away by `taken`."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, came: object) -> int:
        before = len(self.kept)
        self.kept += came  # type: ignore[arg-type]
        return len(self.kept) - before

    def taken(self) -> bytes:
        """What was written since."""
        found = bytes(self.kept)
        self.kept.clear()
        return found


def zipped(found: Sequence[case_files.Document]) -> Iterator[bytes]:
    """The zip file of some documents, piece by piece. The same documents make the same bytes."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for one in found:
            about = zipfile.ZipInfo(one.name, date_time=max(one.at.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
            about.compress_type = zipfile.ZIP_DEFLATED
            with made.open(about, "w") as into, one.opened() or io.BytesIO(one.content) as source:
                while piece := source.read(CHUNK):
                    into.write(piece)
                    yield sink.taken()
    yield sink.taken()
