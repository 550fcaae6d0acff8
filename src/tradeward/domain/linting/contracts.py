"""A whole contract: its statements with their places, what kind of term each is, and what they say against each other."""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tradeward.domain.linting.checking import Finding, lint
from tradeward.domain.linting.folding import folded
from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules import across
from tradeward.domain.linting.rules.table import RULES
from tradeward.domain.linting.term import Term
from tradeward.domain.refusals import RuleBroken

LONGEST = 2_000_000
"""Characters of a contract; more is refused."""
LONGEST_TERM = 10_000
"""Characters of a term; a longer statement is read in pieces of this length."""
CONTEXTS = ("quality", "shipping", "payment", "packaging", "quantity", "other")


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement: where it starts (code points of the whole text), what it says, what kind of term it is."""

    start: int
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding in its contract: code points of the whole text, and line, column and page, each from 1."""

    finding: Finding
    start: int
    end: int
    line: int
    column: int
    page: int
    context: str


def lint_contract(*, pages: Sequence[str]) -> tuple[Placed, ...]:
    """Every finding in a contract given as its pages, in the order of the text; a text without pages is one page.

    Refuses: a contract of more than 2,000,000 characters, and one without a letter.
    """
    text = "".join(pages)
    if len(text) > LONGEST:
        raise RuleBroken(
            f"the contract has {len(text):,} characters, at most {LONGEST:,}: give its parts one by one", field="file"
        )
    if not any(character.isalpha() for character in text):
        raise RuleBroken("there is no text in it; a scan must be turned into text first", field="file")
    clauses = tuple(clauses_of(text))
    low = folded(text).lower()
    rules = tuple(rule for rule in RULES if rule.may_find(low))
    found = [
        (clause, finding)
        for clause in clauses
        for finding in lint(text=clause.text, context=clause.context, rules=rules)
    ]
    terms = [
        (clause.start, Term(text=clause.text, context=clause.context))
        for clause in clauses
        if clause.context in ("shipping", "payment")
    ]
    found += [(clauses[_clause_at(clauses, start)], finding) for start, finding in _against_each_other(text, terms)]
    lines, ends = _starts_of_lines(text), _ends_of_pages(pages)
    placed = [_placed(clause, finding, lines=lines, ends=ends) for clause, finding in found]
    return tuple(sorted(placed, key=lambda place: (place.start, place.end, place.finding.category)))


def _against_each_other(text: str, terms: list[tuple[int, Term]]) -> Iterator[tuple[int, Finding]]:
    for rule, start, end in across.conflicts(terms=terms):
        yield start, Finding("CONFLICT", start, end, text[start:end], rule)


def _clause_at(clauses: Sequence[Clause], place: int) -> int:
    return max(0, bisect.bisect_right([clause.start for clause in clauses], place) - 1)


def _placed(clause: Clause, finding: Finding, *, lines: list[int], ends: list[int]) -> Placed:
    offset = 0 if finding.rule in across.NAMES else clause.start
    start, end = finding.start + offset, finding.end + offset
    line = bisect.bisect_right(lines, start)
    return Placed(
        finding, start, end, line, start - lines[line - 1] + 1, bisect.bisect_right(ends, start) + 1, clause.context
    )


def _starts_of_lines(text: str) -> list[int]:
    return [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]


def _ends_of_pages(pages: Sequence[str]) -> list[int]:
    ends, total = [], 0
    for page in pages[:-1]:
        total += len(page)
        ends.append(total)
    return ends


_BREAKS = compiled(
    r"\n[\t ]*\n|\n[\s]*(?:[\-*\x1a] |\(?[0-9a-zA-Z]{1,3}[.)] |\d+(?:\.\d+)* )"
    r"|[.;!?]['\")\]]? +[\"'(]?[A-Z0-9]|\n|\x0c".replace("\\t ", r"\t\x20")
)
_SHORTENED = compiled(
    r"\b(?i:no|nos|nr|art|approx|max|min|fig|rev|ver|inc|ltd|co|st|ca|cl|sec|incl|excl|acc|e\.g|i\.e|dia"
    r"|pos|vs|ref|dwg|p|pp|tel|att|dept|est|spec|std|qty|corp|mr|mrs|ms|dr)$|(?:^|\n)[\s(]*[0-9a-zA-Z]{1,3}$"
)
_SHORT_LINE = 60
"""A line that is shorter ended where its writer wanted it to; a longer one may be wrapped."""


def clauses_of(text: str) -> Iterator[Clause]:
    """The statements of `text`: parted by blank lines, list marks, ends of sentences and ends of short lines."""
    cased = folded(text)
    start = line = 0
    for hit in _BREAKS.hits(cased):
        mark = cased[hit.first : hit.last]
        if mark[:1] in b".;!?":
            if not _SHORTENED.found(cased[max(0, hit.first - 8) : hit.first]):
                yield from _pieces(text, start, hit.last - 1)
                start = hit.last - 1
            line = hit.last - 1 if b"\n" in mark else line
            continue
        if mark != b"\n" or hit.first - line < _SHORT_LINE:
            yield from _pieces(text, start, hit.first)
            start = hit.first
        line = hit.last
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[Clause]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    for first in range(start, end, LONGEST_TERM):
        part = text[first : min(end, first + LONGEST_TERM)]
        yield Clause(first, part, context_of(part))


_KINDS = (
    (
        "payment",
        compiled(
            r"\b(?:pay|pays|paid|payment|payable|invoices?|invoiced|price|prices|deposit|balance|t/t|l/c"
            r"|letter of credit|remit\w*|currency|bank|usd|eur|cny|discount|refund\w*|fee|fees)\b"
        ),
    ),
    (
        "shipping",
        compiled(
            r"\b(?:ship|ships|shipped|shipment|shipments|shipping|deliver|delivers|delivered|delivery|fob|cif|cfr"
            r"|exw|fca|ddp|dap|cpt|cip|incoterms?|vessel|loading|loaded|port|container|freight|carrier|dispatch\w*"
            r"|etd|eta|lead time|bill of lading)\b"
        ),
    ),
    (
        "packaging",
        compiled(
            r"\b(?:pack|packed|packs|packing|packaging|carton|cartons|labels?|labelled|labeled|labell?ing|pallets?"
            r"|marking|marks|wrapped|polybags?|barcode|crates?)\b"
        ),
    ),
    (
        "quality",
        compiled(
            r"\b(?:quality|materials?|defects?|colou?r|size|sizes|samples?|inspect\w*|test|tests|tested|standards?"
            r"|workmanship|finish|tolerance|specifications?|fabric|steel|wood|surface|thickness|weight|length"
            r"|width|height|diameter|products?|goods|strength|drawings?)\b"
        ),
    ),
    ("quantity", compiled(r"\b(?:quantity|quantities|pcs|pieces|units|sets|pairs|moq|order quantity)\b")),
)
_ROUND = ("shipping", "packaging", "payment", "quality", "quantity")


def context_of(text: str) -> str:
    """What kind of term a statement is, by the words that are most in it; other when there are none."""
    low = folded(text[:2000]).lower()
    counts = {kind: sum(1 for _ in pattern.hits(low)) for kind, pattern in _KINDS}
    best = max(counts.values())
    return next(kind for kind in _ROUND if counts[kind] == best) if best else "other"
