"""Every page, looked at: axe finds nothing, nothing runs over the edge, the console is silent (WCAG 2.2 AA, DESIGN §6)."""

import pytest

from tests.browser.windows import DESK, PHONE, Window, axe

PEOPLE = {
    "buyer": "Harbour and Pine", "supplier": "Good Thread Textiles", "inspector": "Second Look Survey", "officer": "officer A",
    "operator": "operator A",
}  # fmt: skip
LOOKS = {"light-desk": (True, DESK), "dark-phone": (False, PHONE)}


@pytest.mark.parametrize("look", LOOKS)
def test_pages_that_need_no_sign_in(desktop, look: str) -> None:
    """The front page, the way in, a forgotten password."""
    light, size = LOOKS[look]
    window = desktop.window(light=light, size=size)
    for name, path in (("front", "/"), ("login", "/account/login/"), ("forgot", "/account/password/reset/")):
        seen(window.open(path), f"{name}-{look}")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("role", PEOPLE)
def test_pages_of_a_role(desktop, look: str, role: str) -> None:
    """What each role sees: every place of its navigation, an order, and the form of every move that is open there."""
    light, size = LOOKS[look]
    window = desktop.window(who=PEOPLE[role], light=light, size=size)
    places: list[str] = window.page.eval_on_selector_all(
        "header nav a", "all => all.map(one => one.getAttribute('href'))"
    )
    for path in [*places, "/nothing-here"] if light else places[:1]:
        seen(window.open(path), f"{role}{path.replace('/', '-')}-{look}")
        window.faults = [
            one for one in window.faults if "404" not in one
        ]  # the browser tells that there is no such page
    for address in orders_of(window)[:1]:
        seen(window.open(address), f"{role}-order-{look}")
        forms: list[str] = window.page.eval_on_selector_all(
            "a.act, section[aria-labelledby=disputes] a:not([href$=zip])",
            "all => [...new Set(all.map(one => one.href))]",
        )
        for n, form in enumerate(forms if light else forms[:1]):
            seen(window.open(form), f"{role}-order-form-{n}-{look}")


def orders_of(window: Window) -> list[str]:
    """The orders in the list, the newest first."""
    window.open("/orders")
    found: list[str] = window.page.eval_on_selector_all("table a", "all => all.map(one => one.getAttribute('href'))")
    return found


def seen(window: Window, name: str) -> None:
    """Keep the screenshot; nothing is found, and nothing runs over the edge."""
    window.keep(name)
    assert window.violations(axe()) == [], name
    assert window.wide() == 0, name
