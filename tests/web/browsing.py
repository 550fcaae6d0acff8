"""Somebody at a browser without a browser: sessions, forms, and how many statements a page took."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.house import House
from tradeward.domain import vocabulary
from tradeward.interfaces import identity

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True)
class Page:
    """A page as it came: its status, its text, the SQL statements that it took."""

    answer: HttpResponse
    text: str
    statements: int

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its forms."""
        return {name: unescape(value) for name, value in _HIDDEN.findall(self.text)}


class Pages:
    """The pages of a market, asked by a role of its house."""

    def __init__(self, house: House) -> None:
        self.house = house

    def client(self, role: str) -> Client:
        """A browser in which somebody of that role is signed in; `nobody` is not."""
        made = Client(raise_request_exception=True, SERVER_NAME="localhost")
        if role in self.house.who:
            person = self.house.world.stage.people[self.house.who[role]]
            session = made.session
            session[identity.PERSON] = str(person.person_id)
            session.save()
            made.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return made

    def get(self, role: str, path: str, client: Client | None = None, **headers: str) -> Page:
        """Ask for a page."""
        browser = client or self.client(role)
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(path, **headers)
        if answer.streaming:
            b"".join(answer.streaming_content)
            answer.close()
            return Page(answer, "", len(asked))
        return Page(answer, _text(answer), len(asked))

    def post(self, role: str, path: str, told: dict[str, Any], client: Client | None = None) -> Page:
        """Send a form."""
        browser = client or self.client(role)
        with CaptureQueriesContext(connection) as asked:
            answer = browser.post(path, told)
        return Page(answer, _text(answer), len(asked))

    def order(self, whose: str = "own") -> str:
        """The address of an order's page."""
        return f"/orders/{vocabulary.shown('order', getattr(self.house, whose)['order'])}"


def _text(answer: Any) -> str:
    """What a page says; a file says nothing."""
    return "" if answer.streaming or not answer["Content-Type"].startswith("text/") else answer.content.decode()
