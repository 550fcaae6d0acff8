"""Every page, looked at: axe finds nothing, nothing runs over the edge, the console is silent (WCAG 2.2 AA, DESIGN §6)."""

import pytest

from tests.browser import looks
from tests.browser.looks import PLAIN, Look
from tests.browser.windows import Desktop, Window, axe

PEOPLE = {
    "buyer": "Harbour and Pine", "supplier": "Good Thread Textiles", "inspector": "Second Look Survey", "officer": "officer A",
    "operator": "operator A",
}  # fmt: skip
OPEN = {"front": "/", "login": "/account/login/", "forgot": "/account/password/reset/"}


@pytest.mark.parametrize("name", OPEN)
def test_a_page_that_needs_no_sign_in(desktop, name: str) -> None:
    """The front page, the way in, a forgotten password."""
    for look in looks.of(name):
        window = desktop.window(light=look.light, size=look.size, language=look.language)
        seen(window.open(OPEN[name]), f"{name}-{look.name}")


@pytest.mark.parametrize("role", PEOPLE)
def test_pages_of_a_role(desktop, role: str) -> None:
    """What each role can come to: its places, an order, a dispute, and the form of every move that is open there."""
    seats = Seats(desktop, PEOPLE[role])
    for address in [*looks.reached(seats.at(PLAIN)), "/nothing-here"]:
        page = looks.kind(address)
        for look in looks.of(f"{role} {page}"):
            window = seats.at(look)
            seen(window.open(address), f"{role}{page.replace('/', '-').replace('*', '')}-{look.name}")
            window.faults = [
                one for one in window.faults if "nothing-here" not in one
            ]  # the browser tells that it is not there


class Seats:
    """The windows of one person, one for each look."""

    def __init__(self, desktop: Desktop, who: str) -> None:
        self.desktop, self.who = desktop, who
        self.windows: dict[Look, Window] = {}

    def at(self, look: Look) -> Window:
        if look not in self.windows:
            told = {"light": look.light, "size": look.size, "language": look.language}
            self.windows[look] = self.desktop.window(who=self.who, **told)
        return self.windows[look]


def seen(window: Window, name: str) -> None:
    """Keep the screenshot; nothing is found, and nothing runs over the edge."""
    window.keep(name)
    assert window.violations(axe()) == [], name
    assert window.wide() == 0, name
