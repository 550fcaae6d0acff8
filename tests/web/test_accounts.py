"""Who signs in: invited people with a password of their own; officers and operators with a second factor; not by guessing."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from tradeward.domain import vocabulary
from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces import clock, identity
from tradeward.usecases import logins

PASSWORD = "correct horse battery"


def at_console(house, role: str, email: str) -> str:
    """Somebody of the operator's own is invited by whoever sits at the console."""
    secret = identity.fresh_secret()
    person = house.world.stage.people[house.who[role]].person_id
    logins.invite(person_id=person, email=email, secret=secret, by=Actor(Role.OPERATOR), at=clock.now(), key=secret)
    return f"/invitation/{secret}"


def invited(house, pages, role: str, email: str) -> str:
    """The operator invites somebody; the address that is shown once."""
    client = pages.client("operator")
    person = house.world.stage.people[house.who[role]]
    path = f"/people/{vocabulary.shown('person', person.person_id)}/invite"
    key = pages.get("operator", path, client).hidden["key"]
    assert pages.post("operator", path, {"key": key, "email": email}, client).status == 302
    address = re.search(r"http://localhost(/invitation/[\w-]+)", pages.get("operator", "/people", client).text)
    assert address
    return address[1]


def signed_in(email: str, **told: str) -> tuple[Client, str]:
    """A browser in which somebody has typed address and password, and where that led."""
    client = Client(SERVER_NAME="localhost", **told)
    answer = client.post("/account/login/", {"login": email, "password": PASSWORD})
    return client, answer.headers.get("Location", str(answer.status_code))


def taken_up(address: str) -> None:
    client = Client(SERVER_NAME="localhost")
    assert client.get(address).status_code == 200
    answer = client.post(address, {"password": PASSWORD, "again": PASSWORD})
    assert answer.headers["Location"] == "/account/login/"


def test_an_invited_person_signs_in_and_acts(house, pages) -> None:
    """Issue: invitations, sign-in, and the session acts as the person for their organisation (RULES §9)."""
    address = invited(house, pages, "buyer", "Buyer@Nordlicht.example")
    taken_up(address)
    with override_settings(DEMO=False):
        client, led = signed_in("buyer@nordlicht.example")
        assert led == "/desk"
        page = pages.get("buyer", "/desk", client)
        assert "Nordlicht Handel" in page.text
        assert pages.get("buyer", pages.order(), client).status == 200
        assert pages.get("buyer", pages.order("other"), client).status == 404
        assert pages.get("buyer", "/me", client).status == 200
        assert client.post("/logout").headers["Location"] == "/"
        assert pages.get("buyer", "/desk", client).answer["Location"] == "/account/login/?next=/desk"
    assert Client(SERVER_NAME="localhost").get(address).status_code == 409


def test_an_invitation_goes_out_as_a_letter_and_is_told_once(house, pages) -> None:
    """Issue: mail through the outbox; sent again the same form tells no address, since that of the first letter is the one."""
    client = pages.client("buyer")
    with house.undone():
        form = {
            "key": pages.get("buyer", "/people/invite", client).hidden["key"],
            "email": "New@Pine.example",
            "label": "new",
        }
        assert pages.post("buyer", "/people/invite", form, client).status == 302
        shown = re.findall(r"http://localhost(/invitation/[\w-]+)", pages.get("buyer", "/people", client).text)
        again = pages.post("buyer", "/people/invite", form, client)
        with connection.cursor() as cursor:
            cursor.execute("SELECT title, text FROM letters WHERE address = 'new@pine.example'")
            ((title, text),) = cursor.fetchall()
        assert re.findall(r"http://localhost(/invitation/[\w-]+)", text) == shown
        assert (again.status, "invited already" in again.text) == (409, True)
        assert title == "Nordlicht Handel (fictional) invites you to Tradeward"


@pytest.mark.parametrize(
    ("first", "again", "says"),
    [
        ("short", "short", "too short"),
        (PASSWORD, "another", "not the same"),
        ("password123", "password123", "too common"),
    ],
)
def test_a_weak_password_is_refused_beside_the_field(house, pages, first: str, again: str, says: str) -> None:
    """An invitation is taken up with a password that is not easily guessed."""
    address = invited(house, pages, "stranger", "stranger@example.com")
    answer = Client(SERVER_NAME="localhost").post(address, {"password": first, "again": again})
    assert (answer.status_code, says in answer.content.decode()) == (422, True)


