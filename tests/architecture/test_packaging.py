"""The locks fit what the package says it needs, and record no address."""

import re
import tomllib

import pytest

from tests.architecture.lints import ROOT

REQUIREMENTS = ROOT / "requirements"


def test_the_package_and_its_lock_need_the_same() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    listed = [line for line in (REQUIREMENTS / "run.in").read_text().splitlines() if not line.startswith("#")]
    assert listed == declared


@pytest.mark.parametrize("lock", ["run.txt", "test.txt"])
def test_a_lock_is_exact_versions_with_hashes_and_nothing_else(lock: str) -> None:
    text = (REQUIREMENTS / lock).read_text().replace("\\\n", "")
    pinned = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in text.splitlines() if not pinned.fullmatch(line.rstrip())] == []


def test_what_runs_is_what_is_tested() -> None:
    locks = {
        name: set(re.findall(r"^\S+==\S+", (REQUIREMENTS / name).read_text(), re.MULTILINE))
        for name in ("run.txt", "test.txt")
    }
    assert locks["run.txt"] - locks["test.txt"] == set()
