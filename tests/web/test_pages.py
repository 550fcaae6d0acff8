"""What holds for every page: small, few statements, nothing from elsewhere, nothing kept by others; refusals as pages."""

import gzip
import re

import pytest
from django.test import override_settings

from tradeward.domain import lives, vocabulary
from tradeward.domain.events import NOTED
from tradeward.domain.refusals import Refusal
from tradeward.interfaces.web import assets, door
from tradeward.interfaces.web.words import happenings, moves, silence, states
from tradeward.store.faults import Busy, OutcomeUnknown
from tradeward.usecases import sandbox

MOST_BYTES = 60 * 1024
MOST_STATEMENTS = 12
ADDRESS = re.compile(r'(?:src|href|action)="([^"]*)"')


def addresses(pages) -> dict[str, tuple[str, str]]:
    """Every page that is looked at: who looks, and where it is."""
    return {
        "front": ("nobody", "/"),
        "login": ("nobody", "/account/login/"),
        "desk of the buyer": ("buyer", "/desk"),
        "desk of the supplier": ("supplier", "/desk"),
        "desk of the officer": ("officer", "/desk"),
        "desk of the operator": ("operator", "/desk"),
        "desk of the inspector": ("inspector", "/desk"),
        "order": ("buyer", pages.order()),
        "order of the supplier": ("supplier", pages.order()),
        "order of the officer": ("officer", pages.order()),
        "job": ("inspector", f"/jobs/{vocabulary.shown('inspection', pages.house.own['inspection'])}"),
        "drafts": ("buyer", "/drafts"),
        "draft": ("buyer", f"/drafts/{vocabulary.shown('draft', pages.house.drafts['buyer'])}"),
        "draft of the supplier": ("supplier", f"/drafts/{vocabulary.shown('draft', pages.house.drafts['supplier'])}"),
        "standing": ("supplier", "/standing"),
        "claim": ("buyer", f"{pages.order()}/ask/dispute"),
        "dispute": ("buyer", f"{pages.order()}/disputes/{vocabulary.shown('dispute', pages.house.own['dispute'])}"),
        "dispute of the supplier": (
            "supplier",
            f"{pages.order()}/disputes/{vocabulary.shown('dispute', pages.house.own['dispute'])}",
        ),
        "case": ("officer", f"/cases/{vocabulary.shown('dispute', pages.house.own['dispute'])}"),
        "ruling": ("officer", f"/cases/{vocabulary.shown('dispute', pages.house.own['dispute'])}/rule"),
        "suppliers": ("operator", "/office/suppliers"),
        "supplier": ("operator", f"/office/suppliers/{vocabulary.shown('supplier', pages.house.own['supplier'])}"),
        "inspectors": ("operator", "/office/inspectors"),
        "money": ("operator", "/office/money"),
        "what waits": ("operator", f"/office/do/agree/{vocabulary.shown('approval', pages.house.approval)}"),
        "a fact": ("operator", f"/office/do/fact/{vocabulary.shown('supplier', pages.house.own['supplier'])}"),
        "nothing": ("buyer", "/nothing"),
        "orders": ("buyer", "/orders"),
        "people": ("operator", "/people"),
        "sign up": ("nobody", "/sign-up"),
        "account": ("buyer", "/me"),
        "tables": ("operator", "/office/tables"),
        "a table": ("operator", "/office/tables/journal"),
        "tokens": ("operator", "/tokens"),
        "a new token": ("supplier", "/tokens/new"),
        "a colleague": ("inspector", "/people/invite"),
        "forgot": ("nobody", "/account/password/reset/"),
        "a new contract": ("buyer", "/new"),
        "mail": ("buyer", "/letters"),
        "a message": ("buyer", f"{pages.order()}/ask/message"),
    }


def test_pages_are_small_and_ask_little(house, pages) -> None:
    """Issue: at most 60 kB zipped, with all that they load, and at most 12 statements a page."""
    house.world.after(seconds=1)  # the clock owes nothing
    for name, (role, path) in addresses(pages).items():
        page = pages.get(role, path)
        loaded = sum(
            len(assets.ASSETS[one.rpartition("/")[2]].zipped) for one in ADDRESS.findall(page.text) if "/assets/" in one
        )
        weighs = len(gzip.compress(page.text.encode())) + loaded
        assert weighs <= MOST_BYTES, f"{name}: {weighs} bytes"
        assert page.statements <= MOST_STATEMENTS, f"{name}: {page.statements} statements"


