"""People in windows of their own live an order; what they see at the end is what the rules say (RULES §1, §12)."""

from datetime import date, timedelta

from tests.browser.windows import PHONE, Window

GOODS = "garden chairs"


def signed(buyer: Window, supplier: Window, *, goods: str) -> str:
    """The buyer offers, the supplier signs, the buyer signs; where the order is."""
    buyer.open("/new")
    supplier_id = (
        buyer.page.locator('[name="body.supplier"] option', has_text="Good Thread").get_attribute("value") or ""
    )
    ships = buyer.page.locator('[name="body.ship_date"]').input_value()
    buyer.fill(body__lines__0__goods=goods, body__supplier=supplier_id)
    buyer.fill(body__ship_date=(date.fromisoformat(ships) - timedelta(days=55)).isoformat())
    buyer.press("Offer a contract")
    assert "The contract is on the table." in buyer.text()
    order = buyer.page.url
    for one in (supplier, buyer):
        one.open(order).press("Sign").press("Sign")
        assert "Done: Sign." in one.text()
    return order


def test_late_and_silent(desktop) -> None:
    """RULES §1 S4, S6: nobody ships or answers; it escalates by itself, an officer rules, the buyer is paid first."""
    buyer, supplier = desktop.window(who="Casa Lumbre"), desktop.window(who="Good Thread", size=PHONE)
    order = signed(buyer, supplier, goods=GOODS)
    buyer.open(order).press("Pay at the sandbox bank")
    assert "The sandbox bank has paid it." in buyer.text()
    for _ in range(2):
        pass_time(buyer, "week")
    buyer.open(order).press("Open a dispute")
    buyer.page.get_by_label("ship date missed").check()
    buyer.fill(remedy="cancel", story="Nothing was shipped, and nobody answers.").press("Open a dispute")
    assert "The dispute is open." in buyer.text()
    buyer.keep("story-late-disputed")
    assert "the dispute goes to an officer" in supplier.open(order).text()
    for step in ("week", "hour"):
        pass_time(buyer, step)
    officer = desktop.window(who="officer A")
    officer.open(order).press("Take the case").fill(tie="none").press("Take the case")
    officer.open(order).press("Rule").press("Rule")
    told = buyer.open(order).text()
    buyer.keep("story-late-refunded")
    assert "cancelled" in told
    assert "Back to the buyer" in told


def pass_time(window: Window, step: str) -> None:
    """Let the demo's clock go forward."""
    window.page.locator('[name="forward"]').select_option(step)
    window.press("Go")
    assert "Time has passed." in window.text()


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
