"""The page for signing up, looked at like every page; nobody comes to it by the navigation (WCAG 2.2 AA, DESIGN §6)."""

from tests.browser import looks
from tests.browser.test_every_page import seen


def test_signing_up(desktop) -> None:
    """The form, the form with everything missing, and what is told afterwards."""
    for look in looks.of("sign-up"):
        window = desktop.window(light=look.light, size=look.size, language=look.language)
        seen(window.open("/sign-up"), f"sign-up-{look.name}")
        window.page.click("main form.form button")
        window.page.locator("[aria-invalid=true]").first.wait_for()
        seen(window, f"sign-up-wrong-{look.name}")
        # that something was refused, the browser tells, too
        window.faults = [one for one in window.faults if "422" not in one]
        said = {
            "role": "buyer",
            "company": "Fjord Outdoor (fictional)",
            "country": "NO",
            "zone": "Europe/Oslo",
            "account": "NO-1",
        }
        window.fill(**said, your_name="first buyer", email=f"{look.name}@fjord.example")
        window.page.click("main form.form button")
        window.page.locator("main form.form").wait_for(state="detached")
        seen(window, f"sign-up-sent-{look.name}")
