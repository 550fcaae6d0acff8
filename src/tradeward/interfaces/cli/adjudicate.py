"""`tradeward adjudicate`: judge dispute cases from JSONL files; one answer a case, with its reasons."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tradeward.domain.adjudication import answer, scoring
from tradeward.domain.adjudication.case import Case
from tradeward.domain.adjudication.form import reading, strict_json
from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces.cli import exits

_DESCRIPTION = """Judge dispute cases by profile `seed`: one case a line, one answer a case, in the order of the files.
Nothing is judged while a line of any file is refused. Exit codes: 0 done, 1 an answer differs (--score), 2 refused."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One case of a file, and the answer it expects if it is one of a data set."""

    case: Case
    expected: dict[str, Any] | None


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Register the command."""
    parser = commands.add_parser("adjudicate", help="judge dispute cases", description=_DESCRIPTION)
    parser.add_argument("file", nargs="*", metavar="FILE", help="a JSONL file of cases; - is standard input")
    parser.add_argument("--score", action="store_true", help="compare with the answers that the cases expect")
    parser.add_argument("--schema", action="store_true", help="print the form of case and answer as JSON Schema")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one answer for every case of the files. Refuses: files of which any line is not a case, naming the line."""
    if args.schema:
        print(reading.schema(), end="")
        return exits.OK
    if not args.file:
        raise RuleBroken("name a file of cases, - for standard input, or --schema for their form.", field="file")
    lines = _read(args.file)
    if args.score:
        return _score(lines, as_json=args.json)
    for line in lines:
        told = _judged(line.case)
        print(json.dumps(told) if args.json else _in_words(told, currency=line.case.order.currency))
    return exits.OK


def _judged(case: Case) -> dict[str, Any]:
    return answer.as_json(answer=answer.adjudicate(case=case))


def _read(names: list[str]) -> list[_Line]:
    """All cases of the files, read before anything is judged. Refuses: an id that is twice in a file."""
    lines: list[_Line] = []
    for name in names:
        seen: dict[str, str] = {}
        for place, text in _lines(name):
            line = _case(text, place)
            if line.case.id in seen:
                told = f"{place}: id: {json.dumps(line.case.id)} was there before, in {seen[line.case.id]}."
                raise RuleBroken(told, field="id")
            seen[line.case.id] = place
            lines.append(line)
    return lines


def _lines(name: str) -> Iterator[tuple[str, bytes]]:
    """The lines that are not blank, each with its place, `cases.jsonl:3`."""
    if name == "-":
        content, name = sys.stdin.buffer.read(), "<stdin>"
    else:
        with open(name, "rb") as file:
            content = file.read()
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield f"{name}:{number}", line


def _case(text: bytes, place: str) -> _Line:
    try:
        value = strict_json.parse(line=text)
        return _Line(reading.case_of(value=value), value.get("expected"))
    except RuleBroken as refused:
        raise RuleBroken(*(f"{place}: {reason}." for reason in refused.reasons), field=refused.field) from None


def _score(lines: list[_Line], *, as_json: bool) -> int:
    """Compare every answer with the expected one. Refuses: a case that expects nothing."""
    differ: list[dict[str, Any]] = []
    for line in lines:
        if line.expected is None:
            raise RuleBroken(f"case {json.dumps(line.case.id)} has no key expected to compare with.", field="expected")
        found = scoring.differences(answer=_judged(line.case), expected=line.expected)
        if found:
            differ.append({"id": line.case.id, "found": found})
    right = len(lines) - len(differ)
    if as_json:
        print(json.dumps({"cases": len(lines), "right": right, "differ": differ}))
    else:
        for each in differ:
            print(f"{json.dumps(each['id'])}: {'; '.join(each['found'])}")
        print(f"{right} of {len(lines)} cases right")
    return exits.RED if differ else exits.OK


def _in_words(told: dict[str, Any], *, currency: str) -> str:
    """The answer for a reader: what is decided, the money, and the reasons."""
    escalated = f", escalated by {told['escalation']} at {told['escalated_at']}" if told["escalated_at"] else ""
    lines = [f"{json.dumps(told['id'])}: {told['status']}{escalated}; supplier's answer: {told['supplier_response']}"]
    for ground, timeliness in told["timeliness"].items():
        breach = told["breach"].get(ground, "not judged")
        words = {True: "breached", False: "no breach"}.get(breach, breach)
        lines.append(f"  {ground}: {timeliness}, {words}")
    capped = ", cap applied" if told["cap_applied"] else ""
    lines.append(
        f"  refund {currency} {told['refund']} (cap {told['cap']}{capped}): {told['from_escrow']} from escrow, "
        f"{told['platform_advance']} advanced by the platform"
    )
    lines.append(f"  inspection fee: {told['inspection_fee_borne_by'] or 'none'}")
    return "\n".join([*lines, *(f"    {reason}" for reason in told["why"])])
