"""`tradeward play`: the stories that ship play, and a broken one is refused in one line."""

from pathlib import Path

import pytest

from tests import databases

STORIES = Path(__file__).parents[2] / "examples/stories"
ENDS = {
    "founding": {"refund": "7500.00", "not_covered": "2500.00", "debt": "0.00", "held": "0.00", "reserved": "0.00"},
    "good": {"refund": "0.00", "not_covered": "0.00", "debt": "0.00", "held": "0.00", "reserved": "0.00"},
    "settled": {"refund": "350.00", "not_covered": "0.00", "debt": "0.00", "held": "0.00", "reserved": "0.00"},
}


def test_every_story_that_ships_is_here():
    """No story is added without its end."""
    assert sorted(path.stem for path in STORIES.glob("*.toml")) == sorted(ENDS)


@pytest.mark.parametrize("name", ENDS)
def test_a_story_ends_as_it_must(template, name):
    """W1 and two others: what `--json` prints last."""
    answer = databases.command("play", str(STORIES / f"{name}.toml"), "--json")
    assert (answer.code, answer.told) == (0, ENDS[name])


def test_the_founding_example_fits_on_sixty_lines(template):
    """W1 as a buyer reads it: timeline, money at risk, ledger."""
    answer = databases.command("play", str(STORIES / "founding.toml"))
    lines = answer.text.splitlines()
    assert answer.code == 0
    assert len(lines) <= 60
    assert [line for line in lines if "2,500.00" in line]


BROKEN = [
    ("title = 'x'", "start is missing"),
    ("nonsense", "no story in TOML"),
    ("title = 'x'\nstart = '2026-03-02'\ncolour = 1\n[cast]\n", "colour is not a key of a story"),
    ("title = 'x'\nstart = 'soon'\nact = []\n[cast]\n", "start = 'soon' is no day or instant"),
    ("title = 'x'\nstart = '2026-03-02'\n[cast]\n[[act]]\ndoes = 'dance'\n", "does = 'dance' is not one of"),
    (
        "title = 'x'\nstart = '2026-03-02'\n[cast]\n[[act]]\ndoes = 'sign'\nwho = 'Nobody'\n",
        "who = 'Nobody' is not in the cast",
    ),
    (
        "title = 'x'\nstart = '2026-03-02'\n[cast]\n[[act]]\ndoes = 'sign'\norder = 'lamps'\n",
        "order = 'lamps' was never offered",
    ),
]


@pytest.mark.parametrize(("text", "says"), BROKEN)
def test_a_broken_story_is_refused_in_one_line(template, tmp_path, text, says):
    """Bad input: one clear line, exit 2, no traceback."""
    path = tmp_path / "story.toml"
    path.write_text(text)
    answer = databases.command("play", str(path))
    assert answer.code == 2
    assert says in answer.error
    assert len(answer.error.strip().splitlines()) == 1


def test_a_file_that_is_not_there(template, tmp_path):
    """Bad input: the path is named."""
    answer = databases.command("play", str(tmp_path / "none.toml"))
    assert answer.code in (2, 3)
    assert "none.toml" in answer.error
