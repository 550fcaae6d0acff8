"""How each page is asked in the table of rights."""

import re
from typing import Any
from uuid import UUID

from tests.web.browsing import Page, Pages
from tradeward.domain import vocabulary
from tradeward.interfaces.web import assets

OPEN = {
    "GET /", "POST /logout", "POST /enter", "POST /language", "GET /assets/<str:version>/<str:name>",
    "GET /invitation/<str:secret>", "POST /invitation/<str:secret>",
    "GET /sign-up", "POST /sign-up", "GET /sign-up/<str:secret>", "POST /sign-up/<str:secret>",
}  # fmt: skip
"""What is for everybody, signed in or not; /enter answers in a demo market only."""


def has_owner(name: str) -> bool:
    """Whether a page is about something that somebody owns."""
    return any(
        f"<str:{word}>" in name
        for word in ("order", "file", "person", "inspection", "draft", "dispute", "supplier", "token")
    )


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
        "row": vocabulary.shown(*_row(pages, route, ids)),
        "verb": next((verb for part, verb in _VERBS.items() if part in route), "declare_ready"),
        "what": _what(route),
        "supplier": vocabulary.shown("supplier", ids["supplier"]),
        "dispute": vocabulary.shown("dispute", ids["dispute"]),
        "secret": "none",
        "table": "orders",
        "session": "1",
        "token": vocabulary.shown("token", _token(pages.house.token_ids, whose, role)),
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


def _token(tokens: dict[str, Any], whose: str, role: str) -> Any:
    """The token of who asks, or one of somebody else's."""
    if whose == "own":
        return tokens.get(role, tokens["buyer"])
    return tokens["buyer" if role == "stranger" else "stranger"]


_VERBS = {"/cases/": "take", "/office/": "suspend"}
"""The move that is asked for under an address, where it is not `declare_ready`."""


def _row(pages: Pages, route: str, ids: dict[str, UUID]) -> tuple[str, UUID]:
    """Whose move is made, or what is decided, under an address."""
    if "/office/do/" in route:
        return "approval", pages.house.approval
    return ("supplier", ids["supplier"]) if "/office/" in route else ("order", ids["order"])


def _what(route: str) -> str:
    """What is begun or done under an address."""
    if "/office/" in route:
        return "agree" if "<str:row>" in route else "pay_in"
    return "decline" if "/jobs/" in route else "message"
