"""The table of rights, asked whole over HTTP (DESIGN §4): a route without a row fails, and so does a row without a route."""

import pytest

from tests.interfaces import rights, samples
from tests.interfaces.house import ROLES


def test_the_table_is_whole() -> None:
    """DESIGN §4: a checked-in table of every route × role × ownership."""
    assert set(rights.TABLE) == set(samples.operations())


def test_nobody_without_a_token_is_let_in_anywhere() -> None:
    """DESIGN §4: default deny."""
    assert {block[ROLES.index("nobody")] for row in rights.TABLE.values() for block in row.split(" ")} == {"u"}


def test_what_is_anothers_is_open_to_officers_and_the_operator_alone() -> None:
    """DESIGN §4: only public things, and moves that no stranger has, answer a party about what is another's."""
    parties = [ROLES.index(role) for role in ("buyer", "supplier", "inspector", "stranger")]
    open_to_all = {
        name
        for name, row in rights.TABLE.items()
        if " " in row and any(row.split(" ")[1][place] == "y" for place in parties)
    }
    assert open_to_all == {
        "GET /suppliers/{supplier}",
        "GET /suppliers/{supplier}/limit",
        "GET /suppliers/{supplier}/facts",
    }


@pytest.mark.parametrize("name", rights.TABLE)
def test_a_row(house, name: str) -> None:
    """DESIGN §4: each role on its own and on another's."""
    assert rights.row(house, name, samples.operations()[name]) == rights.TABLE[name]
