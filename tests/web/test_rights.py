"""The table of who may see which page, asked whole (DESIGN §4): a page without a row fails, and so does a row without a page."""

import tomllib
from pathlib import Path

import pytest

from tests.interfaces.house import ROLES
from tests.web import questions
from tradeward.interfaces.web import urls

TABLE: dict[str, str] = tomllib.loads(Path(__file__).with_name("rights.toml").read_text(encoding="utf-8"))
_CLASSES = {404: "0", 403: "f"}


def test_the_table_is_whole() -> None:
    """DESIGN §4: a checked-in table of every page × role × ownership."""
    assert set(TABLE) == {
        f"{method} /{route.pattern}" for route in urls.urlpatterns for method in _methods(route.callback)
    }


def test_nobody_is_let_in_but_to_the_front_and_the_way_in() -> None:
    """DESIGN §4: default deny."""
    place = ROLES.index("nobody")
    assert {
        name for name, row in TABLE.items() if any(block[place] != "l" for block in row.split(" "))
    } == questions.OPEN


@pytest.mark.parametrize("name", TABLE)
def test_a_row(pages, name: str) -> None:
    """DESIGN §4: each role on its own and on another's."""
    whose = ("own", "other") if questions.has_owner(name) else ("own",)
    assert " ".join("".join(_letter(pages, name, one, role) for role in ROLES) for one in whose) == TABLE[name]


def _letter(pages, name: str, whose: str, role: str) -> str:
    with pages.house.undone():
        answer = questions.asked(pages, name, whose, role).answer
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return "l"
    assert answer.status_code in (200, 302, 303, 404, 403, 409, 422), (name, whose, role, answer.status_code)
    return _CLASSES.get(answer.status_code, "y")


def _methods(view) -> tuple[str, ...]:
    return tuple(one for one in getattr(view, "methods", ("GET",)) if one != "HEAD")
