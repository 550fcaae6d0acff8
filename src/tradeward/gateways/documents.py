"""Contracts from files: what a file is, decided by its bytes, and its text page by page."""

import json
import subprocess
import sys
import unicodedata
from pathlib import PurePath

from tradeward.domain.refusals import RuleBroken

_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "docx"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_WORKED = frozenset(("pdf", "docx"))
"""Read by a process of their own (document_worker.py)."""
_PATIENCE = 40
"""Seconds until that process is ended."""
_PLAIN = frozenset((".txt", ".md", ".markdown", ".text", ""))
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def pages(*, content: bytes, name: str) -> tuple[str, ...]:
    """The text of a contract, one text a page; a plain text is one page.

    Refuses: what is no text, a file whose bytes are not what its name says, bytes in no encoding or in two, text with
    signs that turn the direction of reading (it shows other than it reads).
    """
    kind = kind_of(content=content, name=name)
    if kind in _WORKED:
        return _worked(content, kind)
    text = _of_json(content) if kind == "json" else _decoded(content)
    if turned := sorted(_DIRECTIONS & set(text)):
        raise RuleBroken(
            f"holds the sign U+{ord(turned[0]):04X}, which turns the direction of reading: the text shows other "
            f"than it reads; take it out"
        )
    return (text,)


def kind_of(*, content: bytes, name: str) -> str:
    """text, json, pdf or docx. Refuses: bytes of another kind than the name says, and kinds that hold no text."""
    suffix = PurePath(name).suffix.lower() if name != "-" else ""
    kind = next((kind for sign, kind in _SIGNS if content.startswith(sign)), "text")
    if kind in _WORKED and suffix in ("", f".{kind}"):
        return kind
    if kind != "text":
        said = f" and its name ends in {suffix}" if suffix and suffix[1:] != kind else ""
        way_out = f"name it .{kind}" if kind in _WORKED else "save it as text (.txt)"
        raise RuleBroken(f"its bytes are those of {'an' if kind[0] in 'aeiou' else 'a'} {kind} file{said}; {way_out}")
    if suffix not in _PLAIN and suffix != ".json":
        raise RuleBroken(f"its name ends in {suffix} but its bytes are not of that kind; name it .txt if it is text")
    return "json" if suffix == ".json" else "text"


def _worked(content: bytes, kind: str) -> tuple[str, ...]:
    command = [sys.executable, "-m", "tradeward.gateways.document_worker", kind]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_PATIENCE, check=False)
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        raise RuleBroken("takes too long or too much memory to read; save it as text (.txt)") from None
    if "refused" in told:
        raise RuleBroken(told["refused"], field="file")
    return tuple(told["pages"])


def _decoded(content: bytes) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        raise RuleBroken(
            f"line {line}: byte {broken.start + 1} is not {encoding.upper().removesuffix('-SIG')}; save the file "
            f"as UTF-8"
        ) from None
    strange = next(
        (place for place, sign in enumerate(text) if unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f\v"),
        None,
    )
    if strange is not None:
        raise RuleBroken(
            f"line {text[:strange].count(chr(10)) + 1}: holds the control character U+{ord(text[strange]):04X}; "
            f"it is no text"
        )
    return text


def _of_json(content: bytes) -> str:
    """The texts of `{"terms": [{"text": …}, …]}`, of a list of such objects or of texts; one a paragraph."""
    try:
        value = json.loads(_decoded(content))
    except json.JSONDecodeError as broken:
        raise RuleBroken(f"line {broken.lineno}, column {broken.colno}: not JSON: {broken.msg}") from None
    except RecursionError:
        raise RuleBroken("nested too deeply for a contract") from None
    terms = value.get("terms") if isinstance(value, dict) else value
    texts = [term.get("text") if isinstance(term, dict) else term for term in terms] if isinstance(terms, list) else []
    said = [text for text in texts if isinstance(text, str)]
    if not said or len(said) < len(texts):
        raise RuleBroken('must be {"terms": [{"text": "…"}, …]} or a list of texts')
    return "\n\n".join(said)
