"""People in front of windows of their own, who enter the demo as somebody; and what the console said meanwhile."""

import base64
import json
import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.gateways import npm

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = Path(__file__).parents[2] / "docs/how-to/pictures"
"""The pictures of the how-to pages: `make pictures` takes them anew."""
PATIENCE = 30_000
"""Milliseconds in which a page comes."""
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 780}


def axe() -> str:
    """The source of axe-core, which says what keeps people from using a page."""
    return (npm.installed("axe-core", "4.14.1") / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


class Window:
    """One person's browser window."""

    def __init__(self, context: BrowserContext, address: str, screens: Path) -> None:
        self.context, self.address, self.screens = context, address, screens
        self.faults: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on(
            "request", lambda asked: None if self._ours(asked.url) else self.faults.append(f"asks {asked.url}")
        )

    def _heard(self, told: ConsoleMessage) -> None:
        if told.type in ("error", "warning"):
            self.faults.append(f"{told.text} ({told.location['url']})")

    def _ours(self, url: str) -> bool:
        return url.startswith((self.address, "data:", "about:"))

    def open(self, path: str) -> "Window":
        """Go to a page of ours."""
        self.page.goto(f"{self.address}{path}" if path.startswith("/") else path)
        return self

    def enter(self, who: str) -> "Window":
        """Enter the demo as somebody."""
        self.open("/").page.get_by_role("button", name=who).first.click()
        self.page.wait_for_url("**/desk")
        return self

    def press(self, name: str) -> "Window":
        """Follow the link, or press the button, of that name; then the page has come."""
        told = re.compile(rf"^{re.escape(name)}( \w+ \d+)?$")  # of several rows of a kind, the button says which
        one = self.page.get_by_role("link", name=told).or_(self.page.get_by_role("button", name=told))
        one.first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, **said: str) -> "Window":
        """Type into fields by their name; `__` stands for a dot."""
        for name, value in said.items():
            field = self.page.locator(f'[name="{name.replace("__", ".")}"]')
            if field.first.get_attribute("type") == "radio":
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def now(self) -> datetime:
        """What the demo's clock says, where this person lives."""
        told = self.page.locator(".demo-bar time").get_attribute("datetime") or ""
        return datetime.fromisoformat(told)

    def text(self) -> str:
        """What can be read, with every folded part unfolded."""
        self.page.eval_on_selector_all("details.fold", "all => all.forEach(one => { one.open = true; })")
        return self.page.inner_text("main")

    def keep(self, name: str) -> None:
        """Keep a screenshot of the whole page."""
        self.page.screenshot(path=self.screens / f"{name}.png", full_page=True)

    def picture(self, name: str) -> None:
        """Where pictures for the how-to pages are asked for, take one of what the window shows, small and packed."""
        if not os.environ.get("TRADEWARD_PICTURES") or not name:
            return
        size = self.page.viewport_size or DESK
        clip = {"x": 0, "y": 0, **size, "scale": 0.6 if size["width"] > 600 else 1}
        told = {"format": "webp", "quality": 60, "clip": {**clip, "y": self.page.evaluate("scrollY")}}
        taken = self.context.new_cdp_session(self.page).send("Page.captureScreenshot", told)
        (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))

    def wide(self) -> int:
        """By how many pixels the page is wider than its window."""
        found: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return found

    def violations(self, source: str) -> list[str]:
        """What axe finds, with the element."""
        self.page.evaluate(source)
        told: dict[str, Any] = self.page.evaluate(f"axe.run({json.dumps({'runOnly': _RULES})})")
        return [f"{one['id']}: {node['html'][:160]}" for one in told["violations"] for node in one["nodes"]]


class Desktop:
    """All windows of a test; in the end nothing was said on any console, and nothing asked of anybody else's server."""

    def __init__(self, browser: Browser, address: str, screens: Path) -> None:
        self.browser, self.address, self.screens = browser, address, screens
        self.windows: list[Window] = []

    def window(
        self, *, who: str = "", light: bool = True, size: dict[str, int] | None = None, scripts: bool = True,
        language: str = "en-GB",
    ) -> Window:  # fmt: skip
        """A window of somebody's own."""
        context = self.browser.new_context(
            viewport=size or DESK,
            color_scheme="light" if light else "dark",
            java_script_enabled=scripts,
            locale=language,
        )
        made = Window(context, self.address, self.screens)
        self.windows.append(made)
        return made.enter(who) if who else made

    def close(self) -> None:
        """Close all; fails where a console had something to say."""
        faults = [fault for one in self.windows for fault in one.faults]
        for one in self.windows:
            one.context.close()
        assert not faults, faults
