"""The pages about signing up and one's own account, looked at like every page (WCAG 2.2 AA, DESIGN §6)."""

import pytest

from tests.browser.test_every_page import LOOKS, PEOPLE, seen


@pytest.mark.parametrize("look", LOOKS)
def test_signing_up(desktop, look: str) -> None:
    """The form, the form with everything missing, and what is told afterwards."""
    light, size = LOOKS[look]
    window = desktop.window(light=light, size=size)
    seen(window.open("/sign-up"), f"sign-up-{look}")
    window.press("Sign up").page.click("form.form button")
    window.page.wait_for_load_state()
    seen(window, f"sign-up-wrong-{look}")
    window.faults = [one for one in window.faults if "422" not in one]  # the browser tells that something was refused
    said = {
        "role": "buyer",
        "company": "Fjord Outdoor (fictional)",
        "country": "NO",
        "zone": "Europe/Oslo",
        "account": "NO-1",
    }
    window.fill(**said, your_name="first buyer", email=f"{look}@fjord.example").page.click("form.form button")
    window.page.get_by_role("heading", name="Look into your mail").wait_for()
    seen(window, f"sign-up-sent-{look}")


@pytest.mark.parametrize("look", LOOKS)
def test_ones_own_account(desktop, look: str) -> None:
    """Sessions and journal, tokens, a colleague; the operator's tables."""
    light, size = LOOKS[look]
    window = desktop.window(who=PEOPLE["buyer"], light=light, size=size)
    for path in ("/me", "/tokens", "/tokens/new", "/people/invite"):
        seen(window.open(path), f"buyer{path.replace('/', '-')}-{look}")
    window = desktop.window(who=PEOPLE["operator"], light=light, size=size)
    for path in ("/office/tables/journal", "/office/tables/sign_ins"):
        seen(window.open(path), f"operator{path.replace('/', '-')}-{look}")