def test_an_officer_needs_a_second_factor(house, pages) -> None:
    """Issue: forced for officers and operators: no page opens before it is set up, and sign-in asks for it afterwards."""
    taken_up(at_console(house, "officer", "officer@tradeward.example"))
    with override_settings(DEMO=False):
        client, _ = signed_in("officer@tradeward.example")
        assert pages.get("officer", "/desk", client).answer["Location"] == "/account/2fa/"
        assert pages.get("officer", "/account/2fa/", client).status == 200
        again = pages.get("officer", "/account/2fa/totp/activate/", client).answer["Location"]
        assert again.startswith("/account/reauthenticate/")
        assert client.post(again, {"password": PASSWORD}).status_code == 302
        form = pages.get("officer", "/account/2fa/totp/activate/", client)
        assert form.status == 200
        secret = re.search(r'value="([A-Z2-7]{32})"', form.text)
        assert secret
        answer = client.post("/account/2fa/totp/activate/", {"code": code(secret[1])})
        assert answer.status_code == 302
        assert pages.get("officer", "/desk", client).status == 200
        again, led = signed_in("officer@tradeward.example")
        assert led.startswith("/account/2fa/authenticate/")
        assert pages.get("officer", "/desk", again).answer["Location"].startswith("/account/login/")


def code(secret: str) -> str:
    """What an authenticator shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_guessing_is_slowed_by_account_and_by_network(house, pages) -> None:
    """Issue: brute force slowed: after a few wrong passwords not even the right one is tried."""
    taken_up(invited(house, pages, "supplier", "supplier@example.com"))
    client = Client(SERVER_NAME="localhost")
    told = [
        client.post("/account/login/", {"login": "supplier@example.com", "password": f"guess {n}"}) for n in range(12)
    ]
    assert told[0].status_code == 200
    assert told[-1].status_code == 429 or "Too many" in told[-1].content.decode()
    _, led = signed_in("supplier@example.com")
    assert led in ("200", "429")


def test_the_owner_of_an_account_sees_that_it_was_guessed_at(house) -> None:
    """Issue: the sign-in journal: each wrong password, and then once that no more were tried, from however many networks."""
    cache.clear()
    with house.undone():
        told = []
        for n in range(30):
            client = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"198.51.100.{n}")
            answer = client.post("/account/login/", {"login": "guessed@example.com", "password": f"guess {n}"})
            told.append("Too many" in answer.content.decode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT succeeded, count(*) FROM sign_ins WHERE email = 'guessed@example.com' GROUP BY 1")
            assert cursor.fetchall() == [(False, told.count(False) + 1)]
        assert told == [False] * told.count(False) + [True] * told.count(True)
        assert told.count(True) > 1
    cache.clear()


def test_guessing_at_many_accounts_is_slowed_by_network(house) -> None:
    """Issue: brute force slowed: from one network ten wrong passwords a minute, whoever's; another network is not in the way."""
    cache.clear()
    client = Client(SERVER_NAME="localhost")

    def told(n: int, network: str) -> str:
        said = {"login": f"somebody{n}@example.com", "password": "a guess"}
        return client.post("/account/login/", said, REMOTE_ADDR=network).content.decode()

    slowed = ["Too many" in told(n, "192.0.2.9") for n in range(11)]
    assert (slowed, "Too many" in told(12, "198.51.100.1")) == ([False] * 10 + [True], False)


def test_only_who_may_invites(house, pages) -> None:
    """RULES §9: parties invite their own, the operator others'; at the console alone his own, or two eyes could become one."""
    second = house.world.stage.people["second operator"]
    own = f"/people/{vocabulary.shown('person', second.person_id)}/invite"
    assert pages.post("operator", own, {"email": "me@tradeward.example"}).status == 403
    person = house.world.stage.people[house.who["stranger"]]
    path = f"/people/{vocabulary.shown('person', person.person_id)}/invite"
    assert pages.get("buyer", path).status == 404
    answer = pages.post("operator", path, {"email": "no address"})
    assert (answer.status, "no e-mail address" in answer.text) == (422, True)
