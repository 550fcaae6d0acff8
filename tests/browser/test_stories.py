"""People in windows of their own live an order as the rules say (RULES §1, §12); the last word is the ledger's."""

from tests.browser.lived import Order, ledger, pass_time
from tests.browser.windows import PHONE

SECOND_LOOK = "Second Look Survey (fictional)"


def test_good_order(desktop, service) -> None:
    """RULES §1 S7, §4: deposit, a look before the balance, the balance, the paper of the ship, receipt, acceptance."""
    buyer, supplier = desktop.window(who="Casa Lumbre"), desktop.window(who="Good Thread", size=PHONE)
    inspector = desktop.window(who="Second Look", size=PHONE)
    order = Order(buyer, supplier, goods="bath mats")
    order.paid()
    order.does(supplier, "Declare ready")
    order.inspected(inspector, "50.0", "50.1", "49.9", label=SECOND_LOOK, picture="inspector-report")
    inspector.keep("story-good-inspected")
    assert "passed" in buyer.open(order.address).text()
    order.paid()
    order.shipped(picture="supplier-ship")
    buyer.open(order.address).keep("story-good-shipped")
    buyer.picture("buyer-order")
    pass_time(supplier.open(order.address), "week", "week", "week")
    order.received()
    told = order.does(buyer, "Accept the goods")
    buyer.keep("story-good-closed")
    assert "the goods are accepted; the order is closed" in told
    assert (
        ledger(service, order.address)
        == """
credit_received  bank_in → suspense USD 1500.00
credit_matched   suspense → held:order USD 1500.00
released         held:order → payable:supplier USD 1470.00
released         held:order → fees USD 30.00
credit_received  bank_in → suspense USD 3500.00
credit_matched   suspense → held:order USD 3500.00
released         held:order → payable:supplier USD 3430.00
released         held:order → fees USD 70.00
"""
    )


def test_late_and_silent(desktop, service) -> None:
    """RULES §1 S4, S6, S10: nobody ships or answers; it escalates by itself, an officer rules, and the cover reaches so far."""
    buyer, supplier = desktop.window(who="Casa Lumbre"), desktop.window(who="New Leaf", size=PHONE)
    order = Order(buyer, supplier, goods="garden chairs", of="New Leaf", ships_in=5)
    order.paid()
    pass_time(buyer, "week", "week")
    opened(order, remedy="cancel", story="Nothing was shipped, and nobody answers.", grounds="ship date missed")
    buyer.keep("story-late-disputed")
    assert "the dispute goes to an officer" in supplier.open(order.address).text()
    pass_time(buyer, "week", "hour")
    officer = desktop.window(who="officer A")
    order.does(officer, "Take the case", tie="none")
    order.does(officer, "Rule")
    order.does(desktop.window(who="officer B"), "Countersign", tie="none")
    told = buyer.open(order.address).text()
    buyer.keep("story-late-refunded")
    assert "cancelled" in told
    assert (
        ledger(service, order.address)
        == """
credit_received  bank_in → suspense USD 1500.00
credit_matched   suspense → held:order USD 1500.00
released         held:order → payable:supplier USD 1470.00
released         held:order → fees USD 30.00
refunded         debt_supplier:supplier → refund_due:order USD 1000.00
sent_out         refund_due:order → bank_out USD 1000.00
"""
    )


def test_failed_inspection_rework_pass(desktop, service) -> None:
    """RULES §4, §6: what fails is withheld, not defaulted on; reworked once, it passes, and the money goes its way."""
    buyer, supplier = desktop.window(who="Nordlicht"), desktop.window(who="Good Thread")
    inspector = desktop.window(who="Second Look", size=PHONE)
    order = Order(buyer, supplier, goods="table runners")
    order.paid()
    order.does(supplier, "Declare ready")
    order.inspected(inspector, "50.0", "51.3", "49.9", label=SECOND_LOOK)
    assert "breached" in buyer.open(order.address).text()
    buyer.keep("story-rework-failed")
    order.does(buyer, "Have it reworked")
    order.does(supplier, "Declare ready")
    order.inspected(inspector, "50.0", "50.3", "49.9", label=SECOND_LOOK)
    assert "passed" in buyer.open(order.address).text()
    order.paid()
    order.shipped()
    pass_time(supplier, "week")
    supplier.open(order.address).keep("story-rework-shipped")
    assert (
        ledger(service, order.address)
        == """
credit_received  bank_in → suspense USD 1500.00
credit_matched   suspense → held:order USD 1500.00
released         held:order → payable:supplier USD 1470.00
released         held:order → fees USD 30.00
credit_received  bank_in → suspense USD 3500.00
credit_matched   suspense → held:order USD 3500.00
released         held:order → payable:supplier USD 3430.00
released         held:order → fees USD 70.00
"""
    )


