"""The page of recipes says what the code does."""

from tests.architecture import recipes


def test_the_page_is_up_to_date():
    """R7.12: every movement is a recipe. `python -m tests.architecture.recipes` writes the page anew."""
    assert recipes.PAGE.read_text(encoding="utf-8") == recipes.page()
