"""How a file comes in: written to the disk chunk by chunk and hashed on the way, given up as soon as it is too large."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from tradeward.interfaces.unreadable import Unreadable

LARGEST = 25_000_000
"""Bytes of a file (RULES §6): the policy may say less, never more."""
_AROUND = 64 * 1024
"""Bytes of a form around its file."""


class Hashed(TemporaryFileUploadHandler):
    """Django's handler to a temporary file, with a hash and an end."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.digest, self.came = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A chunk is written. Refuses: Unreadable (too much)."""
        self.came += len(raw_data)
        try:
            check_size(self.came)
        except Unreadable:
            self.file.close()  # which removes it: the form's reader closes only files that are whole
            raise
        self.digest.update(raw_data)
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file is here: its hash goes with it."""
        file = super().file_complete(file_size)
        file.sha256 = self.digest.hexdigest()
        return file


class Came:
    """A file that came, for the use case: its bytes can be read again and again."""

    def __init__(self, file: TemporaryUploadedFile) -> None:
        self.file = file
        self.sha256: str = file.sha256  # type: ignore[attr-defined]
        self.size: int = file.size or 0

    def chunks(self) -> Iterable[bytes]:
        """The bytes from the beginning."""
        return self.file.chunks()


def prepare(request: HttpRequest) -> None:
    """Let the files of this request be written to the disk as they come.

    Refuses: Unreadable (another type of body, or one that says it is too large before it is sent).
    """
    if request.content_type != "multipart/form-data":
        raise Unreadable(
            status=415, says=f"the body is {request.content_type or 'of no type'}, not multipart/form-data"
        )
    length = request.headers.get("Content-Length", "")
    if length.isascii() and length.isdecimal():
        check_size(int(length[:15]) - _AROUND)
    request.upload_handlers = [Hashed(request)]


def check_size(size: int) -> None:
    """Refuses: Unreadable, more than the largest file has."""
    if size > LARGEST:
        raise Unreadable(status=413, says=f"a file has at most {LARGEST // 1_000_000} MB: split or compress it")
