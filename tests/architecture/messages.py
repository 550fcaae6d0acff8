"""Brings the catalogues of the pages into line with the sources. `python -m tests.architecture.messages` writes them.

What is new comes in untranslated, what nobody says any more goes, and every catalogue is compiled again: the same sources give the
same bytes. Nothing but Babel is needed. `… messages lacking zh_Hans` lists what waits for a translator there.
"""

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tradeward.domain import facts, saying
from tradeward.domain.adjudication.case import Evidence
from tradeward.domain.saying import Fields

SOURCES = Path(__file__).parents[2] / "src/tradeward"
WEB = SOURCES / "interfaces/web"
CATALOGUES = {"zh_Hans": True, "es": False}
"""The languages there are catalogues of, and whether they are whole: one that is only prepared is not offered on any page."""
RULE = "rule"
"""The context of a sentence of the rules that has gaps (`words/rules.py` fills them)."""

_CALLS = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
_TOLD = """
    domain/adjudication/{award,conduct,quality,quantity,refund,shipment,terms,timeliness}.py domain/needs/*.py domain/terms/*.py
    domain/{amending,contract,coverage,days,decidability,decision,disputing,evidence,facts,inspecting,lives,money,refusals,sampling}.py
    domain/{signing,supplier_facts,supplier_limit,underwriting,accreditation,pointing,knowing,making}.py
    domain/saying/{__init__,reading}.py domain/adjudication/form/{scalars,fields}.py
    usecases/{amendments,disputes,drafts,evidence,logins,messages,orders,work}.py
    queries/{claims,covers,inspections,orders,order_pages,risks,sheets,suppliers,versions}.py
    interfaces/{uploads,unreadable,ids}.py interfaces/web/*.py interfaces/web/forms/*.py
"""
"""Where the rules speak to parties: refusals, needs, reasons of findings, arithmetic, warnings."""
_WORDY = re.compile(r"(?=(?:.*?[a-z]{2,}\W+){2})[^\n]*", re.DOTALL)
_NO_SENTENCE = re.compile(
    r"SELECT |UPDATE |[a-z]+://|^application/|%[sd(]|^[A-Z_]+=|attachment;|^bp anchor|^id kind|^Work |\(\?P<|charset="
)


def found() -> dict[tuple[str | tuple[str, ...], str | None], list[str]]:
    """Every message by its text (singular and plural) and context, with the files that say it."""
    told: dict[tuple[str | tuple[str, ...], str | None], list[str]] = {}
    for say in (_pages, _fields, _words, _templates, _rules):
        for key, where in say():
            places = told.setdefault(key, [])
            if where not in places:
                places.append(where)
    return told


def _pages() -> Iterator[tuple[tuple[str | tuple[str, ...], str | None], str]]:
    """What templates and code of the pages hand to gettext."""
    for path in sorted([*WEB.rglob("*.html"), *WEB.rglob("*.txt"), *WEB.rglob("*.py")]):
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else templatize(text, origin=str(path))
        for _, text, _, context in extract("python", io.BytesIO(source.encode()), _CALLS):
            yield (text, context), _place(path)


