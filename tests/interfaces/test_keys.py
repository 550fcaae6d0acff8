"""The same key twice: one effect and one answer, in turn or at once; versions that are named; files in and out (DESIGN §5)."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.interfaces.house import FORM, House, form

THREADS = 8


def at_once(house: House, role: str, path: str, body: Any, *, key: str) -> list[tuple[int, bytes]]:
    """The same POST from eight threads at once, each with a connection of its own."""

    def ask(_: int) -> tuple[int, bytes]:
        headers = {"HTTP_AUTHORIZATION": f"Bearer {house.secrets[role]}", "HTTP_IDEMPOTENCY_KEY": key}
        client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        try:
            answer = client.generic("POST", f"/api/v1{path}", json.dumps(body).encode(), "application/json", **headers)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(ask, range(THREADS)))


def own(house: House, tail: str) -> str:
    return f"/orders/{house.shown('order', house.own['order'])}{tail}"


def messages(house: House) -> int:
    return len(json.loads(house.ask("buyer", "GET", own(house, "/messages?limit=100")).read)["items"])


def drafts(house: House) -> int:
    return len(json.loads(house.ask("buyer", "GET", "/drafts?limit=100").read)["items"])


def orders(house: House) -> int:
    return len(json.loads(house.ask("supplier", "GET", "/orders?limit=100").read)["items"])


CASES: dict[str, tuple[str, Callable[[House], str], Callable[[House], Any], Callable[[House], int]]] = {
    "a message": ("buyer", lambda house: own(house, "/messages"), lambda house: {"text": "once"}, messages),
    "a draft": ("buyer", lambda house: "/drafts", lambda house: {"title": "once", "contract": {}}, drafts),
    "an order": (
        "supplier",
        lambda house: "/orders",
        lambda house: house.world.stage.contract(buyer=house.who["buyer"], supplier=house.who["supplier"]),
        orders,
    ),
}
"""On an order, on nothing that is there yet, and on a supplier."""


@pytest.mark.parametrize("what", CASES)
def test_eight_at_once_have_one_effect_and_one_answer(house: House, what: str) -> None:
    """DESIGN §5: concurrent → one wins, the others wait and are answered alike."""
    role, path, body, count = CASES[what]
    before = count(house)
    answers = at_once(house, role, path(house), body(house), key=f"race:{what.replace(' ', '-')}")
    assert len(set(answers)) == 1, set(answers)
    assert answers[0][0] == 201, answers[0]
    assert count(house) == before + 1


def test_the_same_key_asks_for_one_thing_only(house: House) -> None:
    """DESIGN §5: same key, same body → same answer; other body, or another operation → 422."""
    first = house.ask("buyer", "POST", own(house, "/messages"), {"text": "one"}, key="one-thing")
    again = house.ask("buyer", "POST", own(house, "/messages"), {"text": "one"}, key="one-thing")
    other = house.ask("buyer", "POST", own(house, "/messages"), {"text": "two"}, key="one-thing")
    elsewhere = house.ask("buyer", "POST", "/drafts", {"title": "x", "contract": {}}, key="one-thing")
    assert (first.status_code, again.status_code, other.status_code, elsewhere.status_code) == (201, 201, 422, 422)
    assert (first.read, json.loads(other.read)["field"]) == (again.read, "key")


def test_a_key_is_an_organisations_own(house: House) -> None:
    """DESIGN §5: another organisation's key of the same name is another key."""
    told = {
        role: json.loads(house.ask(role, "POST", own(house, "/messages"), {"text": role}, key="shared").read)["message"]
        for role in ("buyer", "supplier")
    }
    assert told["buyer"] != told["supplier"]


def test_a_refusal_is_not_kept(house: House) -> None:
    """DESIGN §5: what was refused did nothing, so the key is free."""
    assert house.ask("buyer", "POST", own(house, "/messages"), {"text": ""}, key="free").status_code == 400
    assert house.ask("buyer", "POST", own(house, "/messages"), {"text": "now"}, key="free").status_code == 201


