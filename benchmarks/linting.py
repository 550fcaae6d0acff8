"""How well and how fast the linter reads: `python -m benchmarks.linting [--json] [--write] [--agreements FOLDER]`.

The score is on the labelled sentences of tests/domain/data/dev_terms.jsonl; of the project's own sentences in
examples/terms the score is told too, but those were mended to. `--agreements` names a folder of contracts as text, of
which findings per 1,000 words are told. `--write` puts the tables into docs/reference/linter.md.
"""

import argparse
import json
import platform
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tradeward.domain.linting import contracts, lint, scoring

ROOT = Path(__file__).parents[1]
DEV = ROOT / "tests/domain/data/dev_terms.jsonl"
OWN = ROOT / "examples/terms"
CONTRACT = ROOT / "examples/contracts/kettles.md"
PAGE = ROOT / "docs/reference/linter.md"
BARS = {"F1": (">=", 0.93), "false alarms": ("<=", 0.06), "category F1": (">=", 0.85), "span hits": (">=", 0.85)}
GROWTH = 2.2
"""The most that twice the text may take."""
HOSTILE = {
    "spaces": " ",
    "digits": "1",
    "commas": "1,",
    "not": "not ",
    "as good as": "as good as ",
    "dates": "3 May 2027 and ",
    "units": "3 mm ± ",
    "brackets": "((",
    "blanks": "_ ",
    "letters": "a",
    "chinese": "质量好",
    "prose": "The seller ships 500 pcs of good quality within 30 days, about USD 4 each, or as agreed. ",
}


def labelled(file: Path) -> list[dict[str, Any]]:
    """The sentences of a file, each with its labels."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def scored(terms: list[dict[str, Any]]) -> scoring.Score:
    """The linter's score on labelled sentences."""
    return scoring.score([(_given(term), _found(term)) for term in terms])


def _given(term: dict[str, Any]) -> list[scoring.Label]:
    return [scoring.Label(label["category"], label["start"], label["end"]) for label in term["labels"]]


def _found(term: dict[str, Any]) -> list[scoring.Label]:
    found = lint(text=term["text"], context=term["context"])
    return [scoring.Label(finding.category, finding.start, finding.end) for finding in found]


def figures(score: scoring.Score) -> dict[str, float]:
    """The four figures that have a bar."""
    return {
        "F1": round(float(score.sentences.f1), 3),
        "false alarms": round(float(score.false_alarms), 3),
        "category F1": round(float(score.by_category.f1), 3),
        "span hits": round(float(score.span_hits), 3),
    }


def seconds(text: str) -> float:
    """The processor time the linter takes for one term."""
    start = time.thread_time()
    lint(text=text, context="quality")
    return time.thread_time() - start


def growth(*, length: int = 80_000) -> dict[str, float]:
    """time(2n)/time(n) for texts made to be slow on, n = `length`; each the best of five taken in turns, of more above the bar.

    Other work on the machine can only make a single figure slower, so what is above the bar is taken again, twenty times at most.
    """
    return {name: _growth(unit, length) for name, unit in HOSTILE.items()}


def _growth(unit: str, length: int) -> float:
    single, double = _of(unit, length), _of(unit, 2 * length)
    one = other = float("inf")
    for turn in range(20):
        one, other = min(one, seconds(single)), min(other, seconds(double))
        if turn >= 4 and other / one <= GROWTH:
            break
    return round(other / one, 2)