def _fields() -> Iterator[tuple[tuple[str, None], str]]:
    """Labels, explanations and choices of the fields of every form, which are the domain's own tables."""
    tables = [*saying.SAID.values(), *saying.ASKED.values()]
    for fields in tables:
        for text in _of(fields):
            yield (text, None), "domain/saying"
    for path in (WEB / "forms/contracts.py", WEB / "accounts.py", WEB / "me.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("Field."):
                name, *_, says = (one.value for one in call.args if isinstance(one, ast.Constant))
                yield (label(name), None), _place(path)
                yield (says, None), _place(path)


def _of(fields: Fields) -> Iterator[str]:
    for one in fields:
        yield label(one.name)
        yield one.says
        yield from (choice.replace("_", " ") for choice in one.choices if re.search("[a-z]{2}", choice))
        yield from _of(one.of)


_SHORT = (
    "conforms", "not proven", "no decision", "met", "breached", "pending", "unanswered", "no admissible ground", "normal",
    "tightened", "reduced", "pass", "fail",
)  # fmt: skip
_SHORT_WITH_GAPS = (
    "lot {n}", "{first}, lot {n}", "critical {bad} found{counted}, n {draw}, Re {limit}",
    "major {bad} found{counted}, n {draw}, Re {limit}", "minor {bad} found{counted}, n {draw}, Re {limit}",
    "{result}, cured by a re-inspection after rework", "not covered: {ground}", "{need}, {there} of {all} there",
    "{hours} h {minutes} min {seconds} s", "paid {paid}, coverage {coverage}: cap {cap}", "from escrow {held}, advance {advance}",
    "award {award}, refunded before {before}: refund {refund}", "agreed {agreed}, refunded before {before}: refund {refund}",
    "award {award}, refunded before {before}, asked {asked}: refund {refund}",
    "agreed {agreed}, refunded before {before}, asked {asked}: refund {refund}",
    "shipped {day}", "due {day}", "counted to {day}", "at least {least}", "at most {most}", "at least {least} and at most {most}",
    "{told} [inspection {number} of {inspector}, {day}]",
)  # fmt: skip
"""Pieces that reasons are put together from: too short to be told from the words of machines."""


def label(name: str) -> str:
    """What a field is called, in English."""
    return name.replace("_", " ").capitalize()


def _words() -> Iterator[tuple[tuple[str, None], str]]:
    """Words of the rules that pages show by their own name."""
    for kind in facts.KINDS.values():
        yield from (((label(one), None), "domain/facts.py") for one in (*kind.required, *kind.optional))
    yield from (((str(one).replace("_", " "), None), "domain/adjudication/case.py") for one in Evidence)
    yield from (((one, None), "domain/adjudication") for one in _SHORT)
    yield from (((one, RULE), "domain/adjudication") for one in _SHORT_WITH_GAPS)


def _templates() -> Iterator[tuple[tuple[str, None], str]]:
    """What the contracts to begin from are called."""
    folder = resources.files("tradeward.domain").joinpath("data", "templates")
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        told = tomllib.loads(one.read_text(encoding="utf-8"))
        yield (told["title"], None), "domain/data/templates"
        yield (told["says"], None), "domain/data/templates"


def _rules() -> Iterator[tuple[tuple[str, str | None], str]]:
    """The sentences of the rules: whole ones as they stand, those with gaps under a context of their own."""
    seen: dict[str, str] = {}
    for pattern in _TOLD.split():
        for path in _globbed(pattern):
            if path.name == "places.py":  # lists of words that it looks for, and says nothing
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for text in _sentences(_refusals(tree) if "interfaces" in path.parts else tree):
                shape = re.sub(r"\{\w+\}", "{}", text)
                yield (seen.setdefault(shape, text), RULE if shape != text else None), _place(path)


def _refusals(tree: ast.AST) -> ast.Module:
    """What a module refuses, where it says much else that is for machines."""
    made = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and ast.unparse(one.func) in _REFUSES]
    return ast.Module([ast.Expr(one) for one in made], [])


_REFUSES = {"NotFound", "NotAllowed", "OutOfTurn", "RuleBroken", "Stale", "Unreadable"}


def _globbed(pattern: str) -> list[Path]:
    head, brace, rest = pattern.partition("{")
    names, _, tail = rest.partition("}")
    return sorted(path for one in (names.split(",") if brace else [""]) for path in SOURCES.glob(f"{head}{one}{tail}"))


def _sentences(tree: ast.AST) -> Iterator[str]:
    silent: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(node.value)
        if isinstance(node, ast.JoinedStr):
            silent |= {one for part in node.values for one in ast.walk(part) if isinstance(part, ast.Constant)}
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[0] in {
            *_CALLS,
            "re",
            "Field",
            "Sentence",
            "ValueError",
        }:
            silent |= {*ast.walk(node)}
        if isinstance(node, ast.Assert) or (
            isinstance(node, ast.AnnAssign) and "ClassVar" in ast.unparse(node.annotation)
        ):
            silent |= {*ast.walk(node)}
    for node in ast.walk(tree):
        text = _written(node) if node not in silent else ""
        bare = re.sub(r"\{\w+\}", "", text)
        if " " in bare.strip() and _WORDY.fullmatch(f"{bare} ") and not _NO_SENTENCE.search(text):
            yield text


