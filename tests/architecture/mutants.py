"""Whether the tests notice a change of the code: `python -m tests.architecture.mutants --sample 400 --seed 1`.

A mutant is one small change of one module: another comparison, another number, a line left out. It is made in memory, in a
child of this process (tests/architecture/noticing.py), and nothing is written. The tests that reach its line run, the most
particular ones first; the first one that fails kills it. What survives is printed: a missing assertion, or a change that makes
no difference.
"""

import argparse
import ast
import contextlib
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

from coverage import CoverageData

from tests.architecture import noticing

SOURCE = Path(find_spec("tradeward").origin).parent  # type: ignore[union-attr, arg-type]
PAIRS = (
    (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn), (ast.Add, ast.Sub),
    (ast.Mult, ast.FloorDiv), (ast.BitOr, ast.BitAnd), (ast.And, ast.Or),
)  # fmt: skip
INSTEAD: dict[Any, Any] = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
LEFT_OUT = ("annotation", "returns", "decorator_list", "bases")
SILENT = (ast.Assert, ast.Raise, ast.Import, ast.ImportFrom)
"""What says why something went wrong, or cannot: changing it changes no rule."""
MOST_TESTS = 120
"""Of more, some are tried: what they do not notice survives."""

Change = tuple[int, str, Callable[[], None]]


class Mutant(NamedTuple):
    """The `index`-th change of a file; `line` is where, `what` says it, `called` whether it runs when something is called."""

    path: Path
    index: int
    line: int
    what: str
    called: bool = True

    def code(self) -> CodeType:
        """The module with this change."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        list(changes(tree))[self.index][2]()
        return compile(ast.fix_missing_locations(tree), str(self.path), "exec")


def changes(node: ast.AST) -> Iterator[Change]:
    """Every change below `node`, always in the same order; calling one makes it."""
    for name, value in ast.iter_fields(node):
        if name in LEFT_OUT:
            continue
        found = value if isinstance(value, list) else [value]
        for n, child in enumerate(found):
            if not isinstance(child, ast.AST) or isinstance(child, SILENT) or _tells(child):
                continue
            if name == "body" and _acts(child):
                yield child.lineno, "left out", _setter(found, n, ast.copy_location(ast.Pass(), child))  # type: ignore[attr-defined]
            yield from ((getattr(child, "lineno", 0), what, change) for what, change in _of(child))
            yield from changes(child)


def _tells(node: ast.AST) -> bool:
    """Whether a statement is for the reader of the module: `__all__ = […]`."""
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id[:2] == "__"


def _acts(node: ast.AST) -> bool:
    """Whether a statement does something to somebody else's fields: `bundle.post(…)`, `row.state = …`."""
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], ast.Attribute | ast.Tuple | ast.Subscript)
    return isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))


def _setter(found: list[Any], n: int, other: ast.AST) -> Callable[[], None]:
    return lambda: found.__setitem__(n, other)


def _of(node: Any) -> Iterator[tuple[str, Callable[[], None]]]:
    """What can be changed of one node itself."""
    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            other = INSTEAD[type(op)]
            yield f"{type(op).__name__} → {other.__name__}", _setter(node.ops, n, other())
    elif (sign := INSTEAD.get(type(getattr(node, "op", None)))) is not None:
        yield f"{type(node.op).__name__} → {sign.__name__}", lambda: setattr(node, "op", sign())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not left out", lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
    elif isinstance(node, ast.If | ast.IfExp):
        yield "if → if not", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Name) and node.id in CALLED:
        yield f"{node.id} → {CALLED[node.id]}", lambda: setattr(node, "id", CALLED[node.id])
    elif isinstance(node, ast.Constant) and (word := _other(node.value)) is not None:
        yield f"{node.value!r} → {word!r}", lambda: setattr(node, "value", word)


def _other(value: object) -> object:
    """Another constant: the other truth, the next number, another word. Sentences are left as they are."""
    if isinstance(value, bool | int):
        return not value if isinstance(value, bool) else value + 1
    return f"{value}_" if isinstance(value, str) and value.isidentifier() else None


