"""`tradeward adjudicate`: judge dispute cases from a JSONL file; one answer a case, with its reasons."""

import argparse
import json
import sys
from typing import Any

from tradeward.domain.adjudication import answer
from tradeward.domain.adjudication.case import Case
from tradeward.domain.adjudication.form import reading
from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces.cli import exits

_DESCRIPTION = """Judge dispute cases by profile `seed`: one case a line, one answer a case, in the order of the file.
Nothing is judged while any line of any file is refused; the key `expected` of a data set is not read."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Register the command."""
    parser = commands.add_parser("adjudicate", help="judge dispute cases", description=_DESCRIPTION)
    parser.add_argument("file", nargs="*", metavar="FILE", help="a JSONL file of cases; - is standard input")
    parser.add_argument("--schema", action="store_true", help="print the form of a case and an answer as JSON Schema")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one answer for every case of the files. Refuses: files of which any line is not a case, naming the line."""
    if args.schema:
        print(reading.schema(), end="")
        return exits.OK
    if not args.file:
        raise RuleBroken("name a file of cases, - for standard input, or --schema for their form", field="file")
    for case in _cases(args.file):
        told = answer.as_json(answer=answer.adjudicate(case=case))
        print(json.dumps(told) if args.json else _in_words(told, currency=case.order.currency))
    return exits.OK


def _cases(files: list[str]) -> list[Case]:
    """All cases of the files, read before anything is judged. Refuses: an id that was there before."""
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for name in files:
        for n, line in enumerate(_lines(name), start=1):
            if not line.strip():
                continue
            place = f"{'<stdin>' if name == '-' else name}:{n}"
            case = _case(line, place)
            if case.id in seen:
                raise RuleBroken(f"{place}: id: {json.dumps(case.id)} was there before, on {seen[case.id]}", field="id")
            seen[case.id] = place
            cases.append(case)
    return cases


def _case(line: bytes, place: str) -> Case:
    try:
        return reading.case_of_line(line=line)
    except RuleBroken as refused:
        raise RuleBroken(*(f"{place}: {reason}" for reason in refused.reasons), field=refused.field) from None


def _lines(name: str) -> list[bytes]:
    if name == "-":
        return sys.stdin.buffer.read().split(b"\n")
    with open(name, "rb") as file:
        return file.read().split(b"\n")


def _in_words(told: dict[str, Any], *, currency: str) -> str:
    """The answer for a reader: what is decided, the money, and the reasons."""
    escalated = f", escalated by {told['escalation']} at {told['escalated_at']}" if told["escalated_at"] else ""
    lines = [f"{told['id']}: {told['status']}{escalated}; supplier's answer: {told['supplier_response']}"]
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
