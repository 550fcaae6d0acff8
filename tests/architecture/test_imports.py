"""The import contracts of pyproject.toml hold for the tree, and each one breaks on the import it forbids."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.lints import ROOT

FLOORS = (
    "domain",
    "ledger",
    "store",
    "gateways",
    "usecases",
    "queries",
    "interfaces",
    "interfaces/api",
    "interfaces/cli",
)

# contract, file, the import it must not have
PLANTED = [
    ("floors", "domain/order.py", "import tradeward.store"),
    ("floors", "usecases/orders.py", "import tradeward.interfaces.cli"),
    ("floors", "queries/orders.py", "import tradeward.usecases"),
    ("floors", "ledger/book.py", "import tradeward.store"),
    ("floors", "helpers.py", ""),
    ("plain-domain", "domain/order.py", "from django.db import models"),
    ("plain-domain", "domain/order.py", "import psycopg"),
    ("book", "queries/orders.py", "from tradeward.ledger import book"),
    ("book", "interfaces/cli/pay.py", "from tradeward.ledger import book"),
    ("models", "interfaces/api/orders.py", "from tradeward.store.models import Order"),
    ("models", "interfaces/api/orders.py", "def order():\n    from tradeward.store import models"),
    ("doors", "interfaces/api/orders.py", "import tradeward.interfaces.cli"),
    ("doors", "interfaces/clock.py", "import tradeward.interfaces.api"),
    ("no-cycles", "domain/order.py", "import tradeward.domain.dispute"),
]

NAMES = {
    "floors": "A floor imports only the floors below it",
    "plain-domain": "The domain is plain Python",
    "book": "Only use cases post to the book",
    "models": "Interfaces never see model objects",
    "doors": "The four doors know nothing of each other",
    "no-cycles": "No cycles",
}

RUNNER = """
import contextlib, io, json, os, sys
from importlinter.cli import lint_imports
answers = []
for root in sys.argv[1:]:
    os.chdir(root)
    sys.path[0] = os.path.join(root, "src")
    with contextlib.redirect_stdout(io.StringIO()) as told:
        code = lint_imports(no_cache=True, no_logo=True)
    answers.append((code, told.getvalue()))
print(json.dumps(answers))
"""
"""Lints every folder it is given, in one process: starting import-linter is what takes the time."""


def build(root: Path) -> Path:
    """An empty house: every floor, the files that the contracts name, and half a cycle."""
    for floor in ("", *FLOORS):
        folder = root / "src/tradeward" / floor
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", root)
    for file in ("ledger/book.py", "store/models.py", "domain/order.py"):
        (root / "src/tradeward" / file).touch()
    (root / "src/tradeward/domain/dispute.py").write_text("import tradeward.domain.order\n")
    return root


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """What import-linter answers to the tree, to the empty house, and to a house for each planted import."""
    houses = [build(tmp_path_factory.mktemp("house")) for _ in range(1 + len(PLANTED))]
    for house, (_, path, text) in zip(houses[1:], PLANTED, strict=True):
        (house / "src/tradeward" / path).write_text(f"{text}\n")
    command = [sys.executable, "-c", RUNNER, str(ROOT), *map(str, houses)]
    done = subprocess.run(command, env=os.environ | {"COLUMNS": "200"}, capture_output=True, text=True, check=True)
    answers: list[tuple[int, str]] = json.loads(done.stdout)
    return answers


def broken(told: str) -> list[str]:
    """The names of the contracts reported as broken."""
    return [line.removesuffix(" BROKEN") for line in told.splitlines() if line.endswith(" BROKEN")]


@pytest.mark.parametrize("place", [0, 1], ids=["the tree", "the empty house"])
def test_the_contracts_hold(place: int, reports: list[tuple[int, str]]) -> None:
    code, told = reports[place]
    assert (broken(told), code) == ([], 0), told


@pytest.mark.parametrize("place", range(len(PLANTED)), ids=[f"{path}: {text}" for _, path, text in PLANTED])
def test_a_planted_import_breaks_its_contract(place: int, reports: list[tuple[int, str]]) -> None:
    contract, *_ = PLANTED[place]
    code, told = reports[2 + place]
    assert (broken(told), code) == ([NAMES[contract]], 1), told


def test_every_contract_has_a_planted_import() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {contract["id"]: contract["name"] for contract in configured} == NAMES
    assert {contract for contract, *_ in PLANTED} == set(NAMES)
