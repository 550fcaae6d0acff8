"""What is no contract, or hardly one: `tradeward lint` as a process says so in one line, soon, and in little memory."""

import json
import os
import resource
import subprocess
from pathlib import Path

import pytest

from tests.gateways.test_documents import PARAGRAPH, WORD, docx, pdf
from tests.serving import COMMAND
from tradeward.gateways import document_worker

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
NESTED = docx(WORD.format(PARAGRAPH.format("x" * (document_worker.MOST_UNPACKED + 1))))
REFUSED = {
    "a scan without text": ("scan.pdf", pdf("", "", ""), "pictures of pages and no text"),
    "an encrypted PDF": ("locked.pdf", pdf("Ship soon.", encrypted=True), "locked with a password"),
    "a PDF of 500 pages": ("long.pdf", pdf(*["Ship soon."] * 500), "500 pages, at most 300"),
    "a zip bomb": ("bomb.docx", NESTED, "unpacks to more than 64 MB"),
    "a picture named PDF": ("lies.pdf", PICTURE, "bytes are those of an image file"),
    "a PDF named Word": (
        "lies.docx",
        pdf("Ship soon."),
        "bytes are those of a pdf file and its name ends in .docx; name it .pdf",
    ),
    "a PDF named text": ("lies.txt", pdf("Ship soon."), "bytes are those of a pdf file"),
    "two encodings in one file": ("mixed.txt", "Größe\n".encode() + "Größe\n".encode("latin-1"), "line 2: byte"),
    "words turned round": ("turned.txt", "pay \u202e005 DSU\u202c soon".encode(), "turns the direction of reading"),
    "a term of 10,001 characters": (
        "terms.jsonl",
        json.dumps({"id": 1, "text": "a" * 10_001}).encode(),
        "at most 10,000",
    ),
}
READ = {
    "right to left": ("arabic.txt", "يتم الشحن قريبا. Ship soon.".encode(), 1),
    "a term of 10,000 characters": ("terms.jsonl", json.dumps({"id": 1, "text": "soon " * 2_000}).encode(), 2_000),
    "a statement of 100,000 characters": ("wall.txt", b"soon " * 20_000, 20_000),
}
SECONDS, KILOBYTES = 30, 1_300_000
"""Of processor time, and of the largest process."""


def lint(folder: Path, name: str, content: bytes) -> tuple[int, str, str]:
    file = folder / name
    file.write_bytes(content)
    words = ["--terms", str(file)] if name.endswith(".jsonl") else ["--json", str(file)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [*COMMAND, "lint", *words],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < SECONDS
    assert after.ru_maxrss < KILOBYTES
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_one_line_that_names_it(tmp_path, what):
    name, content, told = REFUSED[what]
    code, out, error = lint(tmp_path, name, content)
    assert (code, out, len(error.splitlines())) == (2, "", 1)
    assert str(tmp_path / name) in error
    assert told in error


@pytest.mark.parametrize("what", READ)
def test_it_is_read(tmp_path, what):
    name, content, count = READ[what]
    code, out, error = lint(tmp_path, name, content)
    assert (code, error) == (0, "")
    assert out.count('"category"') == count
