"""Changed bank details need a second factor, of who asks and of who agrees; a token is none (RULES §9, R9.8)."""

import re

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.web.test_accounts import PASSWORD, at_console, code, signed_in, taken_up
from tradeward.domain import vocabulary
from tradeward.interfaces import identity

NEW = "NO9386011117947"


@pytest.fixture(autouse=True)
def sober():
    """Nobody plays anybody, and nobody is too often here."""
    cache.clear()
    with override_settings(DEMO=False, ACCOUNT_REAUTHENTICATION_TIMEOUT=300):
        yield


@pytest.fixture(scope="module")
def secrets(house) -> dict[str, str]:
    """The operator's two, signed up at the console, each with an authenticator; its secret by who has it."""
    made: dict[str, str] = {}
    with override_settings(DEMO=False):
        for role in ("operator", "second operator"):
            taken_up(at_console(house, role, f"{role.replace(' ', '.')}@tradeward.example"))
            client, _ = signed_in(address(role))
            again = client.get("/account/2fa/totp/activate/").headers["Location"]
            client.post(again, {"password": PASSWORD})
            found = re.search(r'value="([A-Z2-7]{32})"', client.get("/account/2fa/totp/activate/").content.decode())
            assert found
            client.post("/account/2fa/totp/activate/", {"code": code(found[1])})
            made[role] = found[1]
            cache.clear()
    return made


def address(role: str) -> str:
    """What somebody signs in as."""
    return f"{role.replace(' ', '.')}@tradeward.example"


def in_office(role: str, secrets: dict[str, str]) -> Client:
    """A browser in which one of the operator's people has signed in, with the second factor."""
    client, _ = signed_in(address(role))
    cache.clear()  # a code is used once in its half minute
    assert client.post("/account/2fa/authenticate/", {"code": code(secrets[role])}).headers["Location"] == "/desk"
    return client


def form(house, *, of: str = "supplier") -> str:
    """Where the bank details of somebody's organisation are changed."""
    person = house.world.stage.people[house.who[of]]
    return f"/office/do/account/{vocabulary.shown('organisation', person.organisation_id)}"


def later(client: Client) -> None:
    """Six minutes pass since the second factor was shown."""
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 360
    session.save()


def key_of(client: Client, path: str) -> str:
    """The key that a form holds."""
    return re.search(r'name="key" value="([^"]+)"', client.get(path).content.decode())[1]  # type: ignore[index]


def test_who_asks_shows_a_second_factor_and_what_was_typed_is_done_then(house, secrets) -> None:
    """R9.8: shown at sign-in it holds for five minutes; then it is asked for again, not the password, and nothing typed is lost."""
    client = in_office("operator", secrets)
    key = key_of(client, form(house))
    later(client)
    led = client.post(form(house), {"key": key, "account": NEW}).headers["Location"]
    assert led.startswith("/account/2fa/reauthenticate/?next=")
    assert client.get("/account/reauthenticate/").headers["Location"] == "/account/2fa/reauthenticate/"
    cache.clear()
    done = client.post(led, {"code": code(secrets["operator"]), "next": form(house)})
    assert done.headers["Location"] == "/desk"
    assert NEW in client.get("/desk").content.decode()


def test_a_wrong_code_stands_in_the_journal(house, secrets) -> None:
    """Issue: the sign-in journal: the password was right, the second factor was not."""
    client, _ = signed_in(address("operator"), HTTP_USER_AGENT="one who knows the password")
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    told = in_office("operator", secrets).get("/me").content.decode().split('id="journal"')[1]
    (row,) = [one for one in told.split("<tr>") if "one who knows the password" in one]
    assert "refused" in row


def test_who_agrees_shows_one_too(house, secrets) -> None:
    """R9.8: four eyes, and both with a second factor."""
    asks, agrees = in_office("operator", secrets), in_office("second operator", secrets)
    assert (
        asks.post(form(house, of="buyer"), {"key": key_of(asks, form(house, of="buyer")), "account": NEW}).status_code
        == 302
    )
    path = re.findall(r'href="(/office/do/agree/apv_\w+)"', agrees.get("/desk").content.decode())[-1]
    key = key_of(agrees, path)
    later(agrees)
    assert agrees.get(path).headers["Location"].startswith("/account/2fa/reauthenticate/")
    cache.clear()
    agrees.post("/account/2fa/reauthenticate/", {"code": code(secrets["second operator"])})
    assert agrees.post(path, {"key": key}).headers["Location"] == "/desk"


def test_a_token_is_no_second_factor(house) -> None:
    """R9.8: whoever holds a token alone neither asks for new bank details nor agrees to them; in a demo nobody has a factor."""
    organisation = vocabulary.shown("organisation", house.world.stage.people[house.who["buyer"]].organisation_id)

    def asked(role: str, path: str, body: dict[str, str]) -> tuple[int, dict[str, str]]:
        answer = Client(SERVER_NAME="localhost").post(
            f"/api/v1{path}", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {house.secrets[role]}",
            HTTP_IDEMPOTENCY_KEY=identity.fresh_secret(),
        )  # fmt: skip
        return answer.status_code, answer.json()

    assert asked("operator", f"/organisations/{organisation}/account", {"account": NEW})[0] == 403
    with override_settings(DEMO=True):
        status, told = asked("operator", f"/organisations/{organisation}/account", {"account": NEW})
    assert status == 202
    assert asked("second operator", f"/approvals/{told['approval']}/agree", {})[0] == 403
    with override_settings(DEMO=True):
        assert asked("second operator", f"/approvals/{told['approval']}/agree", {})[0] == 200
