"""The pictures of the how-to pages: each is shown, none is missing, and together they stay small."""

import re
from pathlib import Path

HOW_TO = Path(__file__).parents[2] / "docs/how-to"
MOST_BYTES = 1_000_000


def test_pictures_are_shown_there_and_small() -> None:
    """Issue: how-to pages for each role, with pictures that `make pictures` takes while the stories are played."""
    shown = {one for page in HOW_TO.glob("*.md") for one in re.findall(r"\(pictures/([^)]+)\)", page.read_text())}
    there = {one.name: one.stat().st_size for one in HOW_TO.glob("pictures/*")}
    assert shown == {*there}
    assert sum(there.values()) < MOST_BYTES
