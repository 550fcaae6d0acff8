"""An installation in production, from nothing: founded at the console, served, and asked with the token that was told once."""

import pytest

from tests import databases, serving
from tradeward.interfaces.cli import exits

pytestmark = [pytest.mark.faults, pytest.mark.slow]

HOUSE = ("--name", "House (fictional)", "--country", "NL", "--zone", "Europe/Amsterdam", "--account", "NL-HOUSE")


@pytest.fixture(scope="module")
def home():
    """An empty folder."""
    with serving.folder() as made:
        yield made


@pytest.fixture(scope="module")
def founded(home):
    """What founding told."""
    done = databases.command("found", *HOUSE, "--json", environment=serving.environment_of(home))
    assert done.code == exits.OK, done.error
    return done.told


def test_it_is_founded_once(founded, home):
    """RULES §11: one installation, one operator."""
    assert sorted(founded) == ["organisation", "person", "token"]
    again = databases.command("found", *HOUSE, environment=serving.environment_of(home))
    assert (again.code, again.error) == (exits.BAD_INPUT, "tradeward: this installation has its operator already\n")


@pytest.mark.parametrize(("option", "value"), [("--country", "Holland"), ("--zone", "Amsterdam"), ("--name", " ")])
def test_a_field_that_is_none_is_refused(home, option, value):
    """By name, before anything is made."""
    words = [value if HOUSE[at - 1] == option else word for at, word in enumerate(HOUSE)]
    done = databases.command("found", *words, environment=serving.environment_of(home))
    assert done.code == exits.BAD_INPUT
    assert option.removeprefix("--") in done.error


def test_a_token_is_made_at_the_console(founded, home):
    """DESIGN §5: for anybody, by whoever sits there; a person that there is not is refused."""
    environment = serving.environment_of(home)
    made = databases.command("token", founded["person"], "--json", environment=environment)
    assert (made.code, made.told["person"]) == (exits.OK, founded["person"])
    assert made.told["token"] not in ("", founded["token"])
    for nobody in ("psn_" + 32 * "0", "psn_x", founded["organisation"]):
        assert databases.command("token", nobody, environment=environment).code == exits.BAD_INPUT


def test_a_person_is_invited_at_the_console(founded, home):
    """RULES §9: the operator's own people are invited by whoever sits there; nobody else, and to no address that is none."""
    environment = serving.environment_of(home)
    made = databases.command(
        "invite", founded["person"], "a@example.com", "--root", "https://here/", "--json", environment=environment
    )
    assert (made.code, made.told["email"]) == (exits.OK, "a@example.com")
    assert made.told["address"].startswith("https://here/invitation/twd_")
    for wrong in (("psn_" + 32 * "0", "a@example.com"), (founded["person"], "no address")):
        assert databases.command("invite", *wrong, environment=environment).code == exits.BAD_INPUT


def test_a_demo_has_tokens_to_tell_and_production_has_none(founded, home):
    """Demo tokens follow from the secret key; a market that is no demo has no such tokens, and is never made one."""
    environment = serving.environment_of(home)
    assert databases.command("demo-tokens", environment=environment).code == exits.BAD_INPUT
    done = databases.command("run", "--demo", "--port", str(serving.free_port()), environment=environment)
    assert done.code == exits.UNAVAILABLE
    assert done.error.startswith("tradeward: database: this one holds a market that is no demo.")


def test_it_serves_in_production(founded, home):
    """The founder's token opens the house; sandbox and clock are not there; nothing of a demo is told."""
    with serving.running(
        home, "--workers", "1", TRADEWARD_BEHIND_TLS="1", TRADEWARD_METRICS_TOKEN="watcher"
    ) as running:
        assert running.told["tokens"] == []
        status, _, page = running.ask("GET", "/api/v1/orders", token=founded["token"])
        assert (status, page["items"]) == (200, [])
        for method, path in (("GET", "clock"), ("POST", "clock"), ("POST", "bank/credits"), ("GET", "bank/payments")):
            assert running.ask(method, f"/api/v1/sandbox/{path}", token=founded["token"])[0] == 404
        plain = running.ask("GET", "/api/v1/orders", token=founded["token"])[1]
        by_tls = running.ask("GET", "/api/v1/orders", token=founded["token"], X_Forwarded_Proto="https")[1]
        assert plain["Strict-Transport-Security"] is None
        assert by_tls["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        assert running.ask("GET", "/metrics")[0] == 403
        assert running.ask("GET", "/metrics", token="watcher")[0] == 200
        assert running.stop() == exits.OK
