"""Each lint sees its violation where it is planted, lets the lawful neighbour pass, and finds nothing in the tree."""

import ast
from pathlib import PurePosixPath

import pytest

from tests.architecture import lints

LONG_FUNCTION = "def f() -> None:\n" + "    pass\n" * 50
LONG_FILE = "\n" * 401

# lint, file, violation, its line
PLANTED = [
    ("clock", "src/tradeward/usecases/orders.py", "from datetime import datetime\nx = datetime.now()", 2),
    ("clock", "src/tradeward/usecases/orders.py", "import datetime\nx = datetime.datetime.utcnow()", 2),
    ("clock", "src/tradeward/interfaces/jobs/worker.py", "import time\nx = time.time()", 2),
    ("clock", "src/tradeward/interfaces/jobs/worker.py", "from time import time", 1),
    ("clock", "src/tradeward/domain/days.py", "x = date.today()", 1),
    ("clock", "src/tradeward/store/models.py", "at = models.DateTimeField(default=timezone.now)", 1),
    ("clock", "src/tradeward/store/models.py", "from django.db.models.functions import Lower, Now", 1),
    ("float", "src/tradeward/domain/money.py", "x = 1\ny = 0.5", 2),
    ("float", "src/tradeward/ledger/book.py", "def f(*, x: float) -> None: ...", 1),
    ("float", "src/tradeward/usecases/orders.py", "x = float('1')", 1),
    ("float", "src/tradeward/store/models.py", "x = models.FloatField()", 1),
    ("sizes", "src/tradeward/gateways/mail.py", LONG_FUNCTION, 1),
    ("sizes", "src/tradeward/gateways/mail.py", LONG_FILE, 401),
    ("sizes", "tests/test_mail.py", "\n" * 601, 601),
    ("names", "src/tradeward/usecases/orders.py", "class OrderManager: ...", 1),
    ("names", "tests/test_mail.py", "class MailHandler: ...", 1),
    ("names", "src/tradeward/usecases/order_utils.py", "", 1),
    ("names", "src/tradeward/helpers/__init__.py", "", 1),
    ("viewer", "src/tradeward/queries/orders.py", "def order(order_id, *, viewer): ...", 1),
    ("viewer", "src/tradeward/queries/orders.py", "def orders(): ...", 1),
    ("keywords", "src/tradeward/usecases/orders.py", "def sign(order_id, *, by): ...", 1),
    ("keywords", "src/tradeward/domain/coverage.py", "def room(held, security): ...", 1),
    ("keywords", "src/tradeward/domain/windows.py", "def after(bundle, row, act, days, more): ...", 1),
    ("keywords", "src/tradeward/usecases/orders.py", "def after(bundle, row): ...", 1),
]

LAWFUL = [
    ("src/tradeward/interfaces/clock.py", "x = datetime.now(UTC)"),
    ("src/tradeward/interfaces/jobs/worker.py", "import time\nx = clock.now()\ny = time.monotonic()"),
    ("src/tradeward/interfaces/web/chart.py", "x: float = 0.5"),
    ("src/tradeward/domain/days.py", "x = 5\ny = Decimal('0.5')"),
    ("src/tradeward/gateways/mail.py", LONG_FUNCTION.removesuffix("    pass\n")),
    ("src/tradeward/gateways/mail.py", LONG_FILE.removesuffix("\n")),
    ("tests/test_mail.py", LONG_FUNCTION + LONG_FILE),
    ("src/tradeward/domain/database.py", "class Informed: ..."),
    (
        "src/tradeward/queries/orders.py",
        "def order(viewer, *, order_id): ...\ndef risk(bundle): ...\ndef orders(*, viewer): ...\ndef _row(x): ...",
    ),
    ("src/tradeward/usecases/orders.py", "def sign(*, order_id, by): ...\ndef _load(order_id): ..."),
    (
        "src/tradeward/domain/windows.py",
        "def text(value, path): ...\ndef appeal(bundle, dispute): ...\ndef cancel_claim(bundle, row, act): ...",
    ),
    ("src/tradeward/domain/money.py", "def half_up(amount): ...\nclass Money:\n    def __add__(self, other): ..."),
]


def found(path: str, text: str) -> list[tuple[str, int]]:
    """The lints that `text` breaks if it is the file `path`, with the lines."""
    source = lints.Source(PurePosixPath(path), text, ast.parse(text))
    return [(name, line) for name, lint in lints.LINTS.items() for line, _ in lint(source)]


@pytest.mark.parametrize(("lint", "path", "text", "line"), PLANTED)
def test_a_planted_violation_is_caught(lint: str, path: str, text: str, line: int) -> None:
    assert found(path, text) == [(lint, line)]


def test_every_lint_has_a_planted_violation() -> None:
    assert {lint for lint, *_ in PLANTED} == set(lints.LINTS)


@pytest.mark.parametrize(("path", "text"), LAWFUL)
def test_the_lawful_neighbour_passes(path: str, text: str) -> None:
    assert found(path, text) == []


def test_the_tree_is_clean() -> None:
    assert [str(finding) for finding in lints.findings()] == []


def test_every_named_exception_is_still_needed() -> None:
    functions = {
        f"{source.path.relative_to(lints.PACKAGE)}:{function.name}": len(function.args.args)
        for source in lints.sources(lints.ROOT)
        if source.floor is not None
        for function in source.public_functions
    }
    assert {name: functions.get(name) for name in lints.LEADS} == lints.LEADS
