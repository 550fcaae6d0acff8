"""Our own lints, for what ruff and import-linter cannot say; `python -m tests.architecture.lints` runs them all."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = PurePosixPath("src/tradeward")

CLOCK = PACKAGE / "interfaces/clock.py"
CLOCK_READS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "timezone": {"now", "localtime", "localdate"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
}
"""What reads the clock, by the name it is read from; reading how long something took is not reading the clock."""
CLOCK_IMPORTS = {
    "time": CLOCK_READS["time"],
    "django.utils.timezone": CLOCK_READS["timezone"],
    "django.db.models.functions": {"Now"},
}

MONEY_FLOORS = ("domain", "ledger", "usecases", "store")
KEYWORD_FLOORS = {"domain": 1, "usecases": 0}
"""How many parameters may lead without their name: in the domain the one that the function's sentence is about."""
FAMILIES = {"bundle": 4, "value": 3}
"""Domain functions that are called through a table, by their first parameter: what a life names takes the bundle, the
row of it and the act; a reader takes the value, its path and the setting. Their types differ: none can change places.
"""
LEADS = {
    "domain/vocabulary.py:shown": 2,
    "domain/lifecycle.py:row": 5,
    "domain/needs/registry.py:unmet": 4,
    "domain/needs/money.py:reference_of": 2,
    "usecases/work.py:actor_name": 1,
    "usecases/evidence.py:check_speaks": 2,
}
"""Functions that may have more leading parameters: `shown("order", id)` reads as printed, `row(…)` as in the table, and the
working parts of the use cases take what they are about, of types that cannot change places."""

LONGEST = {"src": (50, 400), "tests": (100, 600), "benchmarks": (50, 400)}
"""Lines of a function and of a file, by top folder. A scenario ends on its whole ledger, so tests get more."""

BANNED_SUFFIXES = ("Manager", "Service", "Helper", "Util", "Utils", "Handler", "Data", "Info")
BANNED_MODULE = re.compile(rf"(^|_)({'|'.join(BANNED_SUFFIXES)})s?$", re.IGNORECASE)


class Finding(NamedTuple):
    """Where a lint was broken, and what to do instead."""

    path: PurePosixPath
    line: int
    lint: str
    told: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.lint}: {self.told}"


class Source(NamedTuple):
    """A Python file: its path from the root of the project, and what it says."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @property
    def floor(self) -> str | None:
        """The floor of the package that the file stands on; None outside the package."""
        if not self.path.is_relative_to(PACKAGE):
            return None
        return self.path.relative_to(PACKAGE).parts[0]

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function in the file, methods and inner ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    @property
    def public_functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """The functions that other modules may call: at the top of the file, without a leading underscore."""
        functions = [node for node in self.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        return [function for function in functions if not function.name.startswith("_")]


Found = tuple[int, str]
Lint = Callable[[Source], Iterator[Found]]


def clock(source: Source) -> Iterator[Found]:
    """Only interfaces/clock.py reads the clock; everywhere else the instant is an argument."""
    if source.floor is None or source.path == CLOCK:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and _reads_clock(node):
            yield node.lineno, f"`{ast.unparse(node)}` reads the clock: take `at` as an argument"
        elif isinstance(node, ast.ImportFrom):
            for name in {alias.name for alias in node.names} & CLOCK_IMPORTS.get(str(node.module), set()):
                yield node.lineno, f"`{node.module}.{name}` reads the clock: take `at` as an argument"


def _reads_clock(node: ast.Attribute) -> bool:
    return node.attr in CLOCK_READS.get(ast.unparse(node.value).rpartition(".")[2], set())


def float_in_money(source: Source) -> Iterator[Found]:
    """No floating point on the floors that count money."""
    if source.floor not in MONEY_FLOORS:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == "float":
            yield node.lineno, "float: count integer minor units, or use Decimal"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"{node.value} is a float: write an integer, or Decimal of a string"
        elif isinstance(node, ast.Attribute) and node.attr == "FloatField":
            yield node.lineno, "FloatField: keep integers in the database"


def sizes(source: Source) -> Iterator[Found]:
    """Functions and files stay short enough to be read at once."""
    if "migrations" in source.path.parts:  # written by Django
        return
    function_limit, file_limit = LONGEST[source.path.parts[0]]
    if (lines := source.text.count("\n")) > file_limit:
        yield lines, f"the file has {lines} lines, at most {file_limit}: divide it"
    for function in source.functions:
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > function_limit:
            yield function.lineno, f"`{function.name}` has {lines} lines, at most {function_limit}: divide it"


def banned_names(source: Source) -> Iterator[Found]:
    """Names that say nothing: a class or a module is called after what it is."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith(BANNED_SUFFIXES):
            yield node.lineno, f"`{node.name}`: name it after what it is"
    stem = source.path.stem if source.path.stem != "__init__" else source.path.parent.name
    if BANNED_MODULE.search(stem):
        yield 1, f"module `{stem}`: name it after what is in it"


def viewer_first(source: Source) -> Iterator[Found]:
    """Every query says who is looking, before anything else; or it is about a bundle, which only a viewer's query hands out."""
    if source.floor != "queries":
        return
    for function in source.public_functions:
        arguments = function.args
        names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]]
        if names[:1] not in (["viewer"], ["bundle"]):
            yield (
                function.lineno,
                f"`{function.name}`: the first parameter of a query is `viewer`, or the `bundle` he may see",
            )


def keywords_only(source: Source) -> Iterator[Found]:
    """Calls name their arguments, so that two amounts or two ids cannot change places unseen."""
    if source.floor not in KEYWORD_FLOORS:
        return
    for function in source.public_functions:
        named = f"{source.path.relative_to(PACKAGE)}:{function.name}"
        leading = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
        allowed = KEYWORD_FLOORS[source.floor]
        if source.floor == "domain":
            allowed = FAMILIES.get("".join(leading[:1]), allowed)
        if len(leading) > LEADS.get(named, allowed):
            yield function.lineno, f"`{function.name}` takes {len(leading)} arguments without names: put `*` first"


LINTS: dict[str, Lint] = {
    "clock": clock,
    "float": float_in_money,
    "sizes": sizes,
    "names": banned_names,
    "viewer": viewer_first,
    "keywords": keywords_only,
}


def sources(root: Path) -> Iterator[Source]:
    """Every Python file of the project under `root`."""
    for top in LONGEST:
        for file in sorted((root / top).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            yield Source(PurePosixPath(file.relative_to(root).as_posix()), text, ast.parse(text, filename=str(file)))


def findings(root: Path = ROOT) -> list[Finding]:
    """Everything that a lint finds under `root`."""
    return [
        Finding(source.path, line, name, told)
        for source in sources(root)
        for name, lint in LINTS.items()
        for line, told in lint(source)
    ]


def main() -> int:
    """Print the findings; 1 when there are any."""
    found = findings()
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