def mutants(path: Path) -> list[Mutant]:
    """All mutants of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [one.body for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    inside = {line for body in bodies for line in range(body[0].lineno, (body[-1].end_lineno or 0) + 1)}
    return [Mutant(path, index, line, what, line in inside) for index, (line, what, _) in enumerate(changes(tree))]


def sample(every: dict[Path, list[Mutant]], *, count: int, seed: int) -> list[Mutant]:
    """About `count` of them, of each file its share and at least one."""
    draw, whole = random.Random(seed), sum(map(len, every.values()))
    shares = {path: min(len(of), max(1, round(count * len(of) / whole))) for path, of in every.items() if of}
    drawn = [one for path, share in shares.items() for one in draw.sample(every[path], share)]
    return draw.sample(drawn, len(drawn))


def reached(tests: list[str], data: Path) -> CoverageData:
    """Which test reaches which line: one run of `tests`, which must all pass. An existing file of such a run is read instead."""
    if not data.exists():
        quiet = "-m pytest -q -p no:cacheprovider --cov-report= --cov-context=test".split()
        env = os.environ | {"COVERAGE_FILE": str(data), "CI": "1"}
        subprocess.run([sys.executable, *quiet, f"--cov={SOURCE}", *tests], check=True, env=env)
    found = CoverageData(str(data))
    found.read()
    return found


def reaching(mutant: Mutant, data: CoverageData, wide: Counter[str]) -> list[str]:
    """The tests of its line, or of its file where the line runs at import, or else, of a file that is all table, any.

    Those that reach the least beside it come first; of too many some of these and some that reach the most.
    """
    lines = data.contexts_by_lineno(str(mutant.path))
    own, file = set(lines.get(mutant.line, ())), {one for tests in lines.values() for one in tests}
    found = own & set(wide) or file & set(wide) or set(wide)
    ranked = sorted(found, key=lambda one: (wide[one], one))
    chosen = ranked if len(ranked) <= MOST_TESTS else ranked[: MOST_TESTS // 2] + ranked[-MOST_TESTS // 2 :]
    return [one.rpartition("|")[0] for one in chosen]


def main() -> int:
    """Tell the score of each file and what survived; 0 whatever they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=400, help="about how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other mutants")
    parser.add_argument("--under", default="domain", help="the folder, or file, of the package that is changed")
    parser.add_argument("--without", default="", help="a folder below it that is left as it is")
    parser.add_argument("--reached", type=Path, help="keeps the run that finds out which test reaches what")
    parser.add_argument("tests", nargs="*", default=["tests/domain"], help="the tests that should notice")
    said = parser.parse_args()
    place, told = SOURCE / said.under, dict[Path, Counter[bool]]()
    files = [one for one in sorted(place.rglob("*.py")) if said.without not in one.parts] or [place]
    drawn = sample({path: mutants(path) for path in files}, count=said.sample, seed=said.seed)
    with tempfile.TemporaryDirectory() as folder:
        data = reached(said.tests, said.reached or Path(folder) / "reached")
        known = [data.contexts_by_lineno(path).values() for path in data.measured_files()]
        wide = Counter(one for lines in known for tests in lines for one in tests if one.startswith(tuple(said.tests)))
        work = [(mutant, reaching(mutant, data, wide)) for mutant in sorted(drawn, key=lambda one: not one.called)]
    with contextlib.suppress(KeyboardInterrupt):  # whoever has no more time is told what is known by then
        for done, (mutant, killed) in enumerate(noticing.all_of(work, tests=said.tests), 1):
            told.setdefault(mutant.path, Counter())[killed] += 1
            if not killed:
                text = mutant.path.read_text(encoding="utf-8").splitlines()[mutant.line - 1].strip()
                print(f"{mutant.path.relative_to(SOURCE)}:{mutant.line} {mutant.what}: {text}", flush=True)
            print(f"{done} of {len(drawn)}", end="\r", file=sys.stderr, flush=True)
    for path, outcomes in sorted(told.items()):
        print(f"{outcomes[True]:4} of {outcomes.total():4} killed: {path.relative_to(SOURCE)}")
    whole = sum(told.values(), Counter[bool]())
    print(f"{whole[True]:4} of {whole.total():4} killed: {100 * whole[True] / whole.total():.1f} %")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
