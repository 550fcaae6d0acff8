"""The linter over HTTP: a text goes in, the terms that nobody could decide come out; the same function as `tradeward lint`."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tradeward.domain.linting import contracts
from tradeward.interfaces.api import shapes

router = Router(tags=["adjudication"])


class Wording(shapes.Said):
    """A contract's text, or one term."""

    text: Annotated[str, Field(min_length=1, max_length=200_000)]


class Weakness(shapes.Told):
    """Words that no reading could decide: where (code points, and line and column from 1), what kind, how grave, how to mend it."""

    category: str
    severity: str
    start: int
    end: int
    line: int
    column: int
    span: str
    rule: str
    why: str
    mend: str


class Weaknesses(shapes.Told):
    """What was found, in the order of the text; nothing when every term can be decided."""

    items: list[Weakness]


@router.post("/lint", response=Weaknesses, summary="Find terms that nobody could decide")
def lint(request: HttpRequest, body: Wording):
    """What would lose a dispute, before anybody signs. Nothing is written, so no key is needed."""
    return {"items": [_told(one) for one in contracts.lint_contract(pages=[body.text])]}


def _told(one: contracts.Placed) -> dict[str, Any]:
    about = one.finding.about
    return {
        "category": about.name, "severity": str(about.severity), "start": one.start, "end": one.end, "line": one.line,
        "column": one.column, "span": one.finding.span, "rule": one.finding.rule, "why": about.why, "mend": about.mend,
    }  # fmt: skip