def test_a_draft_is_changed_by_who_read_it_and_offered_once(house: House) -> None:
    """DESIGN §5: ETag/If-Match on drafts: missing → 428, stale → 412, and an offered draft stays as it is."""
    contract = json.loads(
        json.dumps(house.world.stage.contract(buyer=house.who["buyer"], supplier=house.who["supplier"]))
    )
    made = house.ask("supplier", "POST", "/drafts", {"title": "lamps", "contract": {"currency": "USD"}})
    path, said = f"/drafts/{json.loads(made.read)['draft']}", {"title": "lamps", "contract": contract}
    assert made["ETag"] == '"1"'
    assert house.ask("supplier", "PUT", path, said).status_code == 428
    assert house.ask("supplier", "PUT", path, said, HTTP_IF_MATCH='"7"').status_code == 412
    changed = house.ask("supplier", "PUT", path, said, HTTP_IF_MATCH='"1"')
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert house.ask("supplier", "PUT", path, said, HTTP_IF_MATCH='"1"').read == changed.read
    other = {**said, "title": "too late"}
    assert house.ask("supplier", "PUT", path, other, HTTP_IF_MATCH='"1"').status_code == 412
    assert json.loads(house.ask("supplier", "GET", path).read)["lacks"] == []
    offered = [house.ask("supplier", "POST", f"{path}/offer", HTTP_IF_MATCH='"2"', key="offer") for _ in range(2)]
    assert [one.status_code for one in offered] == [201, 201]
    assert offered[0].read == offered[1].read
    assert house.ask("supplier", "POST", f"{path}/offer", HTTP_IF_MATCH='"2"').status_code == 409
    assert house.ask("supplier", "DELETE", path, HTTP_IF_MATCH='"2"').status_code == 409


def test_a_counter_proposal_answers_the_version_on_the_table(house: House) -> None:
    """DESIGN §4: a stale version is 412; what changed can be read by both."""
    offered = house.world.offered("countered", buyer=house.who["buyer"], supplier=house.who["supplier"])
    id = house.shown("order", offered.id)
    read = house.ask("buyer", "GET", f"/orders/{id}")
    contract = json.loads(read.read)["contract"]
    dearer = {**contract, "lines": [{**contract["lines"][0], "price": "9000.00"}]}
    first = house.ask("buyer", "POST", f"/orders/{id}/propose", dearer, HTTP_IF_MATCH=read["ETag"])
    second = house.ask("supplier", "POST", f"/orders/{id}/propose", contract, HTTP_IF_MATCH=read["ETag"])
    assert (first.status_code, second.status_code) == (201, 412)
    changes = json.loads(house.ask("supplier", "GET", f"/orders/{id}/versions/changes?from=1&to=2").read)["changes"]
    assert [(one["pointer"], one["says"]) for one in changes] == [
        ("/lines/001/price", "lines › 001 › price: 10000.00 became 9000.00.")
    ]


def test_a_file_comes_out_as_it_went_in(house: House) -> None:
    """RULES §6: content-addressed, an attachment, never read by a browser as something else."""
    content = bytes(range(256)) * 1_000
    added = house.ask(
        "buyer", "POST", own(house, "/evidence"), raw=form(content, name="Lampe 17 – Prüfung.png", media_type="image/png"),
        content_type=FORM,
    )  # fmt: skip
    told = json.loads(added.read)
    path = f"/evidence/{told['evidence']}/content"
    got = house.ask("supplier", "GET", path)
    assert (got.status_code, got.read, got["ETag"]) == (200, content, f'"{told["sha256"]}"')
    assert got["Content-Disposition"] == "attachment; filename*=utf-8''Lampe%2017%20%E2%80%93%20Pr%C3%BCfung.png"
    assert (got["X-Content-Type-Options"], got["Content-Type"]) == ("nosniff", "image/png")
    assert house.ask("supplier", "GET", path, HTTP_IF_NONE_MATCH=got["ETag"]).status_code == 304


@pytest.mark.parametrize(
    ("name", "media_type", "status"),
    [
        ("../../etc/passwd", "image/png", 201),  # the folder falls away: it is a file named passwd
        ("a\\b.png", "image/png", 201),
        ("\u202egnp.exe", "image/png", 201),  # what turns the direction of text falls away too
        ("a.png", "text/html; charset=x", 201),
        ("a.png", "nonsense", 422),
        ("", "image/png", 400),
    ],
)
def test_a_hostile_name_does_nothing(house: House, name: str, media_type: str, status: int) -> None:
    """RULES §6: a name is a label and never a place."""
    with house.undone():
        answer = house.ask(
            "buyer",
            "POST",
            own(house, "/evidence"),
            raw=form(b"x", name=name, media_type=media_type),
            content_type=FORM,
        )
    assert answer.status_code == status, answer.read


def test_a_file_that_is_too_large_is_not_read_to_its_end(house: House) -> None:
    """RULES §6: at most 25 MB: 413, whether the size is said or not."""
    told = form(b"x" * 25_000_001, name="a.png", media_type="image/png")
    with house.undone():
        answer = house.ask("buyer", "POST", own(house, "/evidence"), raw=told, content_type=FORM)
    assert (answer.status_code, json.loads(answer.read)["type"]) == (413, "/api/problems/too-large")
