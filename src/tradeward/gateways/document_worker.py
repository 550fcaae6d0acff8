"""Reads one PDF or Word file from standard input, in a process of its own with little memory and time.

`python -m tradeward.gateways.document_worker pdf|docx`: prints {"pages": […]} or {"refused": "…"}. What a file can do
here is use up this process; `documents.py` outlives it.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

MEMORY = 1 << 30
"""Bytes of address space."""
SECONDS = 20
"""Of processor time."""
MOST_PAGES = 300
MOST_UNPACKED = 64 << 20
_MOST_TEXT = 2_000_000
_BODY = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Refused(Exception):
    """The file cannot be read as a contract; the message says why, and the way out."""


def of_pdf(content: bytes) -> list[str]:
    """The text of a PDF, page by page. Refuses: a locked or broken file, more than 300 pages, pages without text."""
    import pypdfium2  # here, so that a Word file does not load it

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as broken:
        locked = "password" in str(broken).lower() or "security" in str(broken).lower()
        raise Refused(
            "is locked with a password; save it without one" if locked else "is no PDF that can be read; save it anew"
        ) from None
    if len(document) > MOST_PAGES:
        raise Refused(f"has {len(document)} pages, at most {MOST_PAGES}; give its parts one by one")
    pages = [page.get_textpage().get_text_range().replace("\r\n", "\n") + "\n\n" for page in document]
    if not any(character.isalpha() for page in pages for character in page):
        raise Refused("holds pictures of pages and no text; turn the scan into text first (OCR)")
    return pages


def of_docx(content: bytes) -> list[str]:
    """The text of a Word file, a paragraph a line; a page ends where its writer said so. Refuses: what is no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            body = _unpacked(packed)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Refused("is no Word file that can be read; save it anew as .docx or as text") from None
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Refused("declares entities, which no Word file does; save it anew")
    try:
        return "".join(_words(ElementTree.fromstring(body))).split("\f")
    except ElementTree.ParseError:
        raise Refused("is broken inside; save it anew as .docx or as text") from None


def _unpacked(packed: zipfile.ZipFile) -> bytes:
    if _BODY not in packed.namelist():
        raise Refused("is a packed file and no Word file; save the contract as .docx or as text")
    with packed.open(_BODY) as file:
        body = file.read(MOST_UNPACKED + 1)
    if len(body) > MOST_UNPACKED:
        raise Refused(f"unpacks to more than {MOST_UNPACKED >> 20} MB; no contract is that long")
    return body


_BREAKS: dict[str, Callable[[ElementTree.Element], str]] = {
    "t": lambda element: element.text or "",
    "tab": lambda _: "\t",
    "cr": lambda _: "\n",
    "br": lambda element: "\f" if element.get(f"{_WORD}type") == "page" else "\n",
}


def _words(root: ElementTree.Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_WORD}p"):
        for element in paragraph.iter():
            write = _BREAKS.get(element.tag.removeprefix(_WORD))
            if write:
                yield write(element)
        yield "\n\n"


def main() -> int:
    """Read standard input as the kind that the command line names."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    read = {"pdf": of_pdf, "docx": of_docx}[sys.argv[1]]
    try:
        pages = read(sys.stdin.buffer.read())
        told: dict[str, object] = {"pages": pages}
        if sum(map(len, pages)) > _MOST_TEXT:
            told = {"refused": f"holds more than {_MOST_TEXT:,} characters; give its parts one by one"}
    except Refused as refused:
        told = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        told = {"refused": "takes too much memory to read; save it as text"}
    json.dump(told, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
