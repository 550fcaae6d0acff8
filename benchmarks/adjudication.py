"""Cases judged per second, in one process: `python -m benchmarks.adjudication [SECONDS] [--json] [--write]`.

The cases are those of examples/cases and of the tests' data set, taken round and round.
"""

import json
import platform
import sys
import time
from pathlib import Path

from benchmarks import postings
from tradeward.domain.adjudication import answer
from tradeward.domain.adjudication.form import reading

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "tests/domain/data/dev_disputes.jsonl", *sorted((ROOT / "examples/cases").glob("*.jsonl"))]


def per_second(work: object, items: list[object], *, seconds: float) -> float:
    """How often `work` runs on an item each second, over whole rounds of `items` for at least `seconds`."""
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for item in items:
            work(item)
        done += len(items)
    return done / (time.perf_counter() - start)


def measured(*, seconds: float) -> dict[str, int]:
    """Cases per second: the reading alone, the judgement alone, and a line in to a line out."""
    lines = [line for file in FILES for line in file.read_bytes().splitlines()]
    cases = [reading.case_of_line(line=line) for line in lines]

    def whole(line: bytes) -> str:
        return json.dumps(answer.as_json(answer=answer.adjudicate(case=reading.case_of_line(line=line))))

    return {
        "read": round(per_second(lambda line: reading.case_of_line(line=line), lines, seconds=seconds)),
        "judged": round(per_second(lambda case: answer.adjudicate(case=case), cases, seconds=seconds)),
        "line in, line out": round(per_second(whole, lines, seconds=seconds)),
    }


def main() -> None:
    """Print the figures with the machine they were taken on."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    load = postings.busy()
    figures = measured(seconds=float(words[0]) if words else 3.0)
    if "--json" in sys.argv:
        print(json.dumps({"python": platform.python_version(), "cases_per_second": figures}))
    else:
        print("\n".join(f"{name:>18}: {figure:>7,} cases/s" for name, figure in figures.items()))
    if "--write" in sys.argv:
        postings.write(section(figures, load=load))


def section(figures: dict[str, int], *, load: str) -> str:
    """The figures as the section of the reference page."""
    said = ", ".join(f"{name} {figure:,}" for name, figure in figures.items())
    return "\n".join(
        [
            "## Adjudication",
            "",
            f"`python -m benchmarks.adjudication` on {postings.cores()}, Python {platform.python_version()}, one process; the load",
            f"average was {load} when it began. Cases a second: {said}.",
        ]
    )


if __name__ == "__main__":
    main()
