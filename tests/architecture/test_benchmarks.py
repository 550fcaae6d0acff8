"""`make bench` runs every measurement, and nothing that is none."""

import ast

import pytest

from benchmarks import __main__ as bench
from tests.architecture.lints import ROOT


@pytest.mark.parametrize("name", bench.NAMES)
def test_what_is_run_is_a_measurement(name: str) -> None:
    """It has a `main`, and runs it."""
    module = ast.parse((ROOT / "benchmarks" / f"{name}.py").read_text())
    functions = [one.name for one in module.body if isinstance(one, ast.FunctionDef)]
    ends = [ast.unparse(one.test) for one in module.body if isinstance(one, ast.If)]
    assert ("main" in functions, ends) == (True, ["__name__ == '__main__'"])
