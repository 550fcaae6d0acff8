"""One's own account: sessions that one ends, a journal that one reads, tokens, colleagues (issue: accounts)."""

import re

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.web.test_accounts import invited, signed_in, taken_up

EMAIL = "me@nordlicht.example"


@pytest.fixture(autouse=True)
def sober():
    """Nobody plays anybody, and nobody is too often here."""
    cache.clear()
    with override_settings(DEMO=False):
        yield


@pytest.fixture(scope="module", autouse=True)
def account(house, pages):
    """Somebody of the buyer's who signs in."""
    taken_up(invited(house, pages, "buyer", EMAIL))


def here(**told: str) -> Client:
    """A browser in which that person is signed in."""
    client, led = signed_in(EMAIL, **told)
    assert led == "/desk"
    return client


def read(client: Client, path: str) -> str:
    """What a page says."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_session_is_ended_from_elsewhere(house) -> None:
    """Issue: the sessions page; whoever sits there is signed out at once, and nobody ends another's."""
    lost, mine = here(HTTP_USER_AGENT="a lost telephone"), here(HTTP_USER_AGENT="my own desk")
    page = read(mine, "/me")
    assert "a lost telephone" in page
    (path,) = [
        one for one in re.findall(r'action="(/me/sessions/\d+/end)"', page)
        if "a lost telephone" in page.split(one)[0].rsplit("<tr>", 1)[1]
    ]  # fmt: skip
    assert mine.post(path).headers["Location"] == "/me"
    assert lost.get("/desk").headers["Location"].startswith("/account/login/")
    assert (mine.get("/desk").status_code, mine.post(path).status_code) == (200, 404)


def test_the_journal_tells_who_tried(house) -> None:
    """Issue: the sign-in journal: when, from where, with which browser, and how it went; only one's own."""
    told = {"login": EMAIL, "password": "a wrong guess"}
    Client(SERVER_NAME="localhost", HTTP_USER_AGENT="a guesser", REMOTE_ADDR="192.0.2.7").post("/account/login/", told)
    Client(SERVER_NAME="localhost", HTTP_USER_AGENT="elsewhere").post(
        "/account/login/", told | {"login": "x@nordlicht.example"}
    )
    page = read(here(HTTP_USER_AGENT="my own desk"), "/me").split('id="journal"')[1]
    newest, before = page.split("<tr>")[2:4]
    assert [one in newest for one in ("my own desk", "signed in")] == [True, True]
    assert [one in before for one in ("a guesser", "192.0.2.7", "refused")] == [True, True, True]
    assert "elsewhere" not in page


def test_a_token_is_shown_once_and_ended(house) -> None:
    """DESIGN §5: a member makes a token for himself, sees its last use, and ends it."""
    client = here()
    key = re.search(r'name="key" value="([^"]+)"', read(client, "/tokens/new"))
    assert key
    told = {"key": key[1], "label": "our ERP"}
    assert client.post("/tokens/new", told).headers["Location"] == "/tokens"
    page = read(client, "/tokens")
    secret = re.search(r"twd_[\w-]{43}", page)
    assert secret
    assert secret[0] not in read(client, "/tokens")
    again = client.post("/tokens/new", told)
    assert (again.status_code, "made already" in again.content.decode()) == (409, True)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret[0]}", "SERVER_NAME": "localhost"}
    assert Client().get("/api/v1/orders", **headers).status_code == 200
    (row,) = [one for one in read(client, "/tokens").split("<tr>") if "our ERP" in one]
    assert ("never" in row, f"…{secret[0][-4:]}" in row) == (False, True)
    path = re.search(r'action="(/tokens/tok_\w+/revoke)"', row)
    assert path
    assert client.post(path[1]).headers["Location"] == "/tokens"
    assert Client().get("/api/v1/orders", **headers).status_code == 401
    assert "our ERP" not in read(client, "/tokens")


def test_a_colleague_is_invited_and_acts(house) -> None:
    """Issue: invitations: a party takes its own people on, each in the party's role."""
    client = here()
    key = re.search(r'name="key" value="([^"]+)"', read(client, "/people/invite"))
    assert key
    told = {"key": key[1], "label": "Second desk", "email": "second@nordlicht.example"}
    assert client.post("/people/invite", told).headers["Location"] == "/people"
    page = read(client, "/people")
    assert "Invited as second@nordlicht.example." in page
    address = re.search(r"http://localhost(/invitation/[\w-]+)", page)
    assert address
    assert client.post("/people/invite", told).status_code == 409
    taken_up(address[1])
    theirs, _ = signed_in("second@nordlicht.example")
    assert "Nordlicht Handel (fictional): Second desk" in read(theirs, "/desk")


@pytest.mark.parametrize(
    ("said", "field"), [({"email": "none"}, "email"), ({"label": ""}, "label"), ({"email": ""}, "email")]
)
def test_what_is_wrong_with_a_colleague_is_said_beside_the_field(house, said: dict[str, str], field: str) -> None:
    """Bad input: one clear message, and what was typed is kept."""
    answer = here().post(
        "/people/invite", {"key": "web-x", "label": "Somebody", "email": "s@nordlicht.example", **said}
    )
    assert (answer.status_code, f'id="f-{field}-wrong"' in answer.content.decode()) == (422, True)
