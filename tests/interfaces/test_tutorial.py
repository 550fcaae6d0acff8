"""The tutorial, command by command, against the real service: what it shows is what they print."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests import serving

pytestmark = [pytest.mark.faults, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/tutorials/enforceable-contract.md"
BLOCKS = re.compile(r"```sh\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
MARK = "=== the next block"


def printed(blocks: list[str], *, place: Path, home: Path, port: int) -> list[str]:
    """What each block of commands prints, all in one shell in a folder of their own."""
    (place / "examples").symlink_to(ROOT / "examples")
    (place / "tradeward").write_text(f'#!/bin/sh\nexec {shlex.join(serving.COMMAND)} "$@"\n')
    (place / "tradeward").chmod(0o755)
    script = "".join(f"{block}echo '{MARK}'\n" for block in blocks).replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    environment = serving.environment_of(home) | {"PATH": f"{place}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=place, env=environment, capture_output=True, text=True, timeout=180
    )
    assert done.stderr == "", done.stdout + done.stderr
    return done.stdout.split(f"{MARK}\n")[:-1]


def test_the_tutorial_prints_what_it_shows(tmp_path):
    """RULES §6: a vague contract is refused at the offer; the same in terms is signed and printed, the same bytes for both."""
    shown = BLOCKS.findall(PAGE.read_text(encoding="utf-8"))
    with serving.folder() as home, serving.running(home, "--demo") as running:
        told = printed([commands for commands, _ in shown], place=tmp_path, home=home, port=running.port)
        assert running.stop() == 0
    assert told == [output for _, output in shown]


def test_its_agreement_is_as_the_page_quotes_it():
    """Every finding of step 1 stands in the excerpt, whose source is named beside it."""
    excerpt = ROOT / "examples/contracts/supply_excerpt.txt"
    assert "CC BY 4.0" in excerpt.with_name("README.md").read_text(encoding="utf-8")
    assert len(excerpt.read_text(encoding="utf-8").split("\n\n")) == 4
