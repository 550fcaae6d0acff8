"""A contract as it is typed: its terms are sentences, which are read into terms and written out of them again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tradeward.domain import linting, terms
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.saying import Field, Fields
from tradeward.domain.terms.sentence import GAP
from tradeward.interfaces.web.words import states
from tradeward.usecases.drafts import DRAFTED, LONGEST_TITLE

LONGEST_TERM = 4_000
_SENTENCE = Field.several("term", "A term.", (
    Field.text("id", "A short name of its own, such as width.", most=100),
    Field.text("text", "What the goods have to be, in a sentence that somebody can decide.", most=LONGEST_TERM),
))  # fmt: skip
FORM: Fields = (
    Field.text("title", "What you call this draft; nobody else sees it.", most=LONGEST_TITLE),
    *(replace(one, of=(_SENTENCE,)) if one.name == "terms" else one for one in DRAFTED),
)
"""A draft: its title, and the contract with its terms in words."""
SECTIONS = {
    "what": ("buyer", "supplier", "currency", "lines"),
    "when": ("incoterm", "transport", "ship_date", "ship_zone", "buyer_zone", "ship_event"),
    "further": (
        "not_assured",
        "late_ld",
        "force_majeure",
        "lots",
        "inspection_fee_rule",
        "inspection_fee",
        "free_text",
    ),
}
"""The fields that are drawn alike, by the part of the page that they stand in; terms, coverage and plan have their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known of a term as it is typed: what decides it, what it lacks, and which of its words nobody can decide."""

    decided_by: str = ""
    lacks: tuple[str, ...] = ()
    gap: bool = False
    unread: bool = False
    found: tuple[linting.Finding, ...] = ()


def judged(text: str) -> Judged:
    """Read a sentence and ask the linter about it."""
    text = text.strip()[:LONGEST_TERM]
    if not text:
        return Judged()
    if GAP in text:
        return Judged(gap=True)
    try:
        read = terms.parse(text=text, id="term")
    except RuleBroken as broken:
        return Judged(lacks=tuple(one.removeprefix("term.").removeprefix("term ") for one in broken.reasons))
    found = linting.lint(text=text, context="quality")
    if read is None:
        return Judged(unread=True, found=found)
    return Judged(decided_by="" if read.lacks else str(states.DECIDED_BY[read.NAME]), lacks=read.lacks, found=found)


def patterns() -> list[tuple[str, str]]:
    """The kinds of term of goods, each with the sentence that says it, its words still to be filled in."""
    return [(name, kind.SENTENCES[0].written(words={})) for name, kind in terms.OF_GOODS.items() if name != "vague"]


def into(told: Mapping[str, Any]) -> dict[str, Any]:
    """The contract that a form says: each sentence as the term it is, or as words that nobody judges.

    Of a contract with one line, all terms describe it where it names none. Refuses, by name: a sentence with a value that is not
    of its form, so that what is typed is kept on the page and not in the draft.
    """
    body = dict(told)
    if written := body.pop("terms", None):
        body["terms"] = [_term(n, one) for n, one in enumerate(written) if one.get("text")]
    lines = body.get("lines") or []
    if len(lines) == 1 and not lines[0].get("terms") and body.get("terms"):
        body["lines"] = [{**lines[0], "terms": [one["id"] for one in body["terms"]]}]
    return body


def _term(n: int, told: Mapping[str, Any]) -> dict[str, Any]:
    id, text = told.get("id") or f"term{n + 1}", told["text"].strip()
    try:
        read = terms.parse(text=text, id=id)
    except RuleBroken as broken:
        raise RuleBroken(*broken.reasons, field=f"terms[{n}].text") from None
    if read is None:
        return {"id": id, "kind": "vague", "text": text}
    return {"id": id, "kind": read.NAME, **read.said(read.words)}


def out_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a form shows of a contract: its terms as sentences."""
    return {**body, "terms": [_written(one) for one in body.get("terms") or ()]}


def _written(term: Any) -> dict[str, str]:
    try:
        read = terms.read(term, Place("term"))
    except RuleBroken:
        return {"id": str(term.get("id", "")), "text": ""}
    return {"id": read.id, "text": read.says if isinstance(read, terms.Vague) else read.text}
