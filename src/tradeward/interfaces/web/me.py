"""One's own account: where one is signed in, how that went, and the tokens by which programs act in one's name (DESIGN §5)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from tradeward.domain import saying
from tradeward.domain.refusals import UNKNOWN, NotFound, OutOfTurn
from tradeward.domain.saying import Field, Kind
from tradeward.interfaces import clock, doing, identity, ids
from tradeward.interfaces.web import door, tasks
from tradeward.queries import members, sessions
from tradeward.queries import tokens as seen
from tradeward.usecases import logins
from tradeward.usecases import tokens as token_acts

_MOST = 50
_TOKEN = (
    Field.text("label", "What the token is for.", required=True, most=200),
    Field.plain("expires_at", Kind.INSTANT, "When it ends; without it, when you end it."),
)


@door.page()
def me(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/me`: one's own account."""
    here = request.session.session_key or ""
    told = {
        "sessions": sessions.open_sessions(looking.actor, current=here, machine_at=clock.machine()),
        "journal": sessions.journal(looking.actor, limit=_MOST),
    }
    return render(request, "accounts/me.html", told)


@door.page(methods=("POST",))
def end_session(request: HttpRequest, looking: door.Looking, session: str) -> HttpResponse:
    """`/me/sessions/SESSION/end`: whoever sits there is signed out. Refuses: NotFound (somebody else's)."""
    if not session.isdecimal() or not session.isascii() or len(session) > 18:
        raise NotFound(UNKNOWN)
    logins.end_session(session_id=int(session), by=looking.actor)
    messages.success(request, gettext("That session is over."))
    return HttpResponseRedirect("/me")


@door.page()
def tokens(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/tokens`: the tokens of one's organisation that still open something."""
    people = {one.person_id: one for one in members.members(looking.actor)}
    live = [
        (one, people.get(one.person_id))
        for one in seen.listed(looking.actor)
        if one.revoked_at is None and (one.expires_at is None or one.expires_at > looking.at)
    ]
    return render(request, "accounts/tokens.html", {"tokens": live[:_MOST], "more": len(live) - _MOST})


@door.page(methods=("GET", "HEAD", "POST"))
def make_token(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/tokens/new`: let a program act as oneself; the secret is shown once, on the page after."""
    secret = identity.fresh_secret()

    def act(*, by: Any, at: Any, key: str, **told: Any) -> dict[str, Any]:
        said = saying.read(fields=_TOKEN, told=told)
        done = token_acts.issue(person_id=by.person_id, secret=secret, by=by, at=at, key=key, **said)
        if not done["fresh"]:
            raise OutOfTurn(
                gettext("This token was made already; its secret was shown then. End it, and make another.")
            )
        return done

    task = tasks.Task(
        label=gettext("Make a token"), fields=_TOKEN, act=act, back="/tokens",
        tells=gettext("A program that has the secret does here whatever you may do. It is shown once, on the page after this."),
        done=gettext("Keep this secret where nobody else reads it; it is shown once: %(secret)s") % {"secret": secret},
    )  # fmt: skip
    return tasks.page(request, looking, task)


@door.page(methods=("POST",))
def revoke_token(request: HttpRequest, looking: door.Looking, token: str) -> HttpResponse:
    """`/tokens/TOKEN/revoke`: it opens nothing any more. Refuses: NotFound (another organisation's)."""
    key = request.POST.get("key") or tasks.fresh_key()
    doing.done(token_acts.revoke, token_id=ids.read("token", token), by=looking.actor, at=looking.at, key=key)
    messages.success(request, gettext("The token opens nothing any more."))
    return HttpResponseRedirect("/tokens")
