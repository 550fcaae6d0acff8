"""Files by their content: a local folder in which a file's name is the SHA-256 of its bytes (RULES §6)."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from tradeward.domain.refusals import NotFound, RuleBroken
from tradeward.gateways import postgres

ABANDONED = timedelta(days=1)
"""A file that is still unfinished after this long has lost its writer."""


class Corrupt(Exception):
    """The bytes on the disk are not those that were put there. A fault of the machine or a forgery; not a refusal."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The address of a file, the hexadecimal SHA-256 of its bytes, and their number."""

    digest: str
    size: int


class Folder:
    """A folder of files addressed by content. Any number of processes may use it at the same time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._unfinished = root / "unfinished"

    def put(self, *, content: bytes | Iterable[bytes], most_bytes: int) -> Stored:
        """Keep `content`; when this returns, it survives a power cut. The same content twice is one file (RULES §6).

        Refuses: more than `most_bytes`, of which no more is read. An OSError, such as a full disk, is the caller's;
        then nothing of the file is left.
        """
        self._made(self._unfinished)
        handle, name = tempfile.mkstemp(dir=self._unfinished)
        try:
            with os.fdopen(handle, "wb") as file:
                digest, size = hashlib.sha256(), 0
                for chunk in [content] if isinstance(content, bytes) else content:
                    size += len(chunk)
                    if size > most_bytes:
                        raise RuleBroken(f"the file has more than {most_bytes} bytes", field="file")
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(handle)
            home = self._home(digest.hexdigest())
            self._made(home.parent)
            os.replace(name, home)  # over the same bytes, if they are there: which mends them should they have rotted
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(name)
            raise
        _sync(home.parent)
        return Stored(digest.hexdigest(), size)

    def get(self, digest: str) -> bytes:
        """The bytes whose address is `digest`, hashed again as they are read (RULES §6).

        Refuses: NotFound. Raises Corrupt when the bytes have changed.
        """
        try:
            content = self._home(digest).read_bytes()
        except FileNotFoundError:
            raise NotFound("the bytes of this file are not kept: it was erased, or never came") from None
        if (found := hashlib.sha256(content).hexdigest()) != digest:
            raise Corrupt(f"the file {digest} holds other bytes: their hash is {found}")
        return content

    def opened(self, digest: str) -> BinaryIO:
        """The file whose address is `digest`, open at its beginning, after its bytes were hashed again chunk by chunk (RULES §6).

        Refuses: NotFound. Raises Corrupt when the bytes have changed.
        """
        try:
            file = self._home(digest).open("rb")
        except FileNotFoundError:
            raise NotFound("the bytes of this file are not kept: it was erased, or never came") from None
        found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != digest:
            file.close()
            raise Corrupt(f"the file {digest} holds other bytes: their hash is {found}")
        file.seek(0)
        return file

    def erase(self, digest: str) -> None:
        """Remove the bytes whose address is `digest`; nothing happens when they are gone (RULES §6).

        Whoever asks has made sure that no other file of any order has the same content.
        """
        home = self._home(digest)
        with suppress(FileNotFoundError):
            home.unlink()
            _sync(home.parent)

    def clear_unfinished(self, *, at: datetime) -> int:
        """Remove what killed writers left behind more than a day before `at`; the number of files removed."""
        cleared = 0
        for path in self._unfinished.glob("*"):
            with suppress(FileNotFoundError):
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) < at - ABANDONED:
                    path.unlink()
                    cleared += 1
        return cleared

    def _home(self, digest: str) -> Path:
        if not re.fullmatch("[0-9a-f]{64}", digest):
            raise NotFound(f"{digest[:70]!r} is no address of a file")
        return self._root / digest[:2] / digest

    def _made(self, folder: Path) -> None:
        for made in (self._root, folder):
            if not made.is_dir():
                made.mkdir(mode=0o700, parents=True, exist_ok=True)
                _sync(made.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def here() -> Folder:
    """The folder of this installation: `files` in its home."""
    return Folder(postgres.home() / "files")