_SILENT = {*_CALLS, "re", "Field", "Sentence", "ValueError"}
"""Whose texts are no sentences of the rules, or are found elsewhere."""


def _written(node: ast.AST) -> str:
    """A text as a message: what is filled in is named by the last word of its expression."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts: list[str] = []
    for one in node.values:
        if isinstance(one, ast.Constant):
            parts.append(one.value)
        else:
            words = re.findall(r"[a-z_]{2,}", ast.unparse(one.value)) or ["value"]  # type: ignore[attr-defined]
            name = next((word for word in reversed(words) if word not in _NO_NAMES), "value").strip("_")
            taken = sum(re.fullmatch(rf"\{{{name}\d*\}}", part) is not None for part in parts)
            parts.append(f"{{{name}{taken + 1 if taken else ''}}}")
    return "".join(parts)


_NO_NAMES = {
    "str", "len", "sorted", "join", "replace", "value", "self", "shown", "for", "in", "or", "if", "else", "date", "isoformat",
}  # fmt: skip


def _place(path: Path) -> str:
    return str(path.relative_to(SOURCES))


def path_of(language: str) -> Path:
    """Where a catalogue lies."""
    return WEB / "locale" / language / "LC_MESSAGES/django.po"


def read(language: str) -> Catalog:
    """A catalogue as it lies there, or an empty one."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def brought_into_line(language: str) -> Catalog:
    """The catalogue with just the messages that the sources say, each with the translation that it had."""
    old = read(language)
    new = Catalog(
        locale=language, project="Tradeward", copyright_holder="the Tradeward contributors", fuzzy=False,
        header_comment=f"# {language}: the words of Tradeward's pages. Written by `make messages`; the translations by people.",
    )  # fmt: skip
    new.mime_headers = [(name, value) for name, value in new.mime_headers if name in _HEADERS]
    for (text, context), places in sorted(found().items(), key=lambda one: (one[1][0], str(one[0]))):
        was = old.get(text if isinstance(text, str) else text[0], context)
        same = was is not None and was.id == text
        new.add(
            text, was.string if was is not None and same else None, [(one, None) for one in places], context=context
        )
    return new


_HEADERS = {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


_CHANGING = re.compile(rb'"(POT-|PO-|Project-|Report-|Last-|Language-Team|Generated)')


def po(catalogue: Catalog) -> bytes:
    """A catalogue as a file for translators, without anything that changes by itself."""
    made = io.BytesIO()
    write_po(made, catalogue, width=120, include_lineno=False)
    kept = [
        line
        for line in made.getvalue().split(b"\n")
        if not re.match(rb'"(POT-|PO-|Project-|Report-|Last-|Language-Team|Generated)', line)
    ]
    return b"\n".join(kept)


_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""In the place of the day on which a catalogue was made, which would make each a different file."""


def mo(catalogue: Catalog) -> bytes:
    """A catalogue as Django reads it."""
    catalogue.creation_date = catalogue.revision_date = _NO_DAY
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def lacking(catalogue: Catalog) -> list[Message]:
    """What nobody has translated yet."""
    return [
        one for one in catalogue if one.id and not all(one.string if isinstance(one.string, tuple) else (one.string,))
    ]


def main(words: list[str]) -> int:
    """Write the catalogues, or list what one lacks."""
    if words[:1] == ["lacking"]:
        for one in lacking(read(words[1])):
            print(repr(one.id), f"[{one.context}]" if one.context else "")
        return 0
    for language, whole in CATALOGUES.items():
        text = po(brought_into_line(language))
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        catalogue = read(language)
        if whole:
            path.with_suffix(".mo").write_bytes(mo(catalogue))
        print(
            f"{path.relative_to(SOURCES.parents[1])}: {len(catalogue)} messages, {len(lacking(catalogue))} untranslated"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
