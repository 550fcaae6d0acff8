"""Signing up: a buyer or a supplier says who it is, opens the address that it is sent, and is in (RULES §9)."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from babel import Locale
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from tradeward.domain.refusals import RuleBroken
from tradeward.domain.saying import ASKED
from tradeward.interfaces import clock, doing, identity
from tradeward.interfaces.web import accounts, door, tasks
from tradeward.interfaces.web.forms import Form, Hint, Hints, widgets
from tradeward.usecases import signups

_ROW = "signups.ask"
_ZONES = tuple(
    (one, one.replace("_", " "))
    for one in sorted(available_timezones())
    if "/" in one and not one.startswith(("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/"))
)


@door.open_page(methods=("GET", "HEAD", "POST"))
def sign_up(request: HttpRequest, looking: door.Looking | None) -> HttpResponse:
    """`/sign-up`: say who one is. What is told next is the same whether or not the address is known here."""
    typed = dict(request.POST.lists()) if request.method == "POST" else None
    form = Form(ASKED[_ROW], ZoneInfo("UTC"), _hints(), typed)
    key = request.POST.get("key") or tasks.fresh_key()
    if request.method != "POST":
        return _drawn(request, form, key)
    address = form.value("email").strip().lower()
    if not ratelimit.consume(request, action="signup", key=address):
        return ratelimit.respond_429(request)
    secret = identity.fresh_secret()
    try:
        told = doing.done(signups.ask, secret=secret, at=clock.now(), key=key, **form.told())
    except RuleBroken as broken:
        form.refuse(broken)
        return _drawn(request, form, key, reasons=broken.reasons, status=422)
    if told["fresh"]:
        _mail(request, address, known=told["known"], secret=secret)
    return render(request, "accounts/sent.html", {"email": address})


@door.open_page(methods=("GET", "HEAD", "POST"))
def take_up(request: HttpRequest, looking: door.Looking | None, secret: str) -> HttpResponse:
    """`/sign-up/SECRET`: the address that was sent; with a password of one's own, one is in."""
    at = clock.now()
    told = signups.asked(secret=secret, at=at)
    wrong = ""
    if request.method == "POST":
        try:
            signups.take_up(secret=secret, password=accounts.hashed(request, told["email"]), at=at)
            account = authenticate(request, email=told["email"], password=request.POST["password"])
            return perform_login(request, account, email_verification="mandatory")
        except RuleBroken as broken:
            wrong = str(broken)
    return render(request, "accounts/confirm.html", {"told": told, "wrong": wrong}, status=422 if wrong else 200)


def _drawn(
    request: HttpRequest, form: Form, key: str, *, reasons: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    told: dict[str, Any] = {"widgets": widgets.of(form), "key": key, "reasons": reasons}
    return render(request, "accounts/sign_up.html", told, status=status)


def _hints() -> Hints:
    names = Locale.parse(translation.to_locale(translation.get_language() or "en")).territories
    countries = [
        (code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO_LAND
    ]
    return {"country": Hint(options=tuple(sorted(countries, key=lambda one: one[1]))), "zone": Hint(options=_ZONES)}


_NO_LAND = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
"""Codes of what is no country."""


def _mail(request: HttpRequest, address: str, *, known: bool, secret: str) -> None:
    adapter = get_adapter(request)
    if known:
        adapter.send_account_already_exists_mail(address)
    else:
        opens = {"opens": request.build_absolute_uri(f"/sign-up/{secret}")}
        adapter.send_mail("account/email/sign_up", address, opens)
