"""Who signs in: people of an organisation, their invitations, and what the accounts' library is told about this installation."""

import base64
import hashlib
from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import hashers, password_validation
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.domain.saying import Field
from tradeward.domain.vocabulary import Role
from tradeward.interfaces import clock, identity, ids
from tradeward.interfaces.web import door, tasks
from tradeward.queries import members
from tradeward.usecases import letters, logins

_EMAIL = (Field.text("email", "Where the invitation is sent.", required=True, most=254),)
_COLLEAGUE = (Field.text("label", "What your colleague is called here.", required=True, most=200), *_EMAIL)
_PARTIES = frozenset({Role.BUYER, Role.SUPPLIER, Role.INSPECTOR})
_TOLD_AGAIN = 300
"""After how many seconds the journal tells anew that an account is guessed at."""


class Adapter(DefaultAccountAdapter):
    """Accounts are made by this product's own pages; whoever signs in is nobody else of the demo any more."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: whoever signs up here says for which organisation (`signups`)."""
        return False

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor shows that one again, a passkey first: who knows the password alone is not let near it."""
        ways = super().get_reauthentication_methods(user)
        factors = [one for one in ways if one["id"] != "reauthenticate"]
        return sorted(factors, key=lambda one: one["id"] != "mfa_reauthenticate:webauthn") or ways

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in; whom the browser played until now it plays no more."""
        request.session.pop(identity.PERSON, None)
        super().login(request, user)
        note(request, email=user.get_username(), succeeded=True)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords for one account: told in its journal once in a while, however often it is tried."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            email = str(credentials.get("email", ""))
            if cache.add(f"refused:{hashlib.sha256(email.lower().encode()).hexdigest()}", True, timeout=_TOLD_AGAIN):
                note(request, email=email, succeeded=False)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password, of whoever is known here or not."""
        note(request, email=str(credentials.get("email", "")), succeeded=False)


class SecondFactor(DefaultMFAAdapter):
    """The secrets of second factors lie encrypted under this installation's key."""

    def encrypt(self, text: str) -> str:
        """The text as it is kept."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text that was kept."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def note(request: HttpRequest, *, email: str, succeeded: bool) -> None:
    """Somebody tried to sign in: who, when, from where, and whether it was to be."""
    adapter = get_adapter(request)
    network, browser = adapter.get_client_ip(request), adapter.get_http_user_agent(request)
    logins.tried(email=email, network=network, browser=browser, succeeded=succeeded, at=clock.now())


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factors " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


@door.page()
def people(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/people`: who acts for one's organisation, and who can sign in; the operator sees everybody."""
    people = [
        (one, not one.email and logins.may_invite(by=looking.actor, organisation_id=one.organisation_id))
        for one in members.members(looking.actor)
    ]
    return render(request, "people.html", {"people": people})


@door.page(methods=("GET", "HEAD", "POST"))
def invite(request: HttpRequest, looking: door.Looking, person: str) -> HttpResponse:
    """`/people/PERSON/invite`: invite a person by letter; the address that lets them in is shown once, too."""
    person_id = ids.read("person", person)
    one = members.known(looking.actor, person_id=person_id)
    if not logins.may_invite(by=looking.actor, organisation_id=one.organisation_id):
        raise NotAllowed(gettext("The operator's own people are invited at the console, by tradeward invite."))
    secret = identity.fresh_secret()

    def act(**said: Any) -> dict[str, Any]:
        tell = partial(_letter, request, looking, secret)
        return _first(logins.invite(person_id=person_id, secret=secret, tell=tell, **{"email": "", **said}))

    task = tasks.Task(
        label=gettext("Invite"), fields=_EMAIL, act=act, back="/people",
        tells=gettext("They get a letter. Whoever opens the address in it sets a password and acts as this person."),
        done=_once(request, secret),
    )  # fmt: skip
    return tasks.page(request, looking, task)


@door.page(of=_PARTIES, methods=("GET", "HEAD", "POST"))
def invite_colleague(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """`/people/invite`: take a colleague on and invite them by letter; the address that lets them in is shown once, too."""
    secret = identity.fresh_secret()

    def act(**said: Any) -> dict[str, Any]:
        tell = partial(_letter, request, looking, secret)
        return _first(logins.invite_colleague(secret=secret, tell=tell, **{"email": "", "label": "", **said}))

    task = tasks.Task(
        label=gettext("Invite a colleague"), fields=_COLLEAGUE, act=act, back="/people", tells=gettext(
            "They act for your organisation as you do. They get a letter; whoever opens the address in it sets a password."
        ),
        done=_once(request, secret),
    )  # fmt: skip
    return tasks.page(request, looking, task)


def _first(done: dict[str, Any]) -> dict[str, Any]:
    if not done["fresh"]:
        raise OutOfTurn(
            gettext("They are invited already; the address was shown then. Invite them anew on the page People.")
        )
    return done


def _once(request: HttpRequest, secret: str) -> str:
    return gettext(
        "The letter is on its way. The address in it is shown here once, and open for seven days: %(address)s"
    ) % {"address": _address(request, secret)}


def _address(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(f"/invitation/{secret}")


def _letter(request: HttpRequest, looking: door.Looking, secret: str, to: str) -> None:
    """Put the invitation into the outbox, in the language of whoever invites: what the invited one reads is not known yet."""
    said = {"who": looking.label, "organisation": looking.organisation, "address": _address(request, secret)}
    letters.post(
        key=logins.hash_of(secret=secret), address=to, language=translation.get_language() or "",
        title=gettext("%(organisation)s invites you to Tradeward") % said, text=render_to_string("letters/invitation.txt", said),
        at=looking.at, machine=clock.machine(),
    )  # fmt: skip


@door.open_page(methods=("GET", "HEAD", "POST"))
def take_up(request: HttpRequest, looking: door.Looking | None, secret: str) -> HttpResponse:
    """`/invitation/SECRET`: take an invitation up with a password of one's own; then sign in with it."""
    at = clock.now()
    told = logins.invited(secret=secret, at=at)
    wrong = ""
    if request.method == "POST":
        try:
            logins.accept(secret=secret, password=hashed(request, told["email"]), at=at)
            return HttpResponseRedirect(settings.LOGIN_URL)
        except RuleBroken as broken:
            wrong = str(broken)
    return render(request, "invitation.html", {"told": told, "wrong": wrong}, status=422 if wrong else 200)


def hashed(request: HttpRequest, email: str) -> str:
    """The password that was typed twice, hashed. Refuses: two different ones, one that is easily guessed (RuleBroken)."""
    first, second = request.POST.get("password", ""), request.POST.get("again", "")
    if first != second:
        raise RuleBroken(gettext("The two passwords are not the same."), field="again")
    try:
        password_validation.validate_password(first)
    except ValidationError as fault:
        raise RuleBroken(" ".join(fault.messages), field="password") from None
    if first.lower() == email:
        raise RuleBroken(gettext("The password is your e-mail address."), field="password")
    return hashers.make_password(first)
