"""Pages without JavaScript, and by the keyboard alone (WCAG 2.2 AA, DESIGN §6)."""


def test_a_form_without_javascript(desktop) -> None:
    """Issue: forms work without JavaScript, and say what is wrong beside the field."""
    buyer = desktop.window(who="Nordlicht", scripts=False)
    buyer.open("/new").fill(body__ship_date="").press("Offer a contract")
    buyer.faults.clear()  # the browser tells that the answer was 422
    assert "ship_date is missing" in buyer.text() or "supplier is missing" in buyer.text()


def test_the_keyboard_alone(desktop) -> None:
    """WCAG 2.2: the first key leads past the navigation, and what has the focus can be seen."""
    window = desktop.window(who="Nordlicht")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert window.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    window.page.keyboard.press("Enter")
    assert window.page.evaluate("document.activeElement.id") == "main"
