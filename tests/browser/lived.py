"""An order lived on real pages: each act is somebody who opens the page, presses the button, fills the form and presses again."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.browser.windows import Window
from tests.serving import Running

GOOD_THREAD = "Good Thread Textiles"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Order:
    """An order of two people in two windows; `address` is where both look at it."""

    def __init__(self, buyer: Window, supplier: Window, *, goods: str, **contract: str) -> None:
        self.buyer, self.supplier = buyer, supplier
        self.address = self._offered(goods, **contract)
        for one in (supplier, buyer):
            self.does(one, "Sign")

    def _offered(self, goods: str, *, of: str = GOOD_THREAD, ships_in: int = 60, **contract: str) -> str:
        """The buyer offers a contract; where the order is."""
        page = self.buyer.open("/new").page
        supplier = page.locator('[name="body.supplier"] option', has_text=of).get_attribute("value") or ""
        ships = date.fromisoformat(page.locator('[name="body.ship_date"]').input_value()) + timedelta(
            days=ships_in - 60
        )
        told = {"body__lines__0__goods": goods, "body__supplier": supplier, "body__ship_date": ships.isoformat()}
        self.buyer.fill(**told, **contract).press("Offer a contract")
        assert "The contract is on the table." in self.buyer.text()
        return self.buyer.page.url

    def does(self, who: Window, label: str, *, picture: str = "", **said: str) -> str:
        """Press a button of the order's page, fill the form, press it again; what can be read afterwards."""
        who.open(self.address).press(label)
        who.fill(**said).picture(picture)
        told = who.press(label).text()
        assert f"Done: {label}." in told, told
        return told

    def dispute(self) -> str:
        """The id of its dispute, as it is shown."""
        link = self.buyer.open(self.address).page.locator("#disputes ~ * a[href*='/disputes/']").first
        return (link.get_attribute("href") or "").rpartition("/")[2]

    def paid(self) -> None:
        """The buyer lets the sandbox bank pay what is open."""
        self.buyer.open(self.address).press("Pay at the sandbox bank")
        assert "The sandbox bank has paid it." in self.buyer.text()

    def inspected(self, inspector: Window, *readings: str, label: str, **more: str) -> None:
        """The buyer picks the inspector, who opens the newest job and files the report."""
        page = self.buyer.open(self.address).press("Book").page
        page.get_by_label(label).check()
        self.buyer.press("Book")
        assert "Done: Book." in self.buyer.text()
        reported(inspector, self.address, *readings, **more)

    def shipped(self, *, picture: str = "") -> None:
        """The supplier shows the bill of lading."""
        day = self.supplier.open(self.address).now().astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()
        told = {"kind": "on_board", "number": "BL-1", "date": day, "carrier": "Fictional Lines", "place": "Ningbo"}
        self.does(self.supplier, "Ship", picture=picture, file="bl.pdf", **told)

    def received(self) -> None:
        """The buyer reports customs clearance with its paper."""
        self.buyer.open(self.address)
        cleared = (self.buyer.now() - timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M")
        self.does(self.buyer, "Report receipt", document="customs declaration 7", cleared_at=cleared)


def reported(inspector: Window, order: str, *readings: str, picture: str = "", **more: str) -> None:
    """The inspector opens the job of an order and files what was read."""
    inspector.open("/desk")
    links = inspector.page.locator(".jobs a")
    for address in [links.nth(n).get_attribute("href") or "" for n in range(links.count())]:
        inspector.open(address)
        if inspector.page.locator(f'.crumbs a[href$="{order.rpartition("/")[2]}"]').count():
            break
    cells = inspector.page.locator('[name="report.measurements.width"]')
    for n, reading in enumerate(readings):
        cells.nth(n).fill(reading)
    inspector.fill(**more).picture(picture)
    inspector.press("File the report")
    inspector.page.get_by_text("The report is filed.").wait_for()


def pass_time(window: Window, *steps: str) -> None:
    """Let the demo's clock go forward."""
    for step in steps:
        window.page.locator('[name="forward"]').select_option(step)
        window.press("Go")
        assert "Time has passed." in window.text()


def ledger(service: Running, order: str) -> str:
    """Every movement that the order caused, as the ledger has it: recipe, from, to, how much (RULES §7)."""
    id, token = order.rpartition("/")[2], service.token("Tradeward demo (fictional): operator A")
    _, _, sheet = service.ask("GET", f"/api/v1/orders/{id}", token=token)
    names = {id: "order"} | {sheet[side]["id"]: side for side in ("buyer", "supplier")}
    labels = {str(UUID(shown.partition("_")[2])): name for shown, name in names.items()}
    status, _, told = service.ask("GET", f"/api/v1/orders/{id}/statement?limit=100", token=token)
    assert status == 200, told
    return "\n" + "".join(_line(one, labels) for one in told["items"])


def _line(one: dict[str, Any], labels: dict[str, str]) -> str:
    debit, credit = (_ID.sub(lambda found: labels.get(found[0], "other"), one[side]) for side in ("debit", "credit"))
    return f"{one['recipe']:16} {debit} → {credit} {one['amount']['currency']} {one['amount']['amount']}\n"
