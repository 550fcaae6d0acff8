"""Letters: what is written of a deadline, each with the one link that matters; the outbox of account mail; what a demo shows."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tradeward.domain import days, vocabulary
from tradeward.domain.noticing import Kind
from tradeward.interfaces import clock
from tradeward.interfaces.web import door, shown
from tradeward.interfaces.web.words import silence
from tradeward.queries import letters as written_letters
from tradeward.usecases import letters

TITLES = {
    Kind.SET: _("%(goods)s: you have until %(when)s"),
    Kind.NEAR: _("%(goods)s: one day left, until %(when)s"),
    Kind.PASSED: _("%(goods)s: a deadline has passed"),
}
"""What a letter is called, by what there is to tell."""


def written(told: Any) -> tuple[str, str]:
    """The title and the text of a letter on a deadline, in the language of its reader and on their clock."""
    with translation.override(told.language if told.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        zone = days.zone(told.zone)
        said = {
            "goods": told.goods, "when": shown.instant(told.due_at, zone), "place": shown.place(zone), "told": told,
            "passed": told.kind == Kind.PASSED, "silence": silence.SILENCE.get((told.subject, told.verb), ""),
            "link": f"{settings.SITE}{_link(told)}",
        }  # fmt: skip
        return str(TITLES[Kind(told.kind)]) % said, render_to_string("letters/deadline.txt", said)


def _link(told: Any) -> str:
    """Where its reader can do something about it."""
    order = f"/orders/{vocabulary.shown('order', told.order_id)}"
    if told.subject == "inspection" and told.role == "inspector":
        return f"/jobs/{vocabulary.shown('inspection', told.subject_id)}"
    if told.subject == "dispute":
        dispute = vocabulary.shown("dispute", told.subject_id)
        return f"/cases/{dispute}" if told.role == "officer" else f"{order}/disputes/{dispute}"
    return order


class Outbox(BaseEmailBackend):
    """Django's mail of accounts, put among the letters: the worker sends it, and tries again."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put messages into the outbox, one a receiver."""
        at, machine = clock.now(), clock.machine()
        for one in email_messages:
            for address in one.recipients():
                key = hashlib.sha256(f"{machine}\0{address}\0{one.subject}\0{one.body}".encode()).hexdigest()
                letters.post(
                    key=key, address=address, language=translation.get_language() or "", title=str(one.subject),
                    text=str(one.body), at=at, machine=machine,
                )  # fmt: skip
        return len(email_messages)


@door.page()
def captured(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/letters`: the mail that a demo market would have sent. Refuses: a market that is no demo (NotFound)."""
    found = written_letters.captured(looking.actor, demo=settings.DEMO)
    return render(request, "letters.html", {"letters": found, "languages_of": dict(settings.LANGUAGES)})
