"""One running demo market a session and one browser a module; every test opens windows of its own.

While the browser's driver lives it keeps an event loop in this thread, beside which Django talks to no database: it ends with its
module, before the next one asks for one.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import databases
from tests.browser.windows import Desktop
from tests.serving import Running
from tradeward.gateways import postgres

FLAGS = [
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENS = Path(__file__).parents[2] / "var/screens"
"""Where screenshots are kept: a folder for each run."""


@pytest.fixture(scope="session")
def service():
    """`tradeward run --demo` in a folder of its own."""
    home = databases.fresh_folder(quick=True)
    running = Running(home, "--demo", "--workers", "1")
    yield running
    running.kill()
    postgres.remove(home=home)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def chromium():
    """The browser. Fails, saying what to install, where there is none."""
    found = os.environ.get("TRADEWARD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "no browser: install one (Debian: apt-get install chromium), or name it in TRADEWARD_CHROMIUM"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *as_root])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def screens():
    """The folder of this run's screenshots."""
    folder = SCREENS / datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def desktop(service, chromium, screens):
    """Windows of people, which are looked over when they are closed."""
    made = Desktop(chromium, f"http://127.0.0.1:{service.port}", screens)
    yield made
    made.close()
