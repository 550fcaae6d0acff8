"""The example that integrators start from, against the real service: from draft to refund, with every webhook genuine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import serving

pytestmark = [pytest.mark.faults, pytest.mark.slow]

SCRIPT = Path(__file__).parents[2] / "examples/integrate.py"


def test_the_example_takes_an_order_from_draft_to_refund():
    """RULES §1 S6, §12 W1 in small: paid on signing, never shipped, silence, ruling, refund; sixty lines at most."""
    assert len(SCRIPT.read_text().splitlines()) <= 60
    with serving.folder() as home, serving.running(home, "--demo") as running:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), f"http://127.0.0.1:{running.port}"], input=json.dumps(running.told), capture_output=True,
            text=True, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert running.stop() == 0
    lines = done.stdout.splitlines()
    assert lines[-1] == "refund {'amount': '4000.00', 'currency': 'USD'}"
    assert [line for line in lines if line.startswith("order cancelled cancelled")] != []
    heard = [line.removeprefix("webhook ") for line in lines if line.startswith("webhook ")]
    wanted = [
        "order.offer",
        "order.sign",
        "dispute.open",
        "dispute.escalate",
        "dispute.rule",
        "order.cancel",
        "payment_out.send",
    ]
    assert [one for one in heard if one in wanted] == [wanted[0], wanted[1], *wanted[1:]]
    assert "whose signature is wrong" not in heard