def test_pages_load_nothing_from_elsewhere(pages) -> None:
    """DESIGN §6: no CDN; no script or style in the page; the policy forbids both."""
    for name, (role, path) in addresses(pages).items():
        page = pages.get(role, path)
        assert [one for one in ADDRESS.findall(page.text) if not one.startswith(("/", "#", "?"))] == [], name
        assert not re.search(r"<style|\sstyle=|<script(?! src=)|\son[a-z]+=", page.text), name
        assert page.answer["Content-Security-Policy"] == door.POLICY
        assert {"private", "no-store"} <= {*page.answer["Cache-Control"].split(", ")}


def test_an_asset_is_kept_for_a_year_under_its_own_address(pages) -> None:
    """What pages load is asked for once: another release's files lie elsewhere."""
    answer = pages.client("nobody").get(assets.address("tradeward.css"), HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(answer.content) == assets.ASSETS["tradeward.css"].plain
    assert (answer["Cache-Control"], answer["Vary"]) == ("public, max-age=31536000, immutable", "Accept-Encoding")
    assert pages.client("nobody").get("/assets/old/tradeward.css")["Cache-Control"] == "no-cache"
    assert pages.client("nobody").get("/assets/old/nothing.css").status_code == 404


def test_every_refusal_is_a_page() -> None:
    """DESIGN §4: the map is total."""
    assert set(door.STATUS) == {Busy, OutcomeUnknown, *_below(Refusal)}


def _below(kind: type) -> set[type]:
    return {one for sub in kind.__subclasses__() for one in (sub, *_below(sub))}


def test_what_is_not_there_is_not_there_by_any_method(pages) -> None:
    """DESIGN §4: a page for who asks for one, 404 whatever the method, a problem under /api/."""
    client = pages.client("nobody")
    assert (client.get("/nothing").status_code, client.post("/nothing").status_code) == (404, 404)
    for answer in (client.get("/api/v1/nothing"), client.post("/api/v1/nothing")):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_nobody_is_shown_the_way_in_and_comes_back(pages) -> None:
    """An expired session loses nothing but the way."""
    answer = pages.get("nobody", f"{pages.order()}?journal=all").answer
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={pages.order()}%3Fjournal%3Dall")


def test_the_demo_can_be_entered_in_a_demo_alone(house, pages) -> None:
    """Issue: enter as a person of the demo market; under production's settings there is no such thing."""
    buyer = str(house.world.stage.people[house.who["buyer"]].person_id)
    with house.undone():
        sandbox_begun(house)
        client = pages.client("nobody")
        assert "Nordlicht Handel" in pages.get("nobody", "/").text
        assert pages.post("nobody", "/enter", {"person": buyer}, client).answer["Location"] == "/desk"
        assert "Nordlicht Handel" in pages.get("nobody", "/desk", client).text
        assert pages.post("nobody", "/enter", {"person": "somebody"}).status == 404
        with override_settings(DEMO=False):
            assert pages.post("nobody", "/enter", {"person": buyer}).status == 404
            assert "Nordlicht Handel" not in pages.get("nobody", "/").text


def sandbox_begun(house) -> None:
    """Let this market be a demo's."""
    sandbox.begin(at=house.world.now)
    sandbox.end(at=house.world.now)


@pytest.mark.parametrize(
    ("told", "needed"),
    [
        (
            set(moves.MOVES),
            {(noun, one.verb) for noun, life in lives.LIVES.items() for one in life.moves if one.by & door.EVERYBODY},
        ),
        (
            set(silence.SILENCE),
            {(noun, one.verb) for noun, life in lives.LIVES.items() for one in life.moves if one.window},
        ),
        (
            set(happenings.HAPPENINGS),
            {(noun, one.verb) for noun, life in lives.LIVES.items() if noun != "supplier" for one in life.moves}
            | {tuple(one.split(".")) for one in NOTED},
        ),
        (
            {(noun, state) for noun, kept in states.STATES.items() for state in kept},
            {(noun, state) for noun, life in lives.LIVES.items() for state in life.states}
            | {("letter", state) for state in ("waiting", "sent", "given_up")},  # of the outbox, which is no life
        ),
    ],
    ids=["moves", "silence", "happenings", "states"],
)
def test_no_word_is_missing_and_none_is_too_many(told: set[tuple[str, str]], needed: set[tuple[str, str]]) -> None:
    """DESIGN §2, §6: buttons, deadlines, journal and rail have words for every row of the tables."""
    assert told == needed
