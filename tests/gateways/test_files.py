"""Files by their content, on a real folder (RULES §6)."""

import errno
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tradeward.domain.refusals import NotFound, RuleBroken
from tradeward.gateways import files

MOST = 25_000_000
BYTES = b"bill of lading, fictional" * 1000
ADDRESS = sha256(BYTES).hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "var" / "files"


@pytest.fixture
def folder(root: Path) -> files.Folder:
    return files.Folder(root)


def held(root: Path) -> list[str]:
    """Every file under `root`, by its place."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def home(root: Path) -> Path:
    return root / ADDRESS[:2] / ADDRESS


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The system refuses to write more, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_what_is_put_is_got_under_the_hash_of_its_bytes(folder: files.Folder, root: Path) -> None:
    """RULES §6: content-addressed."""
    stored = folder.put(content=BYTES, most_bytes=MOST)
    assert stored == files.Stored(ADDRESS, len(BYTES))
    assert folder.get(ADDRESS) == BYTES
    assert held(root) == [f"{ADDRESS[:2]}/{ADDRESS}"]


def test_a_stream_is_the_same_file(folder: files.Folder, root: Path) -> None:
    """RULES §6: however it comes, and how often, the same content is there once."""
    for content in (BYTES, iter([BYTES[:7], b"", BYTES[7:]]), [BYTES]):
        assert folder.put(content=content, most_bytes=len(BYTES)) == files.Stored(ADDRESS, len(BYTES))
    assert held(root) == [f"{ADDRESS[:2]}/{ADDRESS}"]


def test_only_the_owner_may_look(folder: files.Folder, root: Path) -> None:
    """RULES §6: evidence is personal."""
    folder.put(content=BYTES, most_bytes=MOST)
    modes = [oct(path.stat().st_mode & 0o777) for path in (root, root / ADDRESS[:2], home(root))]
    assert modes == ["0o700", "0o700", "0o600"]


def test_too_much_is_refused_before_it_is_read_whole(folder: files.Folder, root: Path) -> None:
    """RULES §6: 25 MB a file; an endless upload ends here."""
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(1)
            yield bytes(1_000_000)

    with pytest.raises(RuleBroken, match="the file has more than 25000000 bytes") as caught:
        folder.put(content=endless(), most_bytes=MOST)
    assert (caught.value.field, len(read), held(root)) == ("file", 26, [])


def test_a_full_disk_is_the_callers_to_tell_and_leaves_nothing(folder: files.Folder, root: Path) -> None:
    """RULES §6: the OSError surfaces, and nothing half-written is left, neither when new nor over the same bytes."""
    for before in ([], [f"{ADDRESS[:2]}/{ADDRESS}"]):
        with no_file_larger_than(10_000), pytest.raises(OSError) as caught:
            folder.put(content=BYTES, most_bytes=MOST)
        assert (caught.value.errno, held(root)) == (errno.EFBIG, before)
        folder.put(content=BYTES, most_bytes=MOST)
    assert folder.get(ADDRESS) == BYTES


def test_a_folder_that_cannot_be_made_is_the_callers_to_tell(tmp_path: Path) -> None:
    """RULES §6: a file stands where the folder should be."""
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OSError):
        files.Folder(tmp_path / "taken").put(content=BYTES, most_bytes=MOST)


def test_a_stream_that_breaks_off_leaves_nothing(folder: files.Folder, root: Path) -> None:
    """RULES §6: a client that goes away."""

    def broken() -> Iterator[bytes]:
        yield BYTES
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        folder.put(content=broken(), most_bytes=MOST)
    assert held(root) == []


@pytest.mark.parametrize("change", [BYTES[:-1], BYTES + b"!", b"X" + BYTES[1:], b""])
def test_changed_bytes_are_found_when_read_and_mended_when_put_again(
    folder: files.Folder, root: Path, change: bytes
) -> None:
    """RULES §6: hashed again on every reading."""
    folder.put(content=BYTES, most_bytes=MOST)
    home(root).write_bytes(change)
    with pytest.raises(
        files.Corrupt, match=f"the file {ADDRESS} holds other bytes: their hash is {sha256(change).hexdigest()}"
    ):
        folder.get(ADDRESS)
    folder.put(content=BYTES, most_bytes=MOST)
    assert folder.get(ADDRESS) == BYTES


def test_erased_bytes_are_gone_and_may_come_again(folder: files.Folder, root: Path) -> None:
    """RULES §6: personal bytes can be erased; twice is once."""
    folder.put(content=BYTES, most_bytes=MOST)
    folder.erase(ADDRESS)
    folder.erase(ADDRESS)
    assert held(root) == []
    with pytest.raises(NotFound, match="it was erased, or never came"):
        folder.get(ADDRESS)
    assert folder.put(content=BYTES, most_bytes=MOST).digest == ADDRESS


@pytest.mark.parametrize(
    "digest", ["", "../../etc/passwd", ADDRESS.upper(), ADDRESS[:-1], ADDRESS + "0", ADDRESS + "\n"]
)
def test_what_is_no_address_leads_nowhere(folder: files.Folder, digest: str) -> None:
    """RULES §6: only a hash is an address."""
    for ask in (folder.get, folder.erase):
        with pytest.raises(NotFound, match="is no address of a file"):
            ask(digest)


def test_writers_of_the_same_and_of_other_files_do_not_disturb_each_other(folder: files.Folder, root: Path) -> None:
    """RULES §6: eight at a time."""
    contents = [bytes([n % 4]) * 100_000 for n in range(8)]
    writers = [threading.Thread(target=folder.put, kwargs={"content": one, "most_bytes": MOST}) for one in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    addresses = {sha256(one).hexdigest(): one for one in contents}
    assert held(root) == sorted(f"{address[:2]}/{address}" for address in addresses)
    assert {address: folder.get(address) for address in addresses} == addresses


def test_what_a_killed_writer_left_is_cleared_after_a_day(folder: files.Folder, root: Path) -> None:
    """RULES §6: kill -9 in the middle of an upload leaves no file of the case, and room is given back."""
    program = (
        "import sys, itertools, pathlib, time; from tradeward.gateways import files\n"
        "def slow():\n"
        "    for n in itertools.count():\n"
        "        yield bytes(100000)\n"
        "        if n == 1: print('half', flush=True); time.sleep(60)\n"
        "files.Folder(pathlib.Path(sys.argv[1])).put(content=slow(), most_bytes=10**9)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(root)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        writer.kill()
    (left,) = held(root)
    assert left.startswith("unfinished/")
    now = datetime.fromtimestamp(time.time(), UTC)
    assert folder.clear_unfinished(at=now) == 0
    os.utime(root / left, (time.time() - 86_500, time.time() - 86_500))
    assert folder.clear_unfinished(at=now + timedelta(seconds=1)) == 1
    assert held(root) == []
    assert folder.clear_unfinished(at=now) == 0
