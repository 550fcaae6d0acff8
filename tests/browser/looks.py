"""How pages are looked at: by day or night, at a desk or on a phone, in whose language; and which pages somebody can come to."""

import os
import re
from dataclasses import dataclass
from itertools import product
from zlib import crc32

from tests.browser.windows import DESK, PHONE, Window

_ID = re.compile(r"[a-z]{3}_[0-9a-f]{32}")
_TABLE = re.compile(r"^/office/tables/[^/]+$")
_NO_PAGE = re.compile(r"^(?!/)|^//|^/(api|assets|files)/|\.(zip|csv|pdf|html|json)$")
DEEP = 3
"""So many links from the navigation away, every page has been come to."""


@dataclass(frozen=True)
class Look:
    """One way to look at a page."""

    light: bool = True
    wide: bool = True
    language: str = "en-GB"

    @property
    def name(self) -> str:
        return "-".join(("light" if self.light else "dark", "desk" if self.wide else "phone", self.language[:2]))

    @property
    def size(self) -> dict[str, int]:
        return DESK if self.wide else PHONE


PLAIN = Look()
TURNS = (Look(light=False), Look(wide=False), Look(language="zh-CN"))
ALL = tuple(Look(*one) for one in product((True, False), (True, False), ("en-GB", "zh-CN")))


def of(page: str) -> tuple[Look, ...]:
    """The looks that a page is seen in: plain, and one of the others, by its name; all, where that is asked for."""
    if os.environ.get("TRADEWARD_LOOKS") == "all":
        return ALL
    return PLAIN, TURNS[crc32(page.encode()) % len(TURNS)]


def kind(address: str) -> str:
    """Which page it is, whatever it is of: of any order, of any table."""
    return _TABLE.sub("/office/tables/*", _ID.sub("*", address))


def reached(window: Window) -> list[str]:
    """Every kind of page that this person can come to from the navigation: the first address of each."""
    known: dict[str, str] = {}
    ahead = _links(window, "header a")
    for _ in range(DEEP):
        found: list[str] = []
        for address in ahead:
            if kind(address) not in known:
                known[kind(address)] = address
                found += _links(window.open(address), "main a")
        ahead = found
    return [*known.values()]


def _links(window: Window, which: str) -> list[str]:
    found: list[str] = window.page.eval_on_selector_all(which, "all => all.map(one => one.getAttribute('href'))")
    plain = [one.partition("#")[0].partition("?")[0] for one in found if one]
    return [one for one in dict.fromkeys(plain) if one and not _NO_PAGE.search(one)]