def _of(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def rate(work: Any, items: list[Any], *, least: float = 1.0) -> float:
    """How often `work` runs in a second of processor time, over whole rounds of `items` for at least `least` seconds."""
    done, start = 0, time.thread_time()
    while time.thread_time() - start < least:
        for item in items:
            work(item)
        done += len(items)
    return done / (time.thread_time() - start)


def speed(terms: list[dict[str, Any]]) -> dict[str, float]:
    """Terms, and one-page contracts, in a second of one processor."""
    contract = CONTRACT.read_text(encoding="utf-8")
    return {
        "terms a second": round(rate(lambda term: lint(text=term["text"], context=term["context"]), terms)),
        "one-page contracts a second": round(rate(lambda text: contracts.lint_contract(pages=(text,)), [contract])),
    }


def agreements(folder: Path) -> dict[str, Any]:
    """Findings per 1,000 words in the contracts of a folder, the noisiest categories first, and words a second."""
    counts: Counter[str] = Counter()
    words, start = 0, time.thread_time()
    files = sorted(folder.glob("*.txt"))
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        words += len(text.split())
        counts.update(placed.finding.category for placed in contracts.lint_contract(pages=(text,)))
    taken = time.thread_time() - start
    per = {name: round(1000 * count / words, 2) for name, count in counts.most_common()}
    return {
        "contracts": len(files),
        "words": words,
        "per 1,000 words": round(1000 * counts.total() / words, 1),
        "categories": per,
        "words a second": round(words / taken),
    }


def measured(*, folder: Path | None) -> dict[str, Any]:
    """Everything."""
    terms = labelled(DEV)
    dev = scored(terms)
    batches = {
        file.stem: labelled(file) for file in sorted(OWN.glob("*.jsonl"), key=lambda one: (len(one.stem), one.stem))
    }
    own = [term for found in batches.values() for term in found]
    told: dict[str, Any] = {
        "python": platform.python_version(),
        "development sentences": {"sentences": len(terms), **figures(dev)},
        "categories": _by_category(terms),
        "own sentences": {"sentences": len(own), **figures(scored(own))},
        "own categories": _by_category(own),
        "own batches": {name: {"sentences": len(found), **figures(scored(found))} for name, found in batches.items()},
        "speed": speed(terms),
        "time(2n)/time(n)": growth(),
    }
    if folder:
        told["agreements"] = agreements(folder)
    return told


def _by_category(terms: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1, span hits and the counts behind them, category by category."""
    pairs = [(_given(term), _found(term)) for term in terms]
    return {
        name: {
            "P": round(float(tally.precision), 2),
            "R": round(float(tally.recall), 2),
            "F1": round(float(tally.f1), 2),
            "span hits": round(float(scoring.score([_only(name, *pair) for pair in pairs]).span_hits), 2),
            "right": tally.right,
            "wrong": tally.wrong,
            "missed": tally.missed,
        }
        for name, tally in scoring.score(pairs).categories.items()
    }


def _only(category: str, *labelled: list[scoring.Label]) -> tuple[list[scoring.Label], ...]:
    return tuple([one for one in labels if one.category == category] for labels in labelled)


def tables(told: dict[str, Any]) -> dict[str, str]:
    """The tables of the page, by the name of their place."""
    found = {
        "score": _table(
            ["sentences", "how many", *BARS],
            [
                [name, *(told[f"{name} sentences"][figure] for figure in ("sentences", *BARS))]
                for name in ("development", "own")
            ],
        ),
        "categories": _categories(told["categories"]),
        "own categories": _categories(told["own categories"]),
        "speed": _table(["what", "figure"], [[name, f"{figure:,}"] for name, figure in told["speed"].items()]),
        "growth": _table(
            ["text of", "time(2n)/time(n)"], [[name, figure] for name, figure in told["time(2n)/time(n)"].items()]
        ),
    }
    if "agreements" in told:
        real = told["agreements"]
        rows = [["all", real["per 1,000 words"]], *real["categories"].items()]
        read = f"{real['words']:,} words, read at {real['words a second']:,} words a second of processor time."
        head = f"{real['contracts']} contracts, {read}\n\n"
        found["agreements"] = head + _table(["category", "findings per 1,000 words"], rows)
    return found


def _categories(told: dict[str, dict[str, float]]) -> str:
    return _table(
        ["category", "P", "R", "F1", "span hits", "right", "wrong", "missed"],
        [[name, *row.values()] for name, row in told.items()],
    )


def _table(head: list[str], rows: list[Any]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def write(told: dict[str, Any]) -> None:
    """Put the tables between their marks in the page."""
    page = PAGE.read_text(encoding="utf-8")
    for name, table in tables(told).items():
        page = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- end -->)",
            lambda mark, table=table: f"{mark[1]}{table}\n{mark[2]}",
            page,
            flags=re.DOTALL,
        )
    PAGE.write_text(page, encoding="utf-8")


def main() -> int:
    """Print the figures; 1 when one of the bars is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--agreements", type=Path)
    args = parser.parse_args()
    told = measured(folder=args.agreements)
    if args.write:
        write(told)
    print(json.dumps(told) if args.json else "\n\n".join(f"{name}\n{table}" for name, table in tables(told).items()))
    if not args.json:
        print("\nown batches", *(f"{name}: {row}" for name, row in told["own batches"].items()), sep="\n")
    reached = told["development sentences"]
    missed = [
        name for name, (sign, bar) in BARS.items() if (reached[name] < bar if sign == ">=" else reached[name] > bar)
    ]
    missed += [f"time(2n)/time(n) of {name}" for name, grown in told["time(2n)/time(n)"].items() if grown > GROWTH]
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
