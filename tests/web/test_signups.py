"""A company signs itself up: nothing is made before the address is proved, nothing is told of who is known here (RULES §9)."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from tests.web.test_accounts import PASSWORD, signed_in
from tradeward.interfaces import clock, identity
from tradeward.queries import organisations
from tradeward.usecases import sandbox

SAID = {
    "role": "buyer", "company": "Fjord Outdoor (fictional)", "country": "NO", "zone": "Europe/Oslo", "account": "NO9386011117947",
    "your_name": "first buyer", "email": "Purchasing@Fjord.example",
}  # fmt: skip


@pytest.fixture(autouse=True)
def letters():
    """Mail is kept in this process."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        cache.clear()
        yield mail.outbox


def asked(**said: str) -> tuple[int, str]:
    """What a form is answered, without its own keys."""
    answer = Client(SERVER_NAME="localhost").post("/sign-up", {"key": identity.fresh_secret(), **SAID, **said})
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def sent(letters: list[mail.EmailMessage]) -> str:
    """The address in the last mail."""
    found = re.search(r"http://localhost(/sign-up/\S+)", str(letters[-1].body))
    assert found
    return found[1]


def named(house, name: str) -> list[organisations.Party]:
    """The organisations of that name, as the operator sees them."""
    operator = house.world.stage.people["operator"]
    listed = organisations.listed(operator, after=None, limit=100, at=clock.now())
    return [one for one in listed if one.name == name]


def test_a_company_signs_up_and_is_in(house, letters) -> None:
    """RULES §9: verified e-mail, company and country; the organisation is there once the address is proved, and screened."""
    with override_settings(DEMO=False):
        assert asked()[0] == 200
        assert named(house, SAID["company"]) == []
        address, client = sent(letters), Client(SERVER_NAME="localhost")
        assert SAID["company"] in client.get(address).content.decode()
        answer = client.post(address, {"password": PASSWORD, "again": PASSWORD})
        assert answer.headers["Location"] == "/desk"
        assert SAID["company"] in client.get("/desk").content.decode()
        (made,) = named(house, SAID["company"])
        assert (made.kind, made.country, made.zone, made.email) == (
            "buyer",
            "NO",
            "Europe/Oslo",
            "purchasing@fjord.example",
        )
        assert None not in (made.verified_at, made.screened_at)
        assert Client(SERVER_NAME="localhost").get(address).status_code == 409
        assert signed_in("purchasing@fjord.example")[1] == "/desk"


def test_a_known_address_is_told_nothing_but_its_own_mail(house, letters) -> None:
    """Issue: a second sign-up with an address reveals nothing: the page is the same, the mail is the owner's."""
    fresh = {"company": "Second Try (fictional)", "email": "second@fjord.example"}
    first = asked(**fresh)
    Client(SERVER_NAME="localhost").post(sent(letters), {"password": PASSWORD, "again": PASSWORD})
    assert asked(**fresh) == first
    assert "/sign-up/" not in str(letters[-1].body)
    assert [one.to for one in letters] == [["second@fjord.example"]] * 2
    assert len(named(house, "Second Try (fictional)")) == 1


def test_a_form_that_is_sent_twice_asks_once(house, letters) -> None:
    """DESIGN §5: the same key does nothing twice, and writes one mail."""
    twice = {"key": "web-the-same-key", "email": "twice@fjord.example"}
    assert [asked(**twice)[0], asked(**twice)[0], len(letters)] == [200, 200, 1]


def test_of_two_mails_with_one_address_one_makes_the_account(house, letters) -> None:
    """One account an address: who comes second is told so, beside the field."""
    for company in ("One of Two (fictional)", "Two of Two (fictional)"):
        asked(company=company, email="both@fjord.example")
    one, two = (re.search(r"localhost(/sign-up/\S+)", str(letter.body))[1] for letter in letters)
    said = {"password": PASSWORD, "again": PASSWORD}
    assert [Client(SERVER_NAME="localhost").post(path, said).status_code for path in (one, two)] == [302, 422]
    assert [len(named(house, f"{one} of Two (fictional)")) for one in ("One", "Two")] == [1, 0]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({"role": "operator"}, "role"), ({"role": "officer"}, "role"), ({"country": "Norway"}, "country"),
        ({"zone": "Oslo"}, "zone"), ({"email": "nobody"}, "email"), ({"company": " "}, "company"), ({"account": ""}, "account"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(house, letters, said: dict[str, str], names: str) -> None:
    """Issue: bad input: one clear message naming the field; inspectors, officers and operators do not sign up."""
    status, text = asked(**said)
    assert (status, letters, f'id="f-{names}-wrong"' in text) == (422, [], True)


def test_signing_up_is_slowed(house, letters) -> None:
    """Issue: brute force slowed: with one address, five an hour."""
    assert [asked(email="often@fjord.example")[0] for _ in range(6)] == [200] * 5 + [429]


def test_a_week_later_the_address_is_over(house, letters) -> None:
    """RULES §9: who does not open the mail in time signs up again."""
    asked(email="late@fjord.example")
    with house.undone():
        house.world.after(hours=169)
        answer = Client(SERVER_NAME="localhost").get(sent(letters))
    assert (answer.status_code, "over" in answer.content.decode()) == (409, True)


def test_in_a_demo_who_signs_up_plays_nobody_else_any_more(house, pages, letters) -> None:
    """Issue: in the demo too; whoever signs in is himself from then on."""
    with house.undone():
        sandbox.begin(at=clock.now())
        asked(company="Demo Newcomer (fictional)", email="demo@fjord.example")
        client = pages.client("supplier")
        client.post(sent(letters), {"password": PASSWORD, "again": PASSWORD})
        assert "Demo Newcomer (fictional)" in client.get("/desk").content.decode()
