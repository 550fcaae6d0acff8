"""How each page is asked in the table of rights."""

import re
from typing import Any

from tests.web.browsing import Page, Pages
from tradeward.domain import vocabulary
from tradeward.interfaces.web import assets

OPEN = {
    "GET /", "POST /logout", "POST /enter", "GET /assets/<str:version>/<str:name>", "GET /invitation/<str:secret>",
    "POST /invitation/<str:secret>",
}  # fmt: skip
"""What is for everybody, signed in or not; /enter answers in a demo market only."""


def has_owner(name: str) -> bool:
    """Whether a page is about something that somebody owns."""
    return any(f"<str:{word}>" in name for word in ("order", "file", "person", "inspection", "draft", "dispute"))


def asked(pages: Pages, name: str, whose: str, role: str) -> Page:
    """The answer to one role, about its own or about another's."""
    method, route = name.split(" ", 1)
    path = re.sub(r"<str:(\w+)>", lambda word: _filled(pages, word[1], whose, role, route), route)
    return pages.get(role, path) if method == "GET" else pages.post(role, path, {})


def _filled(pages: Pages, word: str, whose: str, role: str, route: str) -> str:
    ids = getattr(pages.house, whose)
    people, who = pages.house.world.stage.people, pages.house.who
    person = people[
        who.get(role, who["stranger"]) if whose == "own" else who["stranger" if role != "stranger" else "buyer"]
    ]
    known = {
        "order": vocabulary.shown("order", ids["order"]),
        "file": vocabulary.shown("evidence", ids["evidence"]),
        "draft": vocabulary.shown("draft", _draft(pages.house.drafts, whose, role)),
        "dispute": vocabulary.shown("dispute", ids["dispute"]),
        "row": vocabulary.shown("order", ids["order"]),
        "verb": "take" if "/cases/" in route else "declare_ready",
        "what": "decline" if "/jobs/" in route else "message",
        "secret": "none",
        "person": vocabulary.shown("person", person.person_id),
        "inspection": vocabulary.shown("inspection", ids["inspection"]),
        "version": assets.VERSION,
        "name": "tradeward.css",
    }
    return known[word]


def _draft(drafts: dict[str, Any], whose: str, role: str) -> Any:
    """The draft of who asks, or one of somebody else's; who has none is asked about the buyer's."""
    if whose == "own":
        return drafts.get(role, drafts["buyer"])
    return drafts["buyer" if role == "stranger" else "stranger"]