def test_defect_after_delivery_price_reduction_and_appeal(desktop, service) -> None:
    """RULES §1 S8, §5: an inspector confirms the defect, the price is cut, the supplier appeals, another officer lets it stand."""
    buyer, supplier = desktop.window(who="Harbour"), desktop.window(who="Good Thread")
    inspector = desktop.window(who="Second Look", size=PHONE)
    order = Order(buyer, supplier, goods="sofa throws", body__coverage="post_delivery")
    order.paid()
    order.does(supplier, "Declare ready")
    order.shipped()
    order.paid()
    pass_time(supplier, "week", "week", "week")
    order.received()
    opened(order, remedy="keep", story="One in ten is too wide.", grounds="quality")
    order.does(buyer, "Ask for an inspection")
    seen = {"report.sample_size": "50", "report.nonconforming_units": "5"}
    order.inspected(inspector, *["50.0"] * 4, "51.3", label=SECOND_LOOK, **seen)
    order.does(supplier, "Answer", answer="contest")
    order.does(buyer, "Escalate")
    pass_time(buyer, "week")
    first, second = desktop.window(who="officer A"), desktop.window(who="officer B")
    order.does(first, "Take the case", tie="none")
    case = f"/cases/{order.dispute()}"
    first.open(case).picture("officer-case")
    first.open(f"{case}/rule").picture("officer-rule")
    order.does(first, "Rule")
    buyer.open(order.address).keep("story-defect-ruled")
    order.does(supplier, "Appeal", reason="Five in fifty is within what was shown to the buyer.")
    order.does(second, "Take the appeal", tie="none")
    order.does(second, "Rule on the appeal")
    pass_time(buyer, "day")
    buyer.open(order.address).keep("story-defect-upheld")
    assert (
        ledger(service, order.address)
        == """
credit_received  bank_in → suspense USD 1500.00
credit_matched   suspense → held:order USD 1500.00
released         held:order → payable:supplier USD 1470.00
released         held:order → fees USD 30.00
credit_received  bank_in → suspense USD 3500.00
credit_matched   suspense → held:order USD 3500.00
refunded         held:order → refund_due:order USD 500.00
sent_out         refund_due:order → bank_out USD 500.00
"""
    )


def test_recovery_with_set_off(desktop, service) -> None:
    """RULES §7: what the fund advanced is the supplier's debt, and is taken out of what another order releases to him."""
    buyer, supplier = desktop.window(who="Casa Lumbre"), desktop.window(who="Good Thread")
    lost = Order(buyer, supplier, goods="hammocks", ships_in=5)
    lost.paid()
    pass_time(buyer, "week", "week")
    other = Order(buyer, supplier, goods="parasols", body__lines__0__price="6000.00")
    opened(lost, remedy="cancel", story="Nothing was shipped.", grounds="ship date missed")
    lost.does(supplier, "Answer", answer="contest", picture="supplier-answer")
    lost.does(buyer, "Escalate")
    officer = desktop.window(who="officer A")
    lost.does(officer, "Take the case", tie="none")
    lost.does(officer, "Rule")
    other.paid()
    pass_time(buyer, "week", "hour")
    assert "collected" in supplier.open("/standing").text()
    supplier.keep("story-set-off")
    supplier.picture("supplier-standing")
    operator = desktop.window(who="operator A").open("/office/money")
    operator.picture("operator-money")
    assert (
        ledger(service, lost.address)
        == """
credit_received  bank_in → suspense USD 1500.00
credit_matched   suspense → held:order USD 1500.00
released         held:order → payable:supplier USD 1470.00
released         held:order → fees USD 30.00
refunded         debt_supplier:supplier → refund_due:order USD 1500.00
sent_out         refund_due:order → bank_out USD 1500.00
debt_set_off     payable:supplier → debt_supplier:supplier USD 1500.00
"""
    )


def opened(order: Order, *, grounds: str, remedy: str, story: str, **more: str) -> None:
    """The buyer opens a dispute by the guided form."""
    buyer = order.buyer.open(order.address).press("Open a dispute")
    buyer.page.get_by_label(grounds).check()
    buyer.fill(remedy=remedy, story=story, **more).press("Reckon it").picture(f"buyer-claim-{remedy}")
    buyer.press("Open a dispute")
    assert "The dispute is open." in buyer.text(), buyer.text()
